#include "base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/failure.h"
#include "unit/base/scratch.h"

#define LIMIT 1000

static void assert_refused(const char *path, int code, const char *words)
{
    g_autoptr(GError) error = NULL;
    size_t length = 77;
    char *text = file_read(path, LIMIT, &length, &error);
    assert_null(text);
    assert_int_equal(length, 77);
    assert_non_null(error);
    assert_int_equal(error->domain, BASE_ERROR);
    if (strstr(error->message, words) == NULL || strstr(error->message, path) != error->message) {
        fail_msg("\"%s\" does not begin with %s and say \"%s\"", error->message, path, words);
    }
    assert_int_equal(error->code, code);
}

static void test_refuses(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *missing = scratch_path(scratch, "missing");
    assert_refused(missing, FAILURE_NOT_FOUND, "no such file");
    g_autofree char *below = scratch_path(scratch, "missing/file");
    assert_refused(below, FAILURE_NOT_FOUND, "no such file");
    assert_refused(scratch->folder, FAILURE_INPUT, "directory");
    assert_refused("/dev/null", FAILURE_INPUT, "not a regular file");

    /* Without O_NONBLOCK this would wait for a writer for ever. */
    g_autofree char *fifo = scratch_path(scratch, "fifo");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    alarm(10);
    assert_refused(fifo, FAILURE_INPUT, "not a regular file");
    alarm(0);

    g_autofree char *huge = scratch_file(scratch, "huge", "", 0);
    assert_int_equal(truncate(huge, (off_t)1 << 30), 0);
    assert_refused(huge, FAILURE_INPUT, "larger than");
}

/* Root may read everything, so a child looks as somebody else. */
static void test_unreadable(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_file(scratch, "secret", "x", 1);
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(chmod(scratch->folder, 0755), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (geteuid() == 0 && setuid(65534) != 0) {
            _exit(2);
        }
        g_autoptr(GError) error = NULL;
        size_t length = 0;
        bool refused = file_read(path, LIMIT, &length, &error) == NULL &&
                       error->code == FAILURE_PERMANENT &&
                       strstr(error->message, "must not be read") != NULL;
        _exit(refused ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void test_reads(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    char full[LIMIT];
    memset(full, 'x', sizeof full);
    const struct {
        const char *name, *data;
        size_t length;
    } rows[] = {{"empty", "", 0}, {"binary", "a\0b\xff", 4}, {"just fits", full, LIMIT}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = scratch_file(scratch, rows[i].name, rows[i].data, rows[i].length);
        size_t length = 77;
        g_autofree char *text = file_read(path, LIMIT, &length, NULL);
        assert_non_null(text);
        assert_int_equal(length, rows[i].length);
        assert_memory_equal(text, rows[i].data, length);
        assert_int_equal(text[length], '\0');
    }
    g_autofree char *over = scratch_file(scratch, "over", "12345", 5);
    size_t length = 0;
    g_autoptr(GError) error = NULL;
    assert_null(file_read(over, 4, &length, &error));
    assert_int_equal(error->code, FAILURE_INPUT);
}

static void test_standard_input(void **state)
{
    (void)state;
    static const struct {
        size_t limit;
        bool read;
    } rows[] = {{5, true}, {4, false}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        int ends[2];
        int before = dup(STDIN_FILENO);
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], "hejsa", 5), 5);
        close(ends[1]);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        size_t length = 0;
        g_autofree char *text = file_read("-", rows[i].limit, &length, NULL);
        dup2(before, STDIN_FILENO);
        close(before);
        assert_int_equal(text != NULL, rows[i].read);
        if (text != NULL) {
            assert_string_equal(text, "hejsa");
        }
    }
}

