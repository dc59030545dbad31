#include "CVectorScan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define WIDE __attribute__((target("avx2,bmi,popcnt")))

bool vector_scan_is_wide(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

// MARK: separators

WIDE size_t vector_scan_gather(const uint8_t *text, size_t count, uint8_t a, uint8_t b, uint32_t *ends) {
  const __m256i first = _mm256_set1_epi8((char)a), second = _mm256_set1_epi8((char)b);
  uint32_t *next = ends;
  for (size_t offset = 0; offset < count; offset += 64) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)(text + offset));
    const __m256i high = _mm256_loadu_si256((const __m256i *)(text + offset + 32));
    const __m256i low_equal = _mm256_or_si256(_mm256_cmpeq_epi8(low, first), _mm256_cmpeq_epi8(low, second));
    const __m256i high_equal = _mm256_or_si256(_mm256_cmpeq_epi8(high, first), _mm256_cmpeq_epi8(high, second));
    uint64_t mask =
      (uint64_t)(uint32_t)_mm256_movemask_epi8(high_equal) << 32 | (uint32_t)_mm256_movemask_epi8(low_equal);
    if (count - offset < 64) mask &= (UINT64_C(1) << (count - offset)) - 1;
    uint32_t *const end = next + _mm_popcnt_u64(mask);
    // Eight at a time: those behind the last are none, and the next ones go over them.
    do {
      for (int place = 0; place < 8; place++) {
        next[place] = (uint32_t)offset + (uint32_t)_tzcnt_u64(mask);
        mask = _blsr_u64(mask);
      }
      next += 8;
    } while (next < end);
    next = end;
  }
  return (size_t)(next - ends);
}

// MARK: numbers

// For numbers with `p` digits before the point and `f` behind it: which byte of the text each of sixteen digits is, the last one
// last, where 0x80 stands for a zero, and by what the digits as a whole are to be divided.
enum { most_whole = 3, most_fraction = 12 };

typedef struct {
  uint8_t order[16];
  double divisor;
  uint64_t unused;
} number_form;

#define LANE(p, f, j) ((j) + (p) + (f) < 16 ? 0x80 : (j) + (f) < 16 ? (j) + (p) + (f) - 16 : (j) + (p) + (f) - 15)
#define FORM(p, f)                                                                                                  \
  {                                                                                                                 \
    {LANE(p, f, 0),  LANE(p, f, 1),  LANE(p, f, 2),  LANE(p, f, 3), LANE(p, f, 4),  LANE(p, f, 5),  LANE(p, f, 6),  \
     LANE(p, f, 7),  LANE(p, f, 8),  LANE(p, f, 9),  LANE(p, f, 10), LANE(p, f, 11), LANE(p, f, 12), LANE(p, f, 13), \
     LANE(p, f, 14), LANE(p, f, 15)},                                                                               \
      1e##f, 0                                                                                                      \
  }
#define FORMS(p)                                                                                                 \
  {                                                                                                              \
    FORM(p, 1), FORM(p, 2), FORM(p, 3), FORM(p, 4), FORM(p, 5), FORM(p, 6), FORM(p, 7), FORM(p, 8), FORM(p, 9), \
      FORM(p, 10), FORM(p, 11), FORM(p, 12)                                                                    \
  }
static const number_form forms[most_whole][most_fraction] __attribute__((aligned(32))) = {FORMS(1), FORMS(2), FORMS(3)};

WIDE void vector_scan_numbers(
  const uint8_t *text, const uint32_t *ends, size_t records, size_t columns, size_t x_column, size_t y_column, double *x,
  double *y) {
  const __m128i point = _mm_set1_epi8('.');
  const __m256i zero = _mm256_set1_epi8('0'), nine = _mm256_set1_epi8(9);
  const __m256i tens = _mm256_set1_epi16(10 | 1 << 8), hundreds = _mm256_set1_epi32(100 | 1 << 16);
  const __m256i myriads = _mm256_set1_epi32(10000 | 1 << 16);
  const __m128d eighth = _mm_set1_pd(1e8);
  const uint32_t *x_end = ends + x_column, *y_end = ends + y_column;
  for (size_t record = 0; record < records; record++, x_end += columns, y_end += columns) {
    const uint32_t x_start = x_end[-1] + 1, y_start = y_end[-1] + 1;
    const __m128i x_text = _mm_loadu_si128((const __m128i *)(text + x_start));
    const __m128i y_text = _mm_loadu_si128((const __m128i *)(text + y_start));
    const uint32_t x_whole = _tzcnt_u32((uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x_text, point))) - 1;
    const uint32_t y_whole = _tzcnt_u32((uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(y_text, point))) - 1;
    // Both less one. What is too short wraps around and is too long.
    const uint32_t x_fraction = *x_end - x_start - x_whole - 3, y_fraction = *y_end - y_start - y_whole - 3;
    x[record] = y[record] = __builtin_nan("");
    if (x_whole >= most_whole || y_whole >= most_whole || x_fraction >= most_fraction || y_fraction >= most_fraction)
      continue;
    const number_form *const x_form = &forms[x_whole][x_fraction], *const y_form = &forms[y_whole][y_fraction];
    // One number in each half.
    const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(x_text), y_text, 1);
    const __m256i order = _mm256_inserti128_si256(
      _mm256_castsi128_si256(_mm_load_si128((const __m128i *)x_form->order)), *(const __m128i *)y_form->order, 1);
    const __m256i digits = _mm256_shuffle_epi8(_mm256_sub_epi8(both, zero), order);
    if (_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(digits, nine), nine)) != -1) continue;
    // Pairs of digits, pairs of those, and of those: in each half a number of eight digits and the eight behind it.
    const __m256i fours = _mm256_madd_epi16(_mm256_maddubs_epi16(digits, tens), hundreds);
    const __m256i eights = _mm256_madd_epi16(_mm256_packus_epi32(fours, fours), myriads);
    const __m128i sorted = _mm_unpacklo_epi32(_mm256_castsi256_si128(eights), _mm256_extracti128_si256(eights, 1));
    // Below 2^53 and exact, and so are the divisors: one division rounds correctly (Clinger 1990).
    const __m128d whole = _mm_add_pd(
      _mm_mul_pd(_mm_cvtepi32_pd(sorted), eighth), _mm_cvtepi32_pd(_mm_unpackhi_epi64(sorted, sorted)));
    const __m128d values =
      _mm_div_pd(whole, _mm_loadh_pd(_mm_load_sd(&x_form->divisor), &y_form->divisor));
    _mm_storel_pd(x + record, values);
    _mm_storeh_pd(y + record, values);
  }
}

#else

bool vector_scan_is_wide(void) { return false; }

size_t vector_scan_gather(const uint8_t *text, size_t count, uint8_t a, uint8_t b, uint32_t *ends) {
  __builtin_trap();
}

void vector_scan_numbers(
  const uint8_t *text, const uint32_t *ends, size_t records, size_t columns, size_t x_column, size_t y_column, double *x,
  double *y) {
  __builtin_trap();
}

#endif
