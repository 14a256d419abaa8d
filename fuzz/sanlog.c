/* A log reads the same whatever harmless lines stand around it, and its signature is inert. */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sanlog.h"
#include "signature.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool kept)
{
    if (!kept) {
        abort();
    }
}

static bool ends_in_nul(const char *text, size_t room)
{
    return memchr(text, '\0', room) != NULL;
}

static void check_bounds(const struct sanlog_report *report)
{
    demand(ends_in_nul(report->kind, sizeof report->kind));
    demand(report->frame_count <= SANLOG_FRAMES);
    for (size_t i = 0; i < report->frame_count; i++) {
        const struct sanlog_frame *frame = &report->frames[i];
        demand(ends_in_nul(frame->function, sizeof frame->function));
        demand(ends_in_nul(frame->file, sizeof frame->file));
        demand(ends_in_nul(frame->module, sizeof frame->module));
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
    demand(is_inert(signature.title) && is_inert(signature.key));
    demand(strlen(signature.id) == 16 && signature.title[0] != '\0' && signature.key[0] != '\0');
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
    demand(sanlog_read(text, start + size + sizeof after - 1, &amid) == crash);
    free(text);
    alone.offset += crash ? start : 0;
    demand(memcmp(&alone, &amid, sizeof alone) == 0);
    check_bounds(&alone);
    if (crash) {
        check_signature(&alone);
    }
    return 0;
}
