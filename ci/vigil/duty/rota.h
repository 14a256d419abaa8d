/* rota.h -- who reviews, and when: rota.ini, every fault named by its line */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_DUTY_ROTA_H
#define VIGIL_DUTY_ROTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/fault.h"
#include "base/files.h"

#define ROTA_MOST       64 /* reviewers */
#define ROTA_SEATS_MOST 8  /* of them on duty at a time */

struct fuseau_zone;

/*
 *     [window]
 *     start = 06:00
 *     end = 10:00
 *     days = Mon-Sun
 *     reviewers = 1
 *     [reviewer Asha]
 *     handle = asha-k
 *     zone = Asia/Kolkata
 *     hours = 10:00-19:00
 *     days = Mon-Fri
 *     leave = 2026-12-24/2026-12-31, 2027-03-04
 *
 * The window's times and days are UTC's. What is left out of [window] is as above. `reviewers`, 1
 * to 8, is how many are on duty in it, where that many may be. A reviewer's hours and days are by
 * the clocks of their zone. A window or hours that end at or before their start end on the next day
 * ("22:00-06:00" with "Mon": from Monday evening on); 24:00 is an end. Days are names and ranges
 * with commas between ("Mon-Thu, Sun"; "Sat-Tue" includes Sunday). Leave is dates and ranges, the
 * last date included, on any number of lines; it may be left out, no other line of a reviewer may.
 */
struct rota_leave {
    int32_t first, last; /* local dates, days since 1970-01-01 */
};

struct rota_reviewer {
    char name[64], handle[40], zone[64];
    const struct fuseau_zone *clock;
    unsigned start, end; /* minutes of the local day, 0 to 1440; end <= start: on the next day */
    unsigned days;       /* bit 0 is Monday, bit 6 Sunday */
    struct rota_leave *leaves;
    size_t leave_count;
    unsigned line; /* of their section, for faults */
};

struct rota {
    char path[PATH_SIZE];
    unsigned start, end, days;       /* of the window, as above, in UTC */
    unsigned seats;                  /* 1 to ROTA_SEATS_MOST: on duty in it */
    struct rota_reviewer *reviewers; /* in the order of the file */
    size_t count;
};

/* The window of 06:00-10:00 on every day with one seat, and nobody. */
void rota_defaults(struct rota *rota);

/* Zones are fuseau_tzdb_default's. A fault names file and line. *rota is to be freed in any case.
 */
bool rota_read(const char *path, struct rota *rota, struct fault *fault);

/* The same of a stream that is open and stays so; the path is for the faults. */
bool rota_read_stream(FILE *stream, const char *path, struct rota *rota, struct fault *fault);

void rota_free(struct rota *rota);

/* How many minutes after the start the end is, which may be on the next day: 1 to 1440. */
unsigned rota_length(unsigned start, unsigned end);

#endif
