/* zone_local.c -- (private) which stretches of local time come once, never or twice */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "zone_parts.h"

/*
 * Between two transitions local time runs evenly, so each such interval of instants is an interval
 * of local time. These are swept in the order of local time: where one is open the time comes once,
 * where none is, never, and where several are, the first and the last of them count. Files exist
 * only to hurt in which thousands overlap; that costs no more than sorting their ends.
 */
struct interval {
    int64_t begin; /* instant; the next one's begin is its end */
    int64_t local_begin;
    int64_t local_end;
    uint16_t type;
};

/* Where an interval begins or ends in local time. */
struct edge {
    int64_t at;
    uint32_t interval;
};

/* The intervals that are open: a set of small numbers whose least and greatest are found quickly.
 */
struct open_set {
    uint64_t *words;   /* a bit an interval */
    uint64_t *summary; /* a bit a word that is not 0 */
    uint32_t words_size, summary_size;
    uint32_t count;
};

struct sweep {
    struct interval *intervals;
    struct edge *begins, *ends;
    int64_t *changes;
    struct zone_span *spans; /* one more than there are changes */
    uint32_t size;           /* of the intervals */
    uint32_t room;
    uint32_t edges;
    uint32_t change_count;
    struct open_set open;
};

static void open_add(struct open_set *set, uint32_t interval)
{
    set->words[interval / 64] |= UINT64_C(1) << interval % 64;
    set->summary[interval / 4096] |= UINT64_C(1) << interval / 64 % 64;
    set->count++;
}

static void open_remove(struct open_set *set, uint32_t interval)
{
    uint32_t word = interval / 64;
    set->words[word] &= ~(UINT64_C(1) << interval % 64);
    if (set->words[word] == 0) {
        set->summary[word / 64] &= ~(UINT64_C(1) << word % 64);
    }
    set->count--;
}

/* The set must not be empty. */
static uint32_t open_first(const struct open_set *set)
{
    uint32_t i = 0;
    while (set->summary[i] == 0) {
        i++;
    }
    uint32_t word = i * 64 + (uint32_t)__builtin_ctzll(set->summary[i]);
    return word * 64 + (uint32_t)__builtin_ctzll(set->words[word]);
}

static uint32_t open_last(const struct open_set *set)
{
    uint32_t i = set->summary_size - 1;
    while (set->summary[i] == 0) {
        i--;
    }
    uint32_t word = i * 64 + 63 - (uint32_t)__builtin_clzll(set->summary[i]);
    return word * 64 + 63 - (uint32_t)__builtin_clzll(set->words[word]);
}

static int32_t offset_of(const struct fuseau_zone *zone, uint16_t type)
{
    return zone->types[type].offset_seconds;
}

static uint16_t rule_type(const struct fuseau_zone *zone, bool daylight)
{
    return (uint16_t)(zone->rule_types[daylight] - zone->types);
}

static bool add_interval(struct sweep *sweep, int64_t begin, uint16_t type)
{
    if (sweep->size == sweep->room) {
        sweep->room += sweep->room / 2 + 8;
        struct interval *larger = realloc(sweep->intervals, sweep->room * sizeof *sweep->intervals);
        if (!larger) {
            return false;
        }
        sweep->intervals = larger;
    }
    sweep->intervals[sweep->size++] = (struct interval){.begin = begin, .type = type};
    return true;
}

static bool add_intervals_of_transitions(struct sweep *sweep, const struct fuseau_zone *zone)
{
    bool added = add_interval(sweep, INT64_MIN, zone->type_after[0]);
    for (uint32_t i = 0; added && i < zone->transitions.size; i++) {
        added = add_interval(sweep, zone->transitions.times[i], zone->type_after[i + 1]);
    }
    return added;
}

/* From which local time on every clock that shows it goes by the rule. */
static int64_t local_rule_from(const struct sweep *sweep, const struct fuseau_zone *zone)
{
    int64_t latest = INT64_MIN;
    for (uint32_t i = 0; i < sweep->size; i++) {
        bool last = i + 1 == sweep->size;
        int64_t end = last ? zone->rule_from : sweep->intervals[i + 1].begin;
        int64_t local_end = zone_add(end, offset_of(zone, sweep->intervals[i].type));
        latest = local_end > latest ? local_end : latest;
    }
    for (int daylight = 0; daylight < 2; daylight++) {
        int64_t local = zone_add(zone->rule_from, zone->rule_types[daylight]->offset_seconds);
        latest = local > latest ? local : latest;
    }
    return latest;
}

