/* column.c -- many timestamps at once: the records of a text, one by one or by a kernel */
/* SPDX-License-Identifier: MIT */
#include "column.h"

#include <string.h>

#include "column_inline.h"
#include "cursor.h"

enum {
    GROUP = 8, /* records that share a byte of the validity, and that a kernel reads at once */
    SECONDS_END = 19, /* of "yyyy-mm-ddThh:mm:ss" */
    PATIENCE = 8, /* the kernel is asked again after 2 to the power of so many groups, at last */
};

static struct column_plan plan_of(const struct fuseau_column_options *options)
{
    struct column_plan plan =
        column_plan_of(options != NULL ? options->unit : FUSEAU_COLUMN_NANOSECONDS);
    if (options != NULL) {
        plan.text = options->text;
        plan.truncate = options->truncate;
    }
    return plan;
}

/*
 * One record, by the scalar parser, which is what every kernel is held to. Most have no fraction,
 * or the unit holds it all: they need no division.
 */
RULE bool read_one(const struct column_plan *plan, const char *text, size_t size, int64_t *out)
{
    struct fuseau_rfc3339 value;
    if (fuseau_rfc3339_parse(text, size, &plan->text, &value).error != FUSEAU_OK) {
        return false;
    }
    int32_t rest = value.instant.nanoseconds;
    if (rest != 0 && plan->nanoseconds_per != 1) {
        if (!plan->truncate && rest % plan->nanoseconds_per != 0) {
            return false;
        }
        rest /= plan->nanoseconds_per;
    }
    return column_units(plan, value.instant.seconds, rest, out);
}

#if CPU_IS_X86
bool column_has(enum column_kernel kernel)
{
    return kernel == COLUMN_PLAIN || (kernel == COLUMN_NARROW && cpu_has_sse41()) ||
           (kernel == COLUMN_AVX2 && cpu_has_avx2());
}

static size_t run_kernel(enum column_kernel kernel, const struct column_plan *plan,
                         const struct column_shape *shape, const char *text, size_t size,
                         int64_t *values, size_t room)
{
    return (kernel == COLUMN_AVX2 ? column_avx2 : column_narrow)(plan, shape, text, size, values,
                                                                 room);
}
#elif CPU_IS_ARM
bool column_has(enum column_kernel kernel)
{
    return kernel == COLUMN_PLAIN || kernel == COLUMN_NARROW;
}

static size_t run_kernel(enum column_kernel kernel, const struct column_plan *plan,
                         const struct column_shape *shape, const char *text, size_t size,
                         int64_t *values, size_t room)
{
    (void)kernel;
    return column_narrow(plan, shape, text, size, values, room);
}
#else
bool column_has(enum column_kernel kernel)
{
    return kernel == COLUMN_PLAIN;
}

static size_t run_kernel(enum column_kernel kernel, const struct column_plan *plan,
                         const struct column_shape *shape, const char *text, size_t size,
                         int64_t *values, size_t room)
{
    (void)kernel, (void)plan, (void)shape, (void)text, (void)size, (void)values, (void)room;
    return 0;
}
#endif

static enum column_kernel best_kernel(void)
{
    return column_has(COLUMN_AVX2)     ? COLUMN_AVX2
           : column_has(COLUMN_NARROW) ? COLUMN_NARROW
                                       : COLUMN_PLAIN;
}

/*
 * The shape of a record as its first bytes have it, of which only those are looked at that tell one
 * shape from another: the kernel judges them all. False: it has no shape that kernels know. The end
 * of the record is left to the caller.
 */
static bool guess_shape(const struct column_plan *plan, const char *text, size_t size,
                        struct column_shape *out)
{
    if (size <= SECONDS_END) {
        return false;
    }
    size_t at = SECONDS_END;
    size_t digits = 0;
    bool has_point = text[at] == '.';
    if (has_point) {
        for (at++; at < size && digits <= 9 && text[at] >= '0' && text[at] <= '9'; at++) {
            digits++;
        }
    }
    bool has_offset = at < size && (text[at] == '+' || text[at] == '-');
    at += has_offset ? 6 : 1;
    *out = (struct column_shape){.digits = digits,
                                 .has_offset = has_offset,
                                 .has_space = plan->text.allow_space && text[10] == ' ',
                                 .size = at};
    return digits <= 9 && has_point == (digits > 0) && at <= size;
}

/* Where reading stands, and what is known of the kernel's use. */
struct reading {
    struct column_plan plan;
    int64_t *values;
    uint8_t *validity;
    struct fuseau_column done;
    enum column_kernel kernel;
    unsigned wait;   /* groups until the kernel is asked again */
    unsigned failed; /* how often in a row it was of no use */
};

/*
 * Whether to ask the kernel for the next group. Each time in a row that it read nothing it is left
 * alone for twice as long, so that a text that is not for it is read as if there were none.
 */
