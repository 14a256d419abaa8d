/* SPDX-License-Identifier: MIT */
/* with: clang++-undefined g++-undefined */
struct zone {
    virtual int offset()
    {
        return 1;
    }
};
struct rule {
    virtual int month()
    {
        return 2;
    }
};

static int __attribute__((noinline)) offset_of(zone *given)
{
    return given->offset();
}

int main(void)
{
    rule other;
    return offset_of(reinterpret_cast<zone *>(&other));
}
