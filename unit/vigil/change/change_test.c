/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/buffer.h"
#include "change/change.h"
#include "change/ctags.h"

/* A literal with its size, for rows that hold a NUL. */
#define TEXT(literal) (literal), sizeof(literal) - 1

/* One file, x.c, before and after. */
struct row {
    const char *name;
    const char *base;
    size_t base_size;
    const char *head;
    size_t head_size;
    const char *shown; /* the units: "f 2-4" or "f 2-4 new", a comma between them */
};

static const struct row behaviour[] = {
    {"a number", TEXT("int f(void) { return 1; }"), TEXT("int f(void) { return 2; }"), "f 1-1"},
    {"the same number, written otherwise", TEXT("int f(void) { return 60; }"),
     TEXT("int f(void) { return 0x3c; }"), "f 1-1"},
    {"a comparison", TEXT("int f(int a) { return a < 1; }"),
     TEXT("int f(int a) { return a <= 1; }"), "f 1-1"},
    {"an operation", TEXT("int f(int a) { return a + 1; }"), TEXT("int f(int a) { return a - 1; }"),
     "f 1-1"},
    {"a string", TEXT("char *f(void) { return \"a\"; }"), TEXT("char *f(void) { return \"b\"; }"),
     "f 1-1"},
    {"blanks in a string", TEXT("char *f(void) { return \"a b\"; }"),
     TEXT("char *f(void) { return \"a  b\"; }"), "f 1-1"},
    {"a comment within a string", TEXT("char *f(void) { return \"/* a */\"; }"),
     TEXT("char *f(void) { return \"/* b */\"; }"), "f 1-1"},
    {"a character", TEXT("int f(void) { return 'Z'; }"), TEXT("int f(void) { return 'z'; }"),
     "f 1-1"},
    {"a statement more", TEXT("void f(void) { a(); }"), TEXT("void f(void) { a(); a(); }"),
     "f 1-1"},
    {"a statement less", TEXT("void f(void) { a(); b(); }"), TEXT("void f(void) { a(); }"),
     "f 1-1"},
    {"statements in another order", TEXT("void f(void) { a(); b(); }"),
     TEXT("void f(void) { b(); a(); }"), "f 1-1"},
    {"a statement made a comment", TEXT("void f(void) { a(); b(); }"),
     TEXT("void f(void) { a(); /* b(); */ }"), "f 1-1"},
    {"a comment made a statement", TEXT("void f(void) {\n    // b();\n}"),
     TEXT("void f(void) {\n    b();\n}"), "f 1-3"},
    {"a comment that swallows the next line", TEXT("void f(void) {\n    a(); // x\n    b();\n}"),
     TEXT("void f(void) {\n    a(); // x \\\n    b();\n}"), "f 1-4"},
    {"brackets", TEXT("int f(int a) { return a + 1 * 2; }"),
     TEXT("int f(int a) { return (a + 1) * 2; }"), "f 1-1"},
    {"a branch's braces", TEXT("void f(int a) { if (a) b(); c(); }"),
     TEXT("void f(int a) { if (a) { b(); c(); } }"), "f 1-1"},
    {"a semicolon", TEXT("void f(int a) { while (a) b(); }"),
     TEXT("void f(int a) { while (a); b(); }"), "f 1-1"},
    {"a cast", TEXT("long f(long a) { return a; }"), TEXT("long f(long a) { return (int)a; }"),
     "f 1-1"},
    {"another function called", TEXT("int f(int a) { return min(a, 1); }"),
     TEXT("int f(int a) { return max(a, 1); }"), "f 1-1"},
    {"another function called, that base has",
     TEXT("int f(int a) { return min(a, 1); }\nint max(int, int);"),
     TEXT("int f(int a) { return max(a, 1); }\nint max(int, int);"), "f 1-1"},
    {"another function of libc, which base has nowhere",
     TEXT("struct tm *f(time_t *a) { return localtime(a); }"),
     TEXT("struct tm *f(time_t *a) { return gmtime(a); }"), "f 1-1"},
    {"another function, each of which is declared",
     TEXT("int min(int, int);\nint f(int a) { return min(a, 1); }\nint g(int a) { return min(a, "
          "2); }"),
     TEXT("int min(int, int);\nint max(int, int);\nint f(int a) { return max(a, 1); }\n"
          "int g(int a) { return min(a, 2); }"),
     "f 3-3"},
    {"a type of libc's", TEXT("void f(void) { time_t a = 1; g(&a); }"),
     TEXT("void f(void) { int32_t a = 1; g(&a); }"), "f 1-1"},
    {"a type of C's", TEXT("void f(void) { long a = 1; g(&a); }"),
     TEXT("void f(void) { int a = 1; g(&a); }"), "f 1-1"},
    {"the type that is given back", TEXT("long f(void) { return 1; }"),
     TEXT("int f(void) { return 1; }"), "f 1-1"},
    {"a parameter's type", TEXT("int f(long a) { return a; }"), TEXT("int f(int a) { return a; }"),
     "f 1-1"},
    {"a parameter more", TEXT("int f(int a) { return a; }"),
     TEXT("int f(int a, int b) { return a; }"), "f 1-1"},
    {"parameters change places", TEXT("int f(int a, int b) { return a - b; }"),
     TEXT("int f(int b, int a) { return a - b; }"), "f 1-1"},
    {"parameters change places where they are used", TEXT("int f(int a, int b) { return a - b; }"),
     TEXT("int f(int a, int b) { return b - a; }"), "f 1-1"},
    {"one local for another", TEXT("int f(void) { int a = 1; int b = 2; return a; }"),
     TEXT("int f(void) { int a = 1; int b = 2; return b; }"), "f 1-1"},
    {"one of two uses of a local", TEXT("int f(int a, int b) { return a + a; }"),
     TEXT("int f(int a, int b) { return a + b; }"), "f 1-1"},
    {"a local that hides a global", TEXT("int a;\nint f(void) { int b = 1; return a; }"),
     TEXT("int a;\nint f(void) { int a = 1; return a; }"), "f 2-2"},
    {"a local that no longer hides one in an inner block",
     TEXT("int f(void) { int a = 1; { int a = 2; g(a); } }"),
     TEXT("int f(void) { int a = 1; { int b = 2; g(a); } }"), "f 1-1"},
    {"a global behind a block of the same name",
     TEXT("int a, b;\nvoid f(void) { { int a = 1; g(a); } g(a); }"),
     TEXT("int a, b;\nvoid f(void) { { int b = 1; g(b); } g(b); }"), "f 2-2"},
    {"a global behind a loop of the same name",
     TEXT("int a, b;\nvoid f(void) { for (int a = 1; a < 2; a++) { g(a); } g(a); }"),
     TEXT("int a, b;\nvoid f(void) { for (int b = 1; b < 2; b++) { g(b); } g(b); }"), "f 2-2"},
    {"words in an initialiser that look like a declaration",
     TEXT("void f(int days, int hours, int minutes) { int t[] = {days * hours, 1}; }"),
     TEXT("void f(int days, int hours, int minutes) { int t[] = {days * minutes, 1}; }"), "f 1-1"},
    {"words in a literal of a struct",
     TEXT("int a, b, c;\nvoid f(void) { g((struct x){a * b, 1}); }"),
     TEXT("int a, b, c;\nvoid f(void) { g((struct x){a * c, 1}); }"), "f 2-2"},
    {"words behind a colon", TEXT("int a, b, c;\nint f(int x) { return x ? 1 : a * b; }"),
     TEXT("int a, b, c;\nint f(int x) { return x ? 1 : a * c; }"), "f 2-2"},
    {"words behind else", TEXT("int a, b;\nvoid f(int x) { if (x) { g(); } else a = 1; }"),
     TEXT("int a, b;\nvoid f(int x) { if (x) { g(); } else b = 1; }"), "f 2-2"},
    {"another member", TEXT("struct x { int a, b; };\nint f(struct x *y) { return y->a; }"),
     TEXT("struct x { int a, b; };\nint f(struct x *y) { return y->b; }"), "f 2-2"},
    {"a member for a local of that name", TEXT("int f(struct x *y) { int a = 1; return y->a; }"),
     TEXT("int f(struct x *y) { int b = 1; return y->b; }"), "f 1-1"},
    {"another label", TEXT("void f(void) { goto a; a: g(); b: h(); }"),
     TEXT("void f(void) { goto b; a: g(); b: h(); }"), "f 1-1"},
    {"labels change places", TEXT("void f(void) { goto a; a: g(); b: h(); }"),
     TEXT("void f(void) { goto a; b: g(); a: h(); }"), "f 1-1"},
    {"volatile", TEXT("void f(void) { int a = 1; }"), TEXT("void f(void) { volatile int a = 1; }"),
     "f 1-1"},
    {"static within", TEXT("int f(void) { int a = 1; return a++; }"),
     TEXT("int f(void) { static int a = 1; return a++; }"), "f 1-1"},
    {"an attribute that packs", TEXT("void f(void) { struct { char a; int b; } c; g(&c); }"),
     TEXT("void f(void) { struct __attribute__((packed)) { char a; int b; } c; g(&c); }"), "f 1-1"},
    {"an attribute that runs it", TEXT("static void f(void) { g(); }"),
     TEXT("__attribute__((constructor)) static void f(void) { g(); }"), "f 1-1"},
    {"a macro", TEXT("#define DAY 86400\n"), TEXT("#define DAY 86401\n"), "DAY 1-1"},
    {"a macro over lines", TEXT("#define F(a) \\\n    ((a) < 1)\n"),
     TEXT("#define F(a) \\\n    ((a) <= 1)\n"), "F 1-2"},
    {"a macro's parameters change places", TEXT("#define F(a, b) ((a) - (b))\n"),
     TEXT("#define F(b, a) ((a) - (b))\n"), "F 1-1"},
    {"a macro that takes no more", TEXT("#define F(a) -(a)\n"), TEXT("#define F (a) -(a)\n"),
     "F 1-1"},
    {"a macro of a condition's other branch",
     TEXT("#if A\n#define B 1\n#else\n#define B 2\n#endif\n"),
     TEXT("#if A\n#define B 1\n#else\n#define B 3\n#endif\n"), "B 4-4"},
    {"the branches change places", TEXT("#if A\n#define B 1\n#else\n#define B 2\n#endif\n"),
     TEXT("#if A\n#define B 2\n#else\n#define B 1\n#endif\n"), "B 2-2, B 4-4"},
    {"a condition in a body", TEXT("void f(void) {\n#if A\n    g();\n#endif\n}"),
     TEXT("void f(void) {\n#if !A\n    g();\n#endif\n}"), "f 1-5"},
    {"braces in each branch of a condition",
     TEXT("void f(int a) {\n#if A\n if (a) {\n#else\n if (!a) {\n#endif\n g(); }\n h();\n}\nint "
          "k(void) {}"),
     TEXT("void f(int a) {\n#if A\n if (a) {\n#else\n if (!a) {\n#endif\n g(); }\n i();\n}\nint "
          "k(void) {}"),
     "f 1-9"},
    {"behind braces that do not close", TEXT("#if A\nvoid f(void) {\n#endif\n g();\n"),
     TEXT("#if A\nvoid f(void) {\n#endif\n h();\n"), "f 2-4"},
    {"a table", TEXT("static const int t[] = {1, 2};"), TEXT("static const int t[] = {2, 1};"),
     "t 1-1"},
    {"a table's size", TEXT("int t[3] = {1};"), TEXT("int t[4] = {1};"), "t 1-1"},
    {"a table's type", TEXT("int t[] = {-1};"), TEXT("unsigned t[] = {-1};"), "t 1-1"},
    {"a nested initialiser",
     TEXT("struct x t[] = {\n    {\"a\", {1, 2}},\n    {\"b\", {3, 4}},\n};"),
     TEXT("struct x t[] = {\n    {\"a\", {1, 2}},\n    {\"b\", {3, 5}},\n};"), "t 1-4"},
    {"a designated initialiser", TEXT("struct x t = {.a = 1, .b = 2};"),
     TEXT("struct x t = {.b = 1, .a = 2};"), "t 1-1"},
    {"an enum's order", TEXT("enum x { A, B };"), TEXT("enum x { B, A };"), "x 1-1"},
    {"an enum's value", TEXT("enum { A = 1 };"), TEXT("enum { A = 2 };"), "A 1-1"},
    {"a constant more", TEXT("enum x { A, B };"), TEXT("enum x { A, C, B };"), "x 1-1"},
    {"an enum within a struct", TEXT("struct x { enum { A, B } y; };"),
     TEXT("struct x { enum { B, A } y; };"), "B 1-1 new"},
    {"a new function", TEXT("int f(void) { return 1; }"),
     TEXT("int f(void) { return 1; }\nint g(void) { return 2; }"), "g 2-2 new"},
    {"a new function that does the same as another", TEXT("int f(void) { return 1; }"),
     TEXT("int f(void) { return 1; }\nint g(void) { return 1; }"), "g 2-2 new"},
    {"two for one", TEXT("int f(void) { return 1; }"),
     TEXT("int g(void) { return 1; }\nint h(void) { return 1; }"), "g 1-1 new, h 2-2 new"},
    {"a function from what another did", TEXT("int f(int a) { return a + 1 + 2; }"),
     TEXT("static int g(int a) { return a + 1; }\nint f(int a) { return g(a) + 2; }"),
     "g 1-1 new, f 2-2"},
    {"a new name and other tokens", TEXT("int f(void) { return 1; }"),
     TEXT("int g(void) { return 2; }"), "g 1-1 new"},
    {"another name, which base uses",
     TEXT("int f(void) { return 1; }\nint h(void) { return g(); }"),
     TEXT("int g(void) { return 1; }\nint h(void) { return g(); }"), "g 1-1 new"},
    {"a static function with a name that the file uses",
     TEXT("static int f(void) { return 1; }\nint g(void) { return take(); }"),
     TEXT("static int take(void) { return 1; }\nint g(void) { return take(); }"), "take 1-1 new"},
    {"a new name in but one place",
     TEXT("static int old(void) { return 1; }\nint f(void) { return old(); }\nint g(void) { return "
          "old(); }"),
     TEXT("static int new(void) { return 2; }\nint f(void) { return new(); }\nint g(void) { return "
          "old(); }"),
     "new 1-1 new, f 2-2"},
    {"one word became two",
     TEXT("struct x { int a; };\nint f(struct x y) { return y.a; }\nint g(struct x y) { return "
          "y.a; }"),
     TEXT("struct x { int b, c; };\nint f(struct x y) { return y.b; }\nint g(struct x y) { return "
          "y.c; }"),
     "f 2-2, g 3-3"},
    {"two words became one",
     TEXT("struct x { int a, b; };\nint f(struct x y) { return y.a - y.b; }"),
     TEXT("struct x { int c; };\nint f(struct x y) { return y.c - y.c; }"), "f 2-2"},
    {"a macro around a definition", TEXT("TEST(reads) { a(); }\nTEST(writes) { b(); }"),
     TEXT("TEST(reads) { a(); }\nTEST(writes) { c(); }"), "TEST(writes) 2-2"},
    {"a macro that defines", TEXT("DEFINE(offset, 1)\nDEFINE(zone, 2);"),
     TEXT("DEFINE(offset, 1)\nDEFINE(zone, 3);"), "DEFINE(offset) 1-2"},
    {"a macro before a function", TEXT("DEFINE(offset, 1)\nint f(void) { return 1; }"),
     TEXT("DEFINE(offset, 2)\nint f(void) { return 1; }"), "f 1-2"},
    {"a name in brackets", TEXT("int (f)(int a) { return a; }"),
     TEXT("int (f)(int a) { return -a; }"), "int(f) 1-1"},
    {"behind a brace too many",
     TEXT("int f(void) { } }\nint g(void) { return 1; }\nint h(void) { return 1; }"),
     TEXT("int f(void) { } }\nint g(void) { return 1; }\nint h(void) { return 2; }"), "h 3-3"},
    {"a brace more, and what is behind it",
     TEXT("int f(void) { }\nint g(void) { return 1; }\nint h(void) { return 1; }"),
     TEXT("int f(void) { }}\nint g(void) { return 1; }\nint h(void) { return 2; }"),
     "f 1-1, h 3-3"},
    {"the second end of a body",
     TEXT("int f(void) {\n#if A\n    return 1; }\n#else\n    return 2; }\n#endif\nint g(void) {}"),
     TEXT("int f(void) {\n#if A\n    return 1; }\n#else\n    return 3; }\n#endif\nint g(void) {}"),
     "return 5-5"},
    {"the value of another branch", TEXT("#if A\nint a = 1;\n#else\nint a = 2;\n#endif\n"),
     TEXT("#if A\nint a = 1;\n#else\nint a = 3;\n#endif\n"), "a 4-4"},
    {"before C89", TEXT("int f(a, b)\n int a, b;\n{ return a; }"),
     TEXT("int f(a, b)\n int a, b;\n{ return b; }"), "f 1-3"},
    {"before C89, a type", TEXT("int f(a)\n long a;\n{ return a; }"),
     TEXT("int f(a)\n int a;\n{ return a; }"), "f 1-3"},
    {"behind a NUL", TEXT("int f(void) { return \0 1; }"), TEXT("int f(void) { return \0 2; }"),
     "f 1-1"},
    {"a NUL in a string", TEXT("char *f(void) { return \"\0a\"; }"),
     TEXT("char *f(void) { return \"\0b\"; }"), "f 1-1"},
    {"a letter of another script", TEXT("char *f(void) { return \"é\"; }"),
     TEXT("char *f(void) { return \"è\"; }"), "f 1-1"},
    {"a file that was empty", TEXT(""), TEXT("int f(void) {}\n#define A\n#define B 1\n"),
     "f 1-1 new, B 3-3 new"},
    {"a string without end", TEXT("int f(void) { return \"a; }\n"),
     TEXT("int f(void) { return \"b; }\n"), "f 1-1"},
};

