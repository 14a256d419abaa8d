/* xml.h -- (private to verdict) XML 1.0 written by libxml2 from hostile text */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_VERDICT_XML_H
#define VIGIL_VERDICT_XML_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"

/* Once something failed, later calls do nothing, and xml_end says so. Texts are bounded, and
 * what XML cannot hold is shown as inert.h shows it: "\x01". */
struct xml {
    xmlBuffer *made;
    xmlTextWriter *writer;
    bool failed;
};

/* `system`: of the document's DTD; NULL: it has none. */
void xml_begin(struct xml *xml, const char *root, const char *system);
void xml_open(struct xml *xml, const char *element);
void xml_close(struct xml *xml);

/* Attributes of the element that was opened last. */
void xml_text(struct xml *xml, const char *name, const char *text);
void xml_count(struct xml *xml, const char *name, uint64_t count);
void xml_seconds(struct xml *xml, const char *name, double seconds); /* "41.250" */
void xml_rate(struct xml *xml, const char *name, uint64_t part, uint64_t whole);

/* Its content. */
void xml_lines(struct xml *xml, const char *text);

/* Closes what is open, adds the document to `into`, and frees what *xml has. `what`: for a fault.
 */
bool xml_end(struct xml *xml, struct buffer *into, const char *what, struct fault *fault);

#endif
