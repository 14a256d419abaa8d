/* SPDX-License-Identifier: MIT */
/* Ways of one crash: where each broke last, what is joined to it, what is split off. */
#include "store.h"

#include "sql.h"
#include "ways.h"

bool store_set_place(struct store *store, int64_t night, const char *variant,
                     const struct signature *signature, struct fault *fault)
{
    return sql_do(store, fault,
                  "UPDATE variants SET message = CASE WHEN ?1 = '' THEN message ELSE ?1 END,"
                  " file = CASE WHEN ?2 = '' THEN file ELSE ?2 END,"
                  " line = CASE WHEN ?2 = '' THEN line ELSE ?3 END,"
                  " placed = (SELECT date FROM nights WHERE id = ?4) WHERE id = ?5",
                  "ttiit", signature->message, signature->file, (int64_t)signature->line, night,
                  variant);
}

bool store_set_half(struct store *store, const char *variant, bool half, struct fault *fault)
{
    return sql_do(store, fault,
                  half ? "UPDATE variants SET half = half | ? WHERE id = ?"
                       : "UPDATE variants SET half = half & ~ ? WHERE id = ?",
                  "it", (int64_t)WAYS_HALF, variant);
}

bool store_set_bare(struct store *store, const char *variant, struct fault *fault)
{
    return sql_do(store, fault, "UPDATE variants SET half = half | ? WHERE id = ?", "it",
                  (int64_t)WAYS_BARE, variant);
}

bool store_set_told(struct store *store, const char *crash, struct fault *fault)
{
    return sql_do(store, fault, "UPDATE variants SET half = 0 WHERE crash = ?", "t", crash) &&
           sql_do(store, fault, "UPDATE crashes SET rest = '' WHERE id = ?", "t", crash);
}

/* What is left of a crash as a crash of its own: its row, named after its first variant, and the
 * sightings. */
static bool begin_rest(struct store *store, const char *crash, const struct store_variant *first,
                       const char *when, struct fault *fault)
{
    const struct signature *signature = &first->signature;
    return sql_do(store, fault,
                  "INSERT INTO crashes(id, title, target, severity, class, first_seen, last_seen,"
                  " revision) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?6, revision FROM crashes"
                  " WHERE id = ?7",
                  "tttittt", first->id, signature->title, first->target,
                  (int64_t)signature->severity, signature_class_name(signature->class), when,
                  crash) &&
           sql_do(store, fault,
                  "INSERT INTO sightings SELECT night, ?, target, seen FROM sightings"
                  " WHERE crash = ?",
                  "tt", first->id, crash);
}

bool store_split(struct store *store, int64_t night, const char *crash,
                 const struct store_variant *variants, size_t count, const char *when,
                 struct fault *fault)
{
    const char *rest = variants[0].id;
    bool done = begin_rest(store, crash, &variants[0], when, fault);
    for (size_t i = 0; done && i < count; i++) {
        done = sql_do(store, fault, "UPDATE variants SET crash = ?, by_place = ? WHERE id = ?",
                      "tit", rest, (int64_t)(i > 0), variants[i].id);
    }
    return done &&
           sql_do(store, fault, "DELETE FROM sightings WHERE crash = ? AND night = ?", "ti", crash,
                  night) &&
           sql_do(store, fault,
                  "UPDATE crashes SET rest = CASE WHEN good_seen = '' THEN ?1 ELSE '' END,"
                  " mended = good_seen <> '', last_seen = coalesce((SELECT max(seen) FROM"
                  " sightings WHERE crash = ?2), last_seen), revision = coalesce((SELECT"
                  " nights.revision FROM sightings JOIN nights ON night = nights.id"
                  " WHERE crash = ?2 ORDER BY seen DESC LIMIT 1), revision) WHERE id = ?2",
                  "tt", rest, crash);
}

bool store_join(struct store *store, const char *crash, const char *other, struct fault *fault)
{
    return sql_do(store, fault, "UPDATE variants SET crash = ?, by_place = 1 WHERE crash = ?", "tt",
                  other, crash) &&
           sql_do(store, fault,
                  "INSERT OR IGNORE INTO sightings SELECT night, ?, target, seen FROM sightings"
                  " WHERE crash = ?",
                  "tt", other, crash) &&
           sql_do(store, fault, "DELETE FROM sightings WHERE crash = ?", "t", crash) &&
           sql_do(store, fault, "DELETE FROM crashes WHERE id = ?", "t", crash);
}
