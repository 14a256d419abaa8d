/* cbind.h -- (private) which parameter, local or label of a unit each of its words is */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CBIND_H
#define VIGIL_CHANGE_CBIND_H

#include "tokens.h"

/* A word that is none of these: a type, a function, a member, a global, a keyword. */
#define CBIND_FREE ((size_t)-1)

/*
 * For each token of a source (read without comments) the one that declares it, which is bound to
 * itself; or CBIND_FREE. A declaration is known by its form alone, where a statement may begin:
 * `type name` or `type *name` and what may follow one; a parameter of a macro, as the name it is. A
 * declaration of another form leaves its name free, which costs no more than that a new name for it
 * counts as a change. Names of the parameters of prototypes are bound to themselves. `bind` has
 * room for all tokens.
 */
void cbind_find(const struct tokens *source, const struct cunits *units, size_t *bind);

#endif
