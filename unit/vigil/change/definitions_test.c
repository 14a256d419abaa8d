/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "change/ctags.h"

struct unit_row {
    const char *name, *text;
    const char *shown; /* "f name 1-3 = tokens;": kind, name, lines and what it does */
};

static const struct unit_row unit_rows[] = {
    {"nothing", "", ""},
    {"a function", "static int f(int a)\n{\n    return a;\n}\n",
     "f f 1-4 = static int f ( int a ) { return a ; }"},
    {"a prototype", "int f(int a);\nint (*g)(int);\nextern int x;\ntypedef int t;\n", ""},
    {"two", "int f(void) {}\nint g(void) {}",
     "f f 1-1 = int f ( void ) { }; f g 2-2 = int g ( void ) { }"},
    {"a pointer is given back", "char *f(void)\n{}", "f f 1-2 = char * f ( void ) { }"},
    {"a name in brackets", "int (f)(int a) {}", "f int(f) 1-1 = int ( f ) ( int a ) { }"},
    {"a function is given back", "int (*f(int a))(int) {}",
     "f f 1-1 = int ( * f ( int a ) ) ( int ) { }"},
    {"of a type with a name", "zone (*f(int a))(int) {}",
     "f f 1-1 = zone ( * f ( int a ) ) ( int ) { }"},
    {"the type on its own line", "static inline struct x *\nf(void)\n{\n}",
     "f f 1-4 = static inline struct x * f ( void ) { }"},
    {"attributes", "__attribute__((pure)) [[nodiscard]] int f(void) __attribute__((hot)) {}",
     "f f 1-1 = __attribute__ ( ( pure ) ) [ [ nodiscard ] ] int f ( void ) __attribute__ ( ( hot "
     ") ) { }"},
    {"before C89", "int f(a, b)\n    int a;\n    char *b;\n{ return a; }\nint g(size_t) PURE;\n",
     "f f 1-4 = int f ( a , b ) int a ; char * b ; { return a ; }"},
    {"before C89, of no type", "main(argc, argv)\nint argc;\nchar *argv[];\n{}\n",
     "f main 1-4 = main ( argc , argv ) int argc ; char * argv [ ] ; { }"},
    {"a macro as a type", "API(int) f(void) {}", "f f 1-1 = API ( int ) f ( void ) { }"},
    {"a macro as a head", "TEST(reads) { a; }\nTEST(writes, 2) { b; }",
     "f TEST(reads) 1-1 = TEST ( reads ) { a ; }; f TEST(writes) 2-2 = TEST ( writes , 2 ) { b ; "
     "}"},
    {"a macro that is all of a head", "FUNCTION { a; }", "f FUNCTION 1-1 = FUNCTION { a ; }"},
    {"a macro by itself", "DEFINE(offset, 3)\nstatic int f(void) {}\nDEFINE(x y);\n",
     "f f 1-2 = DEFINE ( offset , 3 ) static int f ( void ) { }; t DEFINE(x y) 3-3 = DEFINE ( x y "
     ") ;"},
    {"macros that no semicolon ends", "int f(void) {}\nDEFINE(a, 1)\nDEFINE(b, 2)\n#define A 1\n",
     "f f 1-1 = int f ( void ) { }; t DEFINE(a) 2-3 = DEFINE ( a , 1 ) DEFINE ( b , 2 ); m A 4-4 = "
     "#define A 1"},
    {"what only declares",
     "struct x;\nenum e;\nstruct y { int a[2]; } __attribute__((packed));\nAPI(int) f(void);\n"
     "extern int (*g)(int), h[2];\ntypedef struct { int a; } (*t)(int);\nint k, l[3];\n",
     ""},
    {"a macro before a definition", "BEGIN\nint f(void) {}\nEND\n",
     "f f 1-2 = BEGIN int f ( void ) { }"},
    {"what is asserted", "_Static_assert(1 < 2, \"\");\nint f(void) {}",
     "f f 2-2 = int f ( void ) { }"},
    {"a table", "static const int t[] = {1, {2}};",
     "t t 1-1 = static const int t [ ] = { 1 , { 2 } } ;"},
    {"two objects", "int a = f(1, 2), *b = 3, c;",
     "t a 1-1 = int a = f ( 1 , 2 ) , * b = 3 , c ;; t b 1-1 = int a = f ( 1 , 2 ) , * b = 3 , c "
     ";"},
    {"a table of functions", "int (*const t[])(int) = {f, g};",
     "t t 1-1 = int ( * const t [ ] ) ( int ) = { f , g } ;"},
    {"a table with an attribute", "int t __attribute__((aligned(8))) = 1;",
     "t t 1-1 = int t __attribute__ ( ( aligned ( 8 ) ) ) = 1 ;"},
    {"designated", "struct x t = {.a = {1}, [2] = 3};",
     "t t 1-1 = struct x t = { . a = { 1 } , [ 2 ] = 3 } ;"},
    {"of an unnamed struct", "static const struct {\n    int a;\n} t[] = {{1}};",
     "t t 1-3 = static const struct { int a ; } t [ ] = { { 1 } } ;"},
    {"macros",
     "#define A\n#define B 1\n#define C(x) x + \\\n    1 // one\n#define D (1)\n#undef B\n",
     "m B 2-2 = #define B 1; m C 3-4 = #define C ( x ) x + 1; m D 5-5 = #define D ( 1 )"},
    {"enums", "enum a { B, C = 2 };\nenum { D };\ntypedef enum { E } e;\nenum a x;\n",
     "e a 1-1 = enum a { B , C = 2 } ;; e D 2-2 = enum { D } ;; e E 3-3 = typedef enum { E } e ;"},
    {"an enum of a type", "enum a : unsigned char { B };",
     "e a 1-1 = enum a : unsigned char { B } ;"},
    {"an enum in a struct", "struct x {\n    enum { A } kind;\n};\n",
     "e A 2-2 = enum { A } kind ;"},
    {"a function of a struct", "struct x f(struct y *y) { return y->x; }",
     "f f 1-1 = struct x f ( struct y * y ) { return y -> x ; }"},
    {"for C++", "extern \"C\" {\nint f(void) {}\n}\nint g(void) {}",
     "f f 2-2 = int f ( void ) { }; f g 4-4 = int g ( void ) { }"},
    {"braces in each branch of a condition",
     "int f(int a)\n{\n#if A\n    if (a) {\n#else\n    if (!a) {\n#endif\n    }\n}\nint g(void) {}",
     "f f 1-9 = int f ( int a ) { #if A ] if ( a ) { #else ] if ( ! a ) { #endif ] } }; f g 10-10 "
     "= int g ( void ) { }"},
    {"a head in each branch", "#if A\nint f(int a) {\n#else\nint f(long a) {\n#endif\n    x;\n}\n",
     "f f 2-7 = int f ( int a ) { #else ] int f ( long a ) { #endif ] x ; }"},
    {"an end in each branch", "int f(void) {\n#if A\n  a; }\n#else\n  b; }\n#endif\nint g(void) {}",
     "f f 1-3 = int f ( void ) { #if A ] a ; }; f b 5-5 = b ; }; f g 7-7 = int g ( void ) { }"},
    {"a value in each branch", "#if A\nconst int a = 1;\n#else\nconst int a = 2;\n#endif\n",
     "t a 2-2 = const int a = 1 ;; t a 4-4 = const int a = 2 ;"},
    {"braces that do not close", "int f(void)\n{\n    if (a) {\n}\n\nint g(void)\n{\n    b;\n}\n",
     "f f 1-4 = int f ( void ) { if ( a ) { }; f g 6-9 = int g ( void ) { b ; }"},
    {"braces in directives", "#define OPEN {\n#error it's {\nint f(void) {}\n",
     "m OPEN 1-1 = #define OPEN {; f f 3-3 = int f ( void ) { }"},
    {"a brace too many", "}\nint f(void) {}\n}\nint g(void) {}\n",
     "f f 2-2 = int f ( void ) { }; f g 4-4 = int g ( void ) { }"},
    {"behind a brace too many",
     "}\nstruct x;\nint (f)(int a) {}\n/* a */ int t[] = {1};\nstruct y { int a; };\n",
     "f int 2-3 = struct x ; int ( f ) ( int a ) { }; t int 4-5 = int t [ ] = { 1 } ; struct y { "
     "int a ; } ;"},
    {"behind a brace too many, without a bracket", "}\na++;\nextern struct x *b[];\n",
     "t a 2-3 = a ++ ; extern struct x * b [ ] ;"},
    {"brackets that do not close", "int f(void) { a((1; }\nint g(void) { )b; ] }\n",
     "f f 1-1 = int f ( void ) { a ( ( 1 ; }; f g 2-2 = int g ( void ) { ) b ; ] }"},
    {"a bracket that does not close before a body", "int f( { a; }", "f f 1-1 = int f ( { a ; }"},
    {"a macro whose bracket does not close", "f( { a; }", "f f 1-1 = f ( { a ; }"},
    {"a string and a comment with braces", "int f(void) { /* } */ \"}\"; '}'; // }\n}",
     "f f 1-2 = int f ( void ) { \"}\" ; '}' ; }"},
    {"a macro within a function", "int f(void) {\n#define X 1\n}\n",
     "f f 1-3 = int f ( void ) { #define X 1 ] }; m X 2-2 = #define X 1"},
};

