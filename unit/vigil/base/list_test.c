/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/list.h"

struct item {
    unsigned number;
    char text[13]; /* so that the size is no power of two */
};

struct growth_row {
    const char *name;
    size_t items;
};

static const struct growth_row growths[] = {
    {"one", 1}, {"two", 2}, {"three", 3}, {"a power of two", 64}, {"one more", 65}, {"many", 10000},
};

static void keeps_what_was_added(void **state)
{
    const struct growth_row *row = *state;
    struct item *items = NULL;
    size_t count = 0;
    for (size_t i = 0; i < row->items; i++) {
        struct item *added = list_add(&items, &count, sizeof *added);
        assert_ptr_equal(added, &items[i]);
        assert_int_equal(count, i + 1);
        assert_memory_equal(added, &(struct item){0}, sizeof *added);
        memset(added, 0xff, sizeof *added); /* all of the item may be written */
        added->number = (unsigned)i;
    }
    for (size_t i = 0; i < row->items; i++) {
        assert_int_equal(items[i].number, i);
    }
    free(items);
}

/* An item that was taken away is zero when its place is used again, and the others stay. */
static void shrinks_and_grows_again(void **state)
{
    unsigned *numbers = NULL;
    size_t count = 0;
    (void)state;
    for (unsigned i = 0; i < 9; i++) {
        unsigned *added = list_add(&numbers, &count, sizeof *added);
        assert_non_null(added);
        *added = i + 1;
    }
    for (count = 4; count < 20;) {
        assert_int_equal(*(unsigned *)list_add(&numbers, &count, sizeof *numbers), 0);
    }
    for (unsigned i = 0; i < 20; i++) {
        assert_int_equal(numbers[i], i < 4 ? i + 1 : 0);
    }
    free(numbers);
}

/* As many items again as half of the address space holds. */
static void is_as_it_was_without_memory(void **state)
{
    const size_t most = SIZE_MAX / 2 + 1;
    char *kept = malloc(1), *items = kept;
    size_t count = most;
    (void)state;
    assert_non_null(kept);
    assert_null(list_add(&items, &count, 1));
    assert_ptr_equal(items, kept);
    assert_int_equal(count, most);
    free(kept);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(growths) + 2] = {cmocka_unit_test(shrinks_and_grows_again),
                                                   cmocka_unit_test(is_as_it_was_without_memory)};
    size_t count = 2;
    ADD_ROWS(tests, count, growths, keeps_what_was_added);
    return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
