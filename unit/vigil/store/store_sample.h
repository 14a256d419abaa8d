/* store_sample.h -- a store with a crash or two, for the tests of the store */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_UNIT_STORE_SAMPLE_H
#define VIGIL_UNIT_STORE_SAMPLE_H

#include "scratch.h"

#include "store/store.h"

#define FIRST  "0123456789abcdef"
#define SECOND "fedcba9876543210"
#define NOW    "2026-11-24T02:00:00Z"
#define LATER  "2026-11-25T02:00:00Z"

static inline struct store *open_store(struct scratch *scratch)
{
    struct fault fault;
    struct store *store = store_open(scratch_path(scratch, "vigil.sqlite"), &fault);
    if (store == NULL) {
        fail_msg("%s", fault.text);
    }
    return store;
}

static inline int64_t begin_on(struct store *store, const char *date)
{
    int64_t night = 0;
    struct fault fault;
    struct store_start start = {
        .date = date, .when = NOW, .revision = "1a2b", .budget = 600, .late = 90};
    assert_true(store_begin_night(store, &start, &night, &fault));
    return night;
}

static inline int64_t begin_night(struct store *store)
{
    return begin_on(store, "2026-11-24");
}

static inline struct store_variant make_variant(const char *id, const char *crash, const char *key)
{
    struct store_variant variant = {.target = "offset",
                                    .control = "00112233aabbccdd",
                                    .tool = SANLOG_ASAN,
                                    .studied = true,
                                    .replays = 10,
                                    .reproduced = 4,
                                    .reproducibility = FLAKY};
    struct signature *signature = &variant.signature;
    (void)snprintf(variant.id, sizeof variant.id, "%s", id);
    (void)snprintf(variant.crash, sizeof variant.crash, "%s", crash);
    (void)snprintf(signature->id, sizeof signature->id, "%s", id);
    (void)snprintf(signature->key, sizeof signature->key, "%s", key);
    (void)snprintf(signature->kind, sizeof signature->kind, "data-race");
    (void)snprintf(signature->stack, sizeof signature->stack, "f|g|h|main");
    (void)snprintf(signature->title, sizeof signature->title, "data-race in f");
    signature->class = CLASS_RACE;
    signature->severity = SEVERITY_MEDIUM;
    return variant;
}

static inline void put(struct store *store, const char *id, const char *crash, const char *key)
{
    struct fault fault = {""};
    struct store_variant variant = make_variant(id, crash, key);
    if (!store_put_variant(store, &variant, NOW, &fault)) {
        fail_msg("%s", fault.text);
    }
}

static inline bool find(struct store *store, const char *key, struct store_variant *variant)
{
    struct fault fault = {""};
    bool found = false;
    assert_true(store_find_variant(store, key, variant, &found, &fault));
    return found;
}

struct crashes {
    struct store_crash all[4];
    size_t count;
};

static inline struct crashes read_crashes(struct store *store, int64_t night)
{
    struct fault fault = {""};
    struct crashes crashes = {.count = 0};
    struct store_crash *list;
    assert_true(store_list_crashes(store, night, &list, &crashes.count, &fault));
    assert_in_range(crashes.count, 0, COUNT(crashes.all));
    for (size_t i = 0; i < crashes.count; i++) {
        crashes.all[i] = list[i];
    }
    free(list);
    return crashes;
}

#endif
