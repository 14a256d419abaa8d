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
    assert_true(tokens_read(copy, row->size, false, &source));
    show_tokens(&source, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    tokens_free(&source);
    free(copy);
}

struct unit_row {
    const char *name, *text;
    const char *shown; /* "f name 1-3 = tokens;": kind, name, lines and what it does */
};

static const struct unit_row unit_rows[] = {
    {"nothing", "", ""},
    {"a function", "static int f(int a)\n{\n    return a;\n}\n",
     "f f 1-4 ( int a ) { return a ; }"},
    {"a prototype", "int f(int a);\nint (*g)(int);\nextern int x;\ntypedef int t;\n", ""},
    {"two", "int f(void) {}\nint g(void) {}", "f f 1-1 ( void ) { }; f g 2-2 ( void ) { }"},
    {"a pointer is given back", "char *f(void)\n{}", "f f 1-2 ( void ) { }"},
    {"a name in brackets", "int (f)(int a) {}", "f f 1-1 ) ( int a ) { }"},
    {"a function is given back", "int (*f(int a))(int) {}", "f f 1-1 ( int a ) ) ( int ) { }"},
    {"of a type with a name", "zone (*f(int a))(int) {}", "f f 1-1 ( int a ) ) ( int ) { }"},
    {"the type on its own line", "static inline struct x *\nf(void)\n{\n}", "f f 1-4 ( void ) { }"},
    {"attributes", "__attribute__((pure)) [[nodiscard]] int f(void) __attribute__((hot)) {}",
     "f f 1-1 ( void ) __attribute__ ( ( hot ) ) { }"},
    {"before C89", "int f(a, b)\n    int a;\n    char *b;\n{ return a; }\nint g(size_t) PURE;\n",
     "f f 1-4 ( a , b ) int a ; char * b ; { return a ; }"},
    {"before C89, of no type", "main(argc, argv)\nint argc;\nchar *argv[];\n{}\n",
     "f main 1-4 ( argc , argv ) int argc ; char * argv [ ] ; { }"},
    {"a macro as a type", "API(int) f(void) {}", "f f 1-1 ( void ) { }"},
    {"a macro as a head", "TEST(reads) { a; }\nTEST(writes, 2) { b; }",
     "f TEST(reads) 1-1 ( reads ) { a ; }; f TEST(writes) 2-2 ( writes , 2 ) { b ; }"},
    {"a macro that is all of a head", "FUNCTION { a; }", "f FUNCTION 1-1 { a ; }"},
    {"a macro by itself", "DEFINE(offset, 3)\nstatic int f(void) {}\nDEFINE(x y);\n",
     "t DEFINE(offset) 1-1 ( offset , 3 ); f f 2-2 ( void ) { }; t DEFINE(x y) 3-3 ( x y )"},
    {"a macro before a definition", "BEGIN\nint f(void) {}\nEND\n", "f f 1-2 ( void ) { }"},
    {"what is asserted", "_Static_assert(1 < 2, \"\");\nint f(void) {}", "f f 2-2 ( void ) { }"},
    {"a table", "static const int t[] = {1, {2}};", "t t 1-1 { 1 , { 2 } }"},
    {"two objects", "int a = f(1, 2), *b = 3, c;", "t a 1-1 f ( 1 , 2 ); t b 1-1 3"},
    {"a table of functions", "int (*const t[])(int) = {f, g};", "t t 1-1 { f , g }"},
    {"a table with an attribute", "int t __attribute__((aligned(8))) = 1;", "t t 1-1 1"},
    {"designated", "struct x t = {.a = {1}, [2] = 3};", "t t 1-1 { . a = { 1 } , [ 2 ] = 3 }"},
    {"of an unnamed struct", "static const struct {\n    int a;\n} t[] = {{1}};",
     "t t 1-3 { { 1 } }"},
    {"macros",
     "#define A\n#define B 1\n#define C(x) x + \\\n    1 // one\n#define D (1)\n#undef B\n",
     "m B 2-2 1; m C 3-4 ( x ) x + 1; m D 5-5 ( 1 )"},
    {"enums", "enum a { B, C = 2 };\nenum { D };\ntypedef enum { E } e;\nenum a x;\n",
     "e a 1-1 { B , C = 2 }; e D 2-2 { D }; e E 3-3 { E }"},
    {"an enum of a type", "enum a : unsigned char { B };", "e a 1-1 { B }"},
    {"an enum in a struct", "struct x {\n    enum { A } kind;\n};\n", "e A 2-2 { A }"},
    {"a function of a struct", "struct x f(struct y *y) { return y->x; }",
     "f f 1-1 ( struct y * y ) { return y -> x ; }"},
    {"for C++", "extern \"C\" {\nint f(void) {}\n}\nint g(void) {}",
     "f f 2-2 ( void ) { }; f g 4-4 ( void ) { }"},
    {"braces in each branch of a condition",
     "int f(int a)\n{\n#if A\n    if (a) {\n#else\n    if (!a) {\n#endif\n    }\n}\nint g(void) {}",
     "f f 1-9 ( int a ) { #if A ] if ( a ) { #else ] if ( ! a ) { #endif ] } }; "
     "f g 10-10 ( void ) { }"},
    {"a head in each branch", "#if A\nint f(int a) {\n#else\nint f(long a) {\n#endif\n    x;\n}\n",
     "f f 2-2 ( int a ) {; f f 4-7 ( long a ) { #endif ] x ; }"},
    {"an end in each branch", "int f(void) {\n#if A\n  a; }\n#else\n  b; }\n#endif\nint g(void) {}",
     "f f 1-5 ( void ) { #if A ] a ; } #else ] b ; }; f g 7-7 ( void ) { }"},
    {"braces that do not close", "int f(void)\n{\n    if (a) {\n}\n\nint g(void)\n{\n    b;\n}\n",
     "f f 1-4 ( void ) { if ( a ) { }; f g 6-9 ( void ) { b ; }"},
    {"braces in directives", "#define OPEN {\n#error it's {\nint f(void) {}\n",
     "m OPEN 1-1 {; f f 3-3 ( void ) { }"},
    {"a brace too many", "}\nint f(void) {}\n}\nint g(void) {}\n",
     "f f 2-2 ( void ) { }; f g 4-4 ( void ) { }"},
    {"brackets that do not close", "int f(void) { a((1; }\nint g(void) { )b; ] }\n",
     "f f 1-1 ( void ) { a ( ( 1 ; }; f g 2-2 ( void ) { ) b ; ] }"},
    {"a bracket that does not close before a body", "int f( { a; }", "f f 1-1 ( { a ; }"},
    {"a macro whose bracket does not close", "f( { a; }", "f f 1-1 ( { a ; }"},
    {"a string and a comment with braces", "int f(void) { /* } */ \"}\"; '}'; // }\n}",
     "f f 1-2 ( void ) { \"}\" ; '}' ; }"},
    {"a macro within a function", "int f(void) {\n#define X 1\n}\n",
     "f f 1-3 ( void ) { #define X 1 ] }; m X 2-2 1"},
};

