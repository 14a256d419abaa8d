/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attacks.h"
#include "base/span.h"
#include "tzdb.h"
#include "zone.h"

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))
#define TODAY          20782 /* 2026-11-25 */
#define PEOPLE         4
#define NIGHTS         34
#define SECOND         INT64_C(1000000000)

static const char *only_attack;

void report_sample_attack_with(const char *text)
{
    only_attack = text;
}

size_t report_sample_attacks(void)
{
    return only_attack != NULL ? 1 : COUNT_OF(attacks) + COUNT_OF(page_attacks);
}

const char *report_sample_attack(size_t number, const char **name, size_t *size)
{
    if (only_attack != NULL) {
        *name = "the only one";
        *size = strlen(only_attack);
        return only_attack;
    }
    attacks_prepare();
    if (number < COUNT_OF(attacks)) {
        *name = attacks[number].name;
        *size = attacks[number].size;
        return attacks[number].attack;
    }
    *name = page_attacks[number - COUNT_OF(attacks)].name;
    *size = strlen(page_attacks[number - COUNT_OF(attacks)].text);
    return page_attacks[number - COUNT_OF(attacks)].text;
}

void *report_sample_room(size_t count, size_t size)
{
    void *made = calloc(count + 1, size);
    if (made == NULL) {
        perror("report_sample");
        exit(2);
    }
    return made;
}

void report_sample_set(char *field, size_t room, const char *text, size_t size)
{
    span_copy(field, room, (struct span){text, size});
}

static void make_targets(struct report_sample *sample)
{
    static const struct {
        const char *name;
        uint64_t executions, edges, corpus;
        unsigned crashes;
    } told[] = {{"offset", 91284410, 214, 88, 0},    {"fulldate", 80911204, 176, 61, 0},
                {"fulltime", 77120933, 231, 94, 3},  {"rfc3339", 60238177, 402, 173, 0},
                {"zonename", 88410221, 143, 52, 0},  {"rfc9557", 41022970, 688, 301, 12},
                {"posixtz", 52733108, 519, 240, 41}, {"tzif", 0, 0, 412, 0},
                {"zone", 9120344, 1204, 377, 1}};
    sample->targets = report_sample_room(COUNT_OF(told), sizeof *sample->targets);
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        struct report_target *target = &sample->targets[i];
        *target = (struct report_target){.executions = told[i].executions,
                                         .edges = told[i].edges,
                                         .corpus = told[i].corpus,
                                         .seconds = told[i].executions > 0 ? 1600.4 : 0,
                                         .share = 1600,
                                         .crashes = told[i].crashes,
                                         .ran = told[i].executions > 0};
        SAMPLE_SET(target->name, told[i].name);
        SAMPLE_SET(target->ended, target->ran ? "finished" : "not run");
    }
    sample->report.targets = sample->targets;
    sample->report.target_count = COUNT_OF(told);
}

/* A history with its ups and downs: one night missing, one cut short, one late. */
static void make_night(size_t at, size_t count, struct store_night *night)
{
    *night = (struct store_night){
        .status = at % 9 == 4 ? 0 : 1,
        .executions = 420000000 + (uint64_t)(at * 3100007 % 90000001),
        .edges = 2900 + at * 19 + at * at % 23,
        .corpus = 1200 + at * 18,
        .seconds = 14400,
        .open = {(unsigned)(2 + at % 4), (unsigned)(1 + at / 9), (unsigned)(at > 20) + (at > 31)},
        .untriaged_seconds = (double)(at % 13) * 86400 / 2,
        .found = (unsigned)(at % 5),
        .filed = (unsigned)(at % 3)};
    duty_write_date((int32_t)(TODAY - (int32_t)(count - 1 - at) - (at + 8 < count)), night->date);
    (void)snprintf(night->started, sizeof night->started, "%.10sT00:05:00Z", night->date);
    (void)snprintf(night->ended, sizeof night->ended, "%.10sT05:48:12Z", night->date);
    if (at == 11) {
        night->status = -1;
        night->ended[0] = '\0';
    }
    night->late_seconds = at == 17 ? 2400 : 0;
}

static void make_nights(size_t count, struct report_sample *sample)
{
    sample->nights = report_sample_room(count, sizeof *sample->nights);
    for (size_t i = 0; i < count; i++) {
        make_night(i, count, &sample->nights[i]);
    }
    struct store_night *last = &sample->nights[count - 1];
    last->status = (int)sample->report.outcome;
    last->found = (unsigned)sample->report.crash_count;
    last->start_late_seconds = 372;
    last->late_seconds = count > 1 ? 754 : 0;
    sample->report.nights = sample->nights;
    sample->report.night_count = count;
}

