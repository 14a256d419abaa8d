/* A log reads the same whatever harmless lines stand around it, and its signature is inert. */
/* SPDX-License-Identifier: MIT */
#include "sanlog.h"
#include "fuzz.h"
#include "signature.h"

static bool ends_in_nul(const char *text, size_t room)
{
    return memchr(text, '\0', room) != NULL;
}

static void check_bounds(const struct sanlog_report *report)
{
    fuzz_require(ends_in_nul(report->kind, sizeof report->kind), "the kind has no end");
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

static void check_signature(const struct sanlog_report *report)
{
    static struct signature signature;
    signature_make(report, "target", &signature);
    fuzz_require(is_inert(signature.title) && is_inert(signature.key),
                 "not inert: \"%s\" or \"%s\"", signature.title, signature.key);
    fuzz_require(
        strlen(signature.id) == 16 && signature.title[0] != '\0' && signature.key[0] != '\0',
        "id \"%s\", title \"%s\", key \"%s\"", signature.id, signature.title, signature.key);
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
    fuzz_require(memcmp(&alone, &amid, sizeof alone) == 0,
                 "alone %s with %zu frames, amid harmless lines %s with %zu", alone.kind,
                 alone.frame_count, amid.kind, amid.frame_count);
    check_bounds(&alone);
    if (crash) {
        check_signature(&alone);
    }
    return 0;
}
