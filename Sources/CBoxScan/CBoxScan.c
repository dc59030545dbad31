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

enum { fan = boxscan_fan, most_pairs = 256, most_open = fan * 8 };

typedef int16_t sixteen __attribute__((ext_vector_type(16)));
typedef signed char bytes __attribute__((ext_vector_type(32)));
typedef _Bool bits __attribute__((ext_vector_type(32)));
typedef int32_t four __attribute__((ext_vector_type(4)));
typedef double places __attribute__((ext_vector_type(4)));
typedef double places_anywhere __attribute__((ext_vector_type(4), aligned(8)));
typedef float ways __attribute__((ext_vector_type(8)));
typedef int32_t wide __attribute__((ext_vector_type(8)));
typedef int16_t narrow __attribute__((ext_vector_type(8)));

/// A question in steps of the tree: the least x, y and z, and the greatest; the fourth means nothing, here and in `narrow`.
typedef struct {
  four low, high;
} question;

/// A leaf that a question has to look into, and the question in steps of its frame.
typedef struct {
  narrow asked;
  uint32_t question, leaf;
} pair;

/// A node that a question has to look into.
typedef struct {
  uint32_t node, tier;
} opened;

// Macros, since a function that takes or gives a vector would have another convention on each machine.
#define SIDE(node, side) (*(const sixteen *)((node) + fan * (side)))
#define ALL(vector, lane) ((sixteen)((vector)[lane]))
/// Of each sixteenth of an answer, the lower of two bits.
#define MASK(answer, mask)                                                       \
  do {                                                                           \
    const bits all = __builtin_convertvector((bytes)(answer) < (bytes)0, bits); \
    memcpy(&(mask), &all, sizeof(mask));                                         \
    (mask) &= 0x55555555;                                                        \
  } while (0)
/// Which boxes may meet what is asked, and which surely do: where steps differ, coordinates do.
#define MAY_MEET(node, asked, mask)                                                                            \
  do {                                                                                                         \
    const sixteen outside = (SIDE(node, 0) > ALL(asked, 4)) | (SIDE(node, 3) < ALL(asked, 0)) |                \
                            (SIDE(node, 1) > ALL(asked, 5)) | (SIDE(node, 4) < ALL(asked, 1)) |                \
                            (SIDE(node, 2) > ALL(asked, 6)) | (SIDE(node, 5) < ALL(asked, 2));                 \
    MASK(~outside, mask);                                                                                      \
  } while (0)
#define SURELY_MEET(node, asked, mask)                                                                         \
  do {                                                                                                         \
    const sixteen inside = (SIDE(node, 0) < ALL(asked, 4)) & (SIDE(node, 3) > ALL(asked, 0)) &                 \
                           (SIDE(node, 1) < ALL(asked, 5)) & (SIDE(node, 4) > ALL(asked, 1)) &                 \
                           (SIDE(node, 2) < ALL(asked, 6)) & (SIDE(node, 5) > ALL(asked, 2));                  \
    MASK(inside, mask);                                                                                        \
  } while (0)
/// Steps kept within 16 bits: what is beyond them is beyond every box, and nothing is as far as where there is no box.
#define NARROWED(low, high, asked)                                                                                 \
  do {                                                                                                             \
    const wide both = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);                                  \
    const narrow within = __builtin_convertvector(                                                                 \
        __builtin_elementwise_max(__builtin_elementwise_min(both, (wide)INT16_MAX), (wide)INT16_MIN), narrow);     \
    (asked) = __builtin_elementwise_min(within, (narrow)(INT16_MAX - 1));                                          \
  } while (0)
/// A question in steps of all of the tree, and of the frame of a node.
#define IN_WHOLE(from, asked) NARROWED((from).low >> 15, (from).high >> 15, asked)
#define IN_FRAME(from, node, asked)                                                            \
  do {                                                                                         \
    const boxscan_frame *frame = boxscan_frame_of(node);                                       \
    const four corner = *(const four *)frame;                                          \
    const int32_t shift = (int32_t)(frame->shift & 15);                                        \
    NARROWED(((from).low - corner) >> shift, ((from).high - corner) >> shift, asked);          \
  } while (0)
/// A box in steps of the tree, and whether it is one: nothing meets what is none.
#define TAKE(tree, minX, minY, minZ, maxX, maxY, maxZ, taken, is_box)                                                  \
  do {                                                                                                                 \
    const places from = {minX, minY, minZ, minZ}, to = {maxX, maxY, maxZ, maxZ};                                       \
    const places corner = *(const places_anywhere *)(tree)->corner;                                                    \
    const places least = -1, most = boxscan_behind;                                                                    \
    (taken).low = __builtin_convertvector(                                                                             \
        __builtin_elementwise_min(__builtin_elementwise_max((from - corner) * (tree)->scale, least), most), four);     \
    (taken).high = __builtin_convertvector(                                                                            \
        __builtin_elementwise_min(__builtin_elementwise_max((to - corner) * (tree)->scale, least), most), four);       \
    (is_box) = (minX <= maxX) & (minY <= maxY) & (minZ <= maxZ);                                                       \
  } while (0)

