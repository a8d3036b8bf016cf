/* base/heap: what was asked for at once comes without a fault for each page. */
#include "base/heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#ifndef SANITIZED
#define ROOM (8 << 20)
#define PAGE 4096

static long faults(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_minflt;
}

/* Blocks as a table takes them, each page of them written. */
static void fill(char **blocks, size_t count, size_t size)
{
    for (size_t at = 0; at < count; at++) {
        blocks[at] = malloc(size);
        assert_non_null(blocks[at]);
        for (size_t octet = 0; octet < size; octet += PAGE) {
            *(volatile char *)(blocks[at] + octet) = 1;
        }
    }
}
#endif

static void what_is_reserved_comes_without_faults(void **state)
{
    (void)state;
#ifdef SANITIZED
    skip(); /* their malloc is another one */
#else
    enum { COUNT = 60, SIZE = 100 * 1024 };
    char *blocks[COUNT];
    heap_reserve(ROOM);
    long before = faults();
    fill(blocks, COUNT, SIZE);
    assert_in_range(faults() - before, 0, COUNT * SIZE / PAGE / 20);
    for (size_t at = 0; at < COUNT; at++) {
        free(blocks[at]);
    }
    before = faults();
    fill(blocks, COUNT, SIZE); /* and stays ours when it is freed */
    assert_in_range(faults() - before, 0, COUNT * SIZE / PAGE / 20);
    for (size_t at = 0; at < COUNT; at++) {
        free(blocks[at]);
    }
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_reserved_comes_without_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
