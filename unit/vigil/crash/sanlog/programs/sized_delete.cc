/* SPDX-License-Identifier: MIT */
/* with: clang++-address g++-address */
/* flags: -fsized-deallocation */
struct small {
    char text[4];
};
struct large {
    char text[64];
};

static void __attribute__((noinline)) release(void *record)
{
    delete static_cast<small *>(record);
}

int main()
{
    void *volatile record = new large;
    release(record);
}
