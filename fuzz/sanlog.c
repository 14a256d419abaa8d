/* sanlog.c -- a log reads the same whatever harmless lines stand around it; its signature is inert,
 * similar to itself, and similar to another only if that is similar to it */
/* SPDX-License-Identifier: MIT */
#include "crash/sanlog.h"
#include "crash/explain.h"
#include "crash/sanlog_reason.h"
#include "crash/signature.h"
#include "fuzz.h"

static bool ends_in_nul(const char *text, size_t room)
{
    return memchr(text, '\0', room) != NULL;
}

static void check_bounds(const struct sanlog_report *report)
{
    fuzz_require(ends_in_nul(report->kind, sizeof report->kind), "the kind has no end");
    fuzz_require(ends_in_nul(report->message, sizeof report->message), "the message has no end");
    fuzz_require(report->frame_count <= SANLOG_FRAMES, "%zu frames of at most %d",
                 report->frame_count, SANLOG_FRAMES);
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        fuzz_require(ends_in_nul(frame->function, sizeof frame->function),
                     "function %zu has no end", i);
        fuzz_require(ends_in_nul(frame->file, sizeof frame->file), "file %zu has no end", i);
        fuzz_require(ends_in_nul(frame->module, sizeof frame->module), "module %zu has no end", i);
    }
}

/* Printable ASCII, without a mark that Markdown or a forge would act on. */
static bool is_inert(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < ' ' || *text > '~' || strchr("@#`<>[]!\"$^{}", *text) != NULL) {
            return false;
        }
    }
    return true;
}

/* The same of what a condition may stand in, where operators and indices are left as they are. */
static bool is_inert_condition(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < ' ' || *at > '~' || strchr("@#`\"$^{}", *at) != NULL ||
            (*at == '<' && at[1] != '\0' && strchr(" =<", at[1]) == NULL)) {
            return false;
        }
    }
    return strstr(text, "](") == NULL && strstr(text, "![") == NULL &&
           strstr(text, "-->") == NULL && text[0] != '>';
}

static void check_signature(const struct signature *signature)
{
    fuzz_require(is_inert_condition(signature->title) && is_inert(signature->key) &&
                     is_inert_condition(signature->message) && is_inert(signature->file),
                 "not inert: \"%s\", \"%s\", \"%s\" or \"%s\"", signature->title, signature->key,
                 signature->message, signature->file);
    fuzz_require(
        strlen(signature->id) == 16 && signature->title[0] != '\0' && signature->key[0] != '\0',
        "id \"%s\", title \"%s\", key \"%s\"", signature->id, signature->title, signature->key);
    fuzz_require(ends_in_nul(signature->stack, sizeof signature->stack), "the stack has no end");
    fuzz_require(strstr(signature->stack, "||") == NULL && is_inert(signature->stack),
                 "the stack \"%s\"", signature->stack);
}

/* What a database keeps of a signature. */
static void forget(struct signature *signature)
{
    memset(signature->title, 0, sizeof signature->title);
    memset(signature->id, 0, sizeof signature->id);
    signature->severity = SEVERITY_LOW;
}

/* One that was told apart stays the same as itself, and no other with its key is the same. */
static void check_apart(const struct signature *signature)
{
    static struct signature apart, other;
    apart = other = *signature;
    signature_tell_apart(&apart);
    fuzz_require(signature_same(signature, &apart) && signature_same(&apart, signature),
                 "\"%s\" told apart from itself as \"%s\"", signature->key, apart.key);
    (void)snprintf(other.file, sizeof other.file, "another.c");
    fuzz_require(signature->file[0] == '\0' ||
                     (!signature_same(&apart, &other) && !signature_same(&other, &apart) &&
                      !signature_one_place(signature, &other)),
                 "\"%s\" in two files is one", signature->key);
}

static void check_alone(const struct signature *signature)
{
    static struct signature other;
    check_apart(signature);
    other = *signature;
    forget(&other);
    fuzz_require(signature_similar(signature, &other) && signature_similar(&other, signature),
                 "\"%s\" is not like itself", signature->key);
    for (int class = CLASS_MEMORY; class <= CLASS_EXHAUSTION; class ++) {
        other.class = (enum crash_class) class;
        fuzz_require(signature_similar(signature, &other) == (other.class == signature->class),
                     "\"%s\" as a %s and a %s one", signature->key,
                     signature_class_name(signature->class), signature_class_name(other.class));
    }
}

