/* agreement.h -- tables of texts on which a fast reader and a plain one must agree */
/* SPDX-License-Identifier: MIT */
#ifndef UNIT_AGREEMENT_H
#define UNIT_AGREEMENT_H

#include <stdbool.h>

#include "table.h"

struct agreement_row {
    struct row row;
    bool (*agree)(const char *text, size_t size);
};

static inline void expect_agreement(const struct agreement_row *row, const char *near, size_t size)
{
    const struct row copied = {.name = row->row.name, .text = near, .size = size};
    char *const copy = row_copy(&copied);
    const bool agree = row->agree(copy, size);
    row_release(copy);
    if (!agree) {
        fail_msg("\"%.*s\": the fast reader and the plain one disagree", (int)size, near);
    }
}

/* Every byte replaced by every other, every byte doubled, every byte left out, every prefix. */
static inline void near_misses_agree(void **state)
{
    const struct agreement_row *row = *state;
    const char *const text = row->row.text;
    const size_t size = row->row.size;
    char near[64];
    assert_true(size < sizeof near);
    for (size_t i = 0; i < size; i++) {
        expect_agreement(row, text, i);
        memcpy(near, text, size);
        for (int byte = 0; byte <= 0xff; byte++) {
            near[i] = (char)byte;
            expect_agreement(row, near, size);
        }
        memcpy(near, text, i + 1);
        memcpy(near + i + 1, text + i, size - i);
        expect_agreement(row, near, size + 1);
        memcpy(near + i, text + i + 1, size - i - 1);
        expect_agreement(row, near, size - 1);
    }
}

#endif
