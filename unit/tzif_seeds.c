/* tzif_seeds.c -- writes the seeds of corpus/tzif and corpus/zone */
/* SPDX-License-Identifier: MIT */

/*
 * tzif_seeds CORPUS
 *
 * The directories tzif/accept, tzif/reject, tzif/either and zone must be there. tzif_seeds_test
 * says whether what is there is what this would write.
 */
#include <stdio.h>

#include "tzif_seeds.h"
#include "zone_seeds.h"

static struct tzif_bytes bytes;

/* What `bytes` holds, as FOLDER/BELOW/NAME. */
static int write_bytes(const char *folder, const char *below, const char *name)
{
    char path[4096];
    const int length = snprintf(path, sizeof path, "%s/%s/%s", folder, below, name);
    FILE *const file = length < (int)sizeof path ? fopen(path, "wb") : NULL;
    const int written = file && fwrite(bytes.byte, 1, bytes.size, file) == bytes.size;
    if (!file || fclose(file) != 0 || !written) {
        fprintf(stderr, "%s: not written\n", path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    if (argc != 2) {
        fputs("usage: tzif_seeds CORPUS\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof accepted_seeds / sizeof *accepted_seeds; i++) {
        tzif_seed_build(&accepted_seeds[i], &bytes);
        failed |= write_bytes(argv[1], "tzif/accept", accepted_seeds[i].name);
    }
    for (size_t i = 0; i < sizeof refused_seeds / sizeof *refused_seeds; i++) {
        tzif_seed_build(&refused_seeds[i], &bytes);
        failed |= write_bytes(argv[1], tzif_seed_folder(&refused_seeds[i]), refused_seeds[i].name);
    }
    for (size_t i = 0; i < sizeof zone_seeds / sizeof *zone_seeds; i++) {
        tzif_build(&zone_seeds[i].file, &bytes);
        failed |= write_bytes(argv[1], "zone", zone_seeds[i].name);
    }
    return failed;
}
