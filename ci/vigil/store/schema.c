/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include <stdio.h>

#define APPLICATION_ID 0x76676c31 /* "vgl1": tells our file from other people's databases */

static const char schema_1[] =
    "CREATE TABLE nights(id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT,"
    " budget REAL NOT NULL, status INTEGER);"
    "CREATE TABLE runs(night INTEGER NOT NULL REFERENCES nights(id), target TEXT NOT NULL,"
    " executions INTEGER NOT NULL, edges INTEGER NOT NULL, corpus INTEGER NOT NULL,"
    " seconds REAL NOT NULL, crashes INTEGER NOT NULL, ended TEXT NOT NULL,"
    " PRIMARY KEY(night, target));"
    "CREATE TABLE crashes(id TEXT PRIMARY KEY, signature TEXT NOT NULL UNIQUE,"
    " title TEXT NOT NULL, target TEXT NOT NULL, severity TEXT NOT NULL,"
    " first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, issue INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE sightings(night INTEGER NOT NULL REFERENCES nights(id),"
    " crash TEXT NOT NULL REFERENCES crashes(id), target TEXT NOT NULL, seen TEXT NOT NULL,"
    " PRIMARY KEY(night, crash, target));";

/* A crash of the first schema had one signature, and its class was not known: it becomes a variant
 * that was not studied yet, and the next night studies it again. */
static const char schema_2[] =
    "ALTER TABLE sightings RENAME TO sightings_1;"
    "ALTER TABLE crashes RENAME TO crashes_1;"
    "ALTER TABLE nights ADD COLUMN revision TEXT NOT NULL DEFAULT '';"
    "CREATE TABLE crashes(id TEXT PRIMARY KEY, title TEXT NOT NULL, target TEXT NOT NULL,"
    " severity INTEGER NOT NULL, class TEXT NOT NULL, first_seen TEXT NOT NULL,"
    " last_seen TEXT NOT NULL, revision TEXT NOT NULL DEFAULT '',"
    " first_bad TEXT NOT NULL DEFAULT '', handle TEXT NOT NULL DEFAULT '',"
    " issue INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 0,"
    " declined INTEGER NOT NULL DEFAULT 0, digested INTEGER NOT NULL DEFAULT 0,"
    " mended INTEGER NOT NULL DEFAULT 0, good_revision TEXT NOT NULL DEFAULT '',"
    " good_seen TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE variants(id TEXT PRIMARY KEY, crash TEXT NOT NULL REFERENCES crashes(id),"
    " signature TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, class TEXT NOT NULL,"
    " stack TEXT NOT NULL, title TEXT NOT NULL, severity INTEGER NOT NULL, target TEXT NOT NULL,"
    " tool INTEGER NOT NULL, control TEXT NOT NULL, studied INTEGER NOT NULL,"
    " replays INTEGER NOT NULL, reproduced INTEGER NOT NULL, reproducibility INTEGER NOT NULL);"
    "CREATE TABLE sightings(night INTEGER NOT NULL REFERENCES nights(id),"
    " crash TEXT NOT NULL REFERENCES crashes(id), target TEXT NOT NULL, seen TEXT NOT NULL,"
    " PRIMARY KEY(night, crash, target));"
    "CREATE TABLE outbox(id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " night INTEGER NOT NULL REFERENCES nights(id), verb INTEGER NOT NULL, crash TEXT NOT NULL,"
    " marker TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, target TEXT NOT NULL,"
    " signature TEXT NOT NULL, seen TEXT NOT NULL, labels TEXT NOT NULL, assignee TEXT NOT NULL,"
    " body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '',"
    " settled INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX waiting ON outbox(settled, crash);"
    "INSERT INTO crashes(id, title, target, severity, class, first_seen, last_seen, issue, open)"
    " SELECT id, title, target, CASE severity WHEN 'high' THEN 2 WHEN 'medium' THEN 1 ELSE 0 END,"
    " 'functional', first_seen, last_seen, issue, issue > 0 FROM crashes_1;"
    "INSERT INTO variants SELECT id, id, signature, '', 'functional', '', title, 0, target, 0, '',"
    " 0, 0, 0, 0 FROM crashes_1;"
    "INSERT INTO sightings SELECT night, crash, target, seen FROM sightings_1;"
    "DROP TABLE sightings_1;"
    "DROP TABLE crashes_1;";

/* A night of an older schema is taken to have reported on the date it began. */
static const char schema_3[] =
    "ALTER TABLE nights ADD COLUMN date TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE nights ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN late REAL NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN start_late REAL NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN open_low INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN open_medium INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN open_high INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN untriaged REAL NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN found INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE nights ADD COLUMN filed INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE crashes ADD COLUMN triaged INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE crashes ADD COLUMN owner TEXT NOT NULL DEFAULT '';"
    "UPDATE nights SET date = substr(started, 1, 10), whole = ended IS NOT NULL;"
    "CREATE INDEX dated ON nights(date);";

/* Where a variant of an older schema broke is learnt when it is seen again. */
static const char schema_4[] =
    "ALTER TABLE variants ADD COLUMN message TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE variants ADD COLUMN file TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE variants ADD COLUMN line INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE variants ADD COLUMN placed TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE variants ADD COLUMN by_place INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE variants ADD COLUMN inputless INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE variants ADD COLUMN half INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE crashes ADD COLUMN rest TEXT NOT NULL DEFAULT '';";

static const char schema_5[] = "ALTER TABLE outbox ADD COLUMN advisory TEXT NOT NULL DEFAULT '';";

bool schema_recognise(struct store *store, int64_t *version, struct fault *fault)
{
    int64_t application = 0, tables = 0;
    if (!sql_number(store, "PRAGMA application_id", &application, fault) ||
        !sql_number(store, "PRAGMA user_version", version, fault) ||
        !sql_number(store, "SELECT count(*) FROM sqlite_master", &tables, fault)) {
        return false;
    }
    if (application != APPLICATION_ID && (tables > 0 || *version != 0)) {
        return fault_set(fault, "%s: a database, but not one of vigil's", store->path);
    }
    return *version <= SCHEMA_VERSION ||
           fault_set(fault, "%s: written by a newer vigil (schema %d; this one knows %d)",
                     store->path, (int)*version, SCHEMA_VERSION);
}

/* Within the transaction the version is read again: another vigil may have upgraded the file since
 * it was recognised, and then there is nothing left to do. */
bool schema_upgrade(void *context, struct fault *fault)
{
    static const char *const schemas[SCHEMA_VERSION] = {schema_1, schema_2, schema_3, schema_4,
                                                        schema_5};
    struct store *store = context;
    char mark[96];
    int64_t version = 0;
    bool done = schema_recognise(store, &version, fault);
    if (!done || version == SCHEMA_VERSION) {
        return done;
    }
    for (; done && version < SCHEMA_VERSION; version++) {
        done = sql_execute(store, schemas[version < 0 ? 0 : version], fault);
    }
    (void)snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                   APPLICATION_ID, SCHEMA_VERSION);
    return done && sql_execute(store, mark, fault);
}
