#include "fixture.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct store *opens(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "moedested.db", NULL);
    struct store *store = store_open(path, STORE_CREATE, NULL);
    assert_non_null(store);
    return store;
}

static void one_holder_at_a_time(void **state)
{
    (void)state;
    g_autofree char *folder = fixture_folder();
    struct store *first = opens(folder);
    struct store *second = opens(folder);
    assert_ok(store_lock(first, "moedested run", "2013-04-02 09:00", OK_ERROR));
    assert_ok(store_lock(first, "moedested run", "2013-04-02 09:01", OK_ERROR)); /* ours already */
    g_autoptr(GError) error = NULL;
    assert_false(store_lock(second, "moedested tick", "2013-04-02 10:00", &error));
    g_autofree char *words = g_strdup_printf(
        "moedested.db is held by process %d (moedested run) since 2013-04-02 09:00", getpid());
    assert_failure(error, FAILURE_LOCKED, words);
    store_close(first);
    assert_ok(store_lock(second, "moedested tick", "2013-04-02 10:00", OK_ERROR));
    store_close(second);
    fixture_remove(folder);
}

static void the_lock_ends_with_its_process(void **state)
{
    (void)state;
    g_autofree char *folder = fixture_folder();
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct store *theirs = opens(folder);
        (void)!write(ready[1], store_lock(theirs, "x", "y", NULL) ? "y" : "n", 1);
        pause();
        _exit(1);
    }
    char octet = 0;
    assert_int_equal(read(ready[0], &octet, 1), 1);
    assert_int_equal(octet, 'y');
    struct store *ours = opens(folder);
    g_autoptr(GError) error = NULL;
    assert_false(store_lock(ours, "a", "b", &error));
    assert_failure(error, FAILURE_LOCKED, "(x) since y");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_ok(store_lock(ours, "a", "b", OK_ERROR));
    store_close(ours);
    close(ready[0]);
    close(ready[1]);
    fixture_remove(folder);
}

static void the_lock_is_no_ones_to_read_but_ours(void **state)
{
    (void)state;
    g_autofree char *folder = fixture_folder();
    struct store *store = opens(folder);
    umask(0);
    assert_ok(store_lock(store, "moedested run", "2013-04-02 09:00", OK_ERROR));
    g_autofree char *path = g_build_filename(folder, "moedested.db.lock", NULL);
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    store_close(store);
    fixture_remove(folder);
}

static void memory_needs_none(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(store_lock(store, "a", "b", OK_ERROR));
    assert_int_equal(access(":memory:.lock", F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_holder_at_a_time),
        cmocka_unit_test(the_lock_ends_with_its_process),
        cmocka_unit_test(the_lock_is_no_ones_to_read_but_ours),
        cmocka_unit_test(memory_needs_none),
    };
    return cmocka_run_group_tests_name("store/lock", tests, NULL, NULL);
}
