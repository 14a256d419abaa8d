/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
#include <stddef.h>

void __asan_poison_memory_region(void const volatile *memory, size_t size);

static int __attribute__((noinline)) read_pool(const char *pool)
{
    return *(const volatile char *)pool;
}

int main(void)
{
    char pool[64] = {0};
    __asan_poison_memory_region(pool, sizeof pool);
    return read_pool(pool);
}