/* Some of the rule's intervals may show local times from before that. */
static bool add_intervals_of_rule(struct sweep *sweep, const struct fuseau_zone *zone)
{
    int64_t standard = zone->rule_types[0]->offset_seconds;
    int64_t daylight = zone->rule_types[1]->offset_seconds;
    int64_t least = standard < daylight ? standard : daylight;
    int64_t change = zone->rule_from;
    while (zone_cycle_next(&zone->cycle, change, &change) &&
           zone_add(change, least) < zone->local_rule_from) {
        uint16_t type = rule_type(zone, zone_cycle_is_daylight(&zone->cycle, change));
        if (!add_interval(sweep, change, type)) {
            return false;
        }
    }
    return true;
}

static void place_intervals(struct sweep *sweep, const struct fuseau_zone *zone)
{
    for (uint32_t i = 0; i < sweep->size; i++) {
        struct interval *interval = &sweep->intervals[i];
        int32_t offset = offset_of(zone, interval->type);
        bool last = i + 1 == sweep->size;
        interval->local_begin = i == 0 ? INT64_MIN : zone_add(interval->begin, offset);
        interval->local_end = last ? INT64_MAX : zone_add(interval[1].begin, offset);
    }
}

static int compare_edges(const void *left, const void *right)
{
    const struct edge *a = left;
    const struct edge *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/* They nearly always are in order already. */
static void sort_edges(struct edge *edges, uint32_t size)
{
    for (uint32_t i = 1; i < size; i++) {
        if (edges[i].at < edges[i - 1].at) {
            qsort(edges, size, sizeof *edges, compare_edges);
            return;
        }
    }
}

/* An interval that the ends of int64_t leave nothing of has no edges. */
static void place_edges(struct sweep *sweep)
{
    for (uint32_t i = 0; i < sweep->size; i++) {
        const struct interval *interval = &sweep->intervals[i];
        if (interval->local_begin < interval->local_end) {
            sweep->begins[sweep->edges] = (struct edge){interval->local_begin, i};
            sweep->ends[sweep->edges++] = (struct edge){interval->local_end, i};
        }
    }
    sort_edges(sweep->begins, sweep->edges);
    sort_edges(sweep->ends, sweep->edges);
}

/* `beyond` is the first interval that ends later: a gap is between it and the one before. */
static struct zone_span span_of(const struct sweep *sweep, uint32_t beyond)
{
    const struct interval *intervals = sweep->intervals;
    if (sweep->open.count == 0) {
        uint16_t before = beyond > 0 ? intervals[beyond - 1].type : intervals[beyond].type;
        return (struct zone_span){intervals[beyond].type, before, FUSEAU_LOCAL_GAP};
    }
    uint32_t first = open_first(&sweep->open);
    uint32_t last = open_last(&sweep->open);
    return (struct zone_span){intervals[first].type, intervals[last].type,
                              first == last ? FUSEAU_LOCAL_UNIQUE : FUSEAU_LOCAL_FOLD};
}

static bool same_span(struct zone_span left, struct zone_span right)
{
    return left.earlier == right.earlier && left.later == right.later && left.kind == right.kind;
}

static void run_sweep(struct sweep *sweep, int64_t until)
{
    uint32_t begun = 0, ended = 0, beyond = 0;
    int64_t at = INT64_MIN;
    for (bool first = true; first || at < until; first = false) {
        while (ended < sweep->edges && sweep->ends[ended].at <= at) {
            open_remove(&sweep->open, sweep->ends[ended++].interval);
        }
        while (begun < sweep->edges && sweep->begins[begun].at <= at) {
            open_add(&sweep->open, sweep->begins[begun++].interval);
        }
        while (beyond + 1 < sweep->size && sweep->intervals[beyond].local_end <= at) {
            beyond++;
        }
        struct zone_span span = span_of(sweep, beyond);
        if (first) {
            sweep->spans[0] = span;
        } else if (!same_span(span, sweep->spans[sweep->change_count])) {
            sweep->changes[sweep->change_count++] = at;
            sweep->spans[sweep->change_count] = span;
        }
        int64_t next_end = ended < sweep->edges ? sweep->ends[ended].at : INT64_MAX;
        int64_t next_begin = begun < sweep->edges ? sweep->begins[begun].at : INT64_MAX;
        at = next_end < next_begin ? next_end : next_begin;
    }
}

static bool make_room(struct sweep *sweep)
{
    size_t size = sweep->size;
    struct open_set *open = &sweep->open;
    open->words_size = sweep->size / 64 + 1;
    open->summary_size = open->words_size / 64 + 1;
    sweep->begins = malloc(size * sizeof *sweep->begins);
    sweep->ends = malloc(size * sizeof *sweep->ends);
    sweep->changes = malloc(2 * size * sizeof *sweep->changes);
    sweep->spans = malloc((2 * size + 1) * sizeof *sweep->spans);
    open->words = calloc(open->words_size, sizeof *open->words);
    open->summary = calloc(open->summary_size, sizeof *open->summary);
    return sweep->begins && sweep->ends && sweep->changes && sweep->spans && open->words &&
           open->summary;
}

static void release_room(struct sweep *sweep)
{
    free(sweep->intervals);
    free(sweep->begins);
    free(sweep->ends);
    free(sweep->changes);
    free(sweep->spans);
    free(sweep->open.words);
    free(sweep->open.summary);
}

/* What was swept, in the zone. */
static bool keep(struct sweep *sweep, struct fuseau_zone *zone)
{
    size_t size = (sweep->change_count + 1) * sizeof *sweep->spans;
    struct zone_span *spans = realloc(sweep->spans, size);
    if (!spans) {
        return false;
    }
    sweep->spans = NULL;
    zone->spans = spans;
    zone->memory += size;
    return timeline_make(&zone->local_changes, sweep->changes, sweep->change_count);
}

/* The least and the greatest offset that the zone has. */
struct offsets {
    int32_t least, greatest;
};

static struct offsets offsets_of(const struct fuseau_zone *zone)
{
    struct offsets offsets = {INT32_MAX, INT32_MIN};
    for (uint32_t i = 0; i < zone->type_count; i++) {
        int32_t offset = zone->types[i].offset_seconds;
        offsets.least = offset < offsets.least ? offset : offsets.least;
        offsets.greatest = offset > offsets.greatest ? offset : offsets.greatest;
    }
    return offsets;
}

/*
 * Whether all changes are so far apart that no local time meets two of them: farther than the
 * greatest and the least offset. That is so in nearly all files. Sums of times and offsets of such
 * a zone are in int64_t.
 */
static bool is_sparse(const struct fuseau_zone *zone, struct offsets offsets)
{
    const int64_t far = INT64_C(1) << 61;
    const struct timeline *transitions = &zone->transitions;
    int64_t spread = (int64_t)offsets.greatest - offsets.least;
    if (offsets.greatest >= ZONE_SPARSE_OFFSET || offsets.least <= -ZONE_SPARSE_OFFSET ||
        zone->rule_from <= -far || zone->rule_from >= far ||
        (transitions->size > 0 && transitions->times[0] <= -far)) {
        return false;
    }
    int64_t last = -2 * far;
    bool sparse = true;
    for (uint32_t i = 0; i < transitions->size; i++) { /* up to rule_from */
        sparse &= transitions->times[i] - last > spread;
        last = transitions->times[i];
    }
    int64_t change;
    return sparse && (last == zone->rule_from || zone->rule_from - last > spread) &&
           (!zone_cycle_next(&zone->cycle, zone->rule_from, &change) ||
            change - zone->rule_from > spread);
}

/* As local_rule_from, of a zone that is sparse: only the last offset and the rule's matter. */
static int64_t sparse_local_rule_from(const struct fuseau_zone *zone)
{
    uint32_t before = zone->transitions.size;
    before -= before > 0 && zone->transitions.times[before - 1] == zone->rule_from;
    int32_t latest = offset_of(zone, zone->type_after[before]);
    for (int daylight = 0; daylight < 2; daylight++) {
        int32_t offset = zone->rule_types[daylight]->offset_seconds;
        latest = offset > latest ? offset : latest;
    }
    return zone->rule_from + latest;
}

bool zone_local_make(struct fuseau_zone *zone)
{
    struct sweep sweep = {0};
    struct offsets offsets = offsets_of(zone);
    zone->local_rule_from = INT64_MIN;
    zone->greatest_offset = offsets.greatest;
    if (zone->rule_from == INT64_MIN) {
        return true; /* the rule is all there is */
    }
    if (is_sparse(zone, offsets)) {
        zone->local_rule_from = sparse_local_rule_from(zone);
        return true;
    }
    bool made = add_intervals_of_transitions(&sweep, zone);
    if (made) {
        zone->local_rule_from = local_rule_from(&sweep, zone);
        made = add_intervals_of_rule(&sweep, zone) && make_room(&sweep);
    }
    if (made) {
        place_intervals(&sweep, zone);
        place_edges(&sweep);
        run_sweep(&sweep, zone->local_rule_from);
        made = keep(&sweep, zone);
    }
    release_room(&sweep);
    return made;
}
