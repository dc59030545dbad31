#include "CSimdJSON.h"

#include <new>
#include <simdjson.h>

struct onegrid_json {
  simdjson::dom::parser parser;
};

onegrid_json *onegrid_json_new(void) { return new (std::nothrow) onegrid_json; }

void onegrid_json_free(onegrid_json *parser) { delete parser; }

size_t onegrid_json_padding(void) { return simdjson::SIMDJSON_PADDING; }

int onegrid_json_parse(onegrid_json *parser, const uint8_t *text, size_t length) {
  return parser->parser.parse(text, length, false).error();
}

const char *onegrid_json_words(int code) {
  return simdjson::error_message(static_cast<simdjson::error_code>(code));
}

const uint64_t *onegrid_json_tape(const onegrid_json *parser) { return parser->parser.doc.tape.get(); }

const uint8_t *onegrid_json_strings(const onegrid_json *parser) { return parser->parser.doc.string_buf.get(); }

const uint32_t *onegrid_json_structurals(const onegrid_json *parser) {
  return parser->parser.implementation->structural_indexes.get();
}
