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
 * Who may be on duty on a date of UTC: those for whom the whole window of that date falls within
 * the hours of one of their working days, and who are on leave neither on the date of theirs that
 * those hours began on nor on one that the window touches. Instants are compared, so a change of
 * clocks moves people's evenings, not the answer.
 *
 * Who is: within a year of UTC each date is an equal share of one for each who may be, and goes to
 * the one who is furthest behind their shares, the same person twice in a row only where nobody
 * else may be as fairly. What follows a date has no say in it, so an edit of the rota changes
 * nothing before the first date that it speaks of; but where a year would so end with somebody's
 * count more than one from their shares, dates are exchanged, the latest first, until none is
 * (fair.h). Who comes or goes within a year is on leave before or after.
 *
 * Where the window has more seats than one, each further one is worked out in the same way, among
 * those who may be and hold no earlier seat of that date: so the first is as it would be alone.
 */
struct duty {
    int32_t day;                          /* UTC date, days since 1970-01-01 */
    const struct rota_reviewer *reviewer; /* NULL: not one of the window's days, or nobody may be */
    int64_t start, end;                   /* of the window, Unix seconds */
    const struct rota_reviewer *seats[ROTA_SEATS_MOST]; /* who is on duty, `reviewer` first, */
    size_t seated;                                      /* so many; 0 where `reviewer` is NULL */
};

/* Who is on duty on `count` dates from `first` on; each of `days` is filled in. False, with a fault
 * that names the first of them which nobody may have, why each may not, and how many such there
 * are. A year is worked out once for all of its dates. */
bool duty_from(const struct rota *rota, int32_t first, size_t count, struct duty *days,
               struct fault *fault);

/* In `year`; *days is an array of its 365 or 366 dates, to be freed by the caller in any case. */
bool duty_year(const struct rota *rota, int year, struct duty **days, struct fault *fault);

/* For one date. */
bool duty_on(const struct rota *rota, int32_t day, struct duty *duty, struct fault *fault);

/* Whom a night reported on that date is addressed to: who is on duty then, or on the first day of
 * the window's after it. */
bool duty_addressee(const struct rota *rota, int32_t day, struct duty *duty, struct fault *fault);

/* The date that a night begun at this instant works for: the first whose window is not over. */
int32_t duty_date(const struct rota *rota, int64_t instant);

/* When the window of that date begins, in Unix seconds. */
int64_t duty_window(const struct rota *rota, int32_t day);

/* The sentence of duty_from's fault, whole; nothing where none of them lacks somebody. */
void duty_write_nobody(const struct rota *rota, const struct duty *days, size_t count,
                       struct buffer *into);

/* "2026-11-25"; "" beyond the years 0000-9999. */
void duty_write_date(int32_t day, char text[16]);
/* False where the text is no date of the years 0000-9999. */
bool duty_read_date(const char *text, int32_t *day);

/* The window's start or end on the reviewer's clock: "2026-11-25T07:00:00+01:00". In UTC where that
 * cannot be written, as with the offsets of long ago, which have seconds. */
void duty_local(const struct rota_reviewer *reviewer, int64_t instant, char text[40]);

/* `vigil duty`: a row a seat of each date on standard output, or a check of the rota that looks a
 * year ahead: for a date that nobody may have, and for a reviewer who never may. */
extern const struct command duty_command;

#endif
