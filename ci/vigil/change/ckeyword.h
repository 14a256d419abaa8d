/* ckeyword.h -- (private) words of C, of its compilers' extensions too, by what they are for */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_CHANGE_CKEYWORD_H
#define VIGIL_CHANGE_CKEYWORD_H

#include "tokens.h"

/* All false of a token that is no word. */
bool ckeyword_is_type(const struct ctoken *token);      /* int, struct, typeof */
bool ckeyword_is_storage(const struct ctoken *token);   /* static, inline, const */
bool ckeyword_is_statement(const struct ctoken *token); /* if, return, sizeof */
bool ckeyword_is_attribute(const struct ctoken *token); /* __attribute__, which brackets follow */
bool ckeyword_is_aggregate(const struct ctoken *token); /* struct, union, enum */

#endif