static const struct row none[] = {
    {"nothing", TEXT("int f(void) { return 1; }"), TEXT("int f(void) { return 1; }"), ""},
    {"two empty files", TEXT(""), TEXT(""), ""},
    {"comments", TEXT("int f(void) { return 1; /* old */ }"),
     TEXT("/* new */ int f(/* no */ void) { // brace\n return 1; }"), ""},
    {"a comment with a brace and a quote", TEXT("int f(void) { return 1; }"),
     TEXT("int f(void) { /* } \" ' */ return 1; // it's {\n}"), ""},
    {"blank lines", TEXT("int f(void)\n{\n    return 1;\n}\n"),
     TEXT("\n\nint f(void)\n{\n\n    return 1;\n\n}\n\n"), ""},
    {"another style", TEXT("int f(int a)\n{\n    if (a)\n    {\n        g(a, 1);\n    }\n}\n"),
     TEXT("int\nf (int a) {\n\tif (a) {\n\t\tg (a,\n\t\t   1);\n\t}\n}"), ""},
    {"splices", TEXT("#define F(a) (a) + 1\n"), TEXT("#define F(a) \\\n    (a) \\\n    + \\\n 1\n"),
     ""},
    {"a splice within a word", TEXT("int f(void) { return one; }"),
     TEXT("int f(void) { ret\\\nurn o\\\r\nne; }"), ""},
    {"blanks in a directive", TEXT("#define A 1\nvoid f(void) {\n#if B\n#endif\n}"),
     TEXT("#  define A 1\nvoid f(void) {\n #\tif B\n#endif // B\n}"), ""},
    {"carriage returns", TEXT("#define A 1\nint f(void)\n{\n    return A; // a\n}\n"),
     TEXT("#define A 1\r\nint f(void)\r\n{\r\n    return A; // a\r\n}\r\n"), ""},
    {"a mark of UTF-8", TEXT("#define A 1\n"), TEXT("\xef\xbb\xbf#define A 1\n"), ""},
    {"no newline at the end", TEXT("#define A 1\n"), TEXT("#define A 1"), ""},
    {"another order", TEXT("int f(void) { return 1; }\n#define A 1\nint g(void) { return 2; }"),
     TEXT("int g(void) { return 2; }\nint f(void) { return 1; }\n#define A 1\n"), ""},
    {"a prototype", TEXT("int f(void) { return 1; }"),
     TEXT("int f(void);\n#include <time.h>\nint f(void) { return 1; }"), ""},
    {"a function gone", TEXT("int f(void) { return 1; }\nint g(void) { return 2; }"),
     TEXT("int f(void) { return 1; }"), ""},
    {"all gone", TEXT("int f(void) { return 1; }"), TEXT(""), ""},
    {"a guard", TEXT("#define A_H\nstatic inline int f(void) { return 1; }"),
     TEXT("#ifndef A_H_\n#define A_H_\nstatic inline int f(void) { return 1; }\n#endif"), ""},
    {"a NUL between words", TEXT("int f(void) { return 1; }"), TEXT("int f(void) { return\0 1; }"),
     ""},
    {"a comment where ctags loses the file", TEXT("}\nint f(void) { return 1; }\nDEFINE(a, 1)\n"),
     TEXT("}\n// one\nint f(void)\n{\n    return 1; /* one */\n}\nDEFINE(a, /* a */ 1)\n"), ""},
    {"what only declares",
     TEXT("int f(int);\nstruct x { int a; };\ntypedef int t;\nextern int a[1];\nenum e;\nint b;\n"),
     TEXT("long f(int);\nstruct x { long a; };\ntypedef long t;\nextern int a[2];\nstruct y;\n"
          "static int b;\n"),
     ""},
};