static bool kernel_is_due(struct reading *reading)
{
    if (reading->kernel == COLUMN_PLAIN) {
        return false;
    }
    bool due = reading->wait == 0;
    reading->wait -= !due;
    return due;
}

static void note_kernel(struct reading *reading, size_t records)
{
    if (records > 0) {
        reading->failed = 0;
        return;
    }
    reading->failed += reading->failed < PATIENCE;
    reading->wait = (1U << reading->failed) - 1;
}

/* What the kernel read. */
static void note_records(struct reading *reading, size_t records, size_t bytes)
{
    if (reading->validity != NULL && records > 0) {
        memset(reading->validity + reading->done.read / GROUP, 0xff, records / GROUP);
    }
    reading->done.read += records;
    reading->done.consumed += bytes;
    note_kernel(reading, records);
}

/* ---- lines ---- */

/* The first line's shape with its end. */
static bool guess_line(const struct column_plan *plan, const char *text, size_t size,
                       struct column_shape *out)
{
    if (!guess_shape(plan, text, size, out)) {
        return false;
    }
    out->end = out->size < size && text[out->size] == '\r' ? 2 : 1;
    out->size += out->end;
    return out->size <= size && text[out->size - 1] == '\n';
}

/* Lines by the kernel; false where it reads none. */
static bool lines_by_kernel(struct reading *reading, const char *text, size_t size, size_t room)
{
    struct column_shape shape = {.size = 0};
    const char *begin = text + reading->done.consumed;
    size_t left = size - reading->done.consumed;
    size_t records = 0;
    if (guess_line(&reading->plan, begin, left, &shape)) {
        records = run_kernel(reading->kernel, &reading->plan, &shape, begin, left,
                             reading->values + reading->done.read, room - reading->done.read);
    }
    note_records(reading, records, records * shape.size);
    return records > 0;
}

/* Lines one by one, eight at most: those that share a byte of the validity. */
static void take_lines(struct reading *reading, const char *text, size_t size, size_t room)
{
    const struct column_plan *plan = &reading->plan;
    const char *begin = text + reading->done.consumed;
    const char *const text_end = text + size;
    int64_t *values = reading->values + reading->done.read;
    size_t left = room - reading->done.read;
    unsigned count = 0;
    unsigned valid_count = 0;
    unsigned bits = 0;
    for (unsigned most = left < GROUP ? (unsigned)left : GROUP; count < most && begin < text_end;
         count++) {
        const char *end = memchr(begin, '\n', (size_t)(text_end - begin));
        size_t line = (size_t)((end != NULL ? end : text_end) - begin);
        bool has_return = end != NULL && line > 0 && begin[line - 1] == '\r';
        int64_t value;
        bool valid = read_one(plan, begin, line - has_return, &value);
        values[count] = valid ? value : INT64_MIN;
        bits |= (unsigned)valid << count;
        valid_count += valid;
        begin += line + (end != NULL);
    }
    column_put_valid(reading->validity, reading->done.read, bits);
    reading->done.read += count;
    reading->done.refused += count - valid_count;
    reading->done.consumed = (size_t)(begin - text);
}

struct fuseau_column column_parse_lines(enum column_kernel kernel, const char *text, size_t size,
                                        const struct fuseau_column_options *options,
                                        int64_t *values, uint8_t *validity, size_t room)
{
    struct reading reading = {
        .plan = plan_of(options), .values = values, .validity = validity, .kernel = kernel};
    while (reading.done.read < room && reading.done.consumed < size) {
        if (!kernel_is_due(&reading) || !lines_by_kernel(&reading, text, size, room)) {
            take_lines(&reading, text, size, room);
        }
    }
    return reading.done;
}

struct fuseau_column fuseau_column_parse_lines(const char *text, size_t size,
                                               const struct fuseau_column_options *options,
                                               int64_t *values, uint8_t *validity, size_t room)
{
    return column_parse_lines(best_kernel(), text, size, options, values, validity, room);
}

/* ---- texts of an Arrow column ---- */

/* Offset n of the column; `wide` is a constant wherever this is called in a loop. */
RULE int64_t offset_at(const struct fuseau_column_strings *strings, bool wide, size_t n)
{
    return wide ? strings->offsets64[strings->first + n] : strings->offsets32[strings->first + n];
}

static bool text_is_valid(const struct fuseau_column_strings *strings, size_t n)
{
    return column_is_valid(strings->validity, strings->first + n);
}

/* The place of the first offset that is at fault, or count + 1. */
RULE size_t wrong_offset(const struct fuseau_column_strings *strings, bool wide)
{
    int64_t before = 0;
    for (size_t n = 0; n <= strings->count; n++) {
        int64_t offset = offset_at(strings, wide, n);
        if (offset < before || (uint64_t)offset > strings->size) {
            return n;
        }
        before = offset;
    }
    return strings->count + 1;
}

