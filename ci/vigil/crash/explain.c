/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/fault.h"
#include "base/inert.h"
#include "sanlog.h"
#include "signature.h"
#include "stack.h"

static const char *access_name(enum sanlog_access access)
{
    return access == SANLOG_WRITE ? "WRITE" : "READ";
}

static void line(struct buffer *into, const char *text)
{
    inert_line(into, text, strlen(text));
}

static void fact(struct buffer *into, const char *name, const char *value)
{
    buffer_format(into, "  %-10s ", name);
    line(into, value);
    buffer_text(into, "\n");
}

/* "> #0  read_field  /src/parse.c:21" */
static void frame_line(const struct sanlog_report *report, size_t index, bool own,
                       struct buffer *into)
{
    const struct sanlog_frame *frame = &report->frames[index];
    size_t number = index < report->second ? index : index - report->second;
    buffer_format(into, "%c #%-3zu", own ? '>' : ' ', number);
    line(into, frame->function[0] != '\0' ? frame->function : "?");
    if (frame->file[0] != '\0') {
        buffer_text(into, "  ");
        line(into, frame->file);
        if (frame->line > 0) {
            buffer_format(into, ":%u", frame->line);
        }
    } else if (frame->module[0] != '\0') {
        buffer_text(into, "  (");
        line(into, frame->module);
        if (frame->function[0] == '\0' && frame->offset > 0) {
            buffer_format(into, "+0x%llx", (unsigned long long)frame->offset);
        }
        buffer_text(into, ")");
    }
    buffer_text(into, "\n");
}

void explain_log(const char *name, const char *target, const char *text, size_t size,
                 struct buffer *into)
{
    struct sanlog_report report;
    struct signature signature;
    bool crash = sanlog_read(text, size, &report);
    if (crash) {
        signature_make(&report, target, &signature);
    }
    buffer_text(into, crash ? signature.title : "no crash");
    buffer_text(into, "\n");
    fact(into, "log", name);
    if (!crash) {
        return;
    }
    fact(into, "tool", sanlog_tool_name(report.tool));
    fact(into, "kind", report.kind);
    if (signature.message[0] != '\0') {
        fact(into, "message", report.message);
    }
    if (signature_lacks_symbols(&report)) {
        fact(into, "symbols", "none: the signature is of this build alone");
    }
    if (report.access != SANLOG_ACCESS_NONE) {
        buffer_format(into, "  %-10s %s", "access", access_name(report.access));
        if (report.access_size > 0) {
            buffer_format(into, " of %llu byte%s", (unsigned long long)report.access_size,
                          report.access_size == 1 ? "" : "s");
        }
        buffer_text(into, "\n");
    }
    fact(into, "class", signature_class_name(signature.class));
    fact(into, "severity", signature_severity_name(signature.severity));
    fact(into, "security", signature_is_security(&signature) ? "yes" : "no");
    fact(into, "signature", signature.key);
    fact(into, "id", signature.id);
    bool own[SANLOG_FRAMES];
    stack_mark_own(&report, own);
    for (size_t i = 0; i < report.frame_count; i++) {
        if (i == 0 || i == report.second) {
            buffer_text(into, "\n");
        }
        frame_line(&report, i, own[i], into);
    }
}

/* How many bytes the UTF-8 character here takes; 0: there is none. */
static size_t character(const char *text, size_t size)
{
    for (size_t length = 1; length <= 4 && length <= size; length++) {
        json_t *one = json_stringn(text, length);
        if (one != NULL) {
            json_decref(one);
            return length;
        }
    }
    return 0;
}

/* Any bytes as a JSON string. */
static json_t *string(const char *text)
{
    json_t *whole = json_string(text);
    if (whole != NULL) {
        return whole;
    }
    struct buffer clean = {0};
    for (size_t size = strlen(text); size > 0;) {
        size_t length = character(text, size), taken = length > 0 ? length : 1;
        buffer_add(&clean, length > 0 ? text : "\xef\xbf\xbd", length > 0 ? length : 3);
        text += taken;
        size -= taken;
    }
    whole = json_string(clean.failed ? "" : clean.data);
    buffer_free(&clean);
    return whole;
}

static json_t *string_or_null(const char *text)
{
    return text[0] != '\0' ? string(text) : json_null();
}

static json_t *number_or_null(uint64_t number)
{
    json_int_t most = number < INT64_MAX ? (json_int_t)number : INT64_MAX;
    return number > 0 ? json_integer(most) : json_null();
}

static json_t *frames_json(const struct sanlog_report *report)
{
    bool own[SANLOG_FRAMES];
    json_t *frames = json_array();
    stack_mark_own(report, own);
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        bool second = report->second > 0 && i >= report->second;
        (void)json_array_append_new(
            frames, json_pack("{s:i, s:o, s:o, s:o, s:o, s:b}", "stack", second ? 2 : 1, "function",
                              string_or_null(frame->function), "file", string_or_null(frame->file),
                              "line", number_or_null(frame->line), "module",
                              string_or_null(frame->module), "own", (int)own[i]));
    }
    return frames;
}

