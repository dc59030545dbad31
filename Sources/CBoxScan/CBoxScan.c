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
typedef int32_t four_anywhere __attribute__((ext_vector_type(4), aligned(4)));
typedef double places_anywhere __attribute__((ext_vector_type(4), aligned(8)));
typedef int32_t wide __attribute__((ext_vector_type(8)));
typedef int16_t narrow __attribute__((ext_vector_type(8)));

/// A question in steps of the tree: the least x, y and z first, the greatest last. What else they hold means nothing, here and in
/// `narrow`, but is read with them at once.
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
  uint32_t place, tier;
} opened;

// Macros, since a function that takes or gives a vector would have another convention on each machine.
#define SIDE(node, side) (*(const sixteen *)((node) + fan * (side)))
#define ALL(vector, lane) ((sixteen)((vector)[lane]))
#define FOUR(start) (*(const four_anywhere *)(start))
#define PLACES(start) (*(const places_anywhere *)(start))
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
    const sixteen outside = (SIDE(node, 0) > ALL(asked, 5)) | (SIDE(node, 3) < ALL(asked, 0)) |                \
                            (SIDE(node, 1) > ALL(asked, 6)) | (SIDE(node, 4) < ALL(asked, 1)) |                \
                            (SIDE(node, 2) > ALL(asked, 7)) | (SIDE(node, 5) < ALL(asked, 2));                 \
    MASK(~outside, mask);                                                                                      \
  } while (0)
#define SURELY_MEET(node, asked, mask)                                                                         \
  do {                                                                                                         \
    const sixteen inside = (SIDE(node, 0) < ALL(asked, 5)) & (SIDE(node, 3) > ALL(asked, 0)) &                 \
                           (SIDE(node, 1) < ALL(asked, 6)) & (SIDE(node, 4) > ALL(asked, 1)) &                 \
                           (SIDE(node, 2) < ALL(asked, 7)) & (SIDE(node, 5) > ALL(asked, 2));                  \
    MASK(inside, mask);                                                                                        \
  } while (0)
/// Steps kept within 16 bits: what is beyond them is beyond every box.
#define NARROWED(low, high, asked)                                                                             \
  do {                                                                                                         \
    const wide both = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);                              \
    (asked) = __builtin_convertvector(                                                                         \
        __builtin_elementwise_max(__builtin_elementwise_min(both, (wide)INT16_MAX), (wide)INT16_MIN), narrow); \
  } while (0)
/// A question in steps of all of the tree, and of the frame of a node.
#define IN_WHOLE(from, asked) NARROWED((from).low >> 15, (from).high >> 15, asked)
#define IN_FRAME(from, node, asked)                                                                 \
  do {                                                                                              \
    const boxscan_frame *frame = boxscan_frame_of(node);                                            \
    const int32_t shift = (int32_t)(frame->shift & 15);                                             \
    NARROWED(((from).low - FOUR(frame->corner)) >> shift, ((from).high - FOUR(frame->corner - 1)) >> shift, asked); \
  } while (0)

/// @return whether it is a box: nothing meets what is none.
INLINED int take(const boxscan_tree *tree, const double *box, question *taken) {
  const places low = PLACES(box), high = PLACES(box + 2);
  if (!((box[0] <= box[3]) & (box[1] <= box[4]) & (box[2] <= box[5]))) return 0;
  const double *corner = tree->corner;
  const places least = -1, most = 0x1p30;
  const places from = (low - (places){corner[0], corner[1], corner[2], 0}) * tree->scale;
  const places to = (high - (places){0, corner[0], corner[1], corner[2]}) * tree->scale;
  taken->low = __builtin_convertvector(__builtin_elementwise_min(__builtin_elementwise_max(from, least), most), four);
  taken->high = __builtin_convertvector(__builtin_elementwise_min(__builtin_elementwise_max(to, least), most), four);
  return 1;
}

INLINED int meet(const double *a, const double *b) {
  return (a[0] <= b[3]) & (b[0] <= a[3]) & (a[1] <= b[4]) & (b[1] <= a[4]) & (a[2] <= b[5]) & (b[2] <= a[5]);
}

INLINED uint32_t slot_of(uint32_t mask) { return (uint32_t)__builtin_ctz(mask) / 2; }

INLINED void fetch(const int16_t *node) {
  for (int line = 0; line < boxscan_node; line += 32) __builtin_prefetch(node + line);
}

/// @param believes whether no node has to be verified: a constant where this is compiled, so that it costs nothing then.
INLINED int is_sound(const boxscan_tree *tree, const boxscan_tier *tier, uint32_t place, int believes) {
  if (believes) return 1;
  const boxscan_trust *trust = &tree->trust;
  const uint32_t node = tier->start + place;
  const uint64_t known = __atomic_load_n(trust->known + node / 64, __ATOMIC_RELAXED);
  return __builtin_expect(known >> node % 64 & 1, 1) || trust->verify(trust->owner, node);
}

