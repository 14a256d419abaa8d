/* SPDX-License-Identifier: MIT */
/* A gate's JUnit and Cobertura are XML, whatever the gate tells of. */
#include "rows.h"

#include <libxml/parser.h>

#include "sample.h"
#include "verdict/write.h"

typedef bool writer(const struct verdict *verdict, struct buffer *into, struct fault *fault);

static void xml_is_well_formed(void **state)
{
    static const struct {
        const char *root;
        writer *write;
    } documents[] = {{"testsuites", verdict_junit}, {"coverage", verdict_cobertura}};
    (void)state;
    for (size_t i = 0; i < verdict_sample_attacks() * COUNT(documents); i++) {
        struct verdict_sample sample;
        struct buffer text = {0};
        struct fault fault = {""};
        const char *name;
        (void)verdict_sample_attack(i / COUNT(documents), &name);
        verdict_sample_make(VERDICT_SAMPLE_HOSTILE, i / COUNT(documents), &sample);
        assert_true(documents[i % COUNT(documents)].write(&sample.verdict, &text, &fault));
        xmlDoc *document = xmlReadMemory(text.data, (int)text.size, "x.xml", NULL,
                                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_HUGE);
        if (document == NULL) {
            fail_msg("%s: %s", name, xmlGetLastError()->message);
        }
        assert_string_equal((const char *)xmlDocGetRootElement(document)->name,
                            documents[i % COUNT(documents)].root);
        xmlFreeDoc(document);
        verdict_sample_free(&sample);
        buffer_free(&text);
    }
}

/* What XML cannot hold arrives as inert shows it, and all else as it is. */
static void xml_keeps_hostile_text(void **state)
{
    static const char attack[] = "a\x01\x1b[2J]]>&lt;\"'<b>\xff\n\tz";
    struct verdict_sample sample;
    struct buffer text = {0};
    struct fault fault = {""};
    (void)state;
    verdict_sample_make(VERDICT_SAMPLE_BLOCKED, 0, &sample);
    sample.verdict.doors[DOOR_TEST].sentence = sample.verdict.doors[DOOR_TEST].details = attack;
    assert_true(verdict_junit(&sample.verdict, &text, &fault));
    xmlDoc *document = xmlReadMemory(text.data, (int)text.size, "x.xml", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    xmlNode *node = xmlDocGetRootElement(document);
    while (strcmp((const char *)node->name, "failure") != 0) {
        node = xmlFirstElementChild(node);
        assert_non_null(node);
    }
    xmlChar *message = xmlGetProp(node, BAD_CAST "message"), *content = xmlNodeGetContent(node);
    assert_string_equal((const char *)message, "a\\x01\\x1b[2J]]>&lt;\"'<b>\\xff\\x0a\\x09z");
    assert_string_equal((const char *)content, "a\\x01]]>&lt;\"'<b>\\xff\n\tz");
    xmlFree(message);
    xmlFree(content);
    xmlFreeDoc(document);
    verdict_sample_free(&sample);
    buffer_free(&text);
}

/* Two tests of one name in two classes are two, in every form. */
static void a_class_is_kept(void **state)
{
    struct verdict_sample sample;
    struct buffer xml = {0}, markdown = {0}, text = {0}, json = {0};
    struct fault fault = {""};
    (void)state;
    verdict_sample_make(VERDICT_SAMPLE_BLOCKED, 0, &sample);
    for (size_t i = 0; i < 2; i++) {
        sample.tests[i].name = "twice";
        sample.tests[i].class = i == 0 ? "tests.First" : "tests.Second";
        sample.tests[i].state = TEST_FAILED;
    }
    assert_true(verdict_junit(&sample.verdict, &xml, &fault));
    assert_true(verdict_json(&sample.verdict, &json, &fault));
    verdict_markdown(&sample.verdict, 60000, &markdown);
    verdict_text(&sample.verdict, false, &text);
    assert_non_null(strstr(xml.data, "<testcase classname=\"tests.First\" name=\"twice\""));
    assert_non_null(strstr(xml.data, "<testcase classname=\"tests.Second\" name=\"twice\""));
    assert_non_null(strstr(xml.data, "<testcase classname=\"offset_test\" name=\"minus zero\""));
    assert_non_null(strstr(markdown.data, "`tests.First.twice`"));
    assert_non_null(strstr(text.data, "offset_test: tests.Second.twice"));
    assert_non_null(strstr(json.data, "tests.Second"));
    verdict_sample_free(&sample);
    buffer_free(&xml);
    buffer_free(&json);
    buffer_free(&markdown);
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(xml_is_well_formed),
                                       cmocka_unit_test(xml_keeps_hostile_text),
                                       cmocka_unit_test(a_class_is_kept)};
    return cmocka_run_group_tests_name("verdict_xml", tests, NULL, NULL);
}
