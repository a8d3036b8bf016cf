#include "fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/connection.h"
#include "store/statement.h"

static char *make_file(char **folder)
{
    *folder = fixture_folder();
    char *path = g_build_filename(*folder, "moedested.db", NULL);
    struct store *store = store_open(path, STORE_CREATE, NULL);
    assert_non_null(store);
    store_close(store);
    return path;
}

static int64_t pragma(struct store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static int option(struct store *store, int which)
{
    int value = -1;
    assert_int_equal(sqlite3_db_config(store->db, which, -1, &value), SQLITE_OK);
    return value;
}

static void has_all_settings(void **state)
{
    (void)state;
    g_autofree char *folder = NULL;
    g_autofree char *path = make_file(&folder);
    struct store *store = store_open(path, STORE_WRITE, NULL);
    assert_non_null(store);
    assert_int_equal(pragma(store, "PRAGMA synchronous"), 2);
    assert_int_equal(pragma(store, "PRAGMA foreign_keys"), 1);
    assert_int_equal(pragma(store, "PRAGMA recursive_triggers"), 1);
    assert_int_equal(pragma(store, "PRAGMA trusted_schema"), 0);
    assert_int_equal(pragma(store, "PRAGMA cache_size"), -8000);
    assert_int_equal(pragma(store, "PRAGMA wal_autocheckpoint"), 4000);
    assert_int_equal(pragma(store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
    assert_int_equal(option(store, SQLITE_DBCONFIG_DEFENSIVE), 1);
    assert_int_equal(option(store, SQLITE_DBCONFIG_DQS_DML), 0);
    assert_int_equal(option(store, SQLITE_DBCONFIG_DQS_DDL), 0);
    assert_int_equal(option(store, SQLITE_DBCONFIG_TRUSTED_SCHEMA), 0);
    assert_int_equal(option(store, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION), 0);
    assert_int_equal(pragma(store, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' "
                                   "AND name NOT LIKE 'sqlite%' AND strict = 0"),
                     0);
    assert_int_equal(sqlite3_exec(store->db, "SELECT \"nosuchcolumn\"", NULL, NULL, NULL),
                     SQLITE_ERROR);
    store_close(store);
    fixture_remove(folder);
}

static void rolls_back(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    SCOPED(person) struct person *person = person_new();
    g_ptr_array_add(person->addresses, g_strdup("a@x.example"));
    {
        STORE_ROLLS_BACK(store);
        fixture_begin(store);
        assert_ok(person_add(store, &fixture_cause, person, OK_ERROR));
    }
    int64_t count = -1;
    assert_ok(person_count(store, 0, &count, OK_ERROR));
    assert_int_equal(count, 0);
    store_rollback(store); /* nothing is open: nothing happens */
    fixture_begin(store);
    fixture_commit(store);
}

static void marks_are_relaxed_and_every_twelfth_mail_is_not(void **state)
{
    (void)state;
    g_autofree char *folder = NULL;
    g_autofree char *path = make_file(&folder);
    struct store *store = store_open(path, STORE_WRITE, NULL);
    for (int mark = 1; mark <= 33; mark++) {
        assert_ok(store_begin_mark(store, 1, OK_ERROR));
        fixture_commit(store);
        assert_int_equal(pragma(store, "PRAGMA synchronous"), mark % 12 == 0 ? 2 : 1);
    }
    fixture_begin(store);
    assert_int_equal(pragma(store, "PRAGMA synchronous"), 2);
    fixture_commit(store);
    /* Any other commit has flushed them as well; a mark that begins nothing counts nothing. */
    for (int mark = 1; mark <= 11; mark++) {
        assert_ok(store_begin_mark(store, mark % 2 == 0 ? 0 : 2, OK_ERROR));
        fixture_commit(store);
        assert_int_equal(pragma(store, "PRAGMA synchronous"), mark == 11 ? 2 : 1);
    }
    store_close(store);
    fixture_remove(folder);
}

static void sees_that_others_have_committed(void **state)
{
    (void)state;
    g_autofree char *folder = NULL;
    g_autofree char *path = make_file(&folder);
    struct store *ours = store_open(path, STORE_WRITE, NULL);
    struct store *theirs = store_open(path, STORE_WRITE, NULL);
    store_changed_by_others(ours);
    assert_false(store_changed_by_others(ours));
    fixture_person(ours, "a@x.example");
    assert_false(store_changed_by_others(ours));
    fixture_person(theirs, "b@x.example");
    assert_true(store_changed_by_others(ours));
    assert_false(store_changed_by_others(ours));
    store_close(theirs);
    store_close(ours);
    fixture_remove(folder);
}

static void waits_for_a_short_writer(void **state)
{
    (void)state;
    g_autofree char *folder = NULL;
    g_autofree char *path = make_file(&folder);
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct store *theirs = store_open(path, STORE_WRITE, NULL);
        bool begun = theirs != NULL && store_begin(theirs, NULL);
        (void)!write(ready[1], "x", 1);
        g_usleep(200000);
        _exit(begun && store_commit(theirs, NULL) ? 0 : 1);
    }
    char octet;
    assert_int_equal(read(ready[0], &octet, 1), 1);
    struct store *ours = store_open(path, STORE_WRITE, NULL);
    fixture_person(ours, "a@x.example");
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    store_close(ours);
    close(ready[0]);
    close(ready[1]);
    fixture_remove(folder);
}

static void gives_up_on_a_long_writer(void **state)
{
    (void)state;
    g_autofree char *folder = NULL;
    g_autofree char *path = make_file(&folder);
    struct store *ours = store_open(path, STORE_WRITE, NULL);
    struct store *theirs = store_open(path, STORE_WRITE, NULL);
    fixture_begin(theirs);
    assert_int_equal(ours->patience, 30 * G_USEC_PER_SEC);
    ours->patience = 20000;
    g_autoptr(GError) error = NULL;
    assert_false(store_begin(ours, &error));
    assert_failure(error, FAILURE_TEMPORARY, "another program has been writing");
    fixture_commit(theirs);
    fixture_begin(ours);
    fixture_commit(ours);
    store_close(theirs);
    store_close(ours);
    fixture_remove(folder);
}

/* With SQLite's own busy handler one of such two fails after some seconds. */
static void is_not_starved_by_a_busy_writer(void **state)
{
    (void)state;
    g_autofree char *folder = NULL;
    g_autofree char *path = make_file(&folder);
    pid_t child = fork();
    if (child == 0) {
        struct store *theirs = store_open(path, STORE_WRITE, NULL);
        while (theirs != NULL && store_begin_mark(theirs, 1, NULL) &&
               event_add(theirs, &fixture_cause, 0, 0, "x", NULL, NULL, NULL, NULL) &&
               store_commit(theirs, NULL)) {
        }
        _exit(1);
    }
    struct store *ours = store_open(path, STORE_WRITE, NULL);
    for (int i = 0; i < 5; i++) {
        fixture_person(ours, "a@x.example");
    }
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status)); /* nor was the other */
    store_close(ours);
    fixture_remove(folder);
}

