/* handle.h -- pure: what can be a person's handle on GitHub */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_HANDLE_H
#define VIGIL_BASE_HANDLE_H

#include <stdbool.h>

#include "span.h"

#define HANDLE_MOST 39

/* One letter or digit, then letters, digits, '-', and the '_' of accounts that a company manages;
 * so no "[bot]", and nothing that would end a mention. */
bool handle_is_one(struct span text);

#endif
