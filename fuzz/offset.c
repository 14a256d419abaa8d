/* offset.c -- an offset is read as the plain reader reads it, and is written back as it stood */
/* SPDX-License-Identifier: MIT */
#include "offset.h"

#include "fuzz.h"
#include "oracle/slow.h"

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return fuseau_offset_parse(text, size, (struct fuseau_offset *)value);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    return slow_offset(text, size, (struct fuseau_offset *)value);
}

static struct fuseau_result format(const void *value, char *text, size_t room)
{
    return fuseau_offset_format(*(const struct fuseau_offset *)value, text, room);
}

static bool equal(const void *left, const void *right)
{
    return slow_equal_offset(*(const struct fuseau_offset *)left,
                             *(const struct fuseau_offset *)right);
}

static const struct fuzz_grammar grammar = {.name = "offset",
                                            .value_size = sizeof(struct fuseau_offset),
                                            .parse = parse,
                                            .second = second,
                                            .format = format,
                                            .equal = equal};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuseau_offset offset;
    if (fuzz_read(&grammar, (const char *)data, size, &offset).error == FUSEAU_OK) {
        fuzz_require(fuseau_offset_is_known(offset) ==
                         (data[size - 1] != 'Z' && data[size - 1] != 'z' &&
                          memcmp(data, "-00:00", size) != 0),
                     "offset: \"Z\" and \"-00:00\" are unknown, all else is known");
    }
    return 0;
}
