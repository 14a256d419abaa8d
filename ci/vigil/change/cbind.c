/* SPDX-License-Identifier: MIT */
#include "cbind.h"

#include "cdeclarator.h"
#include "ckeyword.h"

/* Names that can be seen at once, labels, and brackets within one another: what is beyond stays
 * free. */
enum { MOST_NAMES = 512, MOST_LABELS = 64, DEEPEST = 256 };

struct name {
    size_t token;
    unsigned depth;    /* of braces, where it was declared */
    bool in_statement; /* of `for (int i …`: it ends with the statement */
};

struct binding {
    const struct tokens *source;
    size_t *bind;
    const struct cunit *unit;
    struct name names[MOST_NAMES];
    size_t labels[MOST_LABELS];
    unsigned name_count, label_count;
    bool blocks[DEEPEST];    /* a brace opened statements, not an initialiser */
    size_t before[DEEPEST];  /* what stands before a "(" */
    unsigned braces, rounds; /* that are open */
    size_t last, closed;     /* the last token, and what stood before the "(" closed last */
    bool fresh;              /* a statement may begin */
    bool in_case;            /* a ":" will end a label */
    bool declares;           /* a "," is followed by one more name, … */
    unsigned round;          /* … in as many brackets */
    struct cdeclarator next; /* the name about to be declared */
};

static bool is(const struct binding *binding, size_t at, const char *spelling)
{
    return at < binding->unit->end && ctoken_is(&binding->source->tokens[at], spelling);
}

static bool is_word(const struct binding *binding, size_t at)
{
    return at < binding->unit->end && binding->source->tokens[at].kind == CTOKEN_WORD;
}

static void declare(struct binding *binding, size_t at, bool in_statement)
{
    if (binding->name_count < MOST_NAMES) {
        binding->bind[at] = at;
        binding->names[binding->name_count++] = (struct name){at, binding->braces, in_statement};
    }
}

static void resolve(struct binding *binding, size_t at)
{
    bool member = is(binding, binding->last, ".") || is(binding, binding->last, "->");
    bool tag = binding->last < at && ckeyword_is_aggregate(&binding->source->tokens[binding->last]);
    if (tag || is(binding, binding->last, "goto") ||
        (member && binding->unit->kind != CUNIT_MACRO)) { /* a macro puts in a member's name too */
        return;
    }
    for (unsigned i = binding->name_count; i > 0; i--) {
        size_t name = binding->names[i - 1].token;
        if (ctoken_same(&binding->source->tokens[name], &binding->source->tokens[at])) {
            binding->bind[at] = name;
            return;
        }
    }
}

/* Of a "{" whether statements stand in it. */
static bool opens_block(const struct binding *binding)
{
    size_t last = binding->last;
    if (binding->braces == 0 && binding->unit->kind == CUNIT_FUNCTION) {
        return true;
    }
    if (is(binding, last, ")")) { /* if (…) {, and not (struct x){ */
        return is_word(binding, binding->closed) && !is(binding, binding->closed, "return") &&
               !is(binding, binding->closed, "sizeof");
    }
    return binding->fresh || is(binding, last, "else") || is(binding, last, "do");
}

/* Names end with the block or the statement that they were declared in; a statement goes on with
 * `else`. */
static void end_scope(struct binding *binding, size_t at)
{
    bool goes_on = is(binding, at + 1, "else");
    while (binding->name_count > 0) {
        const struct name *name = &binding->names[binding->name_count - 1];
        bool ends = name->in_statement && name->depth == binding->braces && !goes_on;
        if (name->depth <= binding->braces && !ends) {
            return;
        }
        binding->name_count--;
    }
}

static void open_brace(struct binding *binding)
{
    bool block = opens_block(binding);
    binding->blocks[binding->braces++] = block;
    binding->fresh = block;
}

static void close_brace(struct binding *binding, size_t at)
{
    bool block = true;
    if (binding->braces > 0) {
        block = binding->blocks[--binding->braces];
    }
    if (block) {
        end_scope(binding, at);
    }
    binding->fresh = block;
}

/* "(" of `for`, or of the parameters. */
static void open_round(struct binding *binding)
{
    bool parameters =
        binding->braces == 0 && binding->rounds == 0 && binding->unit->kind == CUNIT_FUNCTION;
    binding->before[binding->rounds++] = binding->last;
    binding->fresh = parameters || is(binding, binding->last, "for");
}

static void close_round(struct binding *binding)
{
    if (binding->rounds > 0) {
        binding->closed = binding->before[--binding->rounds];
    }
    binding->fresh = false;
}

static void comma(struct binding *binding, size_t at)
{
    bool parameters = binding->braces == 0 && binding->unit->kind == CUNIT_FUNCTION;
    binding->fresh = parameters && binding->rounds == 1;
    if (!parameters && binding->declares && binding->rounds == binding->round &&
        (binding->braces == 0 || binding->blocks[binding->braces - 1])) {
        binding->next = cdeclarator_further(binding->source, at + 1, binding->unit->end);
    }
}

static void punctuation(struct binding *binding, size_t at)
{
    if (is(binding, at, "{")) {
        open_brace(binding);
    } else if (is(binding, at, "}")) {
        close_brace(binding, at);
    } else if (is(binding, at, "(")) {
        open_round(binding);
    } else if (is(binding, at, ")")) {
        close_round(binding);
    } else if (is(binding, at, ",")) {
        comma(binding, at);
    } else if (is(binding, at, ";")) {
        if (binding->rounds == 0) {
            end_scope(binding, at);
            binding->fresh = true;
        }
        binding->declares = false;
    } else {
        binding->fresh = is(binding, at, ":") && binding->in_case;
        binding->in_case = binding->in_case && !binding->fresh;
    }
}

