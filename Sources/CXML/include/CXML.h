#ifndef ONEGRID_CXML_H
#define ONEGRID_CXML_H

/* What libxml2 tells of an XML document while it is given its bytes. It is opened when the first document is (CXML.c). */
typedef struct onegrid_xml onegrid_xml;

/* What is called, with `user` first. Names and their namespaces are the same pointers wherever they are the same text, for
   as long as the parser lives; a name without a namespace has NULL. */
typedef struct {
  /* Five pointers an attribute: name, prefix, namespace, the value's first byte and the one behind its last. */
  void (*start)(void *user, const unsigned char *name, const unsigned char *space, int attribute_count,
                const unsigned char *const *attributes);
  void (*end)(void *user);
  /* A piece of text, references put in their place. */
  void (*text)(void *user, const unsigned char *bytes, int count);
  /* A document type declaration, before anything in it is read. */
  void (*doctype)(void *user);
} onegrid_xml_events;

/* NULL where memory is short. Nothing is ever fetched, and no entity but those of XML itself is replaced. */
onegrid_xml *onegrid_xml_new(const onegrid_xml_events *events, void *user);
void onegrid_xml_free(onegrid_xml *parser);

/* Takes some more bytes; `is_last` says that there are no others. Returns 0, or libxml2's number of what is wrong. */
int onegrid_xml_parse(onegrid_xml *parser, const char *bytes, int count, int is_last);

/* To be called by what `events` calls: nothing else will be. */
void onegrid_xml_stop(onegrid_xml *parser);

/* For what `events` calls: the line that is being read. */
int onegrid_xml_here(const onegrid_xml *parser);

/* What is wrong, in English, and the line; "" and 0 where nothing is known. */
const char *onegrid_xml_message(const onegrid_xml *parser);
int onegrid_xml_line(const onegrid_xml *parser);

#endif
