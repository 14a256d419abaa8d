/* Runs the tests and writes JUnit XML to the file that is named. */
#include <stdio.h>

#include "rows.h"

static FILE *file;
static int failures;

void row_done(const char *suite, const char *name, int result)
{
    fprintf(file, "<testcase classname=\"%s\" name=\"%s\">%s</testcase>\n", suite, name,
            result == 1   ? ""
            : result == 2 ? "<skipped/>"
                          : "<failure message=\"not as in the table\"/>");
    failures += result == 0;
}

int main(int count, char **arguments)
{
    file = count == 2 ? fopen(arguments[1], "w") : NULL;
    if (file == NULL) {
        return 2;
    }
    fprintf(file, "<testsuites><testsuite name=\"clockwork\">\n");
    clock_tests();
    span_tests();
    fprintf(file, "</testsuite></testsuites>\n");
    return fclose(file) == 0 && failures == 0 ? 0 : 1;
}