/* A full disk inside a transaction: nothing of it stays, and the store goes on afterwards. */
static void a_full_disk_leaves_nothing_half_done(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_person(store, "first@x.example");
    int64_t pages = pragma(store, "PRAGMA page_count");
    g_autofree char *limit = g_strdup_printf("PRAGMA max_page_count = %d", (int)pages + 2);
    pragma(store, limit);
    g_autofree char *name = g_strnfill(100000, 'x');
    SCOPED(person) struct person *person = person_new();
    g_ptr_array_add(person->addresses, g_strdup("second@x.example"));
    g_free(person->name);
    person->name = g_steal_pointer(&name);
    g_autoptr(GError) error = NULL;
    fixture_begin(store);
    assert_false(person_add(store, &fixture_cause, person, &error));
    assert_failure(error, FAILURE_TEMPORARY, "the disk is full; make room");
    store_rollback(store);
    pragma(store, "PRAGMA max_page_count = 100000");
    fixture_person(store, "third@x.example");
    int64_t count = 0;
    assert_ok(person_count(store, 0, &count, OK_ERROR));
    assert_int_equal(count, 2);
}

/* SQLite has rolled back by itself: the rest of the work must not be committed line by line. */
static void nothing_is_written_behind_a_lost_transaction(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_begin(store);
    assert_int_equal(sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    g_autoptr(GError) error = NULL;
    assert_false(event_add(store, &fixture_cause, 0, 0, "person", NULL, NULL, NULL, &error));
    assert_failure(error, FAILURE_TEMPORARY, "took back the change");
    g_autoptr(GError) at_commit = NULL;
    assert_false(store_commit(store, &at_commit));
    assert_non_null(at_commit);
    g_autoptr(GPtrArray) events = event_list(store, 0, 0, INT64_MAX, NULL);
    assert_int_equal(events->len, 0);
    fixture_begin(store);
    fixture_commit(store);
}

/* SQLite names its temporary files so, and drops the name once they are open. */
static bool has_temporary_file(void)
{
    g_autoptr(GDir) open = g_dir_open("/proc/self/fd", 0, NULL);
    assert_non_null(open);
    for (const char *name = g_dir_read_name(open); name != NULL; name = g_dir_read_name(open)) {
        g_autofree char *link = g_build_filename("/proc/self/fd", name, NULL);
        g_autofree char *target = g_file_read_link(link, NULL);
        if (target != NULL && strstr(target, "etilqs_") != NULL) {
            return true;
        }
    }
    return false;
}

static void execute(struct store *store, const char *sql)
{
    assert_int_equal(sqlite3_exec(store->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* It would lie outside the store's folder, with persons' data. */
static void a_part_of_a_transaction_needs_no_file(void **state)
{
    (void)state;
    g_autofree char *folder = NULL;
    g_autofree char *path = make_file(&folder);
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    assert_non_null(store);
    execute(store, "CREATE TABLE pages (octets);"
                   "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 100) "
                   "INSERT INTO pages SELECT zeroblob(3000) FROM n");
    assert_ok(store_begin_parts(store, OK_ERROR));
    assert_ok(store_begin_part(store, OK_ERROR));
    execute(store, "UPDATE pages SET octets = zeroblob(3001)");
    assert_false(has_temporary_file());
    assert_ok(store_keep_part(store, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(pragma(store, "PRAGMA temp_store"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_all_settings),
        cmocka_unit_test(rolls_back),
        cmocka_unit_test(marks_are_relaxed_and_every_twelfth_mail_is_not),
        cmocka_unit_test(sees_that_others_have_committed),
        cmocka_unit_test(waits_for_a_short_writer),
        cmocka_unit_test(gives_up_on_a_long_writer),
        cmocka_unit_test(is_not_starved_by_a_busy_writer),
        cmocka_unit_test(a_full_disk_leaves_nothing_half_done),
        cmocka_unit_test(nothing_is_written_behind_a_lost_transaction),
        cmocka_unit_test(a_part_of_a_transaction_needs_no_file),
    };
    return cmocka_run_group_tests_name("store/db", tests, NULL, NULL);
}
