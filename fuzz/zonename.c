/* zonename.c -- a zone name stays below its directory, and means the same between brackets */
/* SPDX-License-Identifier: MIT */
#include "zonename.h"

#include "fuzz.h"
#include "oracle/slow_rfc9557.h"
#include "rfc9557.h"

/* A name is checked and gives no value; this stands for it. */
struct nothing {
    char unused;
};

static struct fuseau_result parse(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    (void)value;
    return fuseau_zonename_parse(text, size);
}

static struct fuseau_result second(const void *options, const char *text, size_t size, void *value)
{
    (void)options;
    (void)value;
    return slow_zonename(text, size);
}

static bool equal(const void *left, const void *right)
{
    (void)left;
    (void)right;
    return true;
}

static const struct fuzz_grammar grammar = {.name = "zonename",
                                            .value_size = sizeof(struct nothing),
                                            .parse = parse,
                                            .second = second,
                                            .equal = equal,
                                            .ends_anywhere = true};

/* How many directories down one step leads. */
static int step(const char *name, size_t size)
{
    const bool here = size == 0 || (size == 1 && name[0] == '.');
    const bool up = size == 2 && memcmp(name, "..", 2) == 0;
    return up ? -1 : here ? 0 : 1;
}

/* Promise: behind "DIRECTORY/" a name leads down at each step, and has no end but its own. */
static void stays_inside(const char *name, size_t size)
{
    size_t begin = 0;
    for (size_t i = 0; i <= size; i++) {
        fuzz_require(i == size || name[i] != '\0', "a NUL at %zu ends the path early", i);
        if (i == size || name[i] == '/') {
            fuzz_require(step(name + begin, i - begin) == 1,
                         "the part at %zu does not lead to a place further down", begin);
            begin = i + 1;
        }
    }
}

/* Promise: what is a name is a zone between brackets, and what is none is not. */
static void means_the_same_in_brackets(const char *name, size_t size, bool accepted)
{
    static const char begin[] = "2024-07-11T01:14:00Z[";
    const size_t at = sizeof begin - 1;
    char *const text = (char *)fuzz_memory(at + size + 1);
    struct fuseau_rfc9557 value;
    memcpy(text, begin, at);
    memcpy(text + at, name, size);
    text[at + size] = ']';
    const struct fuseau_result result = fuseau_rfc9557_parse(text, at + size + 1, NULL, &value);
    free(text);
    const bool zone = result.error == FUSEAU_OK && value.zone == FUSEAU_RFC9557_ZONE_NAME &&
                      value.zone_name.at == at && value.zone_name.size == size;
    fuzz_require(zone == accepted, "%s a name, yet between brackets it gives %s at %zu",
                 accepted ? "it is" : "it is not", fuseau_error_name(result.error), result.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *const text = (const char *)data;
    struct nothing value;
    const struct fuseau_result result = fuzz_read(&grammar, text, size, &value);
    if (result.error == FUSEAU_OK) {
        stays_inside(text, size);
    } else {
        fuzz_second_opinion(&grammar, text, result.at, fuseau_zonename_parse(text, result.at),
                            &value);
    }
    means_the_same_in_brackets(text, size, result.error == FUSEAU_OK);
    return 0;
}
