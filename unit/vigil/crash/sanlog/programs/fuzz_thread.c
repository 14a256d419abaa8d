/* SPDX-License-Identifier: MIT */
/* with: clang-fuzzer-thread */
/* options: TSAN_OPTIONS=halt_on_error=1 */
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile int cached;

static void *fill_cache(void *unused)
{
    cached = 1;
    return unused;
}

static void __attribute__((noinline)) race(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, fill_cache, NULL);
    fill_cache(NULL);
    pthread_join(thread, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 't') {
        race();
    }
    return 0;
}
