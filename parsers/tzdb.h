/* tzdb.h -- a zone by its name: from a directory, the system's, or the built-in copy */
/* SPDX-License-Identifier: MIT */
#ifndef FUSEAU_TZDB_H
#define FUSEAU_TZDB_H

#include <stddef.h>

#include "result.h"
#include "zone.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A database of zones, with every zone that was asked for kept. All functions may be called from
 * any number of threads at once, but fuseau_tzdb_close. NULL is the database that could not be
 * opened: to ask it for a zone is the error NO_DATABASE, and it has no names.
 */
struct fuseau_tzdb;

enum {
    FUSEAU_TZDB_NAME_MAX_SIZE = 255,     /* bytes of a name; longer ones are not found */
    FUSEAU_TZDB_VERSION_MAX_SIZE = 31,   /* bytes of "2025b" and its like */
    FUSEAU_TZDB_FILE_MAX_SIZE = 1 << 20, /* bytes of a zone file; the largest that zic makes of
                                            IANA's data, with leap seconds, has fewer than 6,000 */
};

/*
 * Open the zone directory at `path`. NULL: the one that fuseau_tzdb_wanted names, or else the first
 * there is of the system's directories, or else the built-in copy. Where it is the system's, the
 * built-in copy answers what it lacks: an empty directory has all zones so, and one without old
 * names has "US/Eastern". A directory that somebody named, here or in the environment, is as it is.
 * Nothing is read until it is asked for, and no file stays open.
 *
 * Errors: NOT_FOUND (there is no such directory, or no built-in copy), FILE_READ (the system does
 * not let us see, errno says why), MEMORY.
 */
struct fuseau_result fuseau_tzdb_open(const char *path, struct fuseau_tzdb **out);

/*
 * The directory that the environment wants fuseau_tzdb_open(NULL, …) to open: $TZDIR, or NULL if
 * that is not set, or empty, or the program has more rights than its user (AT_SECURE: set-user-ID,
 * set-group-ID, file capabilities). If it is not NULL and fuseau_tzdb_default is, this is why. The
 * text is the environment's, and lives as long as that stays as it is.
 */
const char *fuseau_tzdb_wanted(void);

/* Open the copy that was built into the library (FUSEAU_BUNDLED_TZDATA). Errors: as above. */
struct fuseau_result fuseau_tzdb_open_bundled(struct fuseau_tzdb **out);

/* The one that fuseau_tzdb_open(NULL, …) gives, opened at the first call and never closed; or NULL.
 */
struct fuseau_tzdb *fuseau_tzdb_default(void);

/* Forget the database and its zones; a zone that somebody else retains lives on. NULL is allowed.
 */
void fuseau_tzdb_close(struct fuseau_tzdb *db);

enum fuseau_tzdb_case {
    FUSEAU_TZDB_EXACT_CASE, /* as RFC 9557 has it */
    FUSEAU_TZDB_ANY_CASE,   /* ASCII letters match in either case */
};

/*
 * Find the zone named by the `size` bytes at `name`. The caller releases it. A name that is a link
 * to another gives the same zone. What has been read is kept; a file that is being written, or was
 * a twentieth of a second ago, is waited for, up to a quarter of a second.
 *
 * No name leaves the directory: none begins with "/" or has a part "..". Symbolic links are
 * followed wherever they lead, as glibc and tzcode follow them: the zones of some systems are links
 * to another place (Buildroot, Guix, stow), and whoever could put a link there could put a file.
 *
 * Errors: NO_DATABASE (`db` is NULL); those of fuseau_zonename_parse; NOT_FOUND; FILE_KIND (not a
 * regular file, or links in a ring), FILE_SIZE, FILE_CHANGED, FILE_READ; those of
 * fuseau_zone_from_tzif; MEMORY.
 */
struct fuseau_result fuseau_tzdb_zone(struct fuseau_tzdb *db, const char *name, size_t size,
                                      enum fuseau_tzdb_case letter_case,
                                      const struct fuseau_zone **out);

/*
 * The name as the database spells it, for a name in any case: "America/New_York" for
 * "america/new_york". Writes to `text`, which has room for `room` bytes; no NUL is added.
 *
 * Errors: NO_DATABASE (`db` is NULL); those of fuseau_zonename_parse; NOT_FOUND; FILE_READ (not
 * found, but some of the directory cannot be read); ROOM; MEMORY.
 */
struct fuseau_result fuseau_tzdb_spell(struct fuseau_tzdb *db, const char *name, size_t size,
                                       char *text, size_t room);

/* What a local zone was found by. */
enum fuseau_tzdb_local_from {
    FUSEAU_TZDB_LOCAL_TZ,        /* the environment's TZ */
    FUSEAU_TZDB_LOCAL_LOCALTIME, /* /etc/localtime: the name that it links to, or its bytes */
    FUSEAU_TZDB_LOCAL_TIMEZONE,  /* /etc/timezone, there being no /etc/localtime */
    FUSEAU_TZDB_LOCAL_DEFAULT,   /* none of these: UTC */
};

/* "TZ", "/etc/localtime", "/etc/timezone", "default"; or "unknown". Static storage. */
const char *fuseau_tzdb_local_from_name(enum fuseau_tzdb_local_from from);

/* The zone of this system, or of this process. */
struct fuseau_tzdb_local_zone {
    const struct fuseau_zone *zone; /* the caller releases it */
    enum fuseau_tzdb_local_from from;
    char name[FUSEAU_TZDB_NAME_MAX_SIZE + 1]; /* ends with NUL; "" where it has none */
};

