// What vector units can do and Swift cannot say: which of 64 bytes are equal to another, as a bit mask.
// SSE2 is part of every x86-64, NEON of every 64-bit ARM, so neither needs a flag; elsewhere plain C says the same.
#ifndef CVECTORSCAN_H
#define CVECTORSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Bit i tells whether `bytes[i]` is `a` or `b`. 64 bytes are read, from any address.
static inline uint64_t vector_scan_either(const uint8_t *_Nonnull bytes, uint8_t a, uint8_t b) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8((char)a), second = _mm_set1_epi8((char)b);
  uint64_t mask = 0;
  for (int part = 0; part < 4; part++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    const __m128i equal = _mm_or_si128(_mm_cmpeq_epi8(chunk, first), _mm_cmpeq_epi8(chunk, second));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << (16 * part);
  }
  return mask;
#elif defined(__aarch64__)
  // Each lane keeps the bit of its place within eight; three rounds of adding neighbours gather them.
  static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bit = vld1q_u8(places), first = vdupq_n_u8(a), second = vdupq_n_u8(b);
  uint8x16_t lanes[4];
  for (int part = 0; part < 4; part++) {
    const uint8x16_t chunk = vld1q_u8(bytes + 16 * part);
    lanes[part] = vandq_u8(vorrq_u8(vceqq_u8(chunk, first), vceqq_u8(chunk, second)), bit);
  }
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(lanes[0], lanes[1]), vpaddq_u8(lanes[2], lanes[3]));
  sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == a || bytes[i] == b) << i;
  return mask;
#endif
}

/// Bit i tells whether `bytes[i]` is `value`. 64 bytes are read, from any address.
static inline uint64_t vector_scan_equal(const uint8_t *_Nonnull bytes, uint8_t value) {
  return vector_scan_either(bytes, value, value);
}

/// The place of the lowest bit that is set; of no use where none is.
static inline uint32_t vector_scan_lowest(uint64_t mask) {
  // The highest bit stands in for one that is missing, so that no processor has to ask.
  return (uint32_t)__builtin_ctzll(mask | UINT64_C(1) << 63);
}

// Two loops over whole blocks, for processors with AVX2 and BMI, which most have but none must: asked at run time. Elsewhere the
// same is done in Swift.

/// Whether this processor can run what stands below.
bool vector_scan_is_wide(void);

/// Writes down the offsets of the bytes that are `a` or `b`, ascending. Call it only if `vector_scan_is_wide`.
/// - text: `count` bytes, less than 4 GiB, and 64 more that can be read.
/// - ends: room for as many as are found, and eight more, which may be written to.
/// - Returns: how many.
size_t vector_scan_gather(
  const uint8_t *_Nonnull text, size_t count, uint8_t a, uint8_t b, uint32_t *_Nonnull ends);

/// Reads two columns of numbers such as `113.264`: one to three digits, a point, one to twelve digits. Correctly rounded; NaN for
/// both numbers of a record where one has another form. Call it only if `vector_scan_is_wide`.
/// - text: records of `columns` fields each, and 32 bytes behind them that can be read.
/// - ends: where each field ends; a field begins behind the end before it, and `ends[-1]` is `UINT32_MAX`.
/// - x, y: room for `records` numbers each.
void vector_scan_numbers(
  const uint8_t *_Nonnull text, const uint32_t *_Nonnull ends, size_t records, size_t columns, size_t x_column,
  size_t y_column, double *_Nonnull x, double *_Nonnull y);

#endif
