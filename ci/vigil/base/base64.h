/* base64.h -- bytes written as base64 text (RFC 4648 s. 4) */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_BASE64_H
#define VIGIL_BASE_BASE64_H

#include <stddef.h>

#include "buffer.h"

/* "foobar" is "Zm9vYmFy", "fooba" is "Zm9vYmE=". */
void base64_write(struct buffer *into, const void *data, size_t size);

#endif
