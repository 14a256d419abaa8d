/* SPDX-License-Identifier: MIT */
/* with: clang++-undefined */
static int hook()
{
    return 0;
}

static int __attribute__((noinline)) call_hook(int (*hook)(int))
{
    return hook(3);
}

int main(void)
{
    return call_hook((int (*)(int))hook);
}
