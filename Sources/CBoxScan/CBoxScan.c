#include "CBoxScan.h"

#include <stddef.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__)
// Compiled twice; which one is meant is decided when the program is loaded, by what the machine can do.
#define FOR_EACH_MACHINE __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_MACHINE
#endif
#define INLINED static inline __attribute__((always_inline))

enum { fan = 16, node_floats = 6 * fan, most_pairs = 256, most_open = fan * 8 };

typedef float sixteen __attribute__((ext_vector_type(16)));
typedef _Bool sixteen_bits __attribute__((ext_vector_type(16)));

/// A leaf that a question has to look into.
typedef struct {
  uint32_t question, leaf;
} pair;

typedef struct {
  const boxscan_tree *tree;
  const double *questions;
  uint32_t *counts, *hits;
  uint32_t room, found;
  /// The questions in single precision.
  const float (*small)[6];
} search;

// Macros, since a function that takes or gives a vector would have another convention on each machine.
#define SIDE(node, side) (*(const sixteen *)((node) + fan * (side)))
#define MASK(answer, mask)                                                   \
  do {                                                                       \
    const sixteen_bits bits = __builtin_convertvector(answer, sixteen_bits); \
    uint16_t sixteen_of_them;                                                \
    memcpy(&sixteen_of_them, &bits, sizeof sixteen_of_them);                 \
    (mask) = sixteen_of_them;                                                \
  } while (0)

INLINED uint32_t only(uint32_t mask, uint32_t present) { return present < fan ? mask & ((1u << present) - 1) : mask; }

INLINED int meet(const double *a, const double *b) {
  return (a[0] <= b[3]) & (b[0] <= a[3]) & (a[1] <= b[4]) & (b[1] <= a[4]) & (a[2] <= b[5]) & (b[2] <= a[5]);
}

/// @param believes whether no node has to be verified: a constant where this is compiled, so that it costs nothing then.
INLINED int is_sound(const boxscan_tree *tree, uint32_t node, int believes) {
  if (believes) return 1;
  const boxscan_trust *trust = &tree->trust;
  const uint64_t known = __atomic_load_n(trust->known + node / 64, __ATOMIC_RELAXED);
  return __builtin_expect(known >> node % 64 & 1, 1) || trust->verify(trust->owner, node);
}

/// What `look_into` answers besides a question: all were looked into, or one is damaged.
enum { all_done = -1, damaged = -2 };

/// @return the question for whose answers there was no room.
INLINED int look_into(search *search, const pair *pairs, uint32_t count, int believes) {
  const boxscan_tree *tree = search->tree;
  for (uint32_t number = 0; number < count; number++) {
    const uint32_t question = pairs[number].question, first = pairs[number].leaf * fan;
    if (search->room - search->found < fan) return (int)question;
    if (!is_sound(tree, pairs[number].leaf, believes)) return damaged;
    const float *query = search->small[question];
    const float *node = tree->nodes + (size_t)pairs[number].leaf * node_floats;
    const sixteen minX = SIDE(node, 0), minY = SIDE(node, 1), minZ = SIDE(node, 2);
    const sixteen maxX = SIDE(node, 3), maxY = SIDE(node, 4), maxZ = SIDE(node, 5);
    uint32_t mask, sure;
    MASK((minX <= query[3]) & (maxX >= query[0]) & (minY <= query[4]) & (maxY >= query[1]) & (minZ <= query[5]) &
             (maxZ >= query[2]),
         mask);
    mask = only(mask, tree->count - first);
    if (mask == 0) continue;
    // Coordinates were rounded in one way: where rounded ones differ, the exact ones do. Where they are equal, those decide.
    MASK((minX < query[3]) & (maxX > query[0]) & (minY < query[4]) & (maxY > query[1]) & (minZ < query[5]) &
             (maxZ > query[2]),
         sure);
    const uint32_t before = search->found;
    uint32_t found = before;
    do {
      const uint32_t slot = (uint32_t)__builtin_ctz(mask);
      mask &= mask - 1;
      const uint32_t item = tree->numbers[first + slot];
      search->hits[found] = item < tree->count ? item : tree->count - 1;
      found += sure >> slot & 1
                   ? 1
                   : (uint32_t)meet(tree->items + 6 * (size_t)(first + slot), search->questions + 6 * (size_t)question);
    } while (mask != 0);
    search->found = found;
    search->counts[question] += found - before;
  }
  return all_done;
}

