/* numbers.c -- (the program) `fuseau parse --nanoseconds`: bare numbers, many at once */
/* SPDX-License-Identifier: MIT */
#include "cli/numbers.h"

#include <stdio.h>
#include <string.h>

#include "cli/input.h"
#include "column.h"

enum {
    RECORDS = 4096, /* read at once */
    DIGITS = 20,    /* of "-9223372036854775808" */
};

/* ---- numbers as text ---- */

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

static inline void put_pair(char *text, uint32_t number)
{
    memcpy(text, pairs + 2 * (size_t)number, 2);
}

static inline void put_four(char *text, uint32_t number)
{
    put_pair(text, number / 100);
    put_pair(text + 2, number % 100);
}

/* Two halves, so that neither need wait for the other. */
static inline void put_eight(char *text, uint32_t number)
{
    put_four(text, number / 10000);
    put_four(text + 4, number % 10000);
}

/* The first digits of a number, without zeros before them; each returns behind the last. */
static inline char *put_first_two(char *text, uint32_t number)
{
    if (number >= 10) {
        put_pair(text, number);
        return text + 2;
    }
    *text = (char)('0' + number);
    return text + 1;
}

static inline char *put_first_four(char *text, uint32_t number)
{
    if (number >= 100) {
        text = put_first_two(text, number / 100);
        put_pair(text, number % 100);
        return text + 2;
    }
    return put_first_two(text, number);
}

static inline char *put_first_eight(char *text, uint32_t number)
{
    if (number >= 10000) {
        text = put_first_four(text, number / 10000);
        put_four(text, number % 10000);
        return text + 4;
    }
    return put_first_four(text, number);
}

/* Writes `number`, and returns behind its last digit. */
static inline char *put_number(char *text, int64_t number)
{
    const uint64_t eight = 100000000; /* so many numbers have eight digits */
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    uint64_t high = rest / eight;
    *text = '-';
    text += number < 0;
    if (high == 0) {
        return put_first_eight(text, (uint32_t)rest);
    }
    if (high < eight) {
        text = put_first_eight(text, (uint32_t)high);
    } else {
        text = put_first_four(text, (uint32_t)(high / eight)); /* 922 at most */
        put_eight(text, (uint32_t)(high % eight));
        text += 8;
    }
    put_eight(text, (uint32_t)(rest % eight));
    return text + 8;
}

/* ---- one record ---- */

/* So many of the options' unit; false, and the outcome refused, if there is no such number. */
static bool number_of(const struct cli_options *options, struct cli_outcome *outcome,
                      struct fuseau_instant instant, int64_t *out)
{
    static const int64_t per_second[] = {1000000000, 1000000, 1000, 1};
    int64_t units = per_second[options->unit];
    int32_t unit = (int32_t)(1000000000 / units);
    const struct cli_record *record = &outcome->record;
    if (!options->truncate && instant.nanoseconds % unit != 0) {
        const char *point = memchr(record->text, '.', record->size);
        outcome->error = fuseau_error_name(FUSEAU_ERR_INEXACT);
        outcome->message = "the unit does not hold this fraction, of which --truncate keeps a part";
        outcome->at = point != NULL ? (size_t)(point - record->text) : 0;
        return false;
    }
    /* Before 1970 a second less, and its units: int64_t may hold the sum and not the product. */
    bool before = instant.seconds < 0;
    int64_t rest = instant.nanoseconds / unit - (before ? units : 0);
    if (__builtin_mul_overflow(instant.seconds + before, units, out) ||
        __builtin_add_overflow(*out, rest, out)) {
        outcome->error = fuseau_error_name(FUSEAU_ERR_RANGE);
        outcome->message = "64 bits do not hold this instant in that unit";
        outcome->at = 0;
        return false;
    }
    return true;
}

static void print_record(struct cli_outcome *outcome, void *context)
{
    const struct cli_instants *instants = context;
    const struct cli_options *options = instants->database->options;
    struct cli_value value;
    char text[DIGITS + 1];
    char *end = text;
    int64_t number;
    bool accepted = cli_instant_value(instants, options->kind, outcome, &value);
    if (accepted && value.parts != 0 && !(value.parts & PART_INSTANT)) {
        accepted =
            cli_outcome_set(outcome, (struct fuseau_result){FUSEAU_ERR_END, outcome->record.size});
        outcome->message = "without an offset this is no instant";
    }
    if (accepted && number_of(options, outcome, value.zoned.timestamp.instant, &number)) {
        end = put_number(text, number);
    }
    *end++ = '\n';
    fwrite(text, 1, (size_t)(end - text), stdout);
}

/* ---- many ---- */

/* Lines that are read at once, and what is printed of them. */
struct batch {
    struct cli_input *input;
    bool crlf;
    const char *line; /* behind the last line that was handed over, and `passed` lines more */
    size_t passed;
    int64_t values[RECORDS];
    uint8_t validity[RECORDS / 8];
    char *printed; /* the end of what is in `text` */
    char text[RECORDS * (DIGITS + 1)];
};

static void print_batch(struct batch *batch)
{
    fwrite(batch->text, 1, (size_t)(batch->printed - batch->text), stdout);
    batch->printed = batch->text;
}

/* Hands over the line at `passed` as it stands: whoever reads it alone says why it is refused. */
static void hand_over(struct batch *batch, const char *text_end)
{
    const char *end = memchr(batch->line, '\n', (size_t)(text_end - batch->line));
    cli_input_count(batch->input, batch->passed);
    for (; batch->passed > 0; batch->passed--) {
        batch->line = end + 1;
        end = memchr(batch->line, '\n', (size_t)(text_end - batch->line));
    }
    size_t size = (size_t)(end - batch->line);
    size -= batch->crlf && size > 0 && end[-1] == '\r';
    print_batch(batch);
    cli_input_take(batch->input,
                   (struct cli_record){.text = batch->line, .size = size, .from_stream = true});
    batch->line = end + 1;
}

/* Prints the values that were read, and hands over the lines that were not. */
static void show_batch(struct batch *batch, size_t records, const char *text_end)
{
    for (size_t n = 0; n < records; n++) {
        if (batch->validity[n / 8] >> n % 8 & 1) {
            batch->printed = put_number(batch->printed, batch->values[n]);
            *batch->printed++ = '\n';
            batch->passed++;
        } else {
            hand_over(batch, text_end);
        }
    }
    cli_input_count(batch->input, batch->passed);
    batch->passed = 0;
    print_batch(batch);
}

static void take_lines(struct cli_input *input, const char *text, size_t size, void *context)
{
    static struct batch batch; /* too large for some stacks; one caller at a time */
    const struct cli_instants *instants = context;
    const struct cli_options *options = instants->database->options;
    const struct fuseau_column_options wanted = {
        .unit = options->unit, .truncate = options->truncate, .text = options->timestamp};
    const char *end = text + size;
    batch.input = input;
    batch.crlf = options->crlf;
    batch.line = text;
    batch.printed = batch.text;
    if (!options->crlf && memchr(text, '\r', size) != NULL) { /* which a column would take */
        while (batch.line < end) {
            hand_over(&batch, end);
        }
    }
    while (batch.line < end) {
        const char *begin = batch.line;
        struct fuseau_column done = fuseau_column_parse_lines(
            begin, (size_t)(end - begin), &wanted, batch.values, batch.validity, RECORDS);
        show_batch(&batch, done.read, end);
        batch.line = begin + done.consumed;
    }
}

int cli_numbers_run(const struct cli_instants *instants)
{
    struct cli_instants context = *instants;
    return cli_input_each_line(instants->database->options, take_lines, print_record, &context);
}
