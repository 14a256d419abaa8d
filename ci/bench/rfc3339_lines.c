/* rfc3339_lines.c -- a million lines, each a timestamp, and how fast their memory can be read */
/* SPDX-License-Identifier: MIT */
#include "rfc3339_lines.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cpu.h"
#include "random.h"

const char *const lines_row_names[LINES_ROWS] = {
    [LINES_AT_ONCE] = "a million lines",
    [LINES_BY_HAND] = "a million lines, by hand",
    [LINES_SUMMED] = "their bytes, summed",
};

bool lines_open(struct lines_sample *sample)
{
    uint64_t state = 0;
    *sample =
        (struct lines_sample){malloc((size_t)LINES * LINE_SIZE + 1),
                              malloc(LINES * sizeof(int64_t)), malloc(LINES * sizeof(int64_t))};
    if (!sample->text || !sample->expected || !sample->answers) {
        return false;
    }
    for (size_t i = 0; i < LINES; i++) {
        const time_t seconds = (time_t)draw_between(&state, 0, 2145916799); /* 1970-2037 */
        struct tm civil = {0};
        gmtime_r(&seconds, &civil);
        /* The NUL goes where the next line begins. */
        strftime(sample->text + i * LINE_SIZE, LINE_SIZE + 1, "%Y-%m-%dT%H:%M:%SZ\n", &civil);
        sample->expected[i] = (int64_t)seconds * 1000000000;
    }
    return true;
}

void lines_close(struct lines_sample *sample)
{
    free(sample->text);
    free(sample->expected);
    free(sample->answers);
    *sample = (struct lines_sample){0};
}

/*
 * What any reader of these bytes has to do and nothing else: get them into registers. Eight sums
 * at a time, so that none waits for another.
 */
static inline uint64_t sum(const char *bytes, size_t size)
{
    uint64_t sums[16] = {0}, words[16], total = 0;
    for (; size >= sizeof words; bytes += sizeof words, size -= sizeof words) {
        memcpy(words, bytes, sizeof words);
        for (size_t i = 0; i < 16; i++) {
            sums[i] += words[i];
        }
    }
    for (; size >= sizeof *words; bytes += sizeof *words, size -= sizeof *words) {
        memcpy(words, bytes, sizeof *words);
        total += *words;
    }
    for (size_t i = 0; i < 16; i++) {
        total += sums[i];
    }
    return total;
}

#if CPU_IS_X86

/* The same, by the widest words that most machines have. */
CPU_AVX2 static uint64_t sum_avx2(const char *bytes, size_t size)
{
    __m256i sums[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(),
                       _mm256_setzero_si256()};
    uint64_t parts[4], total = 0;
    for (; size >= sizeof sums; bytes += sizeof sums, size -= sizeof sums) {
        for (size_t i = 0; i < 4; i++) {
            const __m256i *words = (const __m256i *)(const void *)(bytes + i * sizeof *words);
            sums[i] = _mm256_add_epi64(sums[i], _mm256_loadu_si256(words));
        }
    }
    for (size_t i = 0; i < 4; i++) {
        _mm256_storeu_si256((__m256i *)(void *)parts, sums[i]);
        total += parts[0] + parts[1] + parts[2] + parts[3];
    }
    return total + sum(bytes, size);
}

uint64_t lines_sum(const char *bytes, size_t size)
{
    return cpu_has_avx2() ? sum_avx2(bytes, size) : sum(bytes, size);
}

#else

uint64_t lines_sum(const char *bytes, size_t size)
{
    return sum(bytes, size);
}

#endif