static void show_tokens_of(const struct tokens *source, const struct cunit *unit,
                           struct buffer *into)
{
    for (size_t i = unit->begin; i < unit->end; i++) {
        char spelt[64];
        (void)ctoken_copy(&source->tokens[i], spelt, sizeof spelt);
        if (source->tokens[i].kind != CTOKEN_COMMENT) {
            buffer_format(into, " %s",
                          source->tokens[i].kind == CTOKEN_DIRECTIVE_END ? "]" : spelt);
        }
    }
}

static void check_units(const struct unit_row *row, bool with_comments)
{
    char *copy = exact_copy(row->text, strlen(row->text));
    struct tokens source;
    struct cunits units;
    struct buffer shown = {0};
    assert_true(tokens_read(copy, strlen(row->text), with_comments, &source));
    assert_true(cunits_find(&source, &units));
    buffer_text(&shown, "");
    for (size_t i = 0; i < units.count; i++) {
        const struct cunit *unit = &units.list[i];
        buffer_format(&shown, "%s%c %s %u-%u", i > 0 ? "; " : "", "fmte"[unit->kind], unit -> name,
                      unit -> first, unit -> last);
        show_tokens_of(&source, unit, &shown);
    }
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    cunits_free(&units);
    tokens_free(&source);
    free(copy);
}

static void has_units(void **state)
{
    check_units(*state, false);
    check_units(*state, true);
}

static void tokens_know_their_place(void **state)
{
    static const char text[] = "int /* a\nb */ x;\n  \"c\\\nd\" y // z\n";
    static const unsigned places[][3] = {{1, 1, 1}, {1, 2, 5}, {2, 2, 6}, {2, 2, 7},
                                         {3, 4, 3}, {4, 4, 4}, {4, 4, 6}};
    struct tokens source;
    (void)state;
    assert_true(tokens_read(text, sizeof text - 1, true, &source));
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
    assert_true(tokens_read(text, sizeof text - 1, false, &source));
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

static void a_long_name_is_cut(void **state)
{
    char text[600];
    struct tokens source;
    struct cunits units;
    (void)state;
    int size = snprintf(text, sizeof text, "TEST(%0200d) {}\nint x%0200d(void) {}\nE(%0123d, 1);",
                        7, 7, 7);
    assert_true(tokens_read(text, (size_t)size, false, &source));
    assert_true(cunits_find(&source, &units));
    assert_int_equal(units.count, 3);
    assert_int_equal(strlen(units.list[0].name), sizeof units.list[0].name - 2);
    assert_int_equal(units.list[0].name[sizeof units.list[0].name - 3], ')');
    assert_int_equal(strlen(units.list[1].name), sizeof units.list[0].name - 1);
    assert_int_equal(strlen(units.list[2].name), 126);
    cunits_free(&units);
    tokens_free(&source);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(token_rows) + COUNT(unit_rows) + 3];
    size_t count = 0;
    ADD_ROWS(tests, count, token_rows, has_tokens);
    ADD_ROWS(tests, count, unit_rows, has_units);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(tokens_know_their_place);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(spellings_are_compared_without_splices);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_long_name_is_cut);
    return cmocka_run_group_tests_name("csource", tests, NULL, NULL);
}
