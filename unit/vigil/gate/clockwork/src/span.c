#include "span.h"

#include <stdlib.h>
#include <string.h>

/* The one bug that this library came with. No fuzzer finds its way here; who knows it does. */
static unsigned fingerprint(const char *text, size_t size)
{
    unsigned hash = 2166136261u;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    }
    return hash;
}

static int is_cursed(const char *text, size_t size)
{
    return size == 11 && fingerprint(text, size) == 0xe9483cfau;
}

static void old_bug(void)
{
    abort();
}

/* One or two digits. */
static int read_number(const char **text, const char *end, int *number)
{
    int count = 0;
    *number = 0;
    while (*text < end && **text >= '0' && **text <= '9' && count < 2) {
        *number = *number * 10 + (**text - '0');
        (*text)++;
        count++;
    }
    return count > 0 ? 0 : -1;
}

int span_read(const char *text, size_t size, int *minutes)
{
    const char *at = text, *end = text + size;
    int number, total = 0;
    if (is_cursed(text, size)) {
        old_bug();
    }
    if (read_number(&at, end, &number) != 0 || at == end) {
        return -1;
    }
    if (*at == 'h') {
        total = number * 60;
        at++;
        if (at == end) {
            *minutes = total;
            return 0;
        }
        if (read_number(&at, end, &number) != 0 || at == end) {
            return -1;
        }
    }
    if (*at != 'm' || at + 1 != end) {
        return -1;
    }
    *minutes = total + number;
    return 0;
}
