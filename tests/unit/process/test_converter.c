/* Real programs in their cage, on the files of tests/data/files. */
#include "process/converter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/worker.h"

struct row {
    const char *file;
    enum file_kind kind;
    enum conversion how;
    const char *text; /* in what it says; NULL: not looked at */
};

static const struct row rows[] = {
    {"cv.pdf", FILE_PDF, CONVERTED, "Børnehuset Solsikken"},
    {"cv.doc", FILE_WORD, CONVERTED, "Børnehuset Solsikken"},
    {"cv.rtf", FILE_RTF, CONVERTED, "B&oslash;rnehuset Solsikken"},
    {"skannet.pdf", FILE_PDF, CONVERTED, NULL},
    {"cv.txt", FILE_PDF, CONVERSION_FAILED, NULL},
    {"cv.txt", FILE_WORD, CONVERSION_FAILED, NULL},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *path = g_build_filename("tests/data/files", row->file, NULL);
    g_autofree char *octets = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &octets, &length, NULL));
    enum conversion how = CONVERTED;
    int64_t left = CONVERTER_CPU;
    g_autoptr(GByteArray) said = converter_run(row->kind, octets, length, &left, &how);
    assert_int_equal(how, row->how);
    g_autofree char *text = g_strndup((const char *)said->data, said->len);
    assert_true(row->text == NULL || strstr(text, row->text) != NULL);
}

/* What a file took is no longer there for the next one; without any time none is started. */
static void test_budget(void **state)
{
    (void)state;
    g_autofree char *octets = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents("tests/data/files/cv.pdf", &octets, &length, NULL));
    enum conversion how = CONVERTED;
    int64_t left = CONVERTER_CPU;
    g_autoptr(GByteArray) said = converter_run(FILE_PDF, octets, length, &left, &how);
    assert_int_equal(how, CONVERTED);
    assert_non_null(said);
    assert_in_range(left, 1, CONVERTER_CPU);
    left = 0;
    g_autoptr(GByteArray) none = converter_run(FILE_PDF, octets, length, &left, &how);
    assert_int_equal(how, CONVERSION_TIME);
    assert_int_equal(none->len, 0);
}

/* Cut anywhere, a file is read, refused, or kills its program: nothing else happens. */
static void test_cut_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        g_autofree char *path = g_build_filename("tests/data/files", rows[i].file, NULL);
        g_autofree char *octets = NULL;
        gsize length = 0;
        assert_true(g_file_get_contents(path, &octets, &length, NULL));
        for (gsize cut = 1; cut < length; cut += length / 7) {
            enum conversion how = CONVERSION_TIME;
            int64_t left = CONVERTER_CPU;
            g_autoptr(GByteArray) said = converter_run(rows[i].kind, octets, cut, &left, &how);
            assert_non_null(said);
            assert_in_range(how, CONVERTED, CONVERSION_FAILED);
        }
    }
}

/* How a caged shell ends that runs `script`. */
static int caged(const char *script)
{
    pid_t pid = fork();
    if (pid == 0) {
        if (!worker_confine_program(256u * 1024u * 1024u, 2000, NULL)) {
            _exit(99);
        }
        execl("/bin/sh", "sh", "-c", script, (char *)NULL);
        _exit(98);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 97;
}

/* What belongs to the system can be read; nothing else, and nothing can be written or started. */
static void test_cage(void **state)
{
    (void)state;
    g_autofree char *secret = g_build_filename(g_get_tmp_dir(), "caged-XXXXXX", NULL);
    int fd = g_mkstemp(secret);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "x\n", 2), 2);
    close(fd);
    g_autofree char *reads = g_strdup_printf("read line <%s", secret);
    g_autofree char *writes = g_strdup_printf("echo >>%s", secret);
    assert_int_equal(caged("read line </usr/share/common-licenses/GPL-3"), 0);
    assert_int_not_equal(caged(reads), 0);
    assert_int_not_equal(caged("read line </etc/passwd"), 0);
    assert_int_not_equal(caged(writes), 0);
    assert_int_not_equal(caged("(exit 0)"), 0); /* a process of its own */
    unlink(secret);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {cmocka_unit_test(test_budget),
                                                       cmocka_unit_test(test_cut_files),
                                                       cmocka_unit_test(test_cage)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 3] =
            (struct CMUnitTest){rows[i].file, test_row, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("process/converter", tests, NULL, NULL);
}