INLINED uint32_t slot_of(uint32_t mask) { return (uint32_t)__builtin_ctz(mask) / 2; }

INLINED const int16_t *words_of(const boxscan_tree *tree, uint32_t node) { return tree->nodes + (size_t)node * boxscan_node; }

INLINED void fetch(const int16_t *node) {
  for (int line = 0; line < boxscan_node; line += 32) __builtin_prefetch(node + line);
}

/// @param believes whether no node has to be verified: a constant where this is compiled, so that it costs nothing then.
INLINED int is_sound(const boxscan_tree *tree, uint32_t node, int believes) {
  if (believes) return 1;
  const boxscan_trust *trust = &tree->trust;
  const uint64_t known = __atomic_load_n(trust->known + node / 64, __ATOMIC_RELAXED);
  return __builtin_expect(known >> node % 64 & 1, 1) || trust->verify(trust->owner, node);
}

/// Adds what a leaf has to `hits`, where there is room for a leaf. The question is given in steps, and as it was.
#define LOOK(tree, number, asked, minX, minY, minZ, maxX, maxY, maxZ, hits, found)                                 \
  do {                                                                                                             \
    const int16_t *these = words_of(tree, number);                                                                  \
    uint32_t near, sure;                                                                                           \
    MAY_MEET(these, asked, near);                                                                                   \
    if (near == 0) break;                                                                                          \
    SURELY_MEET(these, asked, sure);                                                                                \
    do {                                                                                                           \
      const uint32_t slot = slot_of(near), item = boxscan_numbers(these)[slot];                                     \
      (hits)[found] = item < (tree)->count ? item : (tree)->count - 1;                                             \
      (found)++;                                                                                                   \
      /* Where steps are equal, the exact boxes decide. */                                                         \
      if (__builtin_expect((near & -near & sure) == 0, 0)) {                                                       \
        const double *exact = (tree)->items + 6 * ((size_t)(number) * fan + slot);                                   \
        (found) -= !((exact[0] <= (maxX)) & ((minX) <= exact[3]) & (exact[1] <= (maxY)) & ((minY) <= exact[4]) &           \
                     (exact[2] <= (maxZ)) & ((minZ) <= exact[5]));                                                     \
      }                                                                                                            \
      near &= near - 1;                                                                                            \
    } while (__builtin_expect(near != 0, 0));                                                                      \
  } while (0)

/// A question from a node on to which there is but one way.
INLINED uint32_t ask_below(const boxscan_tree *tree, const double *box, uint32_t node, uint32_t tier, uint32_t *hits,
                           uint32_t room, int believes) {
  question taken;
  int is_box;
  TAKE(tree, box[0], box[1], box[2], box[3], box[4], box[5], taken, is_box);
  if (!is_box) return 0;
  narrow whole;
  IN_WHOLE(taken, whole);
  uint32_t depth = 0, found = 0, mask;
  opened open[most_open];
  open[depth++] = (opened){node, tier};
  while (depth > 0) {
    node = open[--depth].node;
    tier = open[depth].tier;
    if (!is_sound(tree, node, believes)) return boxscan_damaged;
    const int16_t *words = words_of(tree, node);
    const uint32_t first = node * fan + tree->children[tier];
    narrow asked = whole;
    if (tier == 1) IN_FRAME(taken, words, asked);
    MAY_MEET(words, asked, mask);
    for (uint32_t rest = mask; rest != 0; rest &= rest - 1) {
      const uint32_t child = first + slot_of(rest);
      fetch(words_of(tree, child));
      if (tier > 1) open[depth++] = (opened){child, tier - 1};
    }
    if (tier > 1) continue;
    for (; mask != 0; mask &= mask - 1) {
      const uint32_t leaf = first + slot_of(mask);
      if (room - found < fan) return boxscan_too_many;
      if (!is_sound(tree, leaf, believes)) return boxscan_damaged;
      LOOK(tree, leaf, asked, box[0], box[1], box[2], box[3], box[4], box[5], hits, found);
    }
  }
  return found;
}

FOR_EACH_MACHINE static uint32_t go_on(const boxscan_tree *tree, const double *box, uint32_t node, uint32_t tier,
                                       uint32_t *hits, uint32_t room) {
  return tree->trust.known == NULL ? ask_below(tree, box, node, tier, hits, room, 1)
                                   : ask_below(tree, box, node, tier, hits, room, 0);
}

