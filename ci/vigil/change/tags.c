/* SPDX-License-Identifier: MIT */
#include "tags.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/number.h"
#include "base/span.h"

/* ctags 5.9 passes over constants of Rust. */
static const char constants[] = "--regex-Rust=/^[ \t]*(pub[ \t]*(\\([^)]*\\))?[ \t]+)?const[ "
                                "\t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*:"
                                "/\\3/k,constant/";

/* The kinds that are asked for are those that read_kind knows. */
const char *const tags_options[] = {"--options=NONE",
                                    "--quiet",
                                    "--output-format=json",
                                    "--fields=-P+nesKt",
                                    "--sort=no",
                                    "--pseudo-tags=",
                                    "--kinds-C=dfgpstuvx",
                                    "--kinds-C++=Acdfgmnpstuvx",
                                    "--kinds-Rust=MPfgv",
                                    "--kinds-Go=fcv",
                                    "--kinds-Java=cfgim",
                                    constants,
                                    NULL};

const char *tags_ending(enum language language)
{
    static const char *const endings[] = {".txt", ".c", ".cc", ".rs", ".go", ".java"};
    return endings[language];
}

void tags_mask(const char *text, size_t size, char *into)
{
    for (size_t i = 0; i < size; i++) {
        into[i] = (unsigned char)text[i] >= 0x80 ? '_' : text[i] == '\0' ? ' ' : text[i];
    }
}

/* False for a kind that is not read. */
static bool read_kind(const char *kind, struct tag *tag)
{
    static const struct {
        const char *name;
        enum tag_role role;
        enum definition_kind kind;
    } kinds[] = {{"function", TAG_DEFINES, DEFINITION_FUNCTION},
                 {"method", TAG_DEFINES, DEFINITION_FUNCTION},
                 {"func", TAG_DEFINES, DEFINITION_FUNCTION},
                 {"macro", TAG_DEFINES, DEFINITION_MACRO},
                 {"enum", TAG_DEFINES, DEFINITION_ENUM},
                 {"variable", TAG_DEFINES, DEFINITION_TABLE},
                 {"member", TAG_DEFINES, DEFINITION_TABLE},
                 {"field", TAG_DEFINES, DEFINITION_TABLE},
                 {"var", TAG_DEFINES, DEFINITION_TABLE},
                 {"const", TAG_DEFINES, DEFINITION_TABLE},
                 {"constant", TAG_DEFINES, DEFINITION_TABLE},
                 {"prototype", TAG_DECLARES, DEFINITION_TABLE},
                 {"externvar", TAG_DECLARES, DEFINITION_TABLE},
                 {"typedef", TAG_DECLARES, DEFINITION_TABLE},
                 {"alias", TAG_DECLARES, DEFINITION_TABLE},
                 {"struct", TAG_HOLDS, DEFINITION_TABLE},
                 {"union", TAG_HOLDS, DEFINITION_TABLE},
                 {"class", TAG_HOLDS, DEFINITION_TABLE},
                 {"namespace", TAG_SURROUNDS, DEFINITION_TABLE}};
    tag->is_given = strcmp(kind, "const") == 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kind, kinds[i].name) == 0) {
            tag->keyword = kinds[i].name;
            tag->role = kinds[i].role;
            tag->kind = kinds[i].kind;
            return true;
        }
    }
    return false;
}

/* "n::__anon1::Clock" -> "n::Clock::": the names that ctags makes up depend on the file's name. In
 * Go a scope begins with the package, which is the same for all and is left out. */
static void read_scope(const char *scope, enum language language, struct tag *tag)
{
    const char *mark = language == LANGUAGE_GO || language == LANGUAGE_JAVA ? "." : "::";
    struct span rest = {scope, strlen(scope)};
    size_t used = 0;
    bool is_package = language == LANGUAGE_GO;
    while (rest.size > 0 && language != LANGUAGE_C) {
        struct span part = {rest.text, span_find(rest, mark)};
        span_skip(&rest, part.size + strlen(mark));
        struct span name = part;
        if (!is_package && !span_take(&part, "__anon") &&
            used + name.size + strlen(mark) < sizeof tag->scope) {
            memcpy(tag->scope + used, name.text, name.size);
            memcpy(tag->scope + used + name.size, mark, strlen(mark) + 1);
            used += name.size + strlen(mark);
        }
        is_package = false;
    }
}

