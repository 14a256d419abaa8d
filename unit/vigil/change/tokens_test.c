/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "change/tokens.h"

/* A literal with its size, for rows that hold a NUL. */
#define TEXT(literal) (literal), sizeof(literal) - 1

struct token_row {
    const char *name, *text;
    size_t size;
    const char *shown;
};

/* Each token's kind and spelling: "w:int p:* w:x". A directive's end is "]". */
static const struct token_row token_rows[] = {
    {"nothing", TEXT(""), ""},
    {"blanks", TEXT(" \t\v\f\r\n\n"), ""},
    {"words and numbers", TEXT("int x_1=0x1Fu;"), "w:int w:x_1 p:= n:0x1Fu p:;"},
    {"numbers of the preprocessor", TEXT("1.5e+3 .5 0xe+1 1..2 0x1p-3f"),
     "n:1.5e+3 n:.5 n:0xe+1 n:1..2 n:0x1p-3f"},
    {"digits in groups", TEXT("1'000'000+'a'"), "n:1'000'000 p:+ c:'a'"},
    {"the longest mark", TEXT("a->b<<=c>>d>=e...f##g"),
     "w:a p:-> w:b p:<<= w:c p:>> w:d p:>= w:e p:... w:f p:## w:g"},
    {"marks that touch", TEXT("a+++b---c&&&d"), "w:a p:++ p:+ w:b p:-- p:- w:c p:&& p:& w:d"},
    {"marks in two letters", TEXT("<:%:%:%>"), "p:<: p:%:%: p:%>"},
    {"strings", TEXT("\"a\\\"b\" L\"c\" u8\"d\" U'e' u8'f' '\\''"),
     "s:\"a\\\"b\" s:L\"c\" s:u8\"d\" c:U'e' c:u8'f' c:'\\''"},
    {"no prefix but a word", TEXT("LL\"a\" u8x"), "w:LL s:\"a\" w:u8x"},
    {"braces and comments in strings", TEXT("\"/* { */\" '}' \"//\""),
     "s:\"/* { */\" c:'}' s:\"//\""},
    {"comments", TEXT("a/* \" */b// ' {\nc/**/d/*/e*/f"), "w:a w:b w:c w:d w:f"},
    {"a comment goes over a splice", TEXT("a// b \\\nc\nd"), "w:a w:d"},
    {"a comment that begins over a splice", TEXT("a/\\\n* b *\\\n/c"), "w:a w:c"},
    {"a comment without end", TEXT("a /* b\nc"), "w:a"},
    {"a string without end", TEXT("\"ab\nc"), "s:\"ab w:c"},
    {"a string to the end of all", TEXT("\"ab\\"), "s:\"ab\\"},
    {"an apostrophe in a message", TEXT("#error don't\nint"), "d:#error w:don c:'t ] w:int"},
    {"a word over lines", TEXT("in\\\nt\\\r\n\\\nx"), "w:intx"},
    {"a splice with blanks", TEXT("in\\ \t\nt"), "w:int"},
    {"a splice in a string", TEXT("\"a\\\nb\\\\\nc\""), "s:\"ab\\c\""},
    {"a mark over lines", TEXT("a-\\\n>b"), "w:a p:-> w:b"},
    {"a backslash", TEXT("\\ a \\"), "p:\\ w:a p:\\"},
    {"directives", TEXT("#include <a.h>\n # define X 1\nx"),
     "d:#include p:< w:a p:. w:h p:> ] d:#define w:X n:1 ] w:x"},
    {"a directive over lines", TEXT("#def\\\nine X \\\n 1 /* \n */ 2\nx"),
     "d:#define w:X n:1 n:2 ] w:x"},
    {"a directive at the end of all", TEXT("#if A"), "d:#if w:A ]"},
    {"a directive of nothing", TEXT("#\n#"), "d:# ] d:# ]"},
    {"a directive behind a comment", TEXT("/* a\n */ #if A\n"), "d:#if w:A ]"},
    {"no directive", TEXT("a #b\n#define X #y"), "w:a p:# w:b d:#define w:X p:# w:y ]"},
    {"carriage returns", TEXT("#if A\r\nx\r\n"), "d:#if w:A ] w:x"},
    {"a NUL", TEXT("a\0b"), "w:a w:b"},
    {"a NUL in a string", TEXT("\"a\0b\""), "s:\"a?b\""},
    {"other scripts", TEXT("größe=\"日\";\\u00e9t\\u00e9"),
     "w:größe p:= s:\"日\" p:; w:\\u00e9t\\u00e9"},
    {"a mark of UTF-8", TEXT("\xef\xbb\xbf#if A"), "d:#if w:A ]"},
    {"bytes of no script", TEXT("\x01@`\x7f"), "p:\x01 p:@ p:` p:\x7f"},
};

