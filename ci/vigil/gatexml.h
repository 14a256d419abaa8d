/* gatexml.h -- (private to gateout) XML 1.0 written by libxml2 from hostile text */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_GATEXML_H
#define VIGIL_GATEXML_H

#include <stdbool.h>
#include <stdint.h>

#include <libxml/xmlwriter.h>

#include "buffer.h"
#include "fault.h"

/* Once something failed, later calls do nothing, and gatexml_end says so. Texts are bounded, and
 * what XML cannot hold is shown as safetext.h shows it: "\x01". */
struct gatexml {
    xmlBuffer *made;
    xmlTextWriter *writer;
    bool failed;
};

/* `system`: of the document's DTD; NULL: it has none. */
void gatexml_begin(struct gatexml *xml, const char *root, const char *system);
void gatexml_open(struct gatexml *xml, const char *element);
void gatexml_close(struct gatexml *xml);

/* Attributes of the element that was opened last. */
void gatexml_text(struct gatexml *xml, const char *name, const char *text);
void gatexml_count(struct gatexml *xml, const char *name, uint64_t count);
void gatexml_seconds(struct gatexml *xml, const char *name, double seconds); /* "41.250" */
void gatexml_rate(struct gatexml *xml, const char *name, uint64_t part, uint64_t whole);

/* Its content. */
void gatexml_lines(struct gatexml *xml, const char *text);

/* Closes what is open, adds the document to `into`, and frees what *xml has. `what`: for a fault.
 */
bool gatexml_end(struct gatexml *xml, struct buffer *into, const char *what, struct fault *fault);

#endif
