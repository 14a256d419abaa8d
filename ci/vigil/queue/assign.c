/* SPDX-License-Identifier: MIT */
#include "assign.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct desk {
    const struct queue_entry *entries;
    size_t count;
    const struct duty *duty;
    unsigned load[ROTA_SEATS_MOST]; /* of each seat: entries that its holder was asked for */
    int64_t now;
};

static bool was_asked(const struct queue_entry *entry, const char *handle)
{
    for (size_t i = 0; i < QUEUE_ASKED_MOST && entry->asked[i][0] != '\0'; i++) {
        if (strcasecmp(entry->asked[i], handle) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_author(const struct queue_entry *entry, const char *handle)
{
    return strcasecmp(entry->author, handle) == 0;
}

static void weigh(struct desk *desk)
{
    for (size_t seat = 0; seat < desk->duty->seated; seat++) {
        for (size_t i = 0; i < desk->count; i++) {
            desk->load[seat] +=
                was_asked(&desk->entries[i], desk->duty->seats[seat]->handle) ? 1 : 0;
        }
    }
}

/* The seat whose holder may be asked and has the fewest; duty->seated where there is none. */
static size_t lightest(const struct desk *desk, const struct queue_entry *entry)
{
    size_t found = desk->duty->seated;
    for (size_t seat = 0; seat < desk->duty->seated; seat++) {
        const char *handle = desk->duty->seats[seat]->handle;
        if (!was_asked(entry, handle) && !is_author(entry, handle) &&
            (found == desk->duty->seated || desk->load[seat] < desk->load[found])) {
            found = seat;
        }
    }
    return found;
}

/* "asha is its author; jonas was asked already" */
static void say_nobody(const struct desk *desk, const struct queue_entry *entry, char why[200])
{
    size_t used = 0;
    (void)snprintf(why, 200, "nobody is on duty");
    for (size_t seat = 0; seat < desk->duty->seated && used < 120; seat++) {
        const char *handle = desk->duty->seats[seat]->handle;
        int size = snprintf(why + used, 200 - used, "%s%s %s", seat == 0 ? "" : "; ", handle,
                            is_author(entry, handle) ? "is its author" : "was asked already");
        used += size > 0 ? (size_t)size : 0;
    }
}

static size_t asked_count(const struct queue_entry *entry)
{
    size_t count = 0;
    while (count < QUEUE_ASKED_MOST && entry->asked[count][0] != '\0') {
        count++;
    }
    return count;
}

static void give(struct desk *desk, const struct queue_entry *entry, struct assign_answer *answer)
{
    size_t asked = asked_count(entry), seat = lightest(desk, entry);
    if (entry->reviewed) {
        (void)snprintf(answer->why, sizeof answer->why, "reviewed: it waits for its author");
    } else if (asked > 0 && desk->now - entry->asked_at < ASSIGN_DAY) {
        (void)snprintf(answer->why, sizeof answer->why, "%s was asked less than a day ago",
                       entry->asked[asked - 1]);
    } else if (asked == QUEUE_ASKED_MOST) {
        (void)snprintf(answer->why, sizeof answer->why, "%d people were asked already",
                       QUEUE_ASKED_MOST);
    } else if (seat == desk->duty->seated) {
        say_nobody(desk, entry, answer->why);
    } else {
        answer->reviewer = desk->duty->seats[seat];
        desk->load[seat]++;
    }
}

bool assign_open(const struct rota *rota, int64_t now, struct duty *duty)
{
    struct fault nobody;
    (void)duty_addressee(rota, duty_date(rota, now), duty, &nobody);
    return now >= duty->start;
}

void assign(const struct queue_entry *entries, size_t count, const struct rota *rota, int64_t now,
            struct assign_answer *answers)
{
    struct duty duty;
    bool open = assign_open(rota, now, &duty);
    struct desk desk = {.entries = entries, .count = count, .duty = &duty, .now = now};
    weigh(&desk);
    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct assign_answer){.why = "outside the window",
                                            .long_wait = !entries[i].reviewed &&
                                                         now - entries[i].since > ASSIGN_DAY};
        if (open) {
            answers[i].why[0] = '\0';
            give(&desk, &entries[i], &answers[i]);
        }
    }
}
