/* libxml2 is opened when the first XML document is read, and not when the program starts: it brings ICU with its thirty
 * megabytes of tables, and a look-up needs none of it.
 *
 * What is declared here are the parts that are called of libxml2's binary interface, which has been the same since 2.6: the
 * table of SAX2 calls, and the beginning of an error. */
#include "CXML.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
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

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void (*init_parser)(void);
static void *(*create)(sax_table *, void *user, const char *bytes, int count, const char *file);
static int (*use_options)(void *context, int options);
static int (*parse_chunk)(void *context, const char *bytes, int count, int is_last);
static void (*stop)(void *context);
static void (*free_context)(void *context);
static const sax_error *(*last_error)(void *context);
static int (*current_line)(void *context);

static void open_library(void) {
  /* 2 is the soname up to libxml2 2.13, 16 that from 2.14 on. */
  static const char *const names[] = {"libxml2.so.2", "libxml2.so.16", "libxml2.so"};
  void *library = NULL;
  for (int name = 0; name < 3 && !library; ++name) library = dlopen(names[name], RTLD_LAZY | RTLD_LOCAL);
  if (library) {
    init_parser = (void (*)(void))dlsym(library, "xmlInitParser");
    create = (void *(*)(sax_table *, void *, const char *, int, const char *))dlsym(library, "xmlCreatePushParserCtxt");
    use_options = (int (*)(void *, int))dlsym(library, "xmlCtxtUseOptions");
    parse_chunk = (int (*)(void *, const char *, int, int))dlsym(library, "xmlParseChunk");
    stop = (void (*)(void *))dlsym(library, "xmlStopParser");
    free_context = (void (*)(void *))dlsym(library, "xmlFreeParserCtxt");
    last_error = (const sax_error *(*)(void *))dlsym(library, "xmlCtxtGetLastError");
    current_line = (int (*)(void *))dlsym(library, "xmlSAX2GetLineNumber");
  }
  if (init_parser && create && use_options && parse_chunk && stop && free_context && last_error &&
      current_line) {
    init_parser();
    return;
  }
  /* What the loader says and does where a library is missing at the start. */
  fprintf(stderr, "onegrid: error while loading libxml2: %s\n", dlerror());
  _Exit(127);
}

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
  pthread_once(&once, open_library);
  onegrid_xml *parser = calloc(1, sizeof *parser);
  if (!parser) return NULL;
  parser->events = *events;
  parser->user = user;
  sax_table table = {
    .internal_subset = on_doctype, .characters = on_text, .cdata = on_text, .initialized = sax2_magic,
    .start = on_start, .end = on_end, .structured_error = on_error,
  };
  parser->context = create(&table, parser, NULL, 0, NULL);
  if (!parser->context) {
    free(parser);
    return NULL;
  }
  use_options(parser->context, option_no_error_output | option_no_warning_output | option_no_network);
  return parser;
}

void onegrid_xml_free(onegrid_xml *parser) {
  if (!parser) return;
  free_context(parser->context);
  free(parser);
}

int onegrid_xml_parse(onegrid_xml *parser, const char *bytes, int count, int is_last) {
  return parse_chunk(parser->context, bytes, count, is_last);
}

void onegrid_xml_stop(onegrid_xml *parser) { stop(parser->context); }

const char *onegrid_xml_message(const onegrid_xml *parser) {
  const sax_error *error = last_error(parser->context);
  return error && error->message ? error->message : "";
}

int onegrid_xml_here(const onegrid_xml *parser) { return current_line(parser->context); }

int onegrid_xml_line(const onegrid_xml *parser) {
  const sax_error *error = last_error(parser->context);
  return error ? error->line : 0;
}
