#include "base/config.h"

#include <string.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/failure.h"
#include "unit/base/scratch.h"

/* Who cannot use a value says where it stands. */
static void test_blame(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    static const char text[] = "[site]\n\n[relay]\npassword-file = nix\n";
    g_autofree char *path = scratch_file(scratch, "moedested.conf", text, strlen(text));
    SCOPED(config) struct config *config = config_load(path, NULL);
    static const struct {
        enum config_key key;
        int code, after;
        const char *says;
    } rows[] = {
        {CONFIG_RELAY_PASSWORD, FAILURE_NOT_FOUND, FAILURE_CONFIGURATION,
         ":4: [relay] password-file: nix: it is not there"},
        {CONFIG_RELAY_PASSWORD, FAILURE_TEMPORARY, FAILURE_TEMPORARY,
         ":4: [relay] password-file: nix: it is not there"},
        {CONFIG_SITE_HOLIDAYS, FAILURE_INPUT, FAILURE_CONFIGURATION,
         ": [site] holidays: nix: it is not there"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GError) error = g_error_new(MAIL_ERROR, rows[at].code, "nix: it is not there");
        config_blame(config, rows[at].key, &error);
        g_autofree char *whole = g_strconcat(config_file(config), rows[at].says, NULL);
        assert_string_equal(error->message, whole);
        assert_int_equal(error->code, rows[at].after);
    }
    config_blame(config, CONFIG_RELAY_PASSWORD, NULL);
    g_autoptr(GError) error = NULL;
    assert_false(config_refuse(config, CONFIG_RELAY_PASSWORD, &error, "%d of it", 5));
    assert_true(g_error_matches(error, BASE_ERROR, FAILURE_CONFIGURATION));
    assert_true(g_str_has_suffix(error->message, ":4: [relay] password-file: 5 of it"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_blame)};
    return cmocka_run_group_tests_name("base/config_blame", tests, NULL, NULL);
}
