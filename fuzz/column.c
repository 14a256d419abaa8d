/* column.c -- a column of lines is read as its lines are, one by one, by every kernel there is */
/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "column_inline.h"
#include "fuzz.h"
#include "oracle/slow_column.h"

static const enum column_kernel kernels[] = {COLUMN_PLAIN, COLUMN_NARROW, COLUMN_AVX2};

/* Each combination of unit and truncation, the latter with a space allowed. */
enum { OPTIONS = 8 };

static struct fuseau_column_options options_of(unsigned number)
{
    return (struct fuseau_column_options){.unit = (enum fuseau_column_unit)(number % 4),
                                          .truncate = number / 4,
                                          .text.allow_space = number / 4};
}

/* What is read of a text. */
struct column {
    struct fuseau_column done;
    int64_t *values;
    uint8_t *validity;
};

static struct column new_column(size_t lines)
{
    return (struct column){.values = (int64_t *)fuzz_blank(lines * sizeof(int64_t)),
                           .validity = (uint8_t *)fuzz_blank((lines + 7) / 8)};
}

static void release(struct column *column)
{
    free(column->values);
    free(column->validity);
}

static void require_equal(const struct column *got, const struct column *expected,
                          enum column_kernel kernel)
{
    fuzz_require(memcmp(&got->done, &expected->done, sizeof got->done) == 0,
                 "column: kernel %d reads %zu, refuses %zu, consumes %zu, not %zu, %zu, %zu",
                 (int)kernel, got->done.read, got->done.refused, got->done.consumed,
                 expected->done.read, expected->done.refused, expected->done.consumed);
    for (size_t n = 0; n < expected->done.read; n++) {
        fuzz_require(got->values[n] == expected->values[n],
                     "column: kernel %d reads record %zu as %lld, not %lld", (int)kernel, n,
                     (long long)got->values[n], (long long)expected->values[n]);
    }
    for (size_t i = 0; i < (expected->done.read + 7) / 8; i++) {
        fuzz_require(got->validity[i] == expected->validity[i],
                     "column: kernel %d gives byte %zu of the validity as %02x, not %02x",
                     (int)kernel, i, got->validity[i], expected->validity[i]);
    }
}

/* The lines as texts of an Arrow column: the offset of each, and behind them that of the end. */
static int64_t *offsets_of(const char *text, const struct fuseau_column *lines, size_t size)
{
    int64_t *const offsets = (int64_t *)fuzz_memory((lines->read + 1) * sizeof *offsets);
    size_t at = 0;
    for (size_t n = 0; n < lines->read; n++) {
        const char *const end = (const char *)memchr(text + at, '\n', size - at);
        offsets[n] = (int64_t)at;
        at = end ? (size_t)(end - text) + 1 : size;
    }
    offsets[lines->read] = (int64_t)at;
    return offsets;
}

/*
 * Promise: written in full, values are read back, as lines and as texts of a column, and null
 * stays null.
 */
static void require_written(const struct column *column, enum fuseau_column_unit unit)
{
    const size_t count = column->done.read;
    const size_t room = count * (FUSEAU_RFC3339_MAX_SIZE + 1);
    const struct fuseau_column_options options = {.unit = unit};
    struct column back = new_column(count);
    char *const text = (char *)fuzz_memory(room + 1);
    const struct fuseau_column written = fuseau_column_format_lines(
        column->values, column->validity, count, unit, FUSEAU_FRACTION_SHORTEST, text, room);
    /* A timestamp with an offset may be of an instant in UTC that has another year than 0…9999. */
    fuzz_require(written.read == count, "column: %zu of %zu values are written", written.read,
                 count);
    back.done = fuseau_column_parse_lines(text, written.consumed, &options, back.values,
                                          back.validity, count);
    fuzz_require(back.done.read == count &&
                     back.done.refused == column->done.refused + written.refused,
                 "column: written, %zu are read, %zu refused", back.done.read, back.done.refused);
    for (size_t n = 0; n < count; n++) {
        fuzz_require(back.values[n] == column->values[n] || back.values[n] == INT64_MIN,
                     "column: %lld is read back as %lld", (long long)column->values[n],
                     (long long)back.values[n]);
    }
    int64_t *const offsets = offsets_of(text, &back.done, written.consumed);
    int64_t *const kept = (int64_t *)fuzz_memory((count + 1) * sizeof *kept);
    char *const bytes = (char *)fuzz_memory(room + 1);
    const struct fuseau_column texts =
        fuseau_column_format_strings(column->values, column->validity, count, unit,
                                     FUSEAU_FRACTION_SHORTEST, bytes, room, NULL, kept, NULL);
    fuzz_require(texts.read == count && texts.refused == written.refused &&
                     texts.consumed + count == written.consumed,
                 "column: as texts, %zu are written in %zu bytes", texts.read, texts.consumed);
    for (size_t n = 0; n <= back.done.read; n++) {
        fuzz_require(kept[n] == offsets[n] - (int64_t)n, "column: text %zu begins at %lld", n,
                     (long long)kept[n]);
    }
    free(bytes);
    free(kept);
    free(offsets);
    free(text);
    release(&back);
}

/* Promise: the lines as texts of a column, without their ends, are read as the lines are. */
static void require_strings(const char *text, size_t size, const struct column *lines,
                            const struct fuseau_column_options *options, enum column_kernel kernel)
{
    const size_t count = lines->done.read;
    int64_t *const offsets = offsets_of(text, &lines->done, size);
    char *const bytes = fuzz_copy(text, size);
    struct column got = new_column(count);
    size_t end = 0;
    for (size_t n = 0; n < count; n++) {
        size_t length = (size_t)(offsets[n + 1] - offsets[n]);
        const char *const line = text + offsets[n];
        const bool ends = length > 0 && line[length - 1] == '\n';
        length -= ends;
        length -= ends && length > 0 && line[length - 1] == '\r';
        memmove(bytes + end, line, length);
        offsets[n] = (int64_t)end;
        end += length;
    }
    offsets[count] = (int64_t)end;
    char *const exact = fuzz_copy(bytes, end);
    const struct fuseau_column_strings strings = {
        .bytes = exact, .size = end, .offsets64 = offsets, .count = count};
    const struct fuseau_result result =
        column_parse_strings(kernel, &strings, options, got.values, got.validity, &got.done);
    fuzz_require(result.error == FUSEAU_OK && got.done.consumed == end,
                 "column: texts whose offsets are in order are refused");
    got.done.consumed = lines->done.consumed;
    require_equal(&got, lines, kernel);
    fuzz_release(exact);
    fuzz_release(bytes);
    release(&got);
    free(offsets);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *const text = fuzz_copy((const char *)data, size);
    for (unsigned number = 0; number < OPTIONS; number++) {
        const struct fuseau_column_options options = options_of(number);
        struct column expected = new_column(size + 1);
        expected.done =
            slow_column_lines(text, size, &options, expected.values, expected.validity, size + 1);
        for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++) {
            if (!column_has(kernels[k])) {
                continue;
            }
            struct column got = new_column(size + 1);
            got.done = column_parse_lines(kernels[k], text, size, &options, got.values,
                                          got.validity, size + 1);
            require_equal(&got, &expected, kernels[k]);
            require_strings(text, size, &expected, &options, kernels[k]);
            release(&got);
        }
        if (!options.truncate) {
            require_written(&expected, options.unit);
        }
        release(&expected);
    }
    fuzz_release(text);
    return 0;
}