/// Adds what a leaf has to `hits`, where there is room for a leaf.
INLINED uint32_t look(const boxscan_tree *tree, uint32_t place, const narrow *question, const double *box, uint32_t *hits,
                      uint32_t found) {
  const int16_t *leaf = tree->tiers[0].nodes + (size_t)place * boxscan_node;
  const narrow asked = *question;
  uint32_t mask, sure;
  MAY_MEET(leaf, asked, mask);
  if (__builtin_expect(place == tree->tiers[0].last, 0)) mask &= tree->tiers[0].present;
  if (mask == 0) return found;
  SURELY_MEET(leaf, asked, sure);
  const uint32_t *numbers = boxscan_numbers(leaf);
  do {
    const uint32_t slot = slot_of(mask), item = numbers[slot];
    hits[found] = item < tree->count ? item : tree->count - 1;
    // Where steps are equal, the exact boxes decide.
    found += __builtin_expect((mask & -mask & sure) != 0, 1)
                 ? 1
                 : (uint32_t)meet(tree->items + 6 * ((size_t)place * fan + slot), box);
    mask &= mask - 1;
  } while (mask != 0);
  return found;
}

/// One question. While a leaf is far away, a processor goes on with what follows, as far as it sees: the less there is to do
/// between two of them, the more of the next question it has done by then.
INLINED uint32_t ask(const boxscan_tree *tree, const double *box, uint32_t *hits, uint32_t room, int believes) {
  question taken;
  if (!take(tree, box, &taken)) return 0;
  narrow whole;
  IN_WHOLE(taken, whole);
  const boxscan_tier *tier = tree->tiers + tree->top;
  uint32_t place = 0, depth = 0, found = 0;
  if (tree->top == 0) {
    if (room < fan) return boxscan_too_many;
    return is_sound(tree, tier, 0, believes) ? look(tree, 0, &whole, box, hits, 0) : boxscan_damaged;
  }
  opened open[most_open];
  for (;;) {
    if (!is_sound(tree, tier, place, believes)) return boxscan_damaged;
    const int16_t *node = tier->nodes + (size_t)place * boxscan_node;
    uint32_t mask;
    if (tier - tree->tiers > 1) {
      MAY_MEET(node, whole, mask);
      if (__builtin_expect(place == tier->last, 0)) mask &= tier->present;
      if (mask != 0) {
        const uint32_t first = place * fan;
        place = first + slot_of(mask);
        tier--;
        while (__builtin_expect((mask &= mask - 1) != 0, 0)) {
          open[depth] = (opened){first + slot_of(mask), (uint32_t)(tier - tree->tiers)};
          fetch(tier->nodes + (size_t)open[depth++].place * boxscan_node);
        }
        continue;
      }
    } else {
      narrow asked;
      IN_FRAME(taken, node, asked);
      MAY_MEET(node, asked, mask);
      if (__builtin_expect(place == tier->last, 0)) mask &= tier->present;
      const int16_t *leaves = tree->tiers[0].nodes;
      if (__builtin_expect((mask & (mask - 1)) != 0, 0)) {
        for (uint32_t rest = mask; rest != 0; rest &= rest - 1) {
          fetch(leaves + (size_t)(place * fan + slot_of(rest)) * boxscan_node);
        }
      }
      for (; mask != 0; mask &= mask - 1) {
        const uint32_t leaf = place * fan + slot_of(mask);
        __builtin_prefetch(boxscan_numbers(leaves + (size_t)leaf * boxscan_node));
        if (room - found < fan) return boxscan_too_many;
        if (!is_sound(tree, tree->tiers, leaf, believes)) return boxscan_damaged;
        found = look(tree, leaf, &asked, box, hits, found);
      }
    }
    if (depth == 0) return found;
    place = open[--depth].place;
    tier = tree->tiers + open[depth].tier;
  }
}

FOR_EACH_MACHINE uint32_t boxscan_ask(const boxscan_tree *tree, const double *question, uint32_t *hits, uint32_t room) {
  return tree->trust.known == NULL ? ask(tree, question, hits, room, 1) : ask(tree, question, hits, room, 0);
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
    const uint32_t question = pairs[number].question;
    if (search->room - search->found < fan) return (int)question;
    if (!is_sound(search->tree, search->tree->tiers, pairs[number].leaf, believes)) return damaged;
    const double *box = search->questions + 6 * (size_t)question;
    const uint32_t before = search->found;
    search->found = look(search->tree, pairs[number].leaf, &pairs[number].asked, box, search->hits, before);
    search->counts[question] += search->found - before;
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
    question taken;
    if (!take(tree, questions + 6 * (size_t)number, &taken)) continue;
    narrow whole;
    IN_WHOLE(taken, whole);
    uint32_t depth = 0;
    if (tree->top == 0) {
      pairs[waiting++] = (pair){whole, number, 0};
    } else {
      open[depth++] = (opened){0, tree->top};
    }
    while (depth > 0) {
      const uint32_t place = open[--depth].place;
      const boxscan_tier *tier = tree->tiers + open[depth].tier;
      const int is_above_leaves = tier - tree->tiers == 1;
      if (!is_sound(tree, tier, place, believes)) return boxscan_damaged;
      const int16_t *node = tier->nodes + (size_t)place * boxscan_node;
      narrow asked = whole;
      if (is_above_leaves) IN_FRAME(taken, node, asked);
      uint32_t mask;
      MAY_MEET(node, asked, mask);
      if (__builtin_expect(place == tier->last, 0)) mask &= tier->present;
      for (; mask != 0; mask &= mask - 1) {
        const uint32_t child = place * fan + slot_of(mask);
        fetch(tier[-1].nodes + (size_t)child * boxscan_node);
        if (is_above_leaves) {
          pairs[waiting++] = (pair){asked, number, child};
        } else {
          open[depth++] = (opened){child, (uint32_t)(tier - tree->tiers - 1)};
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