static void show_tokens(const struct tokens *source, struct buffer *into)
{
    static const char kinds[] = "wnscpd";
    buffer_text(into, "");
    for (size_t i = 0; i < source->count; i++) {
        char spelt[64];
        (void)ctoken_copy(&source->tokens[i], spelt, sizeof spelt);
        buffer_text(into, i > 0 ? " " : "");
        if (source->tokens[i].kind == CTOKEN_DIRECTIVE_END) {
            buffer_text(into, "]");
        } else {
            buffer_format(into, "%c:%s", kinds[source->tokens[i].kind], spelt);
        }
    }
}

static void has_tokens(void **state)
{
    const struct token_row *row = *state;
    char *copy = exact_copy(row->text, row->size);
    struct tokens source;
    struct buffer shown = {0};
    assert_true(tokens_read(copy, row->size, LANGUAGE_C, false, &source));
    show_tokens(&source, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    tokens_free(&source);
    free(copy);
}

struct foreign_row {
    const char *name, *text, *shown;
    enum language language;
};

static const struct foreign_row foreign_rows[] = {
    {"a raw string", "R\"(a \"\n// b)\" c", "s:R\"(a \"\n// b)\" w:c", LANGUAGE_CPP},
    {"a raw string between words", "u8R\"x(a)\" )x\"+LR\"()\"", "s:u8R\"x(a)\" )x\" p:+ s:LR\"()\"",
     LANGUAGE_CPP},
    {"a splice in a raw string", "R\"(a\\\nb)\"", "s:R\"(a\\\nb)\"", LANGUAGE_CPP},
    {"a raw string without end", "R\"(a\nb", "w:R s:\"(a w:b", LANGUAGE_CPP},
    {"a mark that is none", "R\"a b(c)\"", "w:R s:\"a b(c)\"", LANGUAGE_CPP},
    {"no raw string of C", "R\"(a\nb)\"", "w:R s:\"(a w:b p:) s:\"", LANGUAGE_C},
    {"digits in groups of C++", "1'000'000+'a'", "n:1'000'000 p:+ c:'a'", LANGUAGE_CPP},
    {"lifetimes", "<'a,'static>(&'a x)'b'", "p:< w:'a p:, w:'static p:> p:( p:& w:'a w:x p:) c:'b'",
     LANGUAGE_RUST},
    {"a lifetime before a string", "'a \"// b\" c", "w:'a s:\"// b\" w:c", LANGUAGE_RUST},
    {"characters of Rust", "'\"' '\\'' b'a' '\xc3\xa9' '\\u{e9}' '{'",
     "c:'\"' c:'\\'' c:b'a' c:'\xc3\xa9' c:'\\u{e9}' c:'{'", LANGUAGE_RUST},
    {"raw strings of Rust", "r\"a\\\" r#\"b\"c\"# br##\"\"#\"## r#type",
     "s:r\"a\\\" s:r#\"b\"c\"# s:br##\"\"#\"## w:r p:# w:type", LANGUAGE_RUST},
    {"a string over lines", "\"a\n\\\"// b\" c", "s:\"a\n\\\"// b\" w:c", LANGUAGE_RUST},
    {"a string of Rust without end", "\"a\nb", "s:\"a w:b", LANGUAGE_RUST},
    {"comments within one another", "a /* b /* c */ d */ e", "w:a w:e", LANGUAGE_RUST},
    {"comments of Go are not", "a /* b /* c */ d */ e", "w:a w:d p:* p:/ w:e", LANGUAGE_GO},
    {"no splice", "a // b \\\nc", "w:a w:c", LANGUAGE_RUST},
    {"an attribute", "#[inline]\nfn", "p:# p:[ w:inline p:] w:fn", LANGUAGE_RUST},
    {"a raw string of Go", "`a\\`+`b\n// c`", "s:`a\\` p:+ s:`b\n// c`", LANGUAGE_GO},
    {"a raw string of Go without end", "`a\nb", "p:` w:a w:b", LANGUAGE_GO},
    {"a rune", "'\\'' '`' \"'\"", "c:'\\'' c:'`' s:\"'\"", LANGUAGE_GO},
    {"a text block", "\"\"\"\n\"a\" // b\n\"\"\" c", "s:\"\"\"\n\"a\" // b\n\"\"\" w:c",
     LANGUAGE_JAVA},
};

static void has_foreign_tokens(void **state)
{
    const struct foreign_row *row = *state;
    char *copy = exact_copy(row->text, strlen(row->text));
    struct tokens source;
    struct buffer shown = {0};
    assert_true(tokens_read(copy, strlen(row->text), row->language, false, &source));
    show_tokens(&source, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    tokens_free(&source);
    free(copy);
}

struct file_row {
    const char *name, *text;
    enum language language;
};

static const struct file_row file_rows[] = {
    {"src/x.c", "class A {", LANGUAGE_C},
    {"x.h", "#ifdef __cplusplus\nextern \"C\" {\n#endif\n", LANGUAGE_C},
    {"class.h", "enum class class; int template; // class A {", LANGUAGE_C},
    {"a.h", "class A {", LANGUAGE_CPP},
    {"b.h", "struct A {\n  public:", LANGUAGE_CPP},
    {"c.h", "namespace x {", LANGUAGE_CPP},
    {"d.h", "template <int a>", LANGUAGE_CPP},
    {"x.cc", "", LANGUAGE_CPP},
    {"x.hpp", "", LANGUAGE_CPP},
    {"x.rs", "", LANGUAGE_RUST},
    {"x.go", "", LANGUAGE_GO},
    {"x.java", "", LANGUAGE_JAVA},
    {"x.py", "", LANGUAGE_NONE},
    {"README", "", LANGUAGE_NONE},
    {".c", "", LANGUAGE_NONE},
};

static void is_of_language(void **state)
{
    const struct file_row *row = *state;
    enum language language;
    assert_true(language_of_text(row->name, row->text, strlen(row->text), &language));
    assert_int_equal(language, row->language);
}

/* The ends of the first few are looked for in vain; after them no more are looked for. */
static void strings_without_end_are_no_burden(void **state)
{
    static const char beginning[] = "R\"x(";
    size_t count = 100000, size = count * (sizeof beginning - 1);
    char *text = malloc(size);
    struct tokens source;
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + i * (sizeof beginning - 1), beginning, sizeof beginning - 1);
    }
    assert_true(tokens_read(text, size, LANGUAGE_CPP, false, &source));
    assert_true(source.count > count);
    tokens_free(&source);
    free(text);
}