/* A new name, or a word that only warns or links, counts like any other change. */
static const struct row names[] = {
    {"linkage", TEXT("int f(void) { return 1; }\nint t[] = {1};"),
     TEXT("static inline int f(void) { return 1; }\nstatic const int t[] = {1};"), "f 1-1, t 2-2"},
    {"attributes that warn", TEXT("int f(int a) { switch (a) { case 1: g(); default: h(); } }"),
     TEXT("[[nodiscard]] __attribute__((noinline, __pure__)) int f(__attribute__((unused)) int a) "
          "{ switch (a) { case 1: g(); __attribute__((fallthrough)); default: h(); } }"),
     "f 1-1"}, /* the semicolon is a statement */
    {"attributes before and behind", TEXT("int f(int a) { return a; }"),
     TEXT("[[nodiscard]] __attribute__((noinline, __pure__)) int f([[maybe_unused]] int a) "
          "__attribute__((hot)) { return a; }"),
     "f 1-1"},
    {"a parameter's name", TEXT("int f(int a) { return a + a; }"),
     TEXT("int f(int days) { return days + days; }"), "f 1-1"},
    {"a parameter's name that others have",
     TEXT("int f(int a) { return a; }\nint g(int days) { return days; }"),
     TEXT("int f(int days) { return days; }\nint g(int days) { return days; }"), "f 1-1"},
    {"parameters change names and nothing else", TEXT("int f(int a, int b) { return a - b; }"),
     TEXT("int f(int b, int a) { return b - a; }"), "f 1-1"},
    {"a pointer's, a table's and a function's name",
     TEXT("void f(const char *const a, struct x b[2], int (*c)(int)) { c(*a + b[0]); }"),
     TEXT("void f(const char *const x, struct x y[2], int (*z)(int)) { z(*x + y[0]); }"), "f 1-1"},
    {"a local's name", TEXT("int f(void) { int a = 1, *b = &a; return a + *b; }"),
     TEXT("int f(void) { int sum = 1, *at = &sum; return sum + *at; }"), "f 1-1"},
    {"a local with the name of a member", TEXT("int f(struct x *y) { int a = y->a; return a; }"),
     TEXT("int f(struct x *y) { int b = y->a; return b; }"), "f 1-1"},
    {"a local with the name of a global that it does not meet",
     TEXT("int b = 1;\nint f(void) { int a = 1; return a; }"),
     TEXT("int b = 1;\nint f(void) { int b = 1; return b; }"), "f 2-2"},
    {"one of two loops' names",
     TEXT("void f(void) { for (int i = 0; i < 9; i++) g(i); for (int i = 0; i < 9; i++) { h(i); } "
          "}"),
     TEXT("void f(void) { for (int i = 0; i < 9; i++) g(i); for (int j = 0; j < 9; j++) { h(j); } "
          "}"),
     "f 1-1"},
    {"a local in a branch", TEXT("void f(int a) { if (a) { int b = 1; g(b); } else { h(a); } }"),
     TEXT("void f(int a) { if (a) { int c = 1; g(c); } else { h(a); } }"), "f 1-1"},
    {"a local behind case", TEXT("void f(int a) { switch (a) { case 1: { int b = 1; g(b); } } }"),
     TEXT("void f(int a) { switch (a) { case 1: { int c = 1; g(c); } } }"), "f 1-1"},
    {"a local of a typedef's type", TEXT("size_t f(void) { size_t a; return g(&a), a; }"),
     TEXT("size_t f(void) { size_t used; return g(&used), used; }"), "f 1-1"},
    {"a label", TEXT("void f(void) { if (g()) goto out; h(); out: k(); }"),
     TEXT("void f(void) { if (g()) goto done; h(); done: k(); }"), "f 1-1"},
    {"a macro's parameter", TEXT("#define F(a, b) ((a)->b + #a)\n"),
     TEXT("#define F(x, y) ((x)->y + #x)\n"), "F 1-1"},
    {"a static function's name",
     TEXT("static int f(int a) { return a; }\nint g(void) { return f(1); }"),
     TEXT("static int h(int a) { return a; }\nint g(void) { return h(1); }"), "h 1-1 new, g 2-2"},
    {"a function that calls itself", TEXT("int f(int a) { return a ? f(a - 1) : 0; }"),
     TEXT("int down(int a) { return a ? down(a - 1) : 0; }"), "down 1-1 new"},
    {"a function's and its parameter's name", TEXT("int f(int a) { return a; }"),
     TEXT("int g(int b) { return b; }"), "g 1-1 new"},
    {"a macro's name", TEXT("#define DAY 86400\nint f(int a) { return a / DAY; }"),
     TEXT("#define SECONDS_A_DAY 86400\nint f(int a) { return a / SECONDS_A_DAY; }"),
     "SECONDS_A_DAY 1-1 new, f 2-2"},
    {"a table's name", TEXT("static int t[] = {1};\nint f(void) { return t[0]; }"),
     TEXT("static int rows[] = {1};\nint f(void) { return rows[0]; }"), "rows 1-1 new, f 2-2"},
    {"a constant's name", TEXT("enum x { A, B };\nint f(void) { return B; }"),
     TEXT("enum x { A, C };\nint f(void) { return C; }"), "x 1-1, f 2-2"},
    {"an enum's name", TEXT("enum x { A };\nenum x f(void) { return A; }"),
     TEXT("enum y { A };\nenum y f(void) { return A; }"), "y 1-1 new, f 2-2"},
    {"an unnamed enum's first constant", TEXT("enum { A, B };\nint f(void) { return A; }"),
     TEXT("enum { C, B };\nint f(void) { return C; }"), "C 1-1 new, f 2-2"},
    {"a member's name", TEXT("struct x { int a; };\nint f(struct x *y) { return y->a; }"),
     TEXT("struct x { int days; };\nint f(struct x *y) { return y->days; }"), "f 2-2"},
    {"a struct's name", TEXT("struct x { int a; };\nint f(struct x *y) { return y->a; }"),
     TEXT("struct z { int a; };\nint f(struct z *y) { return y->a; }"), "f 2-2"},
    {"a type's name", TEXT("typedef int t;\nt f(t a) { return a; }"),
     TEXT("typedef int days;\ndays f(days a) { return a; }"), "f 2-2"},
    {"a global's name", TEXT("static int a;\nint f(void) { return a; }"),
     TEXT("static int count;\nint f(void) { return count; }"), "f 2-2"},
    {"many names at once",
     TEXT("static int f(int a) { return a; }\n#define A 1\nint g(int b) { return f(b + A); }"),
     TEXT(
         "#define B 1\nstatic int take(int x) { return x; }\nint g(int y) { return take(y + B); }"),
     "B 1-1 new, take 2-2 new, g 3-3"},
    {"a name in another script", TEXT("int f(int a) { return a; }"),
     TEXT("int f(int größe) { return größe; }"), "f 1-1"},
};

