#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "unit/base/scratch.h"

/* Runs `speak` with standard error in a file; `journal` tells the log that this is the journal.
 * What was written. The caller owns it. */
static char *spoken(const struct scratch *scratch, void (*speak)(void), bool journal)
{
    g_autofree char *path = scratch_file(scratch, "log", "", 0);
    int before = dup(STDERR_FILENO);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fflush(stderr);
    dup2(fileno(file), STDERR_FILENO);
    fclose(file);
    struct stat found;
    fstat(STDERR_FILENO, &found);
    g_autofree char *stream =
        g_strdup_printf("%ju:%ju", (uintmax_t)found.st_dev, (uintmax_t)found.st_ino + !journal);
    setenv("JOURNAL_STREAM", stream, 1);
    speak();
    unsetenv("JOURNAL_STREAM");
    dup2(before, STDERR_FILENO);
    close(before);
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static void speak_levels(void)
{
    log_error("one=%d", 1);
    log_warning("two=%s", "zwei");
    log_notice("three");
    log_info("four");
    log_debug("five");
}

static void speak_all_levels(void)
{
    log_set_level(LOG_LEVEL_DEBUG);
    speak_levels();
    log_set_level(LOG_LEVEL_NOTICE);
}

static void speak_two_lines(void)
{
    log_error("id=%s", "a\n<0>b\r\x1b");
}

static void test_log(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    static const struct {
        void (*speak)(void);
        bool journal;
        const char *text;
    } rows[] = {
        {speak_levels, false, "moedested: one=1\nmoedested: two=zwei\nmoedested: three\n"},
        {speak_levels, true, "<3>one=1\n<4>two=zwei\n<5>three\n"},
        {speak_all_levels, true, "<3>one=1\n<4>two=zwei\n<5>three\n<6>four\n<7>five\n"},
        {speak_two_lines, false, "moedested: id=a?<0>b??\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = spoken(scratch, rows[i].speak, rows[i].journal);
        assert_string_equal(text, rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_log)};
    return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
