/* duty.h -- pure: a rota and a date in, who is on duty out */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_DUTY_H
#define VIGIL_DUTY_DUTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/command.h"
#include "base/fault.h"
#include "rota.h"

/*
 * A reviewer may be on duty on a date of UTC when the whole window of that date falls within the
 * hours of one of their working days, and when they are on leave neither on the local date on which
 * those hours began nor on a local date that the window touches. Instants are compared, so daylight
 * saving time shifts nobody into a window outside their hours.
 *
 * Within a year of UTC each date is divided into equal shares among all who may be on duty on it,
 * and goes to the one of them who is furthest behind their shares; the same person has two dates in
 * a row only where nobody else is as far behind. Later dates have no influence on a date, so an
 * edit of the rota changes nothing before the first date that it speaks of. There is one exception:
 * where a year would end with somebody's count more than one from their shares, dates are
 * exchanged, the latest first, until nobody's is (fair.h). Somebody who comes or goes within a year
 * is entered as on leave before or after.
 *
 * Where the window has more than one seat, the second and further seats are filled in the same way,
 * from those who may be on duty and hold no earlier seat of that date. So the first seat is as it
 * would be if it were the only one.
 */
struct duty {
    int32_t day;                          /* UTC date, days since 1970-01-01 */
    const struct rota_reviewer *reviewer; /* NULL: not a day of the window's, or nobody may */
    int64_t start, end;                   /* of the window, Unix seconds */
    const struct rota_reviewer *seats[ROTA_SEATS_MOST]; /* who is on duty, `reviewer` first, */
    size_t seated;                                      /* how many; 0 where `reviewer` is NULL */
};

/* Who is on duty on `count` dates from `first` on; each of `days` is filled in. False when nobody
 * may be on duty on one of them or more, with a fault that names the first such date, says why each
 * reviewer may not, and counts the others. A year is worked out once for all of its dates. */
bool duty_from(const struct rota *rota, int32_t first, size_t count, struct duty *days,
               struct fault *fault);

/* Who is on duty on the dates of `year`; the caller frees the array *days in any case. */
bool duty_year(const struct rota *rota, int year, struct duty **days, struct fault *fault);

/* Who is on duty on one date. */
bool duty_on(const struct rota *rota, int32_t day, struct duty *duty, struct fault *fault);

/* To whom the report of a night for that date is addressed: who is on duty on that date or, where
 * it is no day of the window's, on the first such day after it. */
bool duty_addressee(const struct rota *rota, int32_t day, struct duty *duty, struct fault *fault);

/* The date that a night begun at this instant works for: the first whose window is not over. */
int32_t duty_date(const struct rota *rota, int64_t instant);

/* When the window of that date begins, in Unix seconds. */
int64_t duty_window(const struct rota *rota, int32_t day);

/* What duty_from's fault says, of any length; nothing where somebody is on duty on each date. */
void duty_write_nobody(const struct rota *rota, const struct duty *days, size_t count,
                       struct buffer *into);

/* "2026-11-25"; "" beyond the years 0000-9999. */
void duty_write_date(int32_t day, char text[16]);
/* False where the text is no date of the years 0000-9999. */
bool duty_read_date(const char *text, int32_t *day);

/* The window's start or end on the reviewer's clock: "2026-11-25T07:00:00+01:00". In UTC where that
 * cannot be written, as with the offsets of long ago, which have seconds. */
void duty_local(const struct rota_reviewer *reviewer, int64_t instant, char text[40]);

/* `vigil duty`: prints a row for each seat of each date; or checks the rota for a year ahead: for
 * dates on which nobody may be on duty, and for reviewers who never may. */
extern const struct command duty_command;

#endif
