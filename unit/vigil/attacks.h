/* attacks.h -- what a hostile input, log or commit may try on who reads of it */
/* SPDX-License-Identifier: MIT */
#ifndef VIGIL_ATTACKS_H
#define VIGIL_ATTACKS_H

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define ATTACK(literal) (literal), sizeof(literal) - 1

enum attack_place { INPUT, FUNCTION, SOURCE, MODULE, KIND, PRINT, COMMIT, HANDLE, PLACES };

static const char *const attack_places[] = {
    "input",         "function name",  "file name",        "module",
    "kind of crash", "target's print", "first bad commit", "author's handle"};

struct attack_row {
    const char *name;
    enum attack_place where;
    const char *attack;
    size_t size;
    const char *shown;
};

static char attack_long_line[100001], attack_ticks[20001], attack_fence[312], attack_code[112];

static const struct attack_row attacks[] = {
    {"mention", INPUT, ATTACK("@octocat look"), "\"@octocat look\""},
    {"mention, in a function", FUNCTION, ATTACK("f@octocat"), "#0 f@octocat"},
    {"mention of a team", COMMIT, ATTACK("@org/team"), "(@org/team)"},
    {"mention across a zero width", PRINT, ATTACK("@\xe2\x80\x8boctocat"),
     "@\\xe2\\x80\\x8boctocat"},
    {"mention, in the title", KIND, ATTACK("@octocat"), "\\x40octocat in "},
    {"mention as module", MODULE, ATTACK("@octocat"), "?  @octocat"},
    {"mention as file", SOURCE, ATTACK("@octocat"), "@octocat:21"},
    {"mention by an entity", FUNCTION, ATTACK("&commat;octocat"), "&commat\\x3boctocat"},
    {"mention by a numeric entity", FUNCTION, ATTACK("&#64;octocat"), "&\\x2364;octocat"},
    {"e-mail address", PRINT, ATTACK("mail a@b.example"), "mail a@b.example"},
    {"handle that is a link", HANDLE, ATTACK("octocat](http://e.example)"),
     "octocat](http://e.example)"},
    {"handle and one more", HANDLE, ATTACK("octocat @other"), "octocat @other"},
    {"handle longer than one can be", HANDLE, ATTACK("a234567890123456789012345678901234567890"),
     "a234567890123456789012345678901234567890"},
    {"issue", PRINT, ATTACK("#123"), "#123"},
    {"issue that it would close", COMMIT, ATTACK("fixes #1"), "(fixes #1)"},
    {"issue, in the title", KIND, ATTACK("f #123"), "f \\x23123 in"},
    {"issue by GH, in the title", KIND, ATTACK("f GH-123"), "f GH\\x2d123 in"},
    {"issue elsewhere", COMMIT, ATTACK("owner/repo#12"), "(owner/repo#12)"},
    {"commit", PRINT, ATTACK("665d88f6eb9f7df4480abc9385cbcc59b789d249"),
     "665d88f6eb9f7df4480abc9385cbcc59b789d249"},
    {"commit, in the title", KIND, ATTACK("f 665d88f"), "f \\x3665d88f in"},
    {"bare link", PRINT, ATTACK("https://e.example/x"), "https://e.example/x"},
    {"bare link, in the title", KIND, ATTACK("http://e.example"), "http:/\\x2fe.example in"},
    {"bare link by www, in the title", KIND, ATTACK("www.e.example"), "www\\x2ee.example in"},
    {"link between angles", PRINT, ATTACK("<https://e.example>"), "<https://e.example>"},
    {"link, in the title", KIND, ATTACK("[x](http://e.example)"),
     "\\x5bx\\x5d(http:/\\x2fe.example) in"},
    {"image", PRINT, ATTACK("![x](http://e.example/p)"), "![x](http://e.example/p)"},
    {"definition of a link", PRINT, ATTACK("\n\n[Stack]: http://e.example\n\n"),
     "[Stack]: http://e.example"},
    {"footnote", PRINT, ATTACK("x[^1]\n\n[^1]: note\n"), "x[^1]"},
    {"script", PRINT, ATTACK("<script>alert(1)</script>"), "<script>alert(1)</script>"},
    {"image in HTML", FUNCTION, ATTACK("<img src=x onerror=alert(1)>"),
     "in \\x3cimg src=x onerror=alert(1)\\x3e"},
    {"HTML that folds the rest away", SOURCE, ATTACK("<details>"), "<details>:21"},
    {"HTML after an empty line", PRINT, ATTACK("\n\n<div>\n\n"), "<div>"},
    {"forged marker", PRINT, ATTACK("\n<!-- vigil:crash:fedcba9876543210 -->\n"),
     "<!-\\x2d vigil:crash:fedcba9876543210 -->"},
    {"forged marker, in the input", INPUT, ATTACK("<!-- vigil:digest -->"),
     "<!-\\x2d vigil:digest -->"},
    {"forged marker, in the commit", COMMIT, ATTACK("<!-- vigil:digest -->"),
     "<!-\\x2d vigil:digest -->"},
    {"forged marker, put together by stripping", PRINT, ATTACK("<!\x1b[m-- vigil:digest -->"),
     "<!-\\x2d vigil:digest -->"},
    {"end of a comment", COMMIT, ATTACK("-->"), "(-->)"},
    {"forged comment of vigil's", PRINT,
     ATTACK("\n## Comment, 2024-07-12T01:14:00Z\n\n<!-- vigil:mended:1 -->\n"),
     "## Comment, 2024-07-12T01:14:00Z"},
    {"end of the fence", PRINT, ATTACK("\n```\n@octocat\n"), "```\n@octocat"},
    {"end of the fence, by more marks", PRINT, ATTACK("\n``````````\n@octocat\n"),
     "``````````\n@octocat"},
    {"end of the fence, by more marks than are counted", PRINT, attack_fence,
     sizeof attack_fence - 1, "\n@octocat\n"},
    {"end of the fence, put together by stripping", PRINT, ATTACK("\n``\x1b[m`\n@octocat\n"),
     "```\n@octocat"},
    {"fence of tildes", PRINT, ATTACK("\n~~~\n@octocat\n"), "~~~\n@octocat"},
    {"fence of a diagram", PRINT, ATTACK("\n```mermaid\ngraph TD\n```\n"), "```mermaid\ngraph TD"},
    {"twenty thousand backticks", PRINT, attack_ticks, sizeof attack_ticks - 1, "Sanitizer report"},
    {"end of inline code", COMMIT, ATTACK("a` @octocat `b"), "(a` @octocat `b)"},
    {"end of inline code, by two marks", COMMIT, ATTACK("a`` @octocat"), "(a`` @octocat)"},
    {"end of inline code, by more marks than are counted", COMMIT, attack_code,
     sizeof attack_code - 1, "@octocat)"},
    {"end of inline code, in a file name", SOURCE, ATTACK("`@octocat`"), "`@octocat`:21"},
    {"next cell", COMMIT, ATTACK("a | @octocat |"), "(a | @octocat |)"},
    {"next cell, escaped", COMMIT, ATTACK("a \\| @octocat |"), "(a \\x5c| @octocat |)"},
    {"next row", COMMIT, ATTACK("a |\n| x | @octocat"), "(a |\\x0a| x | @octocat)"},
    {"backslash before the mark", COMMIT, ATTACK("a\\"), "(a\\)"},
    {"heading", PRINT, ATTACK("\n# Stack\n"), "# Stack"},
    {"heading by underline", PRINT, ATTACK("\nStack\n=====\n"), "Stack\n====="},
    {"line across", PRINT, ATTACK("\n\n---\n\n"), "---"},
    {"list of tasks", PRINT, ATTACK("\n- [ ] to do\n"), "- [ ] to do"},
    {"quotation", PRINT, ATTACK("\n> said\n"), "> said"},
    {"emphasis", COMMIT, ATTACK("**a** _b_ ~~c~~"), "(**a** _b_ ~~c~~)"},
    {"mathematics", FUNCTION, ATTACK("$\\unicode{1}$"), "in \\x24\\x5cunicode\\x7b1\\x7d\\x24"},
    {"emoji", FUNCTION, ATTACK(":+1:"), "in :+1\\x3a"},
    {"end of the front matter", FUNCTION, ATTACK("f\n---\nstate: closed"),
     "#0 f\\x0a---\\x0astate: closed"},
    {"key of the front matter", FUNCTION, ATTACK("f'\nstate: closed\nlabels: [wontfix]"),
     "#0 f'\\x0astate: closed"},
    {"colours of a terminal", PRINT, ATTACK("\x1b[1m\x1b[31mred\x1b[0m"), "red\n"},
    {"cursor of a terminal", FUNCTION, ATTACK("f\x1b[2J\x1b[1;1H"), "f\\x1b[2J\\x1b[1;1H"},
    {"link of a terminal", PRINT, ATTACK("\x1b]8;;http://e.example\x1b\\here\x1b]8;;\x1b\\"),
     "here\n"},
    {"title of a terminal, never ended", PRINT, ATTACK("\x1b]0;x"), "\\x1b]0;x"},
    {"C1 control", FUNCTION, ATTACK("f\xc2\x9b"), "f\\xc2\\x9b"},
    {"C1 control as one byte", COMMIT, ATTACK("f\x9b"), "(f\\x9b)"},
    {"carriage return", PRINT, ATTACK("SUMMARY: none\rx"), "SUMMARY: none\\x0dx"},
    {"NUL", INPUT, ATTACK("a\0b"), "\"a\\x00b\""},
    {"NUL, in the log", PRINT, ATTACK("a\0b"), "a\\x00b"},
    {"not UTF-8", FUNCTION, ATTACK("f\xff\xfe"), "f\\xff\\xfe"},
    {"overlong angle", COMMIT, ATTACK("\xc0\xbc"), "(\\xc0\\xbc)"},
    {"surrogate", COMMIT, ATTACK("\xed\xa0\x80"), "(\\xed\\xa0\\x80)"},
    {"direction override", SOURCE,
     ATTACK("\xe2\x80\xae"
            "c.txt"),
     "\\xe2\\x80\\xaec.txt:21"},
    {"isolate", COMMIT, ATTACK("\xe2\x81\xa6x"), "(\\xe2\\x81\\xa6x)"},
    {"byte order mark", COMMIT, ATTACK("\xef\xbb\xbf"), "(\\xef\\xbb\\xbf)"},
    {"line separator", COMMIT, ATTACK("a\xe2\x80\xa8# b"), "(a\\xe2\\x80\\xa8# b)"},
    {"tag characters", COMMIT, ATTACK("\xf3\xa0\x81\x81"), "(\\xf3\\xa0\\x81\\x81)"},
    {"line of 100000 bytes", PRINT, attack_long_line, sizeof attack_long_line - 1, " bytes more"},
    {"shell, from the input", INPUT, ATTACK("'; touch x; '"),
     "printf '\\047; touch x; \\047' >minimized"},
    {"format, from the input", INPUT, ATTACK("%n%s\\c"), "printf '\\045n\\045s\\134c' >minimized"},
};