/*
 * Find the local zone. With TZ=Europe/Paris, or with no TZ where /etc/localtime is a link to
 * "/usr/share/zoneinfo/Europe/Paris": the zone of Paris, named "Europe/Paris". If there is a name,
 * the zone is the database's of that name, so that what is written with it is read as it was meant.
 *
 * TZ, if it is set, decides; a ":" before it counts for nothing (glibc, tzcode):
 *     ""                  UTC;
 *     "Europe/Paris"      the zone of that name, be it "EST5EDT" or "UTC";
 *     "EST5EDT,M3.2.0,M11.1.0", "<+03>-3"   where there is no such name, a POSIX TZ string;
 *     "/…/zoneinfo/Europe/Paris"            the zone of that file, which has the name behind
 *         "zoneinfo/", or behind the database's directory, if the database's zone of that name
 *         shows the same times until 2100. In a program with more rights than its user such a TZ
 *         is passed over (glibc takes UTC), but for "/etc/localtime".
 * What it says is not papered over: glibc takes UTC for a TZ that it cannot read, here it is an
 * error.
 *
 * Without TZ it is /etc/localtime. Where that is a link to a file of a directory "zoneinfo", it is
 * the zone of that name (as ICU and jiff have it), also if the file is missing and the database has
 * it; or else the zone of the file. A copy has the name that stands in /etc/timezone if the
 * database's zone of that name shows the same times until 2100: /etc/timezone may be older than the
 * copy, and several names may have its times. (ICU takes the first file that has the same bytes.)
 * Without /etc/localtime it is the zone that /etc/timezone names, and without that UTC.
 *
 * Nothing is kept: a change of TZ or of a link shows in the next call. TZ must not be set meanwhile
 * by another thread (setenv).
 *
 * Without a database (`db` is NULL) a TZ string, a file and UTC are found all the same.
 *
 * Errors, at 0: NOT_FOUND (what TZ, the link or /etc/timezone names is nowhere, and TZ is no POSIX
 * TZ string); NO_DATABASE (the same where `db` is NULL); for a file those of fuseau_tzdb_zone.
 */
struct fuseau_result fuseau_tzdb_local(struct fuseau_tzdb *db, struct fuseau_tzdb_local_zone *out);

/*
 * Look at the files again: zones whose files have changed, are gone or are new are read anew when
 * they are next asked for. Zones already handed out stay as they were.
 */
void fuseau_tzdb_refresh(struct fuseau_tzdb *db);

/*
 * The version of the data, such as "2025b": from the directory's tzdata.zi, +VERSION or version
 * file, or "unknown". Writes NUL-terminated text.
 */
void fuseau_tzdb_version(struct fuseau_tzdb *db, char version[FUSEAU_TZDB_VERSION_MAX_SIZE + 1]);

/*
 * "/usr/share/zoneinfo", or "built-in"; "" if `db` is NULL. Lives as long as the database. Where
 * the built-in copy answers what the directory lacks, fuseau_zone_source says which it was.
 */
const char *fuseau_tzdb_source(const struct fuseau_tzdb *db);

/* What fuseau_tzdb_each answers, if not 0 or what `visit` returned. */
enum {
    FUSEAU_TZDB_EACH_MEMORY = -1,     /* no memory for the list of names: none was visited */
    FUSEAU_TZDB_EACH_INCOMPLETE = -2, /* each name that could be had was visited, but a directory
                                         or a file could not be read, or `db` is NULL */
};

/*
 * Call `visit` for the name of each zone, in the order of strcmp, until it returns non-zero, which
 * is returned; 0 at the end, if these are all. What the built-in copy has is among them where it
 * helps, also a name in whose place something broken stands: whoever asks for it is told.
 *
 * Linked directories are visited as others are, but for one that leads back into a directory that
 * it is in; beyond 4096 directories the list is incomplete. Passed over are files that do not begin
 * as TZif, names that fuseau_zonename_parse refuses, and at the top "posix" and "right", which hold
 * the zones once more, and "localtime" and "posixrules", which only say which zone a system takes
 * for want of another.
 */
int fuseau_tzdb_each(struct fuseau_tzdb *db, int (*visit)(const char *name, void *context),
                     void *context);

enum { FUSEAU_TZDB_NEAREST_MOST = 3 };

/* Names that come near to one that is none. */
struct fuseau_tzdb_nearest_names {
    size_t count; /* of the names below: 0…FUSEAU_TZDB_NEAREST_MOST */
    char names[FUSEAU_TZDB_NEAREST_MOST][FUSEAU_TZDB_NAME_MAX_SIZE + 1]; /* each ends with NUL */
};

/*
 * For "did you mean …?": the names of zones that are nearest to the `size` bytes at `name`, which
 * may be any bytes, the nearest first and, where several are as near, in the order of strcmp.
 * "Europe/Pariss" gives { 1, { "Europe/Paris" } }.
 *
 * How near a name is, is the number of bytes to insert, remove or replace (Levenshtein), at most a
 * quarter of `size`, rounded down. The case of ASCII letters counts for nothing, nor does whether
 * words are joined by "_", "-" or a space; and the part of a name behind its last "/" may stand for
 * the whole, so that "paris" finds "Europe/Paris", and "new york" "America/New_York".
 *
 * There is no error: nothing is near to a name of more than FUSEAU_TZDB_NAME_MAX_SIZE bytes, or
 * where there is no memory for the list of names, or no database.
 */
void fuseau_tzdb_nearest(struct fuseau_tzdb *db, const char *name, size_t size,
                         struct fuseau_tzdb_nearest_names *out);

#ifdef __cplusplus
}
#endif
#endif
