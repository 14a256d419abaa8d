/* page_bytes.h -- (private to page) an input as text and as hexdump, with the bytes that matter */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_REPORT_PAGE_BYTES_H
#define VIGIL_REPORT_PAGE_BYTES_H

#include <stddef.h>

#include "base/buffer.h"

/*
 * The first PAGE_BYTES bytes. `marks` is blame.h's, one character a byte, or anything else where
 * they are not known. A marked byte is told by its ground, by a line under or around it, and in
 * words. `label` is said of the regions that scroll.
 */
#define PAGE_BYTES 1024
void page_bytes(const void *data, size_t size, const char *marks, const char *label,
                struct buffer *into);

#endif