static void make_people(struct report_sample *sample)
{
    static const char *const people[PEOPLE][3] = {{"Asha", "asha-k", "Asia/Kolkata"},
                                                  {"Lucía", "lucia-m", "Europe/Madrid"},
                                                  {"Tomáš", "tomas-h", "Europe/Prague"},
                                                  {"Noor", "noor-z", "Asia/Karachi"}};
    sample->reviewers = report_sample_room(PEOPLE, sizeof *sample->reviewers);
    sample->duty = report_sample_room(7, sizeof *sample->duty);
    for (size_t i = 0; i < PEOPLE; i++) {
        SAMPLE_SET(sample->reviewers[i].name, people[i][0]);
        SAMPLE_SET(sample->reviewers[i].handle, people[i][1]);
        SAMPLE_SET(sample->reviewers[i].zone, people[i][2]);
        (void)fuseau_tzdb_zone(fuseau_tzdb_default(), people[i][2], strlen(people[i][2]),
                               FUSEAU_TZDB_EXACT_CASE, &sample->reviewers[i].clock);
    }
    for (size_t i = 0; i < 7; i++) {
        int32_t day = TODAY + (int32_t)i;
        bool weekend = i == 3 || i == 4;
        const struct rota_reviewer *who = weekend ? NULL : &sample->reviewers[i % PEOPLE];
        sample->duty[i] = (struct duty){.day = day,
                                        .reviewer = who,
                                        .start = day * INT64_C(86400) + 21600,
                                        .end = day * INT64_C(86400) + 36000,
                                        .seats = {who},
                                        .seated = weekend ? 0 : 1};
    }
    sample->report.duty = sample->duty;
    sample->report.duty_count = 7;
}

static void make_waiting(struct report_sample *sample)
{
    static const struct {
        unsigned issue;
        const char *title, *owner;
        enum severity severity;
        double days;
        bool triaged;
    } told[] = {
        {187, "heap-use-after-free WRITE 8 in zone_release", "tomas-h", SEVERITY_HIGH, 54.2, true},
        {198, "assertion-failure in suffix_value", "noor-z", SEVERITY_MEDIUM, 23.1, true},
        {204, "memory-leak in tzif_read", "tomas-h", SEVERITY_LOW, 11.1, false},
        {231, "heap-buffer-overflow WRITE 1 in read_designation", "asha-k", SEVERITY_HIGH, 0.2,
         false}};
    sample->waiting = report_sample_room(COUNT_OF(told), sizeof *sample->waiting);
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        struct report_waiting *waiting = &sample->waiting[i];
        *waiting = (struct report_waiting){.issue = told[i].issue,
                                           .severity = told[i].severity,
                                           .age_seconds = told[i].days * 86400,
                                           .triaged = told[i].triaged};
        SAMPLE_SET(waiting->title, told[i].title);
        SAMPLE_SET(waiting->owner, told[i].owner);
        (void)snprintf(waiting->link, sizeof waiting->link,
                       "https://github.com/fuseau/fuseau/issues/%u", told[i].issue);
    }
    sample->report.waiting = sample->waiting;
    sample->report.waiting_count = COUNT_OF(told);
}

static void make_toolchain(struct report_sample *sample)
{
    static const char locked[] = "clang 14.0.6\ncmake 3.25.1\ngnuplot 5.4.4\nlibsqlite3 3.40.1\n"
                                 "tzdata 2026b\n",
                      found[] = "clang 14.0.6\ncmake 3.25.1\ngnuplot 5.4.4\nlibsqlite3 3.40.1\n"
                                "tzdata 2026c\n";
    static struct toolchain_item items[5];
    const char *left = locked, *right = found;
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        (void)sscanf(left, "%63s %95s", items[i].name, items[i].locked);
        (void)sscanf(right, "%*s %95s", items[i].found);
        left = strchr(left, '\n') + 1;
        right = strchr(right, '\n') + 1;
    }
    sample->toolchain = (struct toolchain){items, COUNT_OF(items), 1};
    sample->report.toolchain = &sample->toolchain;
}

