/* markdown.h -- what GitHub's own renderer makes of a text, and whether anything in it acts */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_MARKDOWN_H
#define VIGIL_MARKDOWN_H

#include "rows.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/buffer.h"

/* What a reader sees, and where: code does nothing, whatever it says. */
struct markdown {
    struct buffer code;     /* spans and blocks, a line each */
    struct buffer text;     /* everything else */
    struct buffer headings; /* "a; b; c" */
    unsigned comments;      /* blocks of HTML that are a comment of one line */
    char fault[200];        /* the first thing that acts; "" for none */
};

static inline void markdown_free(struct markdown *seen)
{
    buffer_free(&seen->code);
    buffer_free(&seen->text);
    buffer_free(&seen->headings);
}

static inline void markdown_object(struct markdown *seen, const char *what, const char *detail)
{
    if (seen->fault[0] == '\0') {
        (void)snprintf(seen->fault, sizeof seen->fault, "%s: %.150s", what,
                       detail == NULL ? "" : detail);
    }
}

static inline bool markdown_is_comment(const char *html)
{
    const char *end = strstr(html, "-->");
    return strncmp(html, "<!-- vigil:", 11) == 0 && end != NULL && strcmp(end, "-->\n") == 0 &&
           strchr(html, '\n') == end + 3;
}

/* What may stand there beside what is still. */
struct markdown_allowed {
    const char *link;    /* where a link leads; NULL: there is none */
    const char *mention; /* the one handle that is told; NULL: nobody is */
    const char *number;  /* the one issue that is referred to; NULL: none is */
    bool slanted;        /* emphasis, and what is struck out */
    bool lists;          /* with bullets */
};

static inline bool markdown_is_allowed(cmark_node *node, const struct markdown_allowed *allowed)
{
    static const char *const slanted[] = {"emph", "strong", "strikethrough"};
    const char *type = cmark_node_get_type_string(node);
    for (size_t i = 0; i < COUNT(slanted) && allowed->slanted; i++) {
        if (strcmp(type, slanted[i]) == 0) {
            return true;
        }
    }
    if (allowed->lists && (strcmp(type, "list") == 0 || strcmp(type, "item") == 0)) {
        return true;
    }
    return allowed->link != NULL && strcmp(type, "link") == 0 &&
           strcmp(cmark_node_get_url(node), allowed->link) == 0;
}

static inline void markdown_node(struct markdown *seen, cmark_node *node,
                                 const struct markdown_allowed *allowed)
{
    static const char *const still[] = {"document",  "heading",      "paragraph",
                                        "text",      "softbreak",    "table",
                                        "table_row", "table_header", "table_cell"};
    const char *type = cmark_node_get_type_string(node);
    const char *literal = cmark_node_get_literal(node);
    if (strcmp(type, "code") == 0 || strcmp(type, "code_block") == 0) {
        bool fenced = strcmp(type, "code_block") == 0;
        buffer_text(&seen->code, literal);
        buffer_text(&seen->code, "\n");
        if (fenced && strcmp(cmark_node_get_fence_info(node), "text") != 0) {
            markdown_object(seen, "a fence of another kind", cmark_node_get_fence_info(node));
        }
        return;
    }
    if (strcmp(type, "html_block") == 0 && markdown_is_comment(literal)) {
        seen->comments++;
        return;
    }
    if (markdown_is_allowed(node, allowed)) {
        return;
    }
    for (size_t i = 0; i < COUNT(still); i++) {
        if (strcmp(type, still[i]) == 0) {
            buffer_text(&seen->text, literal == NULL ? "\n" : literal);
            return;
        }
    }
    markdown_object(seen, type, literal);
}

static inline void markdown_heading(struct markdown *seen, cmark_node *node)
{
    if (seen->headings.size > 0) {
        buffer_text(&seen->headings, "; ");
    }
    for (cmark_node *child = cmark_node_first_child(node); child != NULL;
         child = cmark_node_next(child)) {
        const char *literal = cmark_node_get_literal(child);
        buffer_text(&seen->headings, literal == NULL ? "?" : literal);
    }
}

#define MARKDOWN_WORD "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* What a forge makes of text by itself, outside of code: mentions, references, links, emoji. */
static inline void markdown_forge(struct markdown *seen, const char *mention, const char *number)
{
    static const char *const marks[] = {"://", "www.", "GH-", "gh-", "<", "$", ":+1:", "[^"};
    const char *text = seen->text.data == NULL ? "" : seen->text.data;
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (strstr(text, marks[i]) != NULL) {
            markdown_object(seen, "a mark that a forge acts on", strstr(text, marks[i]));
        }
    }
    for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
        size_t length = mention == NULL ? 0 : strlen(mention);
        bool told = length > 0 && strncmp(at + 1, mention, length) == 0;
        if (!told || (at[1 + length] != '\n' && at[1 + length] != ' ')) {
            markdown_object(seen, "a mention", at);
        }
    }
    for (const char *at = strchr(text, '#'); at != NULL; at = strchr(at + 1, '#')) {
        size_t digits = strspn(at + 1, "0123456789");
        bool ours = number != NULL && digits == strlen(number) &&
                    strncmp(at + 1, number, digits) == 0 && at[1 + digits] == '\n';
        if (digits > 0 && !ours) {
            markdown_object(seen, "a reference", at);
        }
    }
    for (const char *word = text; *word != '\0'; word += strcspn(word, MARKDOWN_WORD)) {
        size_t length = strspn(word, MARKDOWN_WORD);
        size_t digits = strspn(word, "0123456789abcdefABCDEF");
        if (length == digits && length >= 7 && length <= 40) {
            markdown_object(seen, "what may be a commit", word);
        }
        word += length;
    }
}

/* *seen is to be freed. */
static inline void markdown_see(const char *text, size_t size, struct markdown_allowed allowed,
                                struct markdown *seen)
{
    static const char *const extensions[] = {"table", "autolink", "strikethrough", "tasklist",
                                             "tagfilter"};
    memset(seen, 0, sizeof *seen);
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
    for (size_t i = 0; i < COUNT(extensions); i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
        assert_non_null(extension);
        assert_true(cmark_parser_attach_syntax_extension(parser, extension));
    }
    cmark_parser_feed(parser, text, size);
    cmark_node *document = cmark_parser_finish(parser);
    cmark_iter *iterator = cmark_iter_new(document);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (event != CMARK_EVENT_ENTER) {
            buffer_text(&seen->text, cmark_node_get_literal(node) == NULL ? "\n" : "");
            continue;
        }
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            markdown_heading(seen, node);
        }
        markdown_node(seen, node, &allowed);
    }
    cmark_iter_free(iterator);
    cmark_node_free(document);
    cmark_parser_free(parser);
    markdown_forge(seen, allowed.mention, allowed.number);
}

#endif