static json_t *crash_json(const char *name, const struct sanlog_report *report,
                          const struct signature *signature)
{
    bool access = report->access != SANLOG_ACCESS_NONE;
    return json_pack(
        "{s:o, s:b, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:s, s:b, s:s, s:s, s:b, s:o}", "log",
        string(name), "crash", 1, "title", signature->title, "tool", sanlog_tool_name(report->tool),
        "kind", string(report->kind), "message", string_or_null(report->message), "access",
        access ? json_string(access_name(report->access)) : json_null(), "access_size",
        number_or_null(report->access_size), "class", signature_class_name(signature->class),
        "severity", signature_severity_name(signature->severity), "security",
        (int)signature_is_security(signature), "signature", signature->key, "id", signature->id,
        "symbols", (int)!signature_lacks_symbols(report), "frames", frames_json(report));
}

/* Escapes DEL too: JSON allows it and Jansson leaves it, but a terminal acts on it. */
static void add_line(const char *dump, struct buffer *into)
{
    for (const char *end = strchr(dump, 0x7f); end != NULL; end = strchr(dump, 0x7f)) {
        buffer_add(into, dump, (size_t)(end - dump));
        buffer_text(into, "\\u007F");
        dump = end + 1;
    }
    buffer_text(into, dump);
    buffer_text(into, "\n");
}

void explain_log_json(const char *name, const char *target, const char *text, size_t size,
                      struct buffer *into)
{
    struct sanlog_report report;
    struct signature signature;
    json_t *object;
    if (sanlog_read(text, size, &report)) {
        signature_make(&report, target, &signature);
        object = crash_json(name, &report, &signature);
    } else {
        object = json_pack("{s:o, s:b}", "log", string(name), "crash", 0);
    }
    char *dump = object == NULL ? NULL : json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
    if (dump == NULL) {
        into->failed = true; /* memory ran out: nothing else can go wrong */
    } else {
        add_line(dump, into);
    }
    free(dump);
    json_decref(object);
}

static bool read_all(int descriptor, const char *name, struct buffer *text, struct fault *fault)
{
    char block[1 << 16];
    ssize_t size = 1;
    while (size != 0) {
        size = read(descriptor, block, sizeof block);
        if (size < 0 && errno != EINTR) {
            return fault_errno(fault, "%s: cannot read", name);
        }
        buffer_add(text, block, size > 0 ? (size_t)size : 0);
        if (text->size > EXPLAIN_LIMIT) {
            return fault_set(fault, "%s: larger than %zu bytes", name, EXPLAIN_LIMIT);
        }
    }
    return text->failed ? fault_set(fault, "%s: out of memory", name) : true;
}

/* Not by files_read, which does not wait for a FIFO: a shell's <(…) may be one. */
static bool read_log(const char *path, struct buffer *text, struct fault *fault)
{
    if (strcmp(path, "-") == 0) {
        return read_all(STDIN_FILENO, "standard input", text, fault);
    }
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    bool read = read_all(descriptor, path, text, fault);
    close(descriptor);
    return read;
}

/* "out/parse.log" -> "parse" */
static void name_target(const char *path, char name[256])
{
    const char *slash = strrchr(path, '/');
    const char *base = strcmp(path, "-") == 0 ? "stdin" : slash == NULL ? path : slash + 1;
    (void)snprintf(name, 256, "%s", base);
    char *dot = strrchr(name, '.');
    if (dot != NULL && dot != name) {
        *dot = '\0';
    }
}

static bool explain_one(const char *path, bool json, const char *target, struct fault *fault)
{
    struct buffer text = {0}, said = {0};
    char name[256];
    name_target(path, name);
    bool read = read_log(path, &text, fault);
    if (read) {
        (json ? explain_log_json : explain_log)(path, target != NULL ? target : name,
                                                text.data == NULL ? "" : text.data, text.size,
                                                &said);
        read = !said.failed || fault_set(fault, "%s: out of memory", path);
    }
    if (read && fwrite(said.data, 1, said.size, stdout) != said.size) {
        read = fault_errno(fault, "standard output");
    }
    buffer_free(&text);
    buffer_free(&said);
    return read;
}

int explain(int count, char *const *paths, bool json, const char *target)
{
    int status = 0;
    for (int i = 0; i < count; i++) {
        struct fault fault = {""};
        if (i > 0 && !json) {
            (void)putchar('\n');
        }
        if (!explain_one(paths[i], json, target, &fault)) {
            struct buffer said = {0};
            line(&said, fault.text);
            (void)fprintf(stderr, "vigil: %s\n", said.failed ? "out of memory" : said.data);
            buffer_free(&said);
            status = 2;
        }
    }
    return fflush(stdout) == 0 ? status : 2;
}
