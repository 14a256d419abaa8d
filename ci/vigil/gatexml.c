/* SPDX-License-Identifier: MIT */
#include "gatexml.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gatefield_text.h"
#include "safetext.h"

#define ATTRIBUTE_MOST 4000
#define CONTENT_MOST   64000

static void note(struct gatexml *xml, int outcome)
{
    xml->failed = xml->failed || outcome < 0;
}

void gatexml_begin(struct gatexml *xml, const char *root, const char *system)
{
    *xml = (struct gatexml){.made = xmlBufferCreate()};
    xml->writer = xml->made == NULL ? NULL : xmlNewTextWriterMemory(xml->made, 0);
    if (xml->writer == NULL) {
        xml->failed = true;
        return;
    }
    note(xml, xmlTextWriterSetIndent(xml->writer, 1));
    note(xml, xmlTextWriterStartDocument(xml->writer, NULL, "UTF-8", NULL));
    if (system != NULL) {
        note(xml, xmlTextWriterWriteDTD(xml->writer, BAD_CAST root, NULL, BAD_CAST system, NULL));
    }
    gatexml_open(xml, root);
}

void gatexml_open(struct gatexml *xml, const char *element)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterStartElement(xml->writer, BAD_CAST element));
    }
}

void gatexml_close(struct gatexml *xml)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterEndElement(xml->writer));
    }
}

void gatexml_text(struct gatexml *xml, const char *name, const char *text)
{
    struct buffer inert = {0};
    buffer_text(&inert, "");
    safetext_line(&inert, text, strlen(text));
    gatefield_shorten(&inert, ATTRIBUTE_MOST);
    xml->failed = xml->failed || inert.failed;
    if (!xml->failed) {
        note(xml, xmlTextWriterWriteAttribute(xml->writer, BAD_CAST name, BAD_CAST inert.data));
    }
    buffer_free(&inert);
}

void gatexml_count(struct gatexml *xml, const char *name, uint64_t count)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)count);
    gatexml_text(xml, name, text);
}

void gatexml_seconds(struct gatexml *xml, const char *name, double seconds)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.3f", seconds > 0 ? fmin(seconds, 1e9) : 0.0);
    gatexml_text(xml, name, text);
}

void gatexml_rate(struct gatexml *xml, const char *name, uint64_t part, uint64_t whole)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%.4f",
                   whole == 0 || part >= whole ? 1.0 : (double)part / (double)whole);
    gatexml_text(xml, name, text);
}

void gatexml_lines(struct gatexml *xml, const char *text)
{
    struct buffer inert = {0};
    buffer_text(&inert, "");
    safetext_lines(&inert, text, strlen(text));
    gatefield_shorten(&inert, CONTENT_MOST);
    xml->failed = xml->failed || inert.failed;
    if (!xml->failed) {
        note(xml, xmlTextWriterWriteString(xml->writer, BAD_CAST inert.data));
    }
    buffer_free(&inert);
}

bool gatexml_end(struct gatexml *xml, struct buffer *into, const char *what, struct fault *fault)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterEndDocument(xml->writer));
        note(xml, xmlTextWriterFlush(xml->writer));
    }
    if (xml->writer != NULL) {
        xmlFreeTextWriter(xml->writer);
    }
    if (!xml->failed) {
        buffer_add(into, xmlBufferContent(xml->made), (size_t)xmlBufferLength(xml->made));
    }
    if (xml->made != NULL) {
        xmlBufferFree(xml->made);
    }
    return (!xml->failed && !into->failed) || fault_set(fault, "%s: out of memory", what);
}
