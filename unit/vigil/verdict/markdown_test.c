/* SPDX-License-Identifier: MIT */
/* A gate's Markdown, rendered: nothing in it acts, however hostile, and however short it has to be.
 */
#include "markdown.h"

#include "sample.h"
#include "verdict/write.h"

static void check_markdown(const struct verdict *verdict, size_t limit, const char *name,
                           const char *link)
{
    struct buffer document = {0};
    struct markdown seen;
    verdict_markdown(verdict, limit, &document);
    assert_false(document.failed);
    if (document.size > limit) {
        fail_msg("%s: %zu bytes of %zu", name, document.size, limit);
    }
    markdown_see(document.size > 0 ? document.data : "", document.size,
                 (struct markdown_allowed){.slanted = true, .link = link}, &seen);
    if (seen.fault[0] != '\0') {
        fail_msg("%s, at most %zu bytes: it acts: %s", name, limit, seen.fault);
    }
    markdown_free(&seen);
    buffer_free(&document);
}

/* Each attack alone, since a fault names only the first; and cut short anywhere. */
static void hostile_in_markdown(void **state)
{
    static const size_t limits[] = {1500, 6000, 65535};
    (void)state;
    for (size_t i = 0; i < verdict_sample_attacks(); i++) {
        struct verdict_sample sample;
        const char *name, *attack = verdict_sample_attack(i, &name);
        verdict_sample_make(VERDICT_SAMPLE_HOSTILE, i, &sample);
        bool link = strncmp(attack, "http", 4) == 0;
        for (size_t k = 0; k < COUNT(limits); k++) {
            check_markdown(&sample.verdict, limits[k], name, link ? attack : NULL);
        }
        verdict_sample_free(&sample);
    }
}

static void markdown_gives_way(void **state)
{
    struct verdict_sample sample;
    struct buffer whole = {0};
    size_t complete = 0, first_verdict = SIZE_MAX;
    (void)state;
    verdict_sample_make(VERDICT_SAMPLE_BLOCKED, 0, &sample);
    sample.crashes[0].issue = sample.crashes[2].issue = 0;
    verdict_markdown(&sample.verdict, 100000, &whole);
    for (size_t limit = 0; limit <= whole.size + 2; limit += limit + 40 < whole.size ? 17 : 1) {
        struct buffer document = {0};
        verdict_markdown(&sample.verdict, limit, &document);
        assert_true(document.size <= limit);
        bool says_so = document.size > 0 && strstr(document.data, "Left out for want of room");
        bool same = document.size == whole.size;
        assert_true(document.size == 0 || says_so != same);
        complete += same;
        bool verdict = document.size > 0 && strncmp(document.data, "## Blocked:", 11) == 0;
        first_verdict = verdict && first_verdict > limit ? limit : first_verdict;
        assert_true(verdict || first_verdict > limit);
        if (limit % 8 == 0) {
            check_markdown(&sample.verdict, limit, "the sample", NULL);
        }
        buffer_free(&document);
    }
    assert_true(complete >= 1 && complete <= 3);
    assert_true(first_verdict < 1200); /* it is left out last */
    verdict_sample_free(&sample);
    buffer_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(hostile_in_markdown),
                                       cmocka_unit_test(markdown_gives_way)};
    return cmocka_run_group_tests_name("verdict_markdown", tests, NULL, NULL);
}