/*
 * Texts of one size that follow each other, none of them null. It is kept how far they go, so that
 * each text is asked once, however often a kernel gives up between them.
 */
struct run {
    size_t end; /* of the run: the place of the first text that is not in it */
    size_t size;
};

RULE void find_run(const struct fuseau_column_strings *strings, bool wide, size_t n,
                   struct run *run)
{
    if (n < run->end) {
        return;
    }
    int64_t offset = offset_at(strings, wide, n);
    int64_t size = offset_at(strings, wide, n + 1) - offset;
    run->end = n;
    run->size = (size_t)size;
    while (run->end < strings->count && offset_at(strings, wide, run->end + 1) - offset == size &&
           (strings->validity == NULL || text_is_valid(strings, run->end))) {
        offset += size;
        run->end++;
    }
}

RULE bool texts_by_kernel(struct reading *reading, const struct fuseau_column_strings *strings,
                          bool wide, struct run *run)
{
    size_t n = reading->done.read;
    struct column_shape shape;
    size_t records = 0;
    find_run(strings, wide, n, run);
    const char *begin = strings->bytes + offset_at(strings, wide, n);
    if (run->end - n >= GROUP && guess_shape(&reading->plan, begin, run->size, &shape) &&
        shape.size == run->size) {
        records = run_kernel(reading->kernel, &reading->plan, &shape, begin,
                             (run->end - n) * run->size, reading->values + n, run->end - n);
    }
    note_records(reading, records, 0);
    return records > 0;
}

/* Texts one by one, eight at most. */
RULE void take_texts(struct reading *reading, const struct fuseau_column_strings *strings,
                     bool wide)
{
    size_t n = reading->done.read;
    size_t left = strings->count - n;
    unsigned count = left < GROUP ? (unsigned)left : GROUP;
    unsigned bits = 0;
    for (unsigned i = 0; i < count; i++) {
        int64_t begin = offset_at(strings, wide, n + i);
        size_t size = (size_t)(offset_at(strings, wide, n + i + 1) - begin);
        bool is_there = text_is_valid(strings, n + i);
        int64_t value;
        bool valid = is_there && read_one(&reading->plan, strings->bytes + begin, size, &value);
        reading->values[n + i] = valid ? value : INT64_MIN;
        reading->done.refused += is_there && !valid;
        bits |= (unsigned)valid << i;
    }
    column_put_valid(reading->validity, n, bits);
    reading->done.read += count;
}

RULE struct fuseau_result parse_strings(struct reading *reading,
                                        const struct fuseau_column_strings *strings, bool wide)
{
    size_t wrong = wrong_offset(strings, wide);
    struct run run = {.end = 0};
    if (wrong <= strings->count) {
        return (struct fuseau_result){FUSEAU_ERR_RANGE, wrong};
    }
    while (reading->done.read < strings->count) {
        if (!kernel_is_due(reading) || !texts_by_kernel(reading, strings, wide, &run)) {
            take_texts(reading, strings, wide);
        }
    }
    reading->done.consumed =
        (size_t)(offset_at(strings, wide, strings->count) - offset_at(strings, wide, 0));
    return (struct fuseau_result){FUSEAU_OK, strings->count};
}

struct fuseau_result column_parse_strings(enum column_kernel kernel,
                                          const struct fuseau_column_strings *strings,
                                          const struct fuseau_column_options *options,
                                          int64_t *values, uint8_t *validity,
                                          struct fuseau_column *out)
{
    struct reading reading = {
        .plan = plan_of(options), .values = values, .validity = validity, .kernel = kernel};
    struct fuseau_column_strings texts = *strings;
    struct fuseau_result result = {FUSEAU_OK, 0};
    if (texts.bytes == NULL) {
        texts.bytes = ""; /* no bytes: every text is empty */
        texts.size = 0;
    }
    const size_t most = SIZE_MAX / sizeof(int64_t) - 1;
    if (texts.first > most || texts.count > most - texts.first) {
        return (struct fuseau_result){FUSEAU_ERR_RANGE, 0}; /* no memory has so many offsets */
    }
    if (texts.count > 0) { /* or else there may be no offsets */
        result = texts.offsets32 != NULL ? parse_strings(&reading, &texts, false)
                                         : parse_strings(&reading, &texts, true);
    }
    if (result.error == FUSEAU_OK) {
        *out = reading.done;
    }
    return result;
}

struct fuseau_result fuseau_column_parse_strings(const struct fuseau_column_strings *strings,
                                                 const struct fuseau_column_options *options,
                                                 int64_t *values, uint8_t *validity,
                                                 struct fuseau_column *out)
{
    return column_parse_strings(best_kernel(), strings, options, values, validity, out);
}
