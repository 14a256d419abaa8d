/* SPDX-License-Identifier: MIT */
/* with: clang-address gcc-address */
static volatile int done;
static void (*volatile hook)(void);

static void __attribute__((noinline)) call_hook(void (*hook)(void))
{
    hook();
    done = 1;
}

int main(void)
{
    call_hook(hook);
    return done;
}