/* A statement's first word. */
static void begin(struct binding *binding, size_t at)
{
    bool parameters = binding->braces == 0 && binding->unit->kind == CUNIT_FUNCTION;
    binding->in_case = is(binding, at, "case") || is(binding, at, "default");
    if (!binding->in_case && !parameters && is(binding, at + 1, ":") && is_word(binding, at)) {
        binding->in_case = true;
        if (binding->label_count < MOST_LABELS) {
            binding->labels[binding->label_count++] = at;
            binding->bind[at] = at;
        }
    }
    binding->next = cdeclarator_first(binding->source, at, binding->unit->end, parameters);
    binding->declares = !parameters && binding->next.name != CBIND_FREE;
    binding->round = binding->rounds;
}

static void step(struct binding *binding, size_t at)
{
    bool word = is_word(binding, at);
    if (binding->fresh && (word || is(binding, at, "["))) {
        begin(binding, at);
    }
    if (at == binding->next.name) {
        declare(binding, at, binding->rounds > 0 && binding->braces > 0);
    } else if (word && binding->bind[at] == CBIND_FREE) {
        resolve(binding, at);
    }
    if (binding->source->tokens[at].kind == CTOKEN_PUNCTUATION) {
        punctuation(binding, at);
    } else {
        binding->fresh = false;
    }
    binding->last = at;
}

static void find_gotos(struct binding *binding)
{
    const struct ctoken *tokens = binding->source->tokens;
    for (size_t i = binding->unit->begin + 1; i < binding->unit->end; i++) {
        for (unsigned j = 0; j < binding->label_count && is(binding, i - 1, "goto"); j++) {
            if (ctoken_same(&tokens[binding->labels[j]], &tokens[i])) {
                binding->bind[i] = binding->labels[j];
            }
        }
    }
}

/* "(a, b)" close behind a macro's name. */
static size_t macro_parameters(struct binding *binding)
{
    const struct ctoken *tokens = binding->source->tokens;
    size_t at = binding->unit->begin;
    if (!cunit_is_function_like(binding->source, binding->unit)) {
        return at;
    }
    for (; at < binding->unit->end && !is(binding, at, ")"); at++) {
        if (tokens[at].kind == CTOKEN_WORD) {
            declare(binding, at, false);
        }
    }
    return at;
}

static void bind_unit(struct binding *binding)
{
    const struct ctoken *tokens = binding->source->tokens;
    size_t at = binding->unit->begin;
    bool in_directive = false;
    if (binding->unit->kind == CUNIT_MACRO) {
        for (size_t i = at; i < binding->unit->end; i++) {
            binding->bind[i] = CBIND_FREE; /* what a function around it made of it */
        }
        at = macro_parameters(binding);
    }
    for (; at < binding->unit->end && binding->braces < DEEPEST && binding->rounds < DEEPEST;
         at++) {
        in_directive = (in_directive || tokens[at].kind == CTOKEN_DIRECTIVE) &&
                       tokens[at].kind != CTOKEN_DIRECTIVE_END;
        if (!in_directive && tokens[at].kind != CTOKEN_DIRECTIVE_END) {
            step(binding, at);
        }
    }
    find_gotos(binding);
}

/* `int f(int name, char *other)`, at file scope and outside of units. */
static bool names_parameter(const struct tokens *source, size_t at)
{
    const struct ctoken *token = &source->tokens[at];
    if (token->kind != CTOKEN_WORD || at == 0 || at + 1 == source->count) {
        return false;
    }
    bool typed = token[-1].kind == CTOKEN_WORD && !ckeyword_is_storage(&token[-1]) &&
                 !ckeyword_is_aggregate(&token[-1]);
    return (typed || ctoken_is(&token[-1], "*")) &&
           (ctoken_is(&token[1], ",") || ctoken_is(&token[1], ")") || ctoken_is(&token[1], "["));
}

static void bind_prototypes(const struct tokens *source, const struct cunits *units, size_t *bind)
{
    size_t next = 0, depth = 0;
    for (size_t i = 0; i < source->count; i++) {
        for (; next < units->count && units->list[next].begin <= i; next++) {
            i = units->list[next].end > i ? units->list[next].end : i;
            depth = 0;
        }
        if (i < source->count && depth > 0 && names_parameter(source, i)) {
            bind[i] = i;
        }
        depth += i < source->count && ctoken_is(&source->tokens[i], "(");
        depth -= depth > 0 && i < source->count && ctoken_is(&source->tokens[i], ")");
    }
}

void cbind_find(const struct tokens *source, const struct cunits *units, size_t *bind)
{
    for (size_t i = 0; i < source->count; i++) {
        bind[i] = CBIND_FREE;
    }
    bind_prototypes(source, units, bind);
    for (size_t i = 0; i < units->count; i++) {
        const struct cunit *unit = &units->list[i];
        if (unit->kind == CUNIT_FUNCTION || unit->kind == CUNIT_MACRO) {
            struct binding binding = {.source = source,
                                      .bind = bind,
                                      .unit = unit,
                                      .last = CBIND_FREE,
                                      .closed = CBIND_FREE,
                                      .next = {CBIND_FREE}};
            bind_unit(&binding);
        }
    }
}
