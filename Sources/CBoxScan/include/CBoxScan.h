// What vector units can do and Swift cannot say: sixteen boxes held against one thing at once, the answer a bit each.
// SSE2 is part of every x86-64 and needs no flag; elsewhere plain C says the same, and compilers make vectors of it.
#ifndef CBOXSCAN_H
#define CBOXSCAN_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A node: minX of its sixteen boxes, then minY, minZ, maxX, maxY, maxZ; 384 bytes at a multiple of 64.

/// Bit i tells whether box i of `node` and the box `query` (minX, minY, minZ, maxX, maxY, maxZ) meet, borders included.
static inline uint32_t boxscan_overlapping(const float *_Nonnull node, const float *_Nonnull query) {
#if defined(__SSE2__)
  const __m128 minX = _mm_set1_ps(query[0]), minY = _mm_set1_ps(query[1]), minZ = _mm_set1_ps(query[2]);
  const __m128 maxX = _mm_set1_ps(query[3]), maxY = _mm_set1_ps(query[4]), maxZ = _mm_set1_ps(query[5]);
  uint32_t mask = 0;
  for (int four = 0; four < 16; four += 4) {
    const __m128 x = _mm_and_ps(_mm_cmple_ps(_mm_load_ps(node + four), maxX),
                                _mm_cmple_ps(minX, _mm_load_ps(node + 48 + four)));
    const __m128 y = _mm_and_ps(_mm_cmple_ps(_mm_load_ps(node + 16 + four), maxY),
                                _mm_cmple_ps(minY, _mm_load_ps(node + 64 + four)));
    const __m128 z = _mm_and_ps(_mm_cmple_ps(_mm_load_ps(node + 32 + four), maxZ),
                                _mm_cmple_ps(minZ, _mm_load_ps(node + 80 + four)));
    mask |= (uint32_t)_mm_movemask_ps(_mm_and_ps(_mm_and_ps(x, y), z)) << four;
  }
  return mask;
#else
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) {
    const int meets = (node[i] <= query[3]) & (query[0] <= node[48 + i]) & (node[16 + i] <= query[4]) &
                      (query[1] <= node[64 + i]) & (node[32 + i] <= query[5]) & (query[2] <= node[80 + i]);
    mask |= (uint32_t)meets << i;
  }
  return mask;
#endif
}

/// As `boxscan_overlapping`, and in the upper half bit 16 + i tells whether box i meets `query` with no border shared: of
/// coordinates that were rounded in the same way, the exact ones then meet, too.
static inline uint32_t boxscan_meeting(const float *_Nonnull node, const float *_Nonnull query) {
#if defined(__SSE2__)
  const __m128 minX = _mm_set1_ps(query[0]), minY = _mm_set1_ps(query[1]), minZ = _mm_set1_ps(query[2]);
  const __m128 maxX = _mm_set1_ps(query[3]), maxY = _mm_set1_ps(query[4]), maxZ = _mm_set1_ps(query[5]);
  uint32_t masks = 0;
  for (int four = 0; four < 16; four += 4) {
    const __m128 lowX = _mm_load_ps(node + four), highX = _mm_load_ps(node + 48 + four);
    const __m128 lowY = _mm_load_ps(node + 16 + four), highY = _mm_load_ps(node + 64 + four);
    const __m128 lowZ = _mm_load_ps(node + 32 + four), highZ = _mm_load_ps(node + 80 + four);
    const __m128 x = _mm_and_ps(_mm_cmple_ps(lowX, maxX), _mm_cmple_ps(minX, highX));
    const __m128 y = _mm_and_ps(_mm_cmple_ps(lowY, maxY), _mm_cmple_ps(minY, highY));
    const __m128 z = _mm_and_ps(_mm_cmple_ps(lowZ, maxZ), _mm_cmple_ps(minZ, highZ));
    const __m128 sureX = _mm_and_ps(_mm_cmplt_ps(lowX, maxX), _mm_cmplt_ps(minX, highX));
    const __m128 sureY = _mm_and_ps(_mm_cmplt_ps(lowY, maxY), _mm_cmplt_ps(minY, highY));
    const __m128 sureZ = _mm_and_ps(_mm_cmplt_ps(lowZ, maxZ), _mm_cmplt_ps(minZ, highZ));
    masks |= (uint32_t)_mm_movemask_ps(_mm_and_ps(_mm_and_ps(x, y), z)) << four;
    masks |= (uint32_t)_mm_movemask_ps(_mm_and_ps(_mm_and_ps(sureX, sureY), sureZ)) << (16 + four);
  }
  return masks;
#else
  uint32_t masks = 0;
  for (int i = 0; i < 16; i++) {
    const int meets = (node[i] <= query[3]) & (query[0] <= node[48 + i]) & (node[16 + i] <= query[4]) &
                      (query[1] <= node[64 + i]) & (node[32 + i] <= query[5]) & (query[2] <= node[80 + i]);
    const int surely = (node[i] < query[3]) & (query[0] < node[48 + i]) & (node[16 + i] < query[4]) &
                       (query[1] < node[64 + i]) & (node[32 + i] < query[5]) & (query[2] < node[80 + i]);
    masks |= (uint32_t)meets << i | (uint32_t)surely << (16 + i);
  }
  return masks;
#endif
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

/// Asks for a node before it is needed.
static inline void boxscan_prefetch(const float *_Nonnull node) {
  for (int line = 0; line < 96; line += 16) __builtin_prefetch(node + line);
}

/// Asks for what stands at a place before it is needed.
static inline void boxscan_prefetch_numbers(const uint32_t *_Nonnull numbers) { __builtin_prefetch(numbers); }

#endif