static void make_stages(struct report_sample *sample)
{
    static const int64_t midnight = INT64_C(20782) * 86400 * SECOND + 300 * SECOND;
    static struct stage stages[] = {
        {"build", "", true, 0, 41},          {"replay", "", false, 41, 310},
        {"fuzz", "", false, 310, 14720},     {"fuzz", "posixtz", false, 310, 1910},
        {"fuzz", "zone", false, 1910, 3510}, {"triage", "", false, 14720, 15933},
        {"bisect", "", false, 15933, 19021}, {"file", "", false, 19021, 19080},
        {"publish", "", false, 19080, 0},
    };
    if (stages[0].began == 0) {
        for (size_t i = 0; i < COUNT_OF(stages); i++) {
            stages[i].began = midnight + stages[i].began * SECOND;
            stages[i].ended = stages[i].ended == 0 ? 0 : midnight + stages[i].ended * SECOND;
        }
    }
    sample->report.stages = stages;
    sample->report.stage_count = COUNT_OF(stages);
}

static void make_words(enum report_sample_kind kind, struct report_sample *sample)
{
    struct report *report = &sample->report;
    buffer_text(&sample->troubles, "");
    if (kind == SAMPLE_CLEAN) {
        buffer_text(&sample->sentence, "Nothing crashed in 4 h of fuzzing.");
        return;
    }
    report->outcome = OUTCOME_COULD_NOT;
    buffer_text(&sample->sentence,
                "Two new crashes, one of them high: heap-buffer-overflow WRITE 1 in "
                "read_designation. One target did not run.");
    buffer_text(&sample->troubles, "tzif: it does not start: /out/tzif: cannot execute\n"
                                   "https://github.com: two comments wait for the next night\n");
    buffer_text(&sample->notes, "offset: was built without symbols\n");
    report->filings = (struct store_filings){.filed = 2, .reopened = 1, .closed = 1, .waiting = 2};
}

/* The attacks where no crash has them. */
static void attack_the_rest(struct report_sample *sample)
{
    const char *name;
    size_t size;
    for (size_t i = 0; i < sample->report.waiting_count; i++) {
        const char *text = report_sample_attack(COUNT_OF(attacks) + 7 * i, &name, &size);
        SAMPLE_SET(sample->waiting[i].title, text);
        SAMPLE_SET(sample->waiting[i].link, text);
        SAMPLE_SET(sample->waiting[i].owner, text);
        SAMPLE_SET(sample->targets[i].name, text);
        SAMPLE_SET(sample->reviewers[i].name, text);
        SAMPLE_SET(sample->reviewers[i].handle, text);
        buffer_text(&sample->troubles, text);
        buffer_text(&sample->notes, text);
    }
    sample->report.project = report_sample_attack(COUNT_OF(attacks) + 3, &name, &size);
    sample->report.issues = report_sample_attack(COUNT_OF(attacks) + 13, &name, &size);
    sample->report.revision = sample->report.project;
}

void report_sample_make(enum report_sample_kind kind, size_t more, struct report_sample *sample)
{
    *sample =
        (struct report_sample){.report = {.project = "fuseau",
                                          .revision = "665d88f6eb9f7df4480abc9385cbcc59b789d249",
                                          .version = "0.1.0",
                                          .issues = "https://github.com/fuseau/fuseau/issues",
                                          .budget = 14400}};
    make_words(kind, sample);
    report_sample_crashes(kind, more, sample);
    make_targets(sample);
    make_nights(kind == SAMPLE_CLEAN ? 1 : NIGHTS, sample);
    if (kind != SAMPLE_CLEAN) {
        make_people(sample);
        make_waiting(sample);
        make_toolchain(sample);
        make_stages(sample);
    }
    if (kind == SAMPLE_HOSTILE) {
        attack_the_rest(sample);
    }
    sample->report.sentence = sample->sentence.data;
    sample->report.troubles = sample->troubles.data;
    sample->report.notes = sample->notes.data; /* a clean night has none */
}

void report_sample_free(struct report_sample *sample)
{
    report_sample_free_crashes(sample);
    for (size_t i = 0; sample->reviewers != NULL && i < PEOPLE; i++) {
        fuseau_zone_release(sample->reviewers[i].clock);
    }
    free(sample->targets);
    free(sample->nights);
    free(sample->waiting);
    free(sample->duty);
    free(sample->reviewers);
    buffer_free(&sample->sentence);
    buffer_free(&sample->troubles);
    buffer_free(&sample->notes);
}