static void tokens_know_their_place(void **state)
{
    static const char text[] = "int /* a\nb */ x;\n  \"c\\\nd\" y // z\n";
    static const unsigned places[][3] = {{1, 1, 1}, {1, 2, 5}, {2, 2, 6}, {2, 2, 7},
                                         {3, 4, 3}, {4, 4, 4}, {4, 4, 6}};
    struct tokens source;
    (void)state;
    assert_true(tokens_read(text, sizeof text - 1, LANGUAGE_C, true, &source));
    assert_int_equal(source.count, COUNT(places));
    for (size_t i = 0; i < source.count; i++) {
        assert_int_equal(source.tokens[i].line, places[i][0]);
        assert_int_equal(source.tokens[i].last_line, places[i][1]);
        assert_int_equal(source.tokens[i].column, places[i][2]);
    }
    tokens_free(&source);
}

static void spellings_are_compared_without_splices(void **state)
{
    static const char text[] = "ab a\\\nb abc \"ab\" # define\n#define\n#  \\\ndefine\n#ab";
    struct tokens source;
    char room[3];
    (void)state;
    assert_true(tokens_read(text, sizeof text - 1, LANGUAGE_C, false, &source));
    const struct ctoken *tokens = source.tokens;
    assert_true(ctoken_same(&tokens[0], &tokens[1]) && ctoken_is(&tokens[1], "ab"));
    assert_false(ctoken_same(&tokens[0], &tokens[2]) || ctoken_same(&tokens[2], &tokens[0]));
    assert_false(ctoken_is(&tokens[0], "abc") || ctoken_is(&tokens[2], "ab"));
    assert_false(ctoken_same(&tokens[0], &tokens[3]));
    assert_true(ctoken_is(&tokens[6], "#define") && ctoken_same(&tokens[6], &tokens[8]));
    assert_int_equal(ctoken_copy(&tokens[2], room, sizeof room), 3);
    assert_string_equal(room, "ab");
    tokens_free(&source);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(token_rows) + COUNT(foreign_rows) + COUNT(file_rows) + 3];
    size_t count = 0;
    ADD_ROWS(tests, count, token_rows, has_tokens);
    ADD_ROWS(tests, count, foreign_rows, has_foreign_tokens);
    ADD_ROWS(tests, count, file_rows, is_of_language);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(tokens_know_their_place);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(spellings_are_compared_without_splices);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(strings_without_end_are_no_burden);
    return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
