/* SPDX-License-Identifier: MIT */
#include "xml.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/inert.h"
#include "fields_text.h"

#define ATTRIBUTE_MOST 4000
#define CONTENT_MOST   64000

static void note(struct xml *xml, int outcome)
{
    xml->failed = xml->failed || outcome < 0;
}

void xml_begin(struct xml *xml, const char *root, const char *system)
{
    *xml = (struct xml){.made = xmlBufferCreate()};
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
    xml_open(xml, root);
}

void xml_open(struct xml *xml, const char *element)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterStartElement(xml->writer, BAD_CAST element));
    }
}

void xml_close(struct xml *xml)
{
    if (!xml->failed) {
        note(xml, xmlTextWriterEndElement(xml->writer));
    }
}

void xml_text(struct xml *xml, const char *name, const char *text)
{
    struct buffer inert = {0};
    buffer_text(&inert, "");
    inert_line(&inert, text, strlen(text));
    field_shorten(&inert, ATTRIBUTE_MOST);
    xml->failed = xml->failed || inert.failed;
    if (!xml->failed) {
        note(xml, xmlTextWriterWriteAttribute(xml->writer, BAD_CAST name, BAD_CAST inert.data));
    }
    buffer_free(&inert);
}

void xml_count(struct xml *xml, const char *name, uint64_t count)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)count);
    xml_text(xml, name, text);
}

void xml_seconds(struct xml *xml, const char *name, double seconds)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.3f", seconds > 0 ? fmin(seconds, 1e9) : 0.0);
    xml_text(xml, name, text);
}

void xml_rate(struct xml *xml, const char *name, uint64_t part, uint64_t whole)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%.4f",
                   whole == 0 || part >= whole ? 1.0 : (double)part / (double)whole);
    xml_text(xml, name, text);
}

void xml_lines(struct xml *xml, const char *text)
{
    struct buffer inert = {0};
    buffer_text(&inert, "");
    inert_lines(&inert, text, strlen(text));
    field_shorten(&inert, CONTENT_MOST);
    xml->failed = xml->failed || inert.failed;
    if (!xml->failed) {
        note(xml, xmlTextWriterWriteString(xml->writer, BAD_CAST inert.data));
    }
    buffer_free(&inert);
}

bool xml_end(struct xml *xml, struct buffer *into, const char *what, struct fault *fault)
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
