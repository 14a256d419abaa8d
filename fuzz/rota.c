/* rota.c -- an accepted rota reads back the same when written anew; a fault names a line of the
 * file; nobody on duty is on leave or off work during the window */
/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* fmemopen */

#include "duty/rota.h"
#include "base/buffer.h"
#include "civil.h"
#include "duty/duty.h"
#include "fuzz.h"
#include "zone.h"

static bool read_copy(const char *text, size_t size, struct rota *rota, struct fault *fault)
{
    FILE *stream = fmemopen((void *)(uintptr_t)text, size, "r");
    fuzz_require(stream != NULL, "no stream of %zu bytes", size);
    bool read = rota_read_stream(stream, "rota.ini", rota, fault);
    (void)fclose(stream);
    return read;
}

static size_t lines_of(const char *text, size_t size)
{
    size_t lines = 0;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n' || i == size - 1 ? 1 : 0;
    }
    return lines > 0 ? lines : 1;
}

static void check_fault(const char *text, size_t size, const struct fault *fault)
{
    static const char path[] = "rota.ini:";
    char *end = NULL;
    bool named = strncmp(fault->text, path, sizeof path - 1) == 0;
    unsigned long line = named ? strtoul(fault->text + sizeof path - 1, &end, 10) : 0;
    fuzz_require(line >= 1 && line <= lines_of(text, size) && end[0] == ':' && end[1] == ' ',
                 "of %zu lines none is named: %s", lines_of(text, size), fault->text);
}

static void write_clock(unsigned minutes, struct buffer *into)
{
    buffer_format(into, "%02u:%02u", minutes / 60, minutes % 60);
}

static void write_days(unsigned days, struct buffer *into)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const char *before = "days = ";
    for (unsigned i = 0; i < 7; i++) {
        if ((days >> i & 1) != 0) {
            buffer_format(into, "%s%s", before, names[i]);
            before = ", ";
        }
    }
    buffer_text(into, "\n");
}

static void write_reviewer(const struct rota_reviewer *reviewer, struct buffer *into)
{
    buffer_format(into, "[reviewer %s]\nhandle = %s\nzone = %s\nhours = ", reviewer->name,
                  reviewer->handle, reviewer->zone);
    write_clock(reviewer->start, into);
    buffer_text(into, "-");
    write_clock(reviewer->end, into);
    buffer_text(into, "\n");
    write_days(reviewer->days, into);
    for (size_t i = 0; i < reviewer->leave_count; i++) {
        char first[16], last[16];
        duty_write_date(reviewer->leaves[i].first, first);
        duty_write_date(reviewer->leaves[i].last, last);
        buffer_format(into, "leave = %s/%s\n", first, last);
    }
}

static void write_rota(const struct rota *rota, struct buffer *into)
{
    buffer_text(into, "[window]\nstart = ");
    write_clock(rota->start, into);
    buffer_text(into, "\nend = ");
    write_clock(rota->end, into);
    buffer_text(into, "\n");
    write_days(rota->days, into);
    for (size_t i = 0; i < rota->count; i++) {
        write_reviewer(&rota->reviewers[i], into);
    }
}

static bool same_text(const struct buffer *one, const struct buffer *other)
{
    return one->size == other->size && memcmp(one->data, other->data, one->size) == 0;
}

static void check_round_trip(const struct rota *rota)
{
    static struct rota again;
    struct buffer once = {0}, twice = {0};
    struct fault fault = {""};
    write_rota(rota, &once);
    bool read = read_copy(once.data, once.size, &again, &fault);
    fuzz_require(read, "written, and refused: %s\n%s", fault.text, once.data);
    write_rota(&again, &twice);
    fuzz_require(same_text(&once, &twice), "written as:\n%s\nand then as:\n%s", once.data,
                 twice.data);
    rota_free(&again);
    buffer_free(&once);
    buffer_free(&twice);
}

/* A second opinion on what the clock shows then, minute by minute and by no other means. */
static void check_minute(const struct rota_reviewer *reviewer, int64_t instant)
{
    int64_t local = instant + fuseau_zone_at(reviewer->clock, instant)->offset_seconds;
    struct fuseau_date date;
    struct fuseau_time time;
    fuseau_civil_from_seconds(local, &date, &time);
    unsigned minute = time.hour * 60u + time.minute;
    int32_t day = fuseau_civil_to_day_number(date);
    bool overnight = reviewer->end <= reviewer->start;
    bool evening = minute >= reviewer->start, morning = minute < reviewer->end;
    fuzz_require(overnight ? evening || morning : evening && morning,
                 "%s has %s to %u-%u, and duty at minute %u", reviewer->name, reviewer->zone,
                 reviewer->start, reviewer->end, minute);
    for (size_t i = 0; i < reviewer->leave_count; i++) {
        fuzz_require(day < reviewer->leaves[i].first || day > reviewer->leaves[i].last,
                     "%s is on leave, and on duty", reviewer->name);
    }
}

/* Of days on which some clock changes, and of the first leave's. */
static void check_duty(const struct rota *rota)
{
    static const char *const dates[] = {"2026-03-08", "2026-03-29", "2026-04-05",
                                        "2026-10-04", "2026-10-25", "2026-11-01"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates && rota->count <= 4; i++) {
        struct duty duty;
        struct fault fault = {""};
        int32_t day = 0;
        fuzz_require(duty_read_date(dates[i], &day), "%s is no date", dates[i]);
        if (!duty_on(rota, day, &duty, &fault) || duty.reviewer == NULL) {
            continue;
        }
        for (int64_t instant = duty.start; instant < duty.end; instant += 60) {
            check_minute(duty.reviewer, instant);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rota rota;
    struct fault fault = {""};
    const char *text = size == 0 ? "" : (const char *)data;
    if (read_copy(text, size, &rota, &fault)) {
        check_round_trip(&rota);
        check_duty(&rota);
    } else {
        check_fault(text, size, &fault);
    }
    rota_free(&rota);
    return 0;
}