/// Leaves are far away in memory: each is asked for as soon as it is known, and looked into when a good number of others have
/// been found, those of other questions among them.
INLINED uint32_t ask(const boxscan_tree *tree, const double *questions, uint32_t count, uint32_t *counts, uint32_t *hits,
                     uint32_t room, int believes) {
  float small[boxscan_most_questions][6];
  search search = {.tree = tree, .questions = questions, .counts = counts, .hits = hits, .room = room, .small = small};
  pair pairs[most_pairs + fan];
  struct {
    uint32_t node, tier;
  } open[most_open];
  uint32_t waiting = 0;
  for (uint32_t question = 0; question < count; question++) {
    const double *box = questions + 6 * (size_t)question;
    float *query = small[question];
    for (int side = 0; side < 6; side++) query[side] = (float)(box[side] - tree->corner[side % 3]);
    counts[question] = 0;
    // Nothing meets what is no box.
    if (!(box[0] <= box[3] && box[1] <= box[4] && box[2] <= box[5])) continue;
    uint32_t depth = 0;
    if (tree->top == 0) {
      pairs[waiting++] = (pair){question, tree->root};
    } else {
      open[depth].node = tree->root;
      open[depth++].tier = tree->top;
    }
    while (depth > 0) {
      depth--;
      if (!is_sound(tree, open[depth].node, believes)) return boxscan_damaged;
      const uint32_t tier = open[depth].tier, start = tree->starts[tier];
      const uint32_t first = tree->starts[tier - 1] + (open[depth].node - start) * fan;
      const float *node = tree->nodes + (size_t)open[depth].node * node_floats;
      uint32_t mask;
      MASK((SIDE(node, 0) <= query[3]) & (SIDE(node, 3) >= query[0]) & (SIDE(node, 1) <= query[4]) &
               (SIDE(node, 4) >= query[1]) & (SIDE(node, 2) <= query[5]) & (SIDE(node, 5) >= query[2]),
           mask);
      mask = only(mask, start - first);
      for (; mask != 0; mask &= mask - 1) {
        const uint32_t child = first + (uint32_t)__builtin_ctz(mask);
        const char *line = (const char *)(tree->nodes + (size_t)child * node_floats);
        for (size_t byte = 0; byte < sizeof(float) * node_floats; byte += 64) __builtin_prefetch(line + byte);
        if (tier > 1) {
          open[depth].node = child;
          open[depth++].tier = tier - 1;
        } else {
          __builtin_prefetch(tree->numbers + (size_t)child * fan);
          pairs[waiting++] = (pair){question, child};
        }
      }
      if (waiting >= most_pairs) {
        const int stop = look_into(&search, pairs, waiting, believes);
        if (stop != all_done) return stop == damaged ? boxscan_damaged : (uint32_t)stop;
        waiting = 0;
      }
    }
  }
  const int stop = look_into(&search, pairs, waiting, believes);
  return stop == all_done ? count : stop == damaged ? boxscan_damaged : (uint32_t)stop;
}

FOR_EACH_MACHINE uint32_t boxscan_search(const boxscan_tree *tree, const double *questions, uint32_t count,
                                         uint32_t *counts, uint32_t *hits, uint32_t room) {
  return tree->trust.known == NULL ? ask(tree, questions, count, counts, hits, room, 1)
                                   : ask(tree, questions, count, counts, hits, room, 0);
}
