/* SPDX-License-Identifier: MIT */
#include "sensitive_rules.h"

/* Written for a tired reader: what goes wrong and when, then what to write instead. */
const struct sensitive_rule sensitive_table[SENSITIVE_RULES] = {
    [SENSITIVE_LOCALTIME] =
        {"localtime", "local time in a shared buffer",
         "localtime() answers in one static struct tm that the next localtime() or gmtime() of any "
         "thread overwrites, and in whatever zone TZ names on this machine.",
         "Open the zone by its name with fuseau_tzdb_zone() and ask fuseau_zoned_from_instant(); "
         "with libc alone, localtime_r()."},
    [SENSITIVE_LOCALTIME_R] =
        {"localtime-r", "local time of whatever TZ says",
         "localtime_r() answers in whatever zone TZ names on this machine, and POSIX does not ask "
         "it to look at TZ again: without a tzset() before, it may use an old zone or UTC.",
         "Open the zone by its name with fuseau_tzdb_zone() and ask fuseau_zoned_from_instant(), "
         "which gives the offset, too."},
    [SENSITIVE_GMTIME] =
        {"gmtime", "UTC in a shared buffer",
         "gmtime() answers in one static struct tm that the next gmtime() or localtime() of any "
         "thread overwrites.",
         "Use fuseau_civil_from_seconds(), which has no state; with libc alone, gmtime_r()."},
    [SENSITIVE_GMTIME_R] =
        {"gmtime-r", "UTC by way of struct tm",
         "gmtime_r() gives a null pointer where the year does not fit an int, and what it fills in "
         "does not say everywhere that it is UTC: mktime() would read it as local time.",
         "Use fuseau_civil_from_seconds(), or fuseau_rfc3339_from_instant() where it is to be "
         "written."},
    [SENSITIVE_MKTIME] =
        {"mktime", "local fields to an instant",
         "mktime() reads the fields in the zone of TZ, moves a time in a gap and picks one of two "
         "in a fold without a word, and its -1 for an error is also a second of 1969.",
         "Ask fuseau_zone_resolve(): it says unique, gap or fold, and fuseau_resolution_pick() "
         "takes the one that is meant."},
    [SENSITIVE_TIMEGM] =
        {"timegm", "UTC fields to an instant",
         "timegm() makes 1 May of 31 April without a word, its -1 for an error is also a second of "
         "1969, and before C23 and POSIX.1-2024 it was in no standard.",
         "Check with fuseau_civil_date_is_valid() and fuseau_civil_time_is_valid(), then use "
         "fuseau_civil_to_seconds()."},
    [SENSITIVE_STRPTIME] =
        {"strptime", "fields that stay as they were",
         "strptime() leaves fields that its format does not name as they were, reads the names of "
         "the locale, and where it reads %z into tm_gmtoff, mktime() does not look at it.",
         "Read RFC 3339 with fuseau_rfc3339_parse(), or RFC 9557 with fuseau_rfc9557_parse(): all "
         "of it or an error at a byte."},
    [SENSITIVE_STRFTIME_ZONE] =
        {"strftime-zone", "an abbreviation, or seconds of the wrong zone",
         "%Z writes an abbreviation that names no one zone (IST is Indian, Irish and Israeli "
         "time), and %s takes the fields for local time in TZ, also those that gmtime() filled in.",
         "Write the offset with fuseau_rfc3339_format(), or the zone's name with "
         "fuseau_zoned_format(); print the instant itself as a number."},
    [SENSITIVE_TZSET] =
        {"tzset", "the zone of the whole process",
         "tzset() changes the local zone of every thread, and the globals tzname, timezone and "
         "daylight while others may be reading them.",
         "Hold a zone of fuseau_tzdb_zone(): it never changes, and two may be open at once."},
    [SENSITIVE_TZ_VARIABLE] =
        {"tz-variable", "the environment's TZ",
         "TZ belongs to the whole process: to set it is a race with every thread that reads the "
         "environment, as localtime() does, and where it is unset, the system's zone counts.",
         "Hand the zone's name along as a parameter and open it with fuseau_tzdb_zone(); set TZ "
         "only in the environment of a child."},
    [SENSITIVE_TIMEZONE_GLOBALS] =
        {"timezone-globals", "one offset and two names for all time",
         "timezone (in seconds west of UTC), daylight and tzname say one thing for all years, but "
         "zones change their offsets and names; daylight is not whether it is in force now.",
         "Ask fuseau_zone_at() for the offset, the designation and daylight saving time at an "
         "instant."},
    [SENSITIVE_STRUCT_TM] =
        {"struct-tm", "fields without an offset",
         "Years in struct tm count from 1900 and months from 0, any field may be out of its range, "
         "and before POSIX.1-2024 nothing in it needed to say which offset it has.",
         "Keep an instant (struct fuseau_instant), or local time with its offset (struct "
         "fuseau_zoned, struct fuseau_rfc3339)."},
    [SENSITIVE_TM_ISDST] =
        {"tm-isdst", "a flag that moves the result by an hour",
         "mktime() believes tm_isdst: 0 or 1 left over from another date makes it an hour out, and "
         "-1 leaves to the library which of two instants in a fold is meant.",
         "Let fuseau_zone_resolve() say whether there are two, and choose in "
         "fuseau_resolution_pick()."},
    [SENSITIVE_TM_YEAR] = {"tm-year", "a year that counts from 1900",
                           "tm_year is the year minus 1900: as it stands it is no year to print or "
                           "compare, and rules "
                           "for leap years on it go wrong, as in 2100, where it is 200.",
                           "Use the year of struct fuseau_date, and fuseau_civil_is_leap_year()."},
    [SENSITIVE_CTIME] =
        {"ctime", "a text of 26 bytes without a zone",
         "ctime() and asctime() say no offset, end in a newline, and are undefined for a year "
         "beyond 9999; without _r they share one static buffer, and C23 deprecates them.",
         "Write with fuseau_rfc3339_format(), which knows its room; with libc alone, strftime()."},
    [SENSITIVE_GETDATE] =
        {"getdate", "formats from a file of the environment's",
         "getdate() reads by the templates of whatever file DATEMSK names in the environment, "
         "fills in what the text leaves out from the current date, and answers in a static buffer.",
         "Read one fixed grammar, as with fuseau_rfc3339_parse()."},
    [SENSITIVE_DIFFTIME] =
        {"difftime", "a double made an integer",
         "difftime() gives a double: where its value does not fit the integer, as 68 years do not "
         "fit an int of 32 bits, C leaves undefined what comes of it.",
         "Keep the double, or subtract the int64_t seconds of two instants."},
    [SENSITIVE_TIME_NARROWED] =
        {"time-narrowed", "a time cast to what may have 32 bits",
         "In 32 bits seconds since 1970 end at 2038-01-19T03:14:07Z, unsigned ones at "
         "2106-02-07T06:28:15Z, and long has 32 bits on 32-bit machines and on 64-bit Windows.",
         "Keep seconds in int64_t, as struct fuseau_instant does."},
    [SENSITIVE_CAST_TO_TIME_T] =
        {"cast-to-time-t", "a cast to time_t",
         "time_t may have 32 bits (as glibc's has on 32-bit machines without _TIME_BITS=64), and "
         "then a cast to it drops the upper half of a later time without a warning.",
         "Keep seconds in int64_t, and where libc wants a time_t compare it with the number after "
         "the conversion."},
    [SENSITIVE_SECONDS_32] =
        {"seconds-32", "seconds in 32 bits",
         "If these are seconds since 1970, 32 bits end at 2038-01-19T03:14:07Z (unsigned: "
         "2106-02-07T06:28:15Z), and a sum of two times ends sooner.",
         "Make it int64_t; if it is a duration, let its name say so (timeout_seconds)."},
    [SENSITIVE_DAY_ARITHMETIC] =
        {"day-arithmetic", "a day taken for 86,400 seconds",
         "A local day with a clock change has 82,800 or 90,000 seconds (on Lord Howe Island 84,600 "
         "or 88,200), so the same hour of the next day is not 86,400 seconds away.",
         "Count days with fuseau_civil_to_day_number() and find the instant with "
         "fuseau_zone_resolve(); where UTC is meant, say so: FUSEAU_SECONDS_PER_DAY."},
    [SENSITIVE_YEAR_ARITHMETIC] =
        {"year-arithmetic", "a year taken for a number of seconds",
         "No number of seconds is a year: one in four has a day more, but 1900 and 2100 do not, so "
         "the date drifts by a day in four years.",
         "Change the year in struct fuseau_date, decide what 29 February becomes, and use "
         "fuseau_civil_to_seconds()."},
    [SENSITIVE_TIME_IN_INT] =
        {"time-in-int", "now, kept in what may have 32 bits",
         "time() gives a time_t, of which 32 bits hold no second after 2038-01-19T03:14:07Z; long "
         "has 32 bits on 32-bit machines and on 64-bit Windows.",
         "Keep it in time_t or int64_t."},
    [SENSITIVE_GETTIMEOFDAY] =
        {"gettimeofday", "a clock that can be set back",
         "gettimeofday() shows the wall clock, which may jump either way between two calls; "
         "POSIX.1-2008 calls it obsolescent, and POSIX.1-2024 no longer has it.",
         "Measure with clock_gettime(CLOCK_MONOTONIC); for the time of day use CLOCK_REALTIME or "
         "timespec_get()."},
    [SENSITIVE_REALTIME_INTERVAL] =
        {"realtime-interval", "an interval by a clock that can be set back",
         "CLOCK_REALTIME jumps when somebody sets the clock or a leap second is repeated, so that "
         "a difference of two readings may be negative, or hours too long.",
         "Take both readings from CLOCK_MONOTONIC."},
};

const struct sensitive_rule *sensitive_rules(size_t *count)
{
    *count = SENSITIVE_RULES;
    return sensitive_table;
}
