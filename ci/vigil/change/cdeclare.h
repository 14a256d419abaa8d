/* cdeclare.h -- (private) what a declaration at file scope declares, told by its tokens */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CDECLARE_H
#define VIGIL_CHANGE_CDECLARE_H

#include "cflat.h"

/* Nothing here knows types or macros: names are told by where they stand. */

/* Behind `static`, `const`, `inline`, an attribute with its brackets: what neither names nor types;
 * `at` itself where there is none. */
size_t cdeclare_over_specifier(const struct cflat *flat, size_t at);

/* Of a `struct`, `union` or `enum` the brace that opens its members; CFLAT_NONE: it has none. */
size_t cdeclare_members(const struct cflat *flat, size_t at);

/* Of parameters "(a, b)" with their types behind them, as before C89, the brace that opens the
 * body; else CFLAT_NONE. */
size_t cdeclare_old_style(const struct cflat *flat, size_t open);

/* The word that a declaration names with what stands before its body or its "=". CFLAT_NONE: none.
 * `*is_call`: it has no type, so it is a macro given something, TEST(name). */
size_t cdeclare_function(const struct cflat *flat, size_t from, size_t brace, bool *is_call);
size_t cdeclare_object(const struct cflat *flat, size_t from, size_t equals);

/* Whether a macro that is given something stands there by itself: DEFINE_READER(offset), with or
 * without a semicolon. */
bool cdeclare_is_call(const struct cflat *flat, size_t at);

/* The first function that begins at or behind `at`, at the first column; count: none. */
size_t cdeclare_next_function(const struct cflat *flat, size_t at);

#endif
