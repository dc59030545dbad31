#include "CSimdJSON.h"

#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/* Brackets and strings of JSON found 64 bytes at a time, as bit masks, after Langdale and Lemire, "Parsing Gigabytes of
   JSON per Second", VLDB Journal 28 (2019), section 3.1: a quote counts where an even number of backslashes stands
   before it, and the exclusive or of all bits below says whether a place lies in a string. */

namespace {

struct Masks {
  uint64_t quotes, backslashes, openings, closings;
};

#if defined(__SSE2__)

inline uint64_t equal(const __m128i part[4], char byte) {
  const __m128i wanted = _mm_set1_epi8(byte);
  uint64_t mask = 0;
  for (int index = 0; index < 4; index++)
    mask |= static_cast<uint64_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(part[index], wanted))) << 16 * index;
  return mask;
}

__attribute__((always_inline)) inline Masks masks(const uint8_t *text) {
  __m128i part[4], folded[4];
  /* `[` and `{` differ in one bit, as do `]` and `}`; no other byte becomes one of them by it. */
  const __m128i bit = _mm_set1_epi8(0x20);
  for (int index = 0; index < 4; index++) {
    part[index] = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text) + index);
    folded[index] = _mm_or_si128(part[index], bit);
  }
  return {equal(part, '"'), equal(part, '\\'), equal(folded, '{'), equal(folded, '}')};
}

#elif defined(__ARM_NEON)

inline uint64_t equal(const uint8x16_t part[4], uint8_t byte) {
  const uint8x16_t wanted = vdupq_n_u8(byte);
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t found[4];
  for (int index = 0; index < 4; index++) found[index] = vandq_u8(vceqq_u8(part[index], wanted), bits);
  const uint8x16_t low = vpaddq_u8(found[0], found[1]), high = vpaddq_u8(found[2], found[3]);
  const uint8x16_t all = vpaddq_u8(vpaddq_u8(low, high), vdupq_n_u8(0));
  return vgetq_lane_u64(vreinterpretq_u64_u8(all), 0);
}

__attribute__((always_inline)) inline Masks masks(const uint8_t *text) {
  uint8x16_t part[4], folded[4];
  for (int index = 0; index < 4; index++) {
    part[index] = vld1q_u8(text + 16 * index);
    folded[index] = vorrq_u8(part[index], vdupq_n_u8(0x20));
  }
  return {equal(part, '"'), equal(part, '\\'), equal(folded, '{'), equal(folded, '}')};
}

#else

__attribute__((always_inline)) inline Masks masks(const uint8_t *text) {
  Masks found = {0, 0, 0, 0};
  for (int index = 0; index < 64; index++) {
    const uint64_t bit = uint64_t(1) << index;
    if (text[index] == '"') found.quotes |= bit;
    if (text[index] == '\\') found.backslashes |= bit;
    if ((text[index] | 0x20) == '{') found.openings |= bit;
    if ((text[index] | 0x20) == '}') found.closings |= bit;
  }
  return found;
}

#endif

/* The bytes behind an odd number of backslashes. `carry` says whether the first byte is one, and then whether the first
   of the next 64 is. */
inline uint64_t escaped(uint64_t backslashes, uint64_t &carry) {
  uint64_t result = carry;
  if (backslashes == 0) {
    carry = 0;
    return result;
  }
  backslashes &= ~carry;
  carry = 0;
  while (backslashes != 0) {
    const int first = __builtin_ctzll(backslashes);
    if (first == 63) {
      carry = 1;
      break;
    }
    result |= uint64_t(2) << first;
    backslashes &= ~(uint64_t(3) << first);
  }
  return result;
}

inline uint64_t parity_below(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/* 64 bytes, of which those from `length` on are none. */
__attribute__((always_inline)) inline Masks masks(const uint8_t *text, size_t length) {
  if (length >= 64) return masks(text);
  uint8_t rest[64] = {0};
  std::memcpy(rest, text, length);
  return masks(rest);
}

/* Which places lie in strings, carried on from 64 bytes to the next. */
struct Strings {
  uint64_t escape = 0, inside = 0;

  uint64_t step(const Masks &found) {
    const uint64_t quotes = found.quotes & ~escaped(found.backslashes, escape);
    const uint64_t strings = parity_below(quotes) ^ inside;
    inside = static_cast<uint64_t>(static_cast<int64_t>(strings) >> 63);
    return strings;
  }
};

inline bool is_separator(const uint8_t *text, size_t from, size_t end) {
  for (size_t at = from; at < end; at++)
    if (text[at] != ',' && text[at] != ' ' && text[at] != '\n' && text[at] != '\r' && text[at] != '\t') return false;
  return true;
}

}  // namespace

size_t onegrid_json_elements(const uint8_t *text, size_t from, size_t length, uint32_t *bounds, size_t most) {
  Strings state;
  size_t depth = 0, count = 0, start = 0, end = from;
  for (size_t at = from; at < length; at += 64) {
    const Masks found = masks(text + at, length - at);
    const uint64_t strings = state.step(found);
    const uint64_t openings = found.openings & ~strings;
    for (uint64_t brackets = openings | (found.closings & ~strings); brackets != 0; brackets &= brackets - 1) {
      const size_t place = at + __builtin_ctzll(brackets);
      if ((openings & brackets & -brackets) != 0) {
        if (depth++ > 0) continue;
        if (count == most || !is_separator(text, end, place)) return count;
        start = place;
      } else {
        if (depth == 0) return count;
        if (--depth > 0) continue;
        end = place + 1;
        bounds[2 * count] = static_cast<uint32_t>(start);
        bounds[2 * count + 1] = static_cast<uint32_t>(end);
        count++;
      }
    }
  }
  return count;
}

size_t onegrid_json_close(const uint8_t *text, size_t from, size_t length, size_t depth) {
  Strings state;
  for (size_t at = from; at < length; at += 64) {
    const Masks found = masks(text + at, length - at);
    const uint64_t strings = state.step(found);
    const uint64_t openings = found.openings & ~strings;
    uint64_t closings = found.closings & ~strings;
    const size_t closed = __builtin_popcountll(closings);
    if (closed >= depth) {
      size_t seen = 0;
      while (closings != 0) {
        const uint64_t below = (closings & -closings) - 1;
        seen++;
        if (depth + __builtin_popcountll(openings & below) == seen) return at + __builtin_ctzll(closings) + 1;
        closings &= closings - 1;
      }
    }
    depth += __builtin_popcountll(openings) - closed;
  }
  return SIZE_MAX;
}