static void show(const struct change_units *units, struct buffer *into)
{
    buffer_text(into, "");
    for (size_t i = 0; i < units->count; i++) {
        const struct change_unit *unit = &units->list[i];
        buffer_format(into, "%s%s %u-%u%s", i > 0 ? ", " : "", unit->name, unit->first, unit->last,
                      unit->is_new ? " new" : "");
    }
}

/* Finds the changed definitions of at most two files, with every step that the gate takes. */
static void find(const struct change_file *files, size_t count, struct change_units *units)
{
    struct tags_text texts[CTAGS_TEXTS] = {0};
    struct definitions found[CTAGS_TEXTS];
    struct change_sides sides[CTAGS_TEXTS / 2];
    for (size_t i = 0; i < count; i++) {
        texts[2 * i] = (struct tags_text){.text = files[i].base, .size = files[i].base_size};
        texts[2 * i + 1] = (struct tags_text){.text = files[i].head, .size = files[i].head_size};
        assert_true(language_of_text(files[i].base_path, files[i].base, files[i].base_size,
                                     &texts[2 * i].language) &&
                    language_of_text(files[i].head_path, files[i].head, files[i].head_size,
                                     &texts[2 * i + 1].language));
        for (size_t k = 2 * i; k < 2 * i + 2; k++) {
            texts[k].text = texts[k].language == LANGUAGE_NONE ? NULL : texts[k].text;
        }
    }
    ctags_find(texts, 2 * count, found);
    for (size_t i = 0; i < count; i++) {
        sides[i] = (struct change_sides){found[2 * i], found[2 * i + 1]};
    }
    assert_true(change_find(files, sides, count, units));
    for (size_t i = 0; i < 2 * count; i++) {
        definitions_free(&found[i]);
    }
}