struct page_attack {
    const char *name, *text;
};

/* What would act on a page, and not in Markdown. */
static const struct page_attack page_attacks[] = {
    {"script", "<script>window.hacked=1</script>"},
    {"script after the end of a block", "</code></pre><script>window.hacked=1</script>"},
    {"script after the end of the style", "</style><script>window.hacked=1</script>"},
    {"script after the end of the title", "</title><script>window.hacked=1</script>"},
    {"script after the end of a script", "</script><script>window.hacked=1</script>"},
    {"script after the end of a comment", "--><script>window.hacked=1</script>"},
    {"script in CDATA", "]]><script>window.hacked=1</script>"},
    {"picture that fails", "<img src=x onerror=window.hacked=1>"},
    {"picture after the end of an attribute", "\"><img src=x onerror=window.hacked=1>"},
    {"picture after the end of a quoted attribute", "'><img src=x onerror=window.hacked=1>"},
    {"drawing that loads", "<svg onload=window.hacked=1><circle r=9></svg>"},
    {"attribute after the end of one", "\" onfocus=window.hacked=1 autofocus tabindex=1 x=\""},
    {"attribute after the end of one, single", "' onpointerenter=window.hacked=1 x='"},
    {"link that is a script", "javascript:window.hacked=1"},
    {"link that is a script, spelled otherwise", "JaVaScRiPt\t:window.hacked=1"},
    {"link that is a page", "data:text/html,<script>window.hacked=1</script>"},
    {"link with the end of its attribute", "https://e.example/\"onclick=\"window.hacked=1"},
    {"link of a page", "<a href=\"javascript:window.hacked=1\">x</a>"},
    {"refresh", "<meta http-equiv=refresh content=\"0;url=https://e.example/\">"},
    {"base", "<base href=https://e.example/>"},
    {"style", "<style>*{display:none}</style>"},
    {"style after the end of the style", "</style><style>*{display:none}</style>"},
    {"style as an attribute", "<p style=\"position:fixed;inset:0;background:red\">x</p>"},
    {"import of a style", "@import url(https://e.example/x.css);"},
    {"frame", "<iframe srcdoc=\"<script>parent.hacked=1</script>\"></iframe>"},
    {"object", "<object data=\"https://e.example/x\"></object>"},
    {"form", "<form action=https://e.example/><button autofocus>x</button></form>"},
    {"dialog", "<script>alert(1)</script>"},
    {"details that toggles", "<details open ontoggle=window.hacked=1>x</details>"},
    {"end of all", "</main></body></html><script>window.hacked=1</script>"},
    {"entities", "&lt;script&gt;window.hacked=1&lt;/script&gt;"},
    {"entity of a quote", "&quot; onfocus=window.hacked=1 &#39;"},
    {"UTF-7", "+ADw-script+AD4-window.hacked=1+ADw-/script+AD4-"},
    {"directions", "\xe2\x80\xae"
                   "evil \xe2\x81\xa6 x \xe2\x81\xa9"},
};

/* Before the table is used: fills its long texts. */
static inline void attacks_prepare(void)
{
    memset(attack_long_line, 'x', sizeof attack_long_line - 1);
    memset(attack_ticks, '`', sizeof attack_ticks - 1);
    memset(attack_fence, '`', sizeof attack_fence - 1);
    memset(attack_code, '`', sizeof attack_code - 1);
    (void)snprintf(attack_code + sizeof attack_code - 10, 10, " @octocat");
    attack_fence[0] = '\n';
    (void)snprintf(attack_fence + sizeof attack_fence - 11, 11, "\n@octocat\n");
}

#endif
