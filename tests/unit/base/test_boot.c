#include "base/boot.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>

static void is_the_same_until_the_machine_starts_anew(void **state)
{
    (void)state;
    g_autofree char *one = boot_id(), *two = boot_id();
    assert_true(g_strcmp0(one, two) == 0);
    assert_true(one == NULL || (*one != '\0' && !g_ascii_isspace(one[0])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(is_the_same_until_the_machine_starts_anew)};
    return cmocka_run_group_tests_name("base/boot", tests, NULL, NULL);
}
