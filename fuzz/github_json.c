/* github_json.c -- an answer is read whole or not at all, alone as in a list, and shown inert */
/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "fuzz.h"
#include "tracker/github_address.h"
#include "tracker/github_json.h"

static bool is_made_of(const char *text, const char *others)
{
    for (; *text != '\0'; text++) {
        bool letter = (*text | 0x20) >= 'a' && (*text | 0x20) <= 'z';
        if (!letter && (*text < '0' || *text > '9') && strchr(others, *text) == NULL) {
            return false;
        }
    }
    return true;
}

static void check_issue(const struct github_issue *read)
{
    const struct tracker_issue *issue = &read->issue;
    fuzz_require(read->own || issue->marker[0] == '\0', "a marker of somebody else's");
    fuzz_require(!read->own || strcasecmp(read->author, "vigil") == 0 ||
                     strcasecmp(read->author, "our-app[bot]") == 0,
                 "%.64s is not vigil", read->author);
    fuzz_require(issue->number > 0, "an issue without a number");
    fuzz_require(memchr(issue->marker, '\0', sizeof issue->marker) != NULL &&
                     is_made_of(issue->marker, ":-_."),
                 "a marker that is none: %.64s", issue->marker);
}

/* JSON has a depth that Jansson does not go beyond, and a list is one deeper. */
static bool is_shallow(const char *text, size_t size)
{
    size_t brackets = 0;
    for (size_t i = 0; i < size; i++) {
        brackets += text[i] == '[' || text[i] == '{' ? 1 : 0;
    }
    return brackets < 1000;
}

static bool is_same(const struct github_issue *found, const struct github_issue *listed)
{
    const struct tracker_issue *one = &found->issue, *other = &listed->issue;
    return one->number == other->number && one->open == other->open && found->own == listed->own &&
           strcmp(found->author, listed->author) == 0 && one->declined == other->declined &&
           strcmp(one->marker, other->marker) == 0 && found->pull == listed->pull &&
           found->labelled == listed->labelled && found->assigned == listed->assigned;
}

/* What is an issue alone is the same issue, and the only one, in a list. */
static void check_alone_and_in_a_list(const char *text, size_t size)
{
    static const struct github_question question = {.account = "vigil our-app[bot]"};
    struct github_issue alone;
    struct github_page page = {0};
    struct fault fault;
    char *list = fuzz_memory(size + 2);
    list[0] = '[';
    memcpy(list + 1, text, size);
    list[size + 1] = ']';
    bool one = github_read_issue(text, size, &question, &alone, &fault);
    bool many = github_read_page(list, size + 2, &question, &page, &fault);
    free(list);
    fuzz_require(!one || (many && page.count == 1), "one issue alone, %zu in a list", page.count);
    fuzz_require(one || !many || page.count != 1, "one issue in a list, and alone none");
    if (one) {
        check_issue(&alone);
        fuzz_require(is_same(&alone, &page.issues[0]), "issue %llu alone, issue %llu in a list",
                     (unsigned long long)alone.issue.number,
                     (unsigned long long)page.issues[0].issue.number);
    }
    github_page_free(&page);
}

static void check_page(const char *text, size_t size)
{
    struct github_page page = {0};
    struct fault fault = {""};
    static const struct github_question question = {.account = "vigil our-app[bot]"};
    bool done = github_read_page(text, size, &question, &page, &fault);
    fuzz_require(done || (page.count == 0 && fault.text[0] != '\0'),
                 "%zu issues of a list that was not read, and \"%s\"", page.count, fault.text);
    for (size_t i = 0; i < page.count; i++) {
        check_issue(&page.issues[i]);
    }
    github_page_free(&page);
}

static void check_others(const char *text, size_t size)
{
    struct fault fault = {""};
    bool found = false, known = false, triages = false;
    struct github_repository repository;
    char handle[64], login[GITHUB_LOGIN_SIZE] = "";
    (void)github_read_repository(text, size, &repository, &fault);
    (void)github_read_right(text, size, &triages, &fault);
    (void)github_read_comments(text, size, "vigil", "fixed:1", &found, &fault);
    if (github_read_user(text, size, login, &fault) ||
        (github_read_viewer(text, size, login, &known, &fault) && known)) {
        fuzz_require(github_is_login((struct span){login, strlen(login)}), "%.64s is no login",
                     login);
    }
    if (github_read_author(text, size, handle, &fault)) {
        fuzz_require(memchr(handle, '\0', sizeof handle) != NULL && is_made_of(handle, "-_"),
                     "a handle that is none: %.64s", handle);
    }
}

/* One line that no terminal acts on; fuzz/inert.c checks more of it. */
static void check_refusal(const char *text, size_t size)
{
    struct buffer shown = {0};
    buffer_text(&shown, "");
    github_read_refusal(text, size, &shown);
    for (size_t i = 0; i < shown.size; i++) {
        unsigned char letter = (unsigned char)shown.data[i];
        fuzz_require(letter >= ' ' && letter != 0x7f, "control %02x at %zu", letter, i);
    }
    (void)github_is_rate(shown.data);
    buffer_free(&shown);
}

/* The address stands in the header, between brackets. */
static void check_link(const char *text, size_t size)
{
    char *header = fuzz_memory(size + 1), url[64];
    memcpy(header, text, size);
    header[size] = '\0';
    if (github_address_next(header, url, sizeof url)) {
        const char *at = strstr(header, url);
        fuzz_require(url[0] != '\0' && at != NULL && strchr(url, '>') == NULL,
                     "\"%s\" is not in the header", url);
    }
    free(header);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_copy((const char *)data, size);
    if (is_shallow(text, size)) {
        check_alone_and_in_a_list(text, size);
    }
    check_page(text, size);
    check_others(text, size);
    check_refusal(text, size);
    check_link(text, size);
    fuzz_release(text);
    return 0;
}
