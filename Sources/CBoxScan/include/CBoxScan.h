// What vector units can do and Swift cannot say: sixteen boxes held against one thing at once, the answer a bit each.
#ifndef CBOXSCAN_H
#define CBOXSCAN_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A node: minX of its sixteen boxes, then minY, minZ, maxX, maxY, maxZ; 384 bytes at a multiple of 64.

/// Which nodes are believed: bit n mod 64 of word n / 64, set by any thread. `verify` is asked for those that are not yet; it
/// answers 0 for one that is damaged.
typedef struct {
  const uint64_t *_Nullable known;
  void *_Nullable owner;
  int (*_Nullable verify)(void *_Nonnull owner, uint32_t node);
} boxscan_trust;

/// A tree as plain words. The nodes of tier 0 are leaves; `starts` says which node is the first of each tier, `top` is the
/// root's.
typedef struct {
  const float *_Nonnull nodes;
  /// Six doubles each, in the order of the leaves, and their numbers.
  const double *_Nonnull items;
  const uint32_t *_Nonnull numbers;
  /// What nodes are relative to.
  double corner[3];
  uint32_t count, root, top;
  uint32_t starts[8];
  /// Without words, every node is believed.
  boxscan_trust trust;
} boxscan_tree;

/// How many questions are taken at once. For answers there must be room for sixteen.
enum { boxscan_most_questions = 64 };

/// The answer where a node is damaged.
#define boxscan_damaged UINT32_MAX

/// Looks for the boxes that each of `count` questions (six doubles) meets, borders included. Writes their numbers to `hits`,
/// question by question, and how many each has to `counts`.
/// @return how many questions were answered; less than `count` where there was no room for the answers of the next;
/// `boxscan_damaged` where a node must not be believed.
uint32_t boxscan_search(const boxscan_tree *_Nonnull tree, const double *_Nonnull questions, uint32_t count,
                        uint32_t *_Nonnull counts, uint32_t *_Nonnull hits, uint32_t room);

/// Asks for memory that will be read soon, whatever is there.
static inline void boxscan_fetch(const void *_Nonnull start, long bytes) {
  __builtin_prefetch(start);
  __builtin_prefetch((const char *)start + bytes - 1);
}

/// The squared distances from `point` to the sixteen boxes of `node`, each way along an axis taken `slack` shorter.
static inline void boxscan_distances(const float *_Nonnull node, const float *_Nonnull point, float slack,
                                     float *_Nonnull squared) {
#if defined(__SSE2__)
  const __m128 zero = _mm_setzero_ps(), less = _mm_set1_ps(slack);
  for (int four = 0; four < 16; four += 4) {
    __m128 sum = zero;
    for (int axis = 0; axis < 3; axis++) {
      const __m128 at = _mm_set1_ps(point[axis]);
      const __m128 below = _mm_sub_ps(_mm_load_ps(node + 16 * axis + four), at);
      const __m128 above = _mm_sub_ps(at, _mm_load_ps(node + 48 + 16 * axis + four));
      const __m128 way = _mm_max_ps(_mm_sub_ps(_mm_max_ps(below, above), less), zero);
      sum = _mm_add_ps(sum, _mm_mul_ps(way, way));
    }
    _mm_storeu_ps(squared + four, sum);
  }
#else
  for (int i = 0; i < 16; i++) {
    float sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      const float below = node[16 * axis + i] - point[axis], above = point[axis] - node[48 + 16 * axis + i];
      const float way = (below > above ? below : above) - slack;
      sum += way > 0 ? way * way : 0;
    }
    squared[i] = sum;
  }
#endif
}

#endif