/// One question, down to one leaf while there is but one way. While a leaf is far away, a processor goes on with what follows, as
/// far as it sees: the less there is to do between two of them, the more of the next question it has done by then.
FOR_EACH_MACHINE uint32_t boxscan_ask(const boxscan_tree *tree, double minX, double minY, double minZ, double maxX,
                                      double maxY, double maxZ, uint32_t *hits, uint32_t room) {
  question taken;
  int is_box;
  TAKE(tree, minX, minY, minZ, maxX, maxY, maxZ, taken, is_box);
  if (__builtin_expect(!is_box, 0)) return 0;
  narrow asked;
  IN_WHOLE(taken, asked);
  uint32_t tier = tree->top, node = tree->root, mask, found = 0;
  const int believes = tree->trust.known == NULL;
  for (; tier > 1; tier--) {
    if (!is_sound(tree, node, believes)) return boxscan_damaged;
    MAY_MEET(words_of(tree, node), asked, mask);
    if (__builtin_expect((mask & (mask - 1)) != 0, 0)) goto fork;
    if (mask == 0) return 0;
    node = node * fan + tree->children[tier] + slot_of(mask);
  }
  if (__builtin_expect(tier == 1, 1)) {
    if (!is_sound(tree, node, believes)) return boxscan_damaged;
    const int16_t *words = words_of(tree, node);
    IN_FRAME(taken, words, asked);
    MAY_MEET(words, asked, mask);
    if (__builtin_expect((mask & (mask - 1)) != 0, 0)) goto fork;
    if (mask == 0) return 0;
    node = node * fan + tree->children[1] + slot_of(mask);
    __builtin_prefetch(boxscan_numbers(words_of(tree, node)));
  }
  if (!is_sound(tree, node, believes)) return boxscan_damaged;
  LOOK(tree, node, asked, minX, minY, minZ, maxX, maxY, maxZ, hits, found);
  return found;
fork:;
  const double box[6] = {minX, minY, minZ, maxX, maxY, maxZ};
  return go_on(tree, box, node, tier, hits, room);
}

typedef struct {
  const boxscan_tree *tree;
  const double *questions;
  uint32_t *counts, *hits;
  uint32_t room, found;
} search;

/// What `look_into` answers besides a question: all were looked into, or one is damaged.
enum { all_done = -1, damaged = -2 };

/// @return the question for whose answers there was no room.
INLINED int look_into(search *search, const pair *pairs, uint32_t count, int believes) {
  for (uint32_t number = 0; number < count; number++) {
    const uint32_t question = pairs[number].question, leaf = pairs[number].leaf;
    if (search->room - search->found < fan) return (int)question;
    if (!is_sound(search->tree, leaf, believes)) return damaged;
    const double *box = search->questions + 6 * (size_t)question;
    const narrow asked = pairs[number].asked;
    const uint32_t before = search->found;
    uint32_t found = before;
    LOOK(search->tree, leaf, asked, box[0], box[1], box[2], box[3], box[4], box[5], search->hits, found);
    search->found = found;
    search->counts[question] += found - before;
  }
  return all_done;
}

/// Many questions. Leaves are far away in memory: each is asked for as soon as it is known, and looked into when a good number of
/// others have been found, those of other questions among them.
INLINED uint32_t ask_all(const boxscan_tree *tree, const double *questions, uint32_t count, uint32_t *counts, uint32_t *hits,
                         uint32_t room, int believes) {
  search search = {.tree = tree, .questions = questions, .counts = counts, .hits = hits, .room = room};
  pair pairs[most_pairs + fan];
  opened open[most_open];
  uint32_t waiting = 0;
  for (uint32_t number = 0; number < count; number++) {
    counts[number] = 0;
    const double *box = questions + 6 * (size_t)number;
    question taken;
    int is_box;
    TAKE(tree, box[0], box[1], box[2], box[3], box[4], box[5], taken, is_box);
    if (!is_box) continue;
    narrow whole;
    IN_WHOLE(taken, whole);
    uint32_t depth = 0;
    if (tree->top == 0) {
      pairs[waiting++] = (pair){whole, number, tree->root};
    } else {
      open[depth++] = (opened){tree->root, tree->top};
    }
    while (depth > 0) {
      const uint32_t node = open[--depth].node, tier = open[depth].tier;
      if (!is_sound(tree, node, believes)) return boxscan_damaged;
      const int16_t *words = words_of(tree, node);
      narrow asked = whole;
      if (tier == 1) IN_FRAME(taken, words, asked);
      uint32_t mask;
      MAY_MEET(words, asked, mask);
      for (; mask != 0; mask &= mask - 1) {
        const uint32_t child = node * fan + tree->children[tier] + slot_of(mask);
        fetch(words_of(tree, child));
        if (tier == 1) {
          pairs[waiting++] = (pair){asked, number, child};
        } else {
          open[depth++] = (opened){child, tier - 1};
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
  return tree->trust.known == NULL ? ask_all(tree, questions, count, counts, hits, room, 1)
                                   : ask_all(tree, questions, count, counts, hits, room, 0);
}

FOR_EACH_MACHINE void boxscan_distances(const int16_t *node, float x, float y, float z, float slack, float *squared) {
  const float place[3] = {x, y, z};
  for (int start = 0; start < fan; start += 8) {
    ways sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      const int16_t *low = node + fan * axis + start, *high = low + 3 * fan;
      // A step ends where the next begins.
      const ways below = __builtin_convertvector(*(const narrow *)low, ways) - place[axis];
      const ways above = (place[axis] - 1) - __builtin_convertvector(*(const narrow *)high, ways);
      const ways way = __builtin_elementwise_max(__builtin_elementwise_max(below, above) - slack, (ways)0);
      sum += way * way;
    }
    memcpy(squared + start, &sum, sizeof sum);
  }
}
