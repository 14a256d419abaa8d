/* stranger.c -- a program of someone who only has what was installed */
/* SPDX-License-Identifier: MIT */
#include <fuseau/fuseau.h>
#include <inttypes.h>
#include <stdio.h>

int main(void)
{
    struct fuseau_rfc3339 value;
    struct fuseau_result result = fuseau_rfc3339_parse("2024-07-11T01:14:00Z", 20, NULL, &value);
    if (result.error != FUSEAU_OK) {
        puts(fuseau_error_message(result.error));
        return 1;
    }
    printf("%" PRId64 "\n", value.instant.seconds);
    return 0;
}
