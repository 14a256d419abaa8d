/* SPDX-License-Identifier: MIT */
#include "change.h"

#include <stdlib.h>
#include <string.h>

#include "csame.h"

/* A unit of base's. */
struct past {
    bool taken;     /* head has it too, under that name or another */
    uint64_t shape; /* of those that are not */
};

/* What is the matter with a unit of head's. */
enum matter { SAME, CHANGED, NEW };

/* A file, its units in base and its units in head. */
struct judged {
    struct ctext texts[CSIDES];
    struct past *past;
    enum matter *matters;
};

struct finding {
    const struct change_file *files;
    size_t count;
    struct judged *judged;
    struct cwords words;
    struct csame same;
    struct change_units *units;
    size_t room;
};

static bool read_texts(struct finding *finding)
{
    for (size_t i = 0; i < finding->count; i++) {
        const struct change_file *file = &finding->files[i];
        struct ctext *base = &finding->judged[i].texts[CSIDE_BASE];
        struct ctext *head = &finding->judged[i].texts[CSIDE_HEAD];
        if (!ctext_read(base, file->base_path, file->base, file->base_size) ||
            !ctext_read(head, file->head_path, file->head, file->head_size) ||
            !cwords_add(&finding->words, base, i, CSIDE_BASE) ||
            !cwords_add(&finding->words, head, i, CSIDE_HEAD)) {
            return false;
        }
    }
    return true;
}

static struct cplace place(const struct finding *finding, enum cside side, size_t file, size_t unit)
{
    const struct ctext *text = &finding->judged[file].texts[side];
    return (struct cplace){text, &text->units.list[unit], file};
}

static int compare_units(const struct cunit *one, const struct cunit *other)
{
    int kinds = (one->kind > other->kind) - (one->kind < other->kind);
    return kinds != 0 ? kinds : strcmp(one->name, other->name);
}

/* A unit, or none. */
struct named {
    const struct cunit *unit;
};

static int by_name(const void *one, const void *other)
{
    const struct cunit *left = ((const struct named *)one)->unit;
    const struct cunit *right = ((const struct named *)other)->unit;
    int names = compare_units(left, right);
    return names != 0 ? names : (left > right) - (left < right);
}

/* The units by kind and name; those of one name in the file's order. To be freed. */
static struct named *sorted(const struct cunits *units)
{
    struct named *list = calloc(units->count + 1, sizeof *list);
    for (size_t i = 0; list != NULL && i < units->count; i++) {
        list[i].unit = &units->list[i];
    }
    if (list != NULL) {
        qsort(list, units->count, sizeof *list, by_name);
    }
    return list;
}

/* Of each of head's units base's of that kind and name in that file, NULL where there is none: of
 * several, which conditions may choose from, the first is the first, and so on. */
static bool match_names(const struct cunits *base, const struct cunits *head,
                        struct named *partners, struct past *past)
{
    struct named *was = sorted(base), *is = sorted(head);
    bool done = was != NULL && is != NULL;
    for (size_t i = 0, j = 0; done && i < base->count && j < head->count;) {
        int order = compare_units(was[i].unit, is[j].unit);
        if (order == 0) {
            partners[is[j].unit - head->list] = was[i];
            past[was[i].unit - base->list].taken = true;
        }
        i += order <= 0;
        j += order >= 0;
    }
    free(was);
    free(is);
    return done;
}

/* A unit that base has and head has not, with the same tokens: it moved or was given a new name.
 * One such unit became one other. */
static bool was_elsewhere(struct finding *finding, struct cplace head, bool by_that_name)
{
    uint64_t shape = csame_shape(head);
    for (size_t file = 0; file < finding->count; file++) {
        const struct ctext *text = &finding->judged[file].texts[CSIDE_BASE];
        for (size_t i = 0; i < text->units.count; i++) {
            struct cplace base = place(finding, CSIDE_BASE, file, i);
            struct past *past = &finding->judged[file].past[i];
            if (!past->taken && past->shape == shape &&
                (strcmp(base.unit->name, head.unit->name) == 0) == by_that_name &&
                csame(&finding->same, base, head)) {
                past->taken = true;
                return true;
            }
        }
    }
    return false;
}