static void test_text(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    static const struct {
        const char *data;
        size_t length;
        const char *text;  /* NULL: refused */
        const char *words; /* of the refusal */
    } rows[] = {
        {"", 0, "", NULL},
        {"sm\xc3\xb8r\n", 6, "sm\xc3\xb8r\n", NULL},
        {"\xef\xbb\xbf"
         "a\r\nb\r\n",
         9, "a\nb\n", NULL},
        {"a\rb\r", 4, "a\rb\r", NULL},
        {"\xef\xbb\xbf", 3, "", NULL},
        {"a\nb\nsm\xf8r\n", 9, NULL, ":3: octet 0xF8"},
        {"\xff\xfe\x61\0", 4, NULL, ":1: the file is in UTF-16"},
        {"\xfe\xff\0\x61", 4, NULL, "save it as UTF-8"},
        {"a\nb\0c", 5, NULL, ":2: there is a NUL"},
        {"a\0\xf8", 3, NULL, ":1: there is a NUL"},
        {"cut \xc3", 5, NULL, ":1: octet 0xC3"},
        {"\xed\xa0\x80", 3, NULL, ":1: octet 0xED"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = scratch_file(scratch, "text", rows[i].data, rows[i].length);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = file_read_text(path, LIMIT, &error);
        if (rows[i].text != NULL) {
            assert_non_null(text);
            assert_string_equal(text, rows[i].text);
            continue;
        }
        assert_null(text);
        assert_int_equal(error->code, FAILURE_INPUT);
        if (strstr(error->message, rows[i].words) == NULL) {
            fail_msg("row %zu: \"%s\"", i, error->message);
        }
    }
}

static unsigned files_in(const struct scratch *scratch)
{
    g_autoptr(GDir) folder = g_dir_open(scratch->folder, 0, NULL);
    unsigned files = 0;
    while (g_dir_read_name(folder) != NULL) {
        files++;
    }
    return files;
}

static void test_write(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_path(scratch, "new");
    assert_true(file_write(path, "one", 3, 0600, NULL));
    assert_true(file_write(path, "two\0three", 9, 0640, NULL));
    size_t length = 0;
    g_autofree char *text = file_read(path, LIMIT, &length, NULL);
    assert_int_equal(length, 9);
    assert_memory_equal(text, "two\0three", 9);
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0137, 0);
    assert_true(file_write(path, NULL, 0, 0600, NULL));
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_size, 0);
    assert_int_equal(files_in(scratch), 1);
}

/* A killed process leaves its draft: the next write of the same file takes it. */
static void test_write_after_a_kill(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_path(scratch, "new");
    g_autofree char *draft = scratch_path(scratch, ".new.new");
    assert_true(g_file_set_contents(draft, "much longer than what comes", -1, NULL));
    assert_true(file_write(path, "one", 3, 0600, NULL));
    g_autofree char *text = file_read_text(path, LIMIT, NULL);
    assert_string_equal(text, "one");
    assert_int_equal(files_in(scratch), 1);
}

/* While another process has the draft in hand, or somebody has put a link there, it is left alone.
 */
static void test_write_beside_another(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_path(scratch, "new");
    g_autofree char *draft = scratch_path(scratch, ".new.new");
    int held = open(draft, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(held >= 0);
    assert_int_equal(flock(held, LOCK_EX), 0);
    assert_int_equal(write(held, "theirs", 6), 6);
    assert_true(file_write(path, "ours", 4, 0600, NULL));
    g_autofree char *theirs = file_read_text(draft, LIMIT, NULL);
    g_autofree char *ours = file_read_text(path, LIMIT, NULL);
    assert_string_equal(theirs, "theirs");
    assert_string_equal(ours, "ours");
    assert_int_equal(close(held), 0);

    g_autofree char *elsewhere = scratch_path(scratch, "elsewhere");
    assert_true(g_file_set_contents(elsewhere, "kept", -1, NULL));
    assert_int_equal(unlink(draft), 0);
    assert_int_equal(symlink(elsewhere, draft), 0);
    assert_true(file_write(path, "again", 5, 0600, NULL));
    g_autofree char *kept = file_read_text(elsewhere, LIMIT, NULL);
    g_autofree char *again = file_read_text(path, LIMIT, NULL);
    assert_string_equal(kept, "kept");
    assert_string_equal(again, "again");
}

static void test_write_fails(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *nowhere = scratch_path(scratch, "missing/file");
    g_autoptr(GError) error = NULL;
    assert_false(file_write(nowhere, "x", 1, 0600, &error));
    assert_int_equal(error->code, FAILURE_NOT_FOUND);
    g_clear_error(&error);

    /* What is written must not stay behind when it cannot get its name. */
    g_autofree char *taken = scratch_path(scratch, "taken");
    assert_int_equal(mkdir(taken, 0700), 0);
    assert_false(file_write(taken, "x", 1, 0600, &error));
    g_autoptr(GDir) folder = g_dir_open(scratch->folder, 0, NULL);
    assert_string_equal(g_dir_read_name(folder), "taken");
    assert_null(g_dir_read_name(folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_standard_input),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_write),
        cmocka_unit_test(test_write_after_a_kill),
        cmocka_unit_test(test_write_beside_another),
        cmocka_unit_test(test_write_fails),
    };
    return cmocka_run_group_tests_name("base/file", tests, NULL, NULL);
}
