/* mutate.c -- which of the mutators an input gets */
/* SPDX-License-Identifier: MIT */
#include "mutate/mutate.h"

#include "mutate/mutation.h"

static bool is_tzif(const struct mutation *it)
{
    return it->size >= 4 && memcmp(it->bytes, "TZif", 4) == 0;
}

/* A byte changed, put in or taken out, where no engine does it. */
static void mutate_a_byte(struct mutation *it)
{
    const uint8_t byte = (uint8_t)roll(it);
    const size_t at = roll_below(it, it->size + 1);
    const size_t end = at < it->size && roll_below(it, 2) == 0 ? at + 1 : at;
    splice(it, at, end, &byte, roll_below(it, 4) > 0 ? 1 : 0);
}

static void mutate_once(struct mutation *it, const char *target)
{
    if (!is_tzif(it)) {
        mutate_text(it, target, 0, it->size);
    } else if (!mutate_tzif(it)) {
        mutate_a_byte(it);
    }
}

size_t mutate(const char *target, mutate_bytes *engine, uint8_t *data, size_t size, size_t room,
              uint32_t seed)
{
    struct mutation it = {
        .bytes = data, .size = size < room ? size : room, .room = room, .state = seed};
    if (roll_below(&it, 4) == 0) {
        if (engine) {
            return engine(data, it.size, room);
        }
        mutate_a_byte(&it);
        return it.size;
    }
    for (size_t times = 1 + roll_below(&it, 3); times > 0; times--) {
        mutate_once(&it, target);
    }
    return it.size;
}