/* With the next report of the same log, where there is one. */
static void check_pair(const struct signature *signature, const char *text, size_t size)
{
    static struct sanlog_report report;
    static struct signature other;
    const char *end = size > 0 ? memchr(text, '\n', size) : NULL;
    if (end == NULL || !sanlog_read(end, size - (size_t)(end - text), &report)) {
        return;
    }
    signature_make(&report, "target", &other);
    bool similar = signature_similar(signature, &other);
    fuzz_require(similar == signature_similar(&other, signature), "\"%s\" and \"%s\": one way only",
                 signature->key, other.key);
    fuzz_require(!similar || signature->class == other.class, "\"%s\" and \"%s\" of two classes",
                 signature->key, other.key);
    fuzz_require(similar || !signature_same(signature, &other) || signature->class != other.class,
                 "\"%s\" twice is two", signature->key);
}

/* One line of ASCII as JSON, and nothing that moves a cursor as text. */
static void check_explained(const char *text, size_t size)
{
    struct buffer json = {0}, said = {0};
    explain_log_json("log", "target", text, size, &json);
    explain_log("log", "target", text, size, &said);
    if (!json.failed && !said.failed) {
        for (size_t i = 0; i < json.size; i++) {
            bool ends = i == json.size - 1 && json.data[i] == '\n';
            fuzz_require(ends || (json.data[i] >= ' ' && json.data[i] <= '~'), "byte %02x in JSON",
                         (unsigned char)json.data[i]);
        }
        for (size_t i = 0; i < said.size; i++) {
            unsigned char byte = (unsigned char)said.data[i];
            fuzz_require(byte == '\n' || (byte >= ' ' && byte != 0x7f), "byte %02x in text", byte);
        }
    }
    buffer_free(&json);
    buffer_free(&said);
}

/* One line, with nothing in it that moves a cursor, and no tab. */
static void check_reason(const char *text, size_t size)
{
    struct buffer reason = {0};
    bool any = sanlog_reason(text, size, &reason);
    fuzz_require(any == (reason.size > 0) || reason.failed, "a reason of %zu bytes", reason.size);
    for (size_t i = 0; i < reason.size; i++) {
        unsigned char byte = (unsigned char)reason.data[i];
        fuzz_require(byte >= ' ' && byte != 0x7f, "byte %02x in a reason", byte);
    }
    fuzz_require(reason.size == 0 || strstr(reason.data, "\\x09") == NULL ||
                     memchr(text, '\\', size),
                 "a tab in a reason");
    buffer_free(&reason);
}

static bool same_frame(const struct sanlog_frame *left, const struct sanlog_frame *right)
{
    return strcmp(left->function, right->function) == 0 && strcmp(left->file, right->file) == 0 &&
           strcmp(left->module, right->module) == 0 && left->offset == right->offset &&
           left->line == right->line;
}

static bool same_report(const struct sanlog_report *left, const struct sanlog_report *right)
{
    bool same = left->tool == right->tool && strcmp(left->kind, right->kind) == 0 &&
                left->access == right->access && left->access_size == right->access_size &&
                strcmp(left->message, right->message) == 0 && left->offset == right->offset &&
                left->frame_count == right->frame_count && left->second == right->second;
    for (size_t i = 0; same && i < left->frame_count; i++) {
        same = same_frame(&left->frames[i], &right->frames[i]);
    }
    return same;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char before[] = "INFO: Seed: 1\n", after[] = "\nDone\n";
    static struct sanlog_report alone, amid;
    char *text = malloc(size + sizeof before + sizeof after);
    if (text == NULL) {
        return 0;
    }
    size_t start = sizeof before - 1;
    memcpy(text, before, start);
    if (size > 0) {
        memcpy(text + start, data, size);
    }
    memcpy(text + start + size, after, sizeof after - 1);
    bool crash = sanlog_read((const char *)data, size, &alone);
    bool crash_amid = sanlog_read(text, start + size + sizeof after - 1, &amid);
    fuzz_require(crash_amid == crash, "alone %s crash, amid harmless lines %s", crash ? "a" : "no",
                 crash_amid ? "one" : "none");
    free(text);
    alone.offset += crash ? start : 0;
    fuzz_require(same_report(&alone, &amid),
                 "alone %s with %zu frames, amid harmless lines %s with %zu", alone.kind,
                 alone.frame_count, amid.kind, amid.frame_count);
    check_bounds(&alone);
    if (crash) {
        static struct signature signature;
        size_t at = alone.offset - start;
        signature_make(&alone, "target", &signature);
        check_signature(&signature);
        check_alone(&signature);
        check_pair(&signature, (const char *)data + at, size - at);
    }
    check_explained((const char *)data, size);
    check_reason((const char *)data, size);
    return 0;
}
