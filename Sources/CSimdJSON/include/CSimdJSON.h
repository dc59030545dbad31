#ifndef ONEGRID_CSIMDJSON_H
#define ONEGRID_CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A parser and the document it parsed last. One per thread. */
typedef struct onegrid_json onegrid_json;

/* NULL where memory is short. */
onegrid_json *onegrid_json_new(void);
void onegrid_json_free(onegrid_json *parser);

/* How many readable bytes must follow the text that is parsed. */
size_t onegrid_json_padding(void);

/* Parses one document. Returns 0, or a number that onegrid_json_words explains. */
int onegrid_json_parse(onegrid_json *parser, const uint8_t *text, size_t length);

/* Static storage, English. */
const char *onegrid_json_words(int code);

/* The document parsed last, as simdjson's tape of 64-bit words ("The tape", simdjson documentation): the kind in the
   upper eight bits, its payload in the others. Valid until the next parse. */
const uint64_t *onegrid_json_tape(const onegrid_json *parser);

/* What the strings of the tape point into: a 32-bit length, the bytes, a zero. */
const uint8_t *onegrid_json_strings(const onegrid_json *parser);

/* The offsets in the text parsed last of its brackets, colons, commas, and the beginnings of its other values, in order;
   as many as the tape has use for. */
const uint32_t *onegrid_json_structurals(const onegrid_json *parser);

/* Goes behind the bracket that closes the value in which `from`, a place outside of strings, is `depth` deep. Brackets
   are not told apart. Returns the offset behind it; SIZE_MAX where the text ends before. */
size_t onegrid_json_close(const uint8_t *text, size_t from, size_t length, size_t depth);

/* Finds objects and arrays that follow each other, blanks and commas between them, from a place outside of them on: where
   each begins, and where it ends, in pairs. Stops before anything else, before one that the text ends in, and after `most`.
   Brackets are not told apart. Returns how many there are. */
size_t onegrid_json_elements(const uint8_t *text, size_t from, size_t length, uint32_t *bounds, size_t most);

#ifdef __cplusplus
}
#endif
#endif