static bool add(struct finding *finding, struct cplace head, bool is_new)
{
    struct change_units *units = finding->units;
    if (units->count == finding->room) {
        size_t room = finding->room * 2 + 16;
        struct change_unit *grown = reallocarray(units->list, room, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        units->list = grown;
        finding->room = room;
    }
    struct change_unit *unit = &units->list[units->count];
    *unit = (struct change_unit){.path = strdup(finding->files[head.file].head_path),
                                 .kind = head.unit->kind,
                                 .first = head.unit->first,
                                 .last = head.unit->last,
                                 .is_new = is_new};
    memcpy(unit->name, head.unit->name, sizeof unit->name);
    units->count += unit->path != NULL;
    return unit->path != NULL;
}

/* The matter with each unit of a file, as far as that file tells. */
static bool judge_file(struct finding *finding, size_t file)
{
    enum matter *matters = finding->judged[file].matters;
    const struct ctext *base = &finding->judged[file].texts[CSIDE_BASE];
    const struct ctext *head = &finding->judged[file].texts[CSIDE_HEAD];
    struct named *partners = calloc(head->units.count + 1, sizeof *partners);
    bool done = partners != NULL &&
                match_names(&base->units, &head->units, partners, finding->judged[file].past);
    for (size_t i = 0; done && i < head->units.count; i++) {
        bool is_new = partners[i].unit == NULL;
        matters[i] = is_new ? NEW : CHANGED;
        if (!is_new && csame(&finding->same, (struct cplace){base, partners[i].unit, file},
                             place(finding, CSIDE_HEAD, file, i))) {
            matters[i] = SAME;
        }
    }
    free(partners);
    for (size_t i = 0; done && i < base->units.count; i++) {
        struct past *past = &finding->judged[file].past[i];
        past->shape = past->taken ? 0 : csame_shape(place(finding, CSIDE_BASE, file, i));
    }
    return done;
}

/* Units that were elsewhere, or had another name: first those whose name tells. */
static void find_elsewhere(struct finding *finding, bool by_that_name)
{
    for (size_t file = 0; file < finding->count; file++) {
        for (size_t i = 0; i < finding->judged[file].texts[CSIDE_HEAD].units.count; i++) {
            if (finding->judged[file].matters[i] == NEW &&
                was_elsewhere(finding, place(finding, CSIDE_HEAD, file, i), by_that_name)) {
                finding->judged[file].matters[i] = SAME;
            }
        }
    }
}

static bool report(struct finding *finding)
{
    for (size_t file = 0; file < finding->count; file++) {
        for (size_t i = 0; i < finding->judged[file].texts[CSIDE_HEAD].units.count; i++) {
            if (finding->judged[file].matters[i] != SAME &&
                !add(finding, place(finding, CSIDE_HEAD, file, i),
                     finding->judged[file].matters[i] == NEW)) {
                return false;
            }
        }
    }
    return true;
}

static bool judge(struct finding *finding)
{
    for (size_t i = 0; i < finding->count; i++) {
        struct judged *judged = &finding->judged[i];
        size_t was = finding->judged[i].texts[CSIDE_BASE].units.count;
        size_t is = finding->judged[i].texts[CSIDE_HEAD].units.count;
        judged->past = calloc(was + 1, sizeof *judged->past);
        judged->matters = calloc(is + 1, sizeof *judged->matters);
        if (judged->past == NULL || judged->matters == NULL || !judge_file(finding, i)) {
            return false;
        }
    }
    find_elsewhere(finding, true);
    find_elsewhere(finding, false);
    return report(finding);
}

static void free_judged(struct judged *judged)
{
    for (unsigned side = 0; side < CSIDES; side++) {
        ctext_free(&judged->texts[side]);
    }
    free(judged->past);
    free(judged->matters);
}

bool change_find(const struct change_file *files, size_t count, change_is_word *is_word,
                 void *context, struct change_units *units)
{
    struct finding finding = {
        .files = files, .count = count, .same = {&finding.words, is_word, context}, .units = units};
    *units = (struct change_units){0};
    finding.judged = calloc(count + 1, sizeof *finding.judged);
    bool done = finding.judged != NULL && read_texts(&finding) && judge(&finding);
    for (size_t i = 0; finding.judged != NULL && i < count; i++) {
        free_judged(&finding.judged[i]);
    }
    free(finding.judged);
    cwords_free(&finding.words);
    return done;
}

void change_units_free(struct change_units *units)
{
    for (size_t i = 0; i < units->count; i++) {
        free(units->list[i].path);
    }
    free(units->list);
    *units = (struct change_units){0};
}
