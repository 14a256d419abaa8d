/* posixtz_random.h -- TZ strings made at random, always the same from the same state */
/* SPDX-License-Identifier: MIT */
#ifndef UNIT_POSIXTZ_RANDOM_H
#define UNIT_POSIXTZ_RANDOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. */
static uint64_t next(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

static int between(uint64_t *state, int least, int most)
{
    return least + (int)(next(state) % (uint64_t)(most - least + 1));
}

static bool one_in(uint64_t *state, int count)
{
    return between(state, 1, count) == 1;
}

/* Text that is being made, with room for the longest. */
struct text {
    uint64_t state;
    char bytes[256];
    size_t size;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const size_t room = sizeof text->bytes - text->size;
    const int size = vsnprintf(text->bytes + text->size, room, format, values);
    va_end(values);
    assert_true(size >= 0 && (size_t)size < room);
    text->size += (size_t)size;
}

static void add_designation(struct text *text)
{
    static const char bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-0123456789";
    const bool quoted = one_in(&text->state, 3);
    const int last = quoted ? (int)sizeof bytes - 2 : 51;
    const int size = one_in(&text->state, 20) ? 31 : between(&text->state, 3, 6);
    add(text, "%s", quoted ? "<" : "");
    for (int i = 0; i < size; i++) {
        add(text, "%c", bytes[between(&text->state, 0, last)]);
    }
    add(text, "%s", quoted ? ">" : "");
}

/* A number, with zeros or none before it. One draw a line: arguments have no order in C. */
static void add_number(struct text *text, const char *before, int widest, int least, int most)
{
    const int width = between(&text->state, 1, widest);
    const int number = between(&text->state, least, most);
    add(text, "%s%0*d", before, width, number);
}

/* Hours, and now and then minutes and seconds, in one digit or two where either will do. */
static void add_time(struct text *text, int most_hours)
{
    add_number(text, "", 2, 0, most_hours);
    if (one_in(&text->state, 3)) {
        add_number(text, ":", 2, 0, 59);
        if (one_in(&text->state, 2)) {
            add_number(text, ":", 2, 0, 59);
        }
    }
}

static void add_offset(struct text *text)
{
    static const char *const signs[] = {"", "+", "-", "-"};
    add(text, "%s", signs[between(&text->state, 0, 3)]);
    add_time(text, one_in(&text->state, 4) ? 24 : 12);
}

/* A rule within some days of the New Year, where some ways of reading a rule go wrong. */
static void add_edge_rule(struct text *text)
{
    static const struct {
        const char *before;
        int least, most;
    } edges[] = {{",J", 1, 9},    {",J", 357, 365}, {",", 0, 8},
                 {",", 357, 365}, {",M1.1.", 0, 6}, {",M12.5.", 0, 6}};
    const int edge = between(&text->state, 0, 5);
    add_number(text, edges[edge].before, 1, edges[edge].least, edges[edge].most);
    if (!one_in(&text->state, 3)) {
        add_number(text, "/", 3, -167, 167);
    }
}

/* A rule in `month`, or anywhere in the year if that is 0. */
static void add_rule(struct text *text, int month)
{
    const int form = between(&text->state, month == 0 ? 0 : 2, 5);
    if (form == 0) {
        add_number(text, ",J", 3, 1, 365);
    } else if (form == 1) {
        add_number(text, ",", 3, 0, 365);
    } else {
        add_number(text, ",M", 2, month == 0 ? 1 : month, month == 0 ? 12 : month);
        add_number(text, ".", 1, 1, 5);
        add_number(text, ".", 1, 0, 6);
    }
    if (one_in(&text->state, 2)) {
        return;
    }
    const bool extended = one_in(&text->state, 3);
    add(text, "/%s", extended && one_in(&text->state, 2) ? "-" : "");
    add_time(text, extended ? 167 : 24);
}

/* Rules in the months that states use, in spring and autumn or the other way round. */
static void add_usual_rules(struct text *text)
{
    const bool southern = one_in(&text->state, 2);
    const int spring = between(&text->state, 2, 5);
    const int autumn = between(&text->state, 8, 11);
    add_rule(text, southern ? autumn : spring);
    add_rule(text, southern ? spring : autumn);
}

static void add_rules(struct text *text)
{
    switch (between(&text->state, 0, 3)) {
    case 0:
        add_rule(text, 0);
        add_rule(text, 0);
        break;
    case 1:
        add_edge_rule(text);
        add_edge_rule(text);
        break;
    default:
        add_usual_rules(text);
    }
}

static void make_text(struct text *text)
{
    text->size = 0;
    add_designation(text);
    add_offset(text);
    if (one_in(&text->state, 20)) {
        return;
    }
    add_designation(text);
    if (one_in(&text->state, 3)) {
        add_offset(text);
    }
    add_rules(text);
}

#endif
