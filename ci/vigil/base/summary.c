/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include <stdio.h>

bool summary_add(const char *path, const struct buffer *text, struct fault *fault)
{
    if (text->failed) {
        return fault_set(fault, "%s: out of memory", path);
    }
    FILE *file = fopen(path, "ae");
    if (file == NULL) {
        return fault_errno(fault, "%s: cannot open", path);
    }
    bool wrote = text->size == 0 || fwrite(text->data, 1, text->size, file) == text->size;
    return (fclose(file) == 0 && wrote) || fault_errno(fault, "%s: cannot write", path);
}
