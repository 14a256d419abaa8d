/* cwords.h -- (private) the words of a change: in which commit each stands, and what declares it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CWORDS_H
#define VIGIL_CHANGE_CWORDS_H

#include "change.h"
#include "ctext.h"

enum cside { CSIDE_BASE, CSIDE_HEAD, CSIDES };

/* What one file, or all of them, say of a word. Words bound within a unit are not among these. */
struct cword {
    const struct ctoken *token; /* NULL: the place is free */
    size_t file;
    bool stands[CSIDES];
    bool declared[CSIDES]; /* at file scope, or as a member or a constant */
    bool kept[CSIDES];     /* so that no other file can mean it: static, or within a .c file */
    struct cword *partner[CSIDES]; /* the word it was, the word it became; as found so far */
};

#define CWORDS_ALL ((size_t)-1) /* all files */

struct cwords {
    struct cword *list;
    size_t room, count;
};

/* False when memory ran out. To be freed in any case. The texts must outlive them. */
bool cwords_add(struct cwords *words, const struct ctext *text, size_t file, enum cside side);
void cwords_free(struct cwords *words);

/* NULL: it stands nowhere. Until the next cwords_add. */
struct cword *cwords_find(const struct cwords *words, const struct ctoken *token, size_t file);

#endif
