/* ctext.h -- (private) a C file as one commit has it: tokens, units, and what each word is */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CTEXT_H
#define VIGIL_CHANGE_CTEXT_H

#include "tokens.h"

/* A file as one commit has it; no tokens where that has no such file, or it is not C. */
struct ctext {
    struct tokens source;
    struct cunits units;
    size_t *bind;  /* of each token, as cbind.h has it */
    size_t *order; /* behind `bind`, in its memory: a number a token, for who compares (csame.h) */
    bool is_private; /* a .c file: nobody includes it */
};

/* `bytes` may be NULL: there is no such file. It must outlive the text. False when memory ran out.
 * To be freed in any case. */
bool ctext_read(struct ctext *text, const char *path, const char *bytes, size_t size);
void ctext_free(struct ctext *text);

#endif