static void show_tokens_of(const struct tokens *source, const struct definition *unit,
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

static void check(const struct unit_row *row, enum language language)
{
    char *copy = exact_copy(row->text, strlen(row->text));
    const struct tags_text text = {language, copy, strlen(row->text)};
    struct definitions found;
    struct buffer shown = {0};
    ctags_find(&text, 1, &found);
    buffer_text(&shown, "");
    for (size_t i = 0; i < found.count; i++) {
        const struct definition *unit = &found.list[i];
        buffer_format(&shown, "%s%c %s %u-%u =", i > 0 ? "; " : "", "fmte"[unit->kind],
                      unit -> name, unit -> first, unit -> last);
        show_tokens_of(&found.source, unit, &shown);
    }
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    definitions_free(&found);
    free(copy);
}

static void has_units(void **state)
{
    check(*state, LANGUAGE_C);
}

/* Definitions of C++. */
static const struct unit_row foreign_rows[] = {
    {"members of a class", "class A : public B<int> {\n  public:\n    int a();\n    int b;\n};\n",
     ""},
    {"namespaces", "namespace a::b {\nFUNCTION { c; }\n}\nnamespace {\nint f();\n}\n",
     "f FUNCTION 2-2 = FUNCTION { c ; }"},
    {"a template of a class", "template <class T>\nstruct A {\n    T f() const { return a; }\n};\n",
     "f A::f 3-3 = T f ( ) const { return a ; }"},
    {"behind an access label", "class A {\npublic:\n    A() : a(1) {}\n};\n",
     "f A::A 3-3 = A ( ) : a ( 1 ) { }"},
    {"what only declares in a class",
     "class A {\n    A(int);\n    A(const A &) = delete;\n    ~A();\n    operator bool() const;\n"
     "    virtual int f() = 0;\n    int a;\n    friend class B;\n};\nnamespace c = d::e;\n",
     ""},
    {"a macro in a class", "class A {\n    DEFINE(a);\n    GUARDED(b) {}\n};\n",
     "t DEFINE(a) 2-2 = DEFINE ( a ) ;; f GUARDED(b) 3-3 = GUARDED ( b ) { }"},
    {"behind what ctags does not know", "int f();\nX(a)->b(1)->c(2);\nclass A {};\n",
     "t X(a) 2-2 = X ( a ) -> b ( 1 ) -> c ( 2 ) ;"},
    {"a function in a function",
     "int f()\n{\n    struct A {\n        int g() { return 1; }\n    };\n}\n",
     "f f 1-6 = int f ( ) { struct A { int g ( ) { return 1 ; } } ; }"},
    {"names of one's own", "using A = B;\nauto f() -> int;\nstatic_assert(1, \"\");\n", ""},
};

static void has_foreign_units(void **state)
{
    check(*state, LANGUAGE_CPP);
}

/* Lines that ctags would not write. */
struct odd_row {
    const char *name, *json;
};

#define TAG(more) "{\"_type\": \"tag\", \"name\": \"f\", \"path\": \"/x/0.c\"" more "}\n"

static const struct odd_row odd_rows[] = {
    {"no JSON", "ctags: Warning: no\n"},
    {"half a line", "{\"_type\": \"tag\", \"name\": \"f\""},
    {"no object", "[1]\n"},
    {"an empty line", "\n"},
    {"something twice", TAG(", \"kind\": \"function\", \"line\": 1, \"line\": 2")},
    {"no kind", TAG(", \"line\": 1")},
    {"no line", TAG(", \"kind\": \"function\"")},
    {"line 0", TAG(", \"kind\": \"function\", \"line\": 0")},
    {"a line that is a text", TAG(", \"kind\": \"function\", \"line\": \"1\"")},
    {"a line beyond all", TAG(", \"kind\": \"function\", \"line\": 4294967297")},
    {"an end before its beginning", TAG(", \"kind\": \"function\", \"line\": 2, \"end\": 1")},
    {"another file", "{\"_type\": \"tag\", \"name\": \"f\", \"path\": \"/x/1.c\", \"kind\": "
                     "\"function\", \"line\": 1}\n"},
    {"a file of no number", "{\"_type\": \"tag\", \"name\": \"f\", \"path\": \"/x/a.c\", \"kind\": "
                            "\"function\", \"line\": 1}\n"},
    {"no tag", "{\"_type\": \"ptag\", \"name\": \"JSON_OUTPUT_VERSION\", \"path\": \"0.0\"}\n"},
    {"behind a good line", TAG(", \"kind\": \"function\", \"line\": 1") "{\"_type\": \"tag\"}\n"},
};

static void is_refused(void **state)
{
    const struct odd_row *row = *state;
    const struct tags_text text = {LANGUAGE_C, "int f(void) {}", 14};
    struct definitions found;
    struct fault fault = {""};
    char *json = exact_copy(row->json, strlen(row->json));
    assert_false(definitions_read(json, strlen(row->json), &text, 1, &found, &fault));
    assert_non_null(strstr(fault.text, "of what ctags wrote is not as it writes one"));
    definitions_free(&found);
    free(json);
}

/* Lines that the text does not have, ends behind its end, a name that is not there: nothing breaks.
 */
static void a_text_need_not_be_what_ctags_read(void **state)
{
    static const char json[] = TAG(", \"kind\": \"function\", \"line\": 7, \"end\": 9")
        TAG(", \"kind\": \"function\", \"line\": 1, \"end\": 900")
            TAG(", \"kind\": \"macro\", \"line\": 1") TAG(", \"kind\": \"enum\", \"line\": 1");
    static const char *const texts[] = {"", "g", "/* a */", "#define", "{", "\n\n\n\n\n\n)"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct tags_text text = {LANGUAGE_C, texts[i], strlen(texts[i])};
        struct definitions found;
        struct fault fault = {""};
        assert_true(definitions_read(json, sizeof json - 1, &text, 1, &found, &fault));
        definitions_free(&found);
    }
}

static void a_long_name_is_cut(void **state)
{
    char text[600];
    struct definitions found;
    (void)state;
    int size = snprintf(text, sizeof text, "TEST(%0200d) {}\nint x%0200d(void) {}\nE(%0123d, 1);",
                        7, 7, 7);
    ctags_find(&(struct tags_text){LANGUAGE_C, text, (size_t)size}, 1, &found);
    assert_int_equal(found.count, 3);
    assert_int_equal(strlen(found.list[0].name), sizeof found.list[0].name - 2);
    assert_int_equal(found.list[0].name[sizeof found.list[0].name - 3], ')');
    assert_int_equal(strlen(found.list[1].name), sizeof found.list[0].name - 1);
    assert_int_equal(strlen(found.list[2].name), 126);
    definitions_free(&found);
}

/* The end of what ends nowhere is sought once, not from each line anew. */
static void a_group_of_go_without_an_end(void **state)
{
    struct buffer text = {0};
    struct definitions found;
    (void)state;
    buffer_text(&text, "package x\n\nconst (\n");
    for (unsigned i = 0; i < 900; i++) {
        buffer_format(&text, "\ta%u = %u +\n", i, i);
    }
    ctags_find(&(struct tags_text){LANGUAGE_GO, text.data, text.size}, 1, &found);
    assert_int_equal(found.count, 900);
    assert_int_equal(found.list[0].first, 4);
    assert_int_equal(found.list[1].last, found.list[0].last);
    assert_true(found.list[899].last == 903);
    definitions_free(&found);
    buffer_free(&text);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(unit_rows) + COUNT(foreign_rows) + COUNT(odd_rows) + 3];
    size_t count = 0;
    ADD_ROWS(tests, count, unit_rows, has_units);
    ADD_ROWS(tests, count, foreign_rows, has_foreign_units);
    ADD_ROWS(tests, count, odd_rows, is_refused);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_text_need_not_be_what_ctags_read);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_long_name_is_cut);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_group_of_go_without_an_end);
    return cmocka_run_group_tests_name("definitions", tests, NULL, NULL);
}