static bool read_line_number(const json_t *tag, const char *name, unsigned *line)
{
    const json_t *number = json_object_get(tag, name);
    json_int_t value = json_is_integer(number) ? json_integer_value(number) : 0;
    *line = value > 0 && value < INT32_MAX ? (unsigned)value : 0;
    return *line > 0;
}

/* ".../17.c" -> 17 */
static bool read_number(const char *path, size_t count, uint64_t *number)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    char digits[24];
    span_copy(digits, sizeof digits, (struct span){name, strcspn(name, ".")});
    return count > 0 && number_read(digits, 0, count - 1, number);
}

/* Whether it is a member that has no type: a constructor, a destructor, a conversion. */
static bool is_of_class(const struct tag *tag)
{
    const char *name = tag->name[0] == '~' ? tag->name + 1 : tag->name;
    size_t scope = strlen(tag->scope), size = strlen(name) + 2;
    return strncmp(name, "operator ", 9) == 0 ||
           (scope >= size && strncmp(tag->scope + scope - size, name, size - 2) == 0 &&
            (scope == size || tag->scope[scope - size - 1] == ':'));
}

/* False where it is not a line that ctags writes. */
static bool read_tag(const json_t *json, const struct tags_text *texts, struct tags *tags,
                     size_t count, bool *failed)
{
    const char *type = json_string_value(json_object_get(json, "_type"));
    const char *name = json_string_value(json_object_get(json, "name"));
    const char *path = json_string_value(json_object_get(json, "path"));
    const char *kind = json_string_value(json_object_get(json, "kind"));
    const char *scope = json_string_value(json_object_get(json, "scope"));
    struct tag tag = {.end = 0};
    uint64_t number;
    if (type == NULL || strcmp(type, "tag") != 0 || name == NULL || path == NULL || kind == NULL ||
        !read_number(path, count, &number) || !read_line_number(json, "line", &tag.line) ||
        (json_object_get(json, "end") != NULL &&
         (!read_line_number(json, "end", &tag.end) || tag.end < tag.line))) {
        return false;
    }
    bool anonymous = strncmp(name, "__anon", 6) == 0;
    if (!read_kind(kind, &tag) ||
        (tag.role != TAG_DEFINES && !language_is_c(texts[number].language)) ||
        (anonymous && tag.role == TAG_DEFINES && tag.kind != DEFINITION_ENUM)) {
        return true; /* a lambda is part of what it stands in */
    }
    span_copy(tag.name, sizeof tag.name,
              anonymous ? (struct span){"", 0} : (struct span){name, strlen(name)});
    read_scope(scope == NULL ? "" : scope, texts[number].language, &tag);
    if (strcmp(kind, "prototype") == 0 && json_object_get(json, "typeref") == NULL &&
        !is_of_class(&tag)) {
        tag.role = TAG_DEFINES; /* it is a macro that is given something */
        tag.is_given = true;
    }
    struct tag *added = list_add(&tags[number].list, &tags[number].count, sizeof *added);
    *failed = added == NULL;
    if (added != NULL) {
        *added = tag;
    }
    return true;
}

bool tags_read(const char *json, size_t size, const struct tags_text *texts, size_t count,
               struct tags *tags, struct fault *fault)
{
    struct span rest = {json, size}, line;
    bool failed = false, read = true;
    for (unsigned number = 1; read && !failed && span_take_line(&rest, &line); number++) {
        json_t *tag = json_loadb(line.text, line.size, JSON_REJECT_DUPLICATES, NULL);
        read = (json_is_object(tag) && read_tag(tag, texts, tags, count, &failed)) ||
               fault_set(fault, "line %u of what ctags wrote is not as it writes one", number);
        json_decref(tag);
    }
    return read && (!failed || fault_set(fault, "out of memory"));
}
