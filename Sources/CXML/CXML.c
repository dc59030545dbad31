/* libxml2 is opened when the first XML document is read, and not when the program starts: it brings ICU with its thirty
 * megabytes of tables, and a look-up needs none of it.
 *
 * What is declared here are the parts that are called of libxml2's binary interface, which has been the same since 2.6: the
 * table of SAX2 calls, and the beginning of an error. */
#include "CXML.h"
#include "CDynamicLibrary.h"
#include <stdlib.h>

typedef struct {
  void (*internal_subset)(void *, const unsigned char *, const unsigned char *, const unsigned char *);
  void *before_characters[16];
  void (*characters)(void *, const unsigned char *, int);
  void *before_cdata[7];
  void (*cdata)(void *, const unsigned char *, int);
  void *external_subset;
  unsigned int initialized;
  void *reserved;
  void (*start)(void *, const unsigned char *name, const unsigned char *prefix, const unsigned char *space,
                int namespace_count, const unsigned char **namespaces, int attribute_count, int defaulted_count,
                const unsigned char **attributes);
  void (*end)(void *, const unsigned char *name, const unsigned char *prefix, const unsigned char *space);
  void (*structured_error)(void *, void *);
} sax_table;

typedef struct {
  int domain;
  int code;
  const char *message;
  int level;
  const char *file;
  int line;
} sax_error;

enum {
  sax2_magic = 0xDEEDBEAF,
  option_no_error_output = 1 << 5,
  option_no_warning_output = 1 << 6,
  option_no_network = 1 << 11,
};

struct onegrid_xml {
  void *context;
  onegrid_xml_events events;
  void *user;
};

/* 2 is the soname up to libxml2 2.13, 16 that from 2.14 on. */
static const char *const names[] = {"libxml2.so.2", "libxml2.so.16", "libxml2.so", NULL};
static onegrid_library libxml2 = {"libxml2", "libxml2-dev", names, PTHREAD_MUTEX_INITIALIZER, NULL};
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define FORWARD(type, name, parameters, arguments) \
  static ONEGRID_FORWARD(libxml2, type, name, parameters, arguments)

FORWARD(void *, xmlCreatePushParserCtxt,
  (sax_table *table, void *user, const char *bytes, int count, const char *file), (table, user, bytes, count, file))
FORWARD(const sax_error *, xmlCtxtGetLastError, (void *context), (context))
FORWARD(int, xmlCtxtUseOptions, (void *context, int options), (context, options))
FORWARD(void, xmlFreeParserCtxt, (void *context), (context))
FORWARD(void, xmlInitParser, (void), ())
FORWARD(int, xmlParseChunk, (void *context, const char *bytes, int count, int is_last),
  (context, bytes, count, is_last))
FORWARD(int, xmlSAX2GetLineNumber, (void *context), (context))
FORWARD(void, xmlStopParser, (void *context), (context))

static void on_doctype(void *user, const unsigned char *name, const unsigned char *public_id,
                       const unsigned char *system_id) {
  onegrid_xml *parser = user;
  (void)name, (void)public_id, (void)system_id;
  parser->events.doctype(parser->user);
}

static void on_start(void *user, const unsigned char *name, const unsigned char *prefix, const unsigned char *space,
                     int namespace_count, const unsigned char **namespaces, int attribute_count, int defaulted_count,
                     const unsigned char **attributes) {
  onegrid_xml *parser = user;
  (void)prefix, (void)namespace_count, (void)namespaces, (void)defaulted_count;
  parser->events.start(parser->user, name, space, attribute_count, attributes);
}

static void on_end(void *user, const unsigned char *name, const unsigned char *prefix, const unsigned char *space) {
  onegrid_xml *parser = user;
  (void)name, (void)prefix, (void)space;
  parser->events.end(parser->user);
}

static void on_text(void *user, const unsigned char *bytes, int count) {
  onegrid_xml *parser = user;
  parser->events.text(parser->user, bytes, count);
}

/* What is wrong is asked for afterwards. */
static void on_error(void *user, void *error) { (void)user, (void)error; }

onegrid_xml *onegrid_xml_new(const onegrid_xml_events *events, void *user) {
  pthread_once(&once, xmlInitParser);
  onegrid_xml *parser = calloc(1, sizeof *parser);
  if (!parser) return NULL;
  parser->events = *events;
  parser->user = user;
  sax_table table = {
    .internal_subset = on_doctype, .characters = on_text, .cdata = on_text, .initialized = sax2_magic,
    .start = on_start, .end = on_end, .structured_error = on_error,
  };
  parser->context = xmlCreatePushParserCtxt(&table, parser, NULL, 0, NULL);
  if (!parser->context) {
    free(parser);
    return NULL;
  }
  xmlCtxtUseOptions(parser->context, option_no_error_output | option_no_warning_output | option_no_network);
  return parser;
}

void onegrid_xml_free(onegrid_xml *parser) {
  if (!parser) return;
  xmlFreeParserCtxt(parser->context);
  free(parser);
}

int onegrid_xml_parse(onegrid_xml *parser, const char *bytes, int count, int is_last) {
  return xmlParseChunk(parser->context, bytes, count, is_last);
}

void onegrid_xml_stop(onegrid_xml *parser) { xmlStopParser(parser->context); }

const char *onegrid_xml_message(const onegrid_xml *parser) {
  const sax_error *error = xmlCtxtGetLastError(parser->context);
  return error && error->message ? error->message : "";
}

int onegrid_xml_here(const onegrid_xml *parser) { return xmlSAX2GetLineNumber(parser->context); }

int onegrid_xml_line(const onegrid_xml *parser) {
  const sax_error *error = xmlCtxtGetLastError(parser->context);
  return error ? error->line : 0;
}