static void is_compared(void **state)
{
    const struct row *row = *state;
    char *base = exact_copy(row->base, row->base_size);
    char *head = exact_copy(row->head, row->head_size);
    struct change_file file = {"x.c", "x.c", base, head, row->base_size, row->head_size};
    struct change_units units;
    struct buffer shown = {0};
    find(&file, 1, &units);
    free(base);
    free(head); /* nothing of them is kept */
    show(&units, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    change_units_free(&units);
}

/* Changes in languages other than C. */
struct language_row {
    const char *name, *path, *base, *head, *shown;
};

static const struct language_row languages[] = {
    {"a method of C++", "x.cc",
     "namespace n {\nclass Clock {\n  public:\n    int read() const\n    {\n        return 1;\n    "
     "}\n"
     "    int write() { return 1; }\n};\n}\n",
     "namespace n {\nclass Clock {\n  public:\n    int read() const\n    {\n        return 2;\n    "
     "}\n"
     "    int write() { return 1; } // as before\n};\n}\n",
     "n::Clock::read 4-7"},
    {"a header of C++", "x.h", "class Clock {\n    int read() { return 1; }\n};",
     "class Clock {\n    int read() { return 2; }\n};", "Clock::read 2-2"},
    {"a header of C with a member called class", "x.h",
     "struct x { int class; };\nstatic inline int f(struct x *y) { return y->class; }",
     "struct x { int class; };\nstatic inline int f(struct x *y) { return -y->class; }", "f 2-2"},
    {"one of two overloads", "x.cpp", "int f(int a) { return a; }\nint f(long a) { return 1; }",
     "int f(int a) { return a; }\nint f(long a) { return 2; }", "f 2-2"},
    {"methods of one name in two classes", "x.cpp",
     "struct A { int f() { return 1; } };\nstruct B { int f() { return 1; } };",
     "struct A { int f() { return 1; } };\nstruct B { int f() { return 2; } };", "B::f 2-2"},
    {"a method out of its class", "x.cc",
     "template <typename T>\nint A<T>::f()\n{\n    return 1;\n}",
     "template <typename T>\nint A<T>::f()\n{\n    return 2;\n}", "A::f 1-5"},
    {"a constant of a class", "x.cc",
     "class A {\n    static constexpr int kDay = 86400;\n    int b;\n};",
     "class A {\n    static constexpr int kDay = 86401;\n    long b;\n};", "A::kDay 2-2"},
    {"within a raw string", "x.cc", "auto s = R\"(\n} // a\n)\";\nint f() { return 1; }",
     "auto s = R\"(\n} // b\n)\";\nint f() { return 1; }", "s 1-3"},
    {"an operator", "x.cc", "bool operator==(A a, A b)\n{ return a.x == b.x; }",
     "bool operator==(A a, A b)\n{ return a.x != b.x; }", "operator == 1-2"},
    {"a function of Rust", "x.rs",
     "fn f<'a>(x: &'a str) -> i32 {\n    1 // it's one\n}\nfn g() {}\n",
     "fn f<'a>(x: &'a str) -> i32 {\n    2 // it's two\n}\nfn g() { /* 'a' */ }\n", "f 1-3"},
    {"a method of Rust", "x.rs",
     "struct A;\nimpl A {\n    #[inline]\n    pub fn f(&self) -> char { '\"' }\n}\n",
     "struct A;\nimpl A {\n    #[inline]\n    pub fn f(&self) -> char { '\\'' }\n}\n", "A::f 3-4"},
    {"a constant, a static, an enum and a macro of Rust", "x.rs",
     "pub const DAY: i64 = 86400;\nstatic T: [i32; 2] = [\n    1, 2];\nenum E {\n    A,\n    "
     "B,\n}\n"
     "macro_rules! m {\n    () => { 1 }\n}\nstruct S { x: i32 }\n",
     "pub const DAY: i64 = 86401;\nstatic T: [i32; 2] = [\n    1, 3];\nenum E {\n    B,\n    "
     "A,\n}\n"
     "macro_rules! m {\n    () => { 2 }\n}\nstruct S { x: i64 }\n",
     "DAY 1-1, T 2-3, E 4-7, m 8-10"},
    {"a type that is given in a head of Rust", "x.rs",
     "fn f<T: Iterator<Item = u8>>(t: T) -> i32 {\n    1\n}\nfn g() -> i32 {\n    1\n}\n",
     "fn f<T: Iterator<Item = u8>>(t: T) -> i32 {\n    1\n}\nfn g() -> i32 {\n    2\n}\n", "g 4-6"},
    {"a prototype and a member of C++", "x.cc",
     "class A {\n    A(int);\n    virtual int f() = 0;\n    int a;\n};\n",
     "class A {\n    A(long);\n    virtual long f() = 0;\n    long a;\n    friend class B;\n};\n",
     ""},
    {"behind a comment in a comment of Rust", "x.rs", "/* a /* b */ fn f() {} */\nfn g() { 1 }",
     "/* a /* b */ fn f() { 2 } */\nfn g() { 2 }", "g 2-2"},
    {"behind a backslash of Rust", "x.rs", "// a \\\nfn f() -> i32 { 1 }",
     "// a \\\nfn f() -> i32 { 2 }", "f 2-2"},
    {"a raw string of Rust", "x.rs", "fn f() -> &str {\n    r#\"\" // a\"#\n}\nfn g() {}\n",
     "fn f() -> &str {\n    r#\"\" // b\"#\n}\nfn g() {}\n", "f 1-3"},
    {"a function and a method of Go", "x.go",
     "package x\n\nfunc F(a int) int {\n\treturn a\n}\n\nfunc (s *S) G() int {\n\treturn 1\n}\n",
     "package x\n\nfunc F(a int) int {\n\treturn -a\n}\n\nfunc (s *S) G() int {\n\treturn 2\n}\n",
     "F 3-5, S.G 7-9"},
    {"constants and tables of Go", "x.go",
     "package x\n\nconst Day = 86400\n\nvar t = []int{\n\t1, 2,\n}\nvar n int\nconst (\n\tA = "
     "iota\n\tB\n)\n",
     "package x\n\nconst Day = 86401\n\nvar t = []int{\n\t1, 3,\n}\nvar n int64\nconst (\n\tA = "
     "iota + 1\n\tB\n)\n",
     "Day 3-3, t 5-7, A 10-10"},
    {"a raw string of Go", "x.go", "package x\n\nfunc F() string {\n\treturn `}\n// a`\n}\n",
     "package x\n\nfunc F() string {\n\treturn `}\n// b`\n}\n", "F 3-6"},
    {"a line's end in Go", "x.go", "package x\n\nfunc F() int {\n\treturn f()\n}\n",
     "package x\n\nfunc F() int {\n\treturn\n\tf()\n}\n", "F 3-6"},
    {"no line's end in Go", "x.go", "package x\n\nfunc F() int {\n\treturn f(1, 2)\n}\n",
     "package x\n\nfunc F() int {\n\n\treturn f(1,\n\t\t2) // two\n}\n", ""},
    {"a method and a constant of Java", "x.java",
     "class A {\n  static final int DAY = 86400;\n  int x;\n  int f() {\n    return 1;\n  }\n}\n",
     "class A {\n  static final int DAY = 86401;\n  long x;\n  int f() {\n    return 2;\n  }\n}\n",
     "A.DAY 2-2, A.f 4-6"},
    {"an annotation of Java", "x.java",
     "class A {\n  @Zones({\"UTC\", \"Asia/Tokyo\"})\n  int f() {\n    return 1;\n  }\n}\n",
     "class A {\n  @Zones({\"UTC\", \"Asia/Kolkata\"})\n  int f() {\n    return 1;\n  }\n}\n",
     "A.f 2-5"},
    {"what stands before an annotation", "x.java",
     "class A {\n  { g(1); }\n  @B({1}) @C(a = {2})\n  int f() {\n    return 1;\n  }\n}\n",
     "class A {\n  { g(2); }\n  @B({1}) @C(a = {2})\n  int f() {\n    return 1;\n  }\n}\n", ""},
    {"a function with a name of another script", "x.c", "int größe(void) { return 1; }",
     "int größe(void) { return 2; }", "größe 1-1"},
};

static void language_is_compared(void **state)
{
    const struct language_row *row = *state;
    struct change_file file = {row->path, row->path,         row->base,
                               row->head, strlen(row->base), strlen(row->head)};
    struct change_units units;
    struct buffer shown = {0};
    find(&file, 1, &units);
    show(&units, &shown);
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    change_units_free(&units);
}

/* Two files. */
struct pair_row {
    const char *name;
    struct {
        const char *base_path, *head_path, *base, *head;
    } files[2];
    const char *shown; /* "path: f 1-1" */
};

static const struct pair_row pairs[] = {
    {"a file's name",
     {{"x.c", "y.c", "int f(void) { return 1; }", "int f(void) { return 1; }"}},
     ""},
    {"a file's name, and more",
     {{"x.c", "y.c", "int f(void) { return 1; }", "int f(void) { return 2; }"}},
     "y.c: f 1-1"},
    {"a new file", {{NULL, "y.c", NULL, "int f(void) { return 1; }"}}, "y.c: f 1-1 new"},
    {"a file gone", {{"x.c", NULL, "int f(void) { return 1; }", NULL}}, ""},
    {"a file that was no C",
     {{"x.txt", "x.c", "int f(void) { return 1; }", "int f(void) { return 1; }"}},
     "x.c: f 1-1 new"},
    {"a file that is no C",
     {{"x.py", "x.py", "int f(void) { return 1; }", "int f(void) { return 2; }"}},
     ""},
    {"a header",
     {{"x.h", "x.h", "static inline int f(void) { return 1; }",
       "static inline int f(void) { return 2; }"}},
     "x.h: f 1-1"},
    {"in the order of files",
     {{"x.c", "x.c", "int f(void) { return 1; }", "int f(void) { return 2; }"},
      {"a.c", "a.c", "int g(void) { return 1; }", "int g(void) { return 2; }"}},
     "x.c: f 1-1, a.c: g 1-1"},
    {"a function moved",
     {{"x.c", "x.c", "int f(void) { return 1; }\nint g(void) { return 2; }",
       "int g(void) { return 2; }"},
      {"y.c", "y.c", "", "int f(void) { return 1; }"}},
     ""},
    {"a function moved to a new file, with comments",
     {{"x.c", "x.c", "static int f(void) { return 1; }", ""},
      {NULL, "y.c", NULL, "/* one */\nstatic int f(void)\n{\n    return 1; // one\n}\n"}},
     ""},
    {"a function moved and changed",
     {{"x.c", "x.c", "int f(void) { return 1; }", ""},
      {"y.c", "y.c", "", "int f(void) { return 2; }"}},
     "y.c: f 1-1 new"},
    {"a function moved to two places",
     {{"x.c", "x.c", "int f(void) { return 1; }", ""},
      {"y.c", "y.c", "",
       "#if A\nint f(void) { return 1; }\n#else\nint f(void) { return 1; }\n#endif\n"}},
     "y.c: f 4-4 new"},
    {"a function copied",
     {{"x.c", "x.c", "int f(void) { return 1; }", "int f(void) { return 1; }"},
      {"y.c", "y.c", "", "int f(void) { return 1; }"}},
     "y.c: f 1-1 new"},
    {"a function moved, with a new name that is used",
     {{"x.c", "x.c", "int f(void) { return 1; }\nint g(void) { return f(); }",
       "int g(void) { return one(); }"},
      {"y.c", "y.c", "", "int one(void) { return 1; }"}},
     "x.c: g 1-1, y.c: one 1-1 new"},
    {"a function's name, in its header too",
     {{"x.h", "x.h", "int f(int a);", "int take(int a);"},
      {"x.c", "x.c", "int f(int a) { return a; }\nint g(void) { return f(1); }",
       "int take(int a) { return a; }\nint g(void) { return take(1); }"}},
     "x.c: take 1-1 new, x.c: g 2-2"},
    {"a member's name that locals have",
     {{"x.h", "x.h", "struct x { int a; };\nint h(int days);",
       "struct x { int days; };\nint h(int days);"},
      {"x.c", "x.c", "int f(struct x *y) { return y->a; }\nint g(int days) { return days; }",
       "int f(struct x *y) { return y->days; }\nint g(int days) { return days; }"}},
     "x.c: f 1-1"},
    {"a member that another header has",
     {{"x.h", "x.h", "struct x { int a; };\nstruct z { int days; };",
       "struct x { int days; };\nstruct z { int days; };"},
      {"x.c", "x.c", "int f(struct x *y) { return y->a; }",
       "int f(struct x *y) { return y->days; }"}},
     "x.c: f 1-1"},
    {"a static function's name that another file has",
     {{"x.c", "x.c", "static int f(int a) { return a; }\nint g(void) { return f(1); }",
       "static int take(int a) { return a; }\nint g(void) { return take(1); }"},
      {"y.c", "y.c", "static int take(void) { return f(2); }",
       "static int take(void) { return f(2); }"}},
     "x.c: take 1-1 new, x.c: g 2-2"},
    {"a function's name that another file has",
     {{"x.c", "x.c", "int f(int a) { return a; }\nint g(void) { return f(1); }",
       "int take(int a) { return a; }\nint g(void) { return take(1); }"},
      {"y.c", "y.c", "int h(void) { return take(2); }", "int h(void) { return take(2); }"}},
     "x.c: take 1-1 new, x.c: g 2-2"},
    {"two files' functions change places",
     {{"x.c", "x.c", "static int f(void) { return 1; }", "static int f(void) { return 2; }"},
      {"y.c", "y.c", "static int f(void) { return 2; }", "static int f(void) { return 1; }"}},
     "x.c: f 1-1, y.c: f 1-1"},
    {"a table moved from a header",
     {{"x.h", "x.h", "static const int t[] = {1, 2};", ""},
      {"x.c", "x.c", "", "static const int t[] = {1, 2};"}},
     ""},
    {"a macro moved to a header, of another value",
     {{"x.c", "x.c", "#define DAY 86400\nint f(int a) { return a / DAY; }",
       "int f(int a) { return a / DAY; }"},
      {"x.h", "x.h", "", "#define DAY 86401\n"}},
     "x.h: DAY 1-1 new"},
};

static size_t length(const char *text)
{
    return text == NULL ? 0 : strlen(text);
}

static void pair_is_compared(void **state)
{
    const struct pair_row *row = *state;
    struct change_file files[2] = {0};
    struct change_units units;
    struct buffer shown = {0};
    for (size_t i = 0; i < COUNT(files); i++) {
        files[i] = (struct change_file){row->files[i].base_path,    row->files[i].head_path,
                                        row->files[i].base,         row->files[i].head,
                                        length(row->files[i].base), length(row->files[i].head)};
    }
    find(files, COUNT(files), &units);
    buffer_text(&shown, "");
    for (size_t i = 0; i < units.count; i++) {
        struct change_units one = {&units.list[i], 1};
        buffer_format(&shown, "%s%s: ", i > 0 ? ", " : "", units.list[i].path);
        show(&one, &shown);
    }
    assert_string_equal(shown.data, row->shown);
    buffer_free(&shown);
    change_units_free(&units);
}

struct declaration_row {
    const char *name, *base, *head;
    bool declared;
};

static const struct declaration_row declarations[] = {
    {"nothing but comments", "int g(int);\nint f(void) { return 1; }",
     "int g(int); // b\n\n/* a */ int f(void) { return 1; }", false},
    {"a body", "int f(void) { return 1; }\nint g(int);", "int f(void) { return 2; }\nint g(int);",
     false},
    {"a function and nothing else", "int g(int);", "int g(int);\nint f(void) { return 2; }\n",
     false},
    {"a macro's value", "#define A 1\nint g(int);", "#define A 2\nint g(int);", false},
    {"a prototype", "int g(int);\nint f(void) { return 1; }",
     "int g(long);\nint f(void) { return 1; }", true},
    {"a member", "struct x {\n    int a;\n};", "struct x {\n    long a;\n};", true},
    {"an include at the end", "int f(void) { return 1; }\n",
     "int f(void) { return 1; }\n#include <a>\n", true},
    {"a condition", "#if A\nint f(void) { return 1; }\n#endif\n",
     "#if B\nint f(void) { return 1; }\n#endif\n", true},
};

static void is_declared(void **state)
{
    const struct declaration_row *row = *state;
    const struct tags_text texts[] = {{LANGUAGE_C, row->base, strlen(row->base)},
                                      {LANGUAGE_C, row->head, strlen(row->head)}};
    struct definitions found[2];
    ctags_find(texts, 2, found);
    struct change_sides sides = {found[0], found[1]};
    assert_int_equal(change_is_declared(&sides), row->declared);
    definitions_free(&found[0]);
    definitions_free(&found[1]);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(behaviour) + COUNT(none) + COUNT(names) + COUNT(languages) +
                            COUNT(pairs) + COUNT(declarations)];
    size_t count = 0;
    ADD_ROWS(tests, count, behaviour, is_compared);
    ADD_ROWS(tests, count, none, is_compared);
    ADD_ROWS(tests, count, names, is_compared);
    ADD_ROWS(tests, count, languages, language_is_compared);
    ADD_ROWS(tests, count, declarations, is_declared);
    ADD_ROWS(tests, count, pairs, pair_is_compared);
    return cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
