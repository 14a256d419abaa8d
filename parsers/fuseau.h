/* fuseau.h -- the whole of libfuseau */
/* SPDX-License-Identifier: MIT */

/*
 * Which header answers which question:
 *
 *     rfc3339.h    which instant is "2024-07-11T01:14:00.5Z", and how is an instant written?
 *     rfc9557.h    the same with a zone and more behind it, "…Z[Europe/Paris][u-ca=hebrew]"
 *     datetime.h   the same, or a date or a time alone, or without an offset, as TOML has them
 *     fulldate.h, fulltime.h, offset.h    what do "2024-07-11", "01:14:00.5Z", "+05:30" say?
 *     tzdb.h       where is the zone "America/New_York", which zones are there, and which is the
 *                  local one?
 *     zone.h       what do its clocks show at an instant, when do they show a local time, and when
 *                  do they change?
 *     zoned.h      what does a timestamp mean together with its zone?
 *     zonename.h, posixtz.h, tzif.h    is this the name of a zone, a POSIX TZ string such as
 *                  "EST5EDT,M3.2.0,M11.1.0", a compiled zone file?
 *     civil.h      which day is a date, counted from 1970, and back? its weekday, its week?
 *     column.h     which instants are a million lines of timestamps, or a column of Arrow's?
 *     tm.h         what is it as a struct tm, an instant as a struct timespec, and back?
 *     result.h     what went wrong, and at which byte?
 *
 * Four things are all that most programs want. To read a timestamp:
 *
 *     struct fuseau_rfc3339 read;
 *     struct fuseau_result result = fuseau_rfc3339_parse("2024-07-11T01:14:00Z", 20, NULL, &read);
 *
 * If result.error is FUSEAU_OK, read.instant.seconds is 1720660440. To ask a zone what its clocks
 * show then, { -14400, true, "EDT" }:
 *
 *     const struct fuseau_zone *zone;
 *     result = fuseau_tzdb_zone(fuseau_tzdb_default(), "America/New_York", 16,
 *                               FUSEAU_TZDB_EXACT_CASE, &zone);
 *     if (result.error != FUSEAU_OK) {
 *         return result.error; (no such zone, or no database; fuseau_error_message has words)
 *     }
 *     const struct fuseau_local_type *type = fuseau_zone_at(zone, read.instant.seconds);
 *
 * And when do they show 01:30 on 3 November 2024? Twice, and 1730611800 is the first time:
 *
 *     struct fuseau_date date = {2024, 11, 3};
 *     struct fuseau_time time = {1, 30, 0, 0};
 *     struct fuseau_resolution times =
 *         fuseau_zone_resolve(zone, fuseau_civil_to_seconds(date, time));
 *     int64_t seconds;
 *     result = fuseau_resolution_pick(&times, FUSEAU_PREFER_COMPATIBLE, &seconds);
 *
 * To write it as clocks here show it, with milliseconds, "2024-07-11T03:14:00.000+02:00":
 *
 *     struct fuseau_tzdb_local_zone here;
 *     struct fuseau_zoned shown;
 *     char text[FUSEAU_ZONED_MAX_SIZE];
 *     result = fuseau_tzdb_local(fuseau_tzdb_default(), &here);
 *     if (result.error == FUSEAU_OK) {
 *         result = fuseau_zoned_from_instant(here.zone, read.instant, &shown);
 *     }
 *     if (result.error == FUSEAU_OK) {
 *         result = fuseau_zoned_format(&shown, NULL, 0, FUSEAU_FRACTION_TRUNCATE + 3, text,
 *                                      sizeof text);
 *     }
 *
 * Whoever was given a zone releases it: fuseau_zone_release(zone).
 */
#ifndef FUSEAU_H
#define FUSEAU_H

#include "civil.h"
#include "column.h"
#include "datetime.h"
#include "fulldate.h"
#include "fulltime.h"
#include "offset.h"
#include "posixtz.h"
#include "result.h"
#include "rfc3339.h"
#include "rfc9557.h"
#include "tm.h"
#include "tzdb.h"
#include "tzif.h"
#include "zone.h"
#include "zoned.h"
#include "zonename.h"

#endif
