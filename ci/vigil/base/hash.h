/* hash.h -- FNV-1a of 64 bits: short, stable for ever, no defence against a chosen hash */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_BASE_HASH_H
#define VIGIL_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FNV_START 0xcbf29ce484222325u

/* Continues one that began with FNV_START. */
static inline uint64_t fnv_add(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    }
    return hash;
}

/* The text and a byte that ends it: "ab", "c" and "a", "bc" are two. */
static inline uint64_t fnv_add_text(uint64_t hash, const char *text)
{
    return fnv_add(hash, text, strlen(text) + 1);
}

/* The bytes of a file, and one that ends them. False, with errno, when it cannot be read. */
bool fnv_add_file(uint64_t *hash, const char *path);

#endif
