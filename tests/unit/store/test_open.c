#include "fixture.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/connection.h"

struct place {
    char *folder, *path;
};

static int make_place(void **state)
{
    struct place *place = g_new0(struct place, 1);
    place->folder = fixture_folder();
    place->path = g_build_filename(place->folder, "moedested.db", NULL);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    fixture_remove(place->folder);
    g_free(place->folder);
    g_free(place->path);
    g_free(place);
    return 0;
}

static void write_file(const char *path, const char *data, gssize length)
{
    assert_true(g_file_set_contents(path, data, length, NULL));
}

static void refuses(const char *path, enum store_mode mode, enum failure code, const char *words)
{
    g_autoptr(GError) error = NULL;
    assert_null(store_open(path, mode, &error));
    assert_failure(error, code, words);
}

static struct store *opens(const char *path, enum store_mode mode)
{
    g_autoptr(GError) error = NULL;
    struct store *store = store_open(path, mode, &error);
    if (store == NULL) {
        fail_msg("%s", error->message);
    }
    return store;
}

static void makes_one_for_the_owner_alone(void **state)
{
    const struct place *place = *state;
    umask(0);
    store_close(opens(place->path, STORE_CREATE));
    struct stat found;
    assert_int_equal(stat(place->path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    GDir *dir = g_dir_open(place->folder, 0, NULL);
    assert_string_equal(g_dir_read_name(dir), "moedested.db");
    assert_null(g_dir_read_name(dir)); /* nothing else is left */
    g_dir_close(dir);
}

static void keeps_what_is_there(void **state)
{
    const struct place *place = *state;
    struct store *store = opens(place->path, STORE_CREATE);
    int64_t id = fixture_person(store, "jens@x.example");
    store_close(store);
    store = opens(place->path, STORE_CREATE);
    SCOPED(person) struct person *person = person_get(store, id, NULL);
    assert_non_null(person);
    store_close(store);
    store = opens(place->path, STORE_READ);
    SCOPED(person) struct person *again = person_get(store, id, NULL);
    assert_non_null(again);
    store_close(store);
}

static void refuses_what_is_no_store(void **state)
{
    const struct place *place = *state;
    g_autofree char *missing = g_build_filename(place->folder, "none", "moedested.db", NULL);
    g_autofree char *below = g_build_filename(place->path, "moedested.db", NULL);
    refuses("", STORE_CREATE, FAILURE_CONFIGURATION, "is empty; name a file");
    refuses(place->path, STORE_READ, FAILURE_NOT_FOUND, "moedested init");
    refuses(place->path, STORE_WRITE, FAILURE_NOT_FOUND, "moedested init");
    refuses(missing, STORE_CREATE, FAILURE_CONFIGURATION, "make the folder");
    refuses(place->folder, STORE_CREATE, FAILURE_CONFIGURATION, "is a folder");
    refuses("/dev/null", STORE_CREATE, FAILURE_CONFIGURATION, "is not a plain file");
    write_file(place->path, "", 0);
    for (enum store_mode mode = STORE_READ; mode <= STORE_CREATE; mode++) {
        refuses(place->path, mode, FAILURE_PERMANENT, "is empty (0 octets)");
    }
    refuses(below, STORE_CREATE, FAILURE_PERMANENT, "cannot be reached");
    write_file(place->path, "From: a mail, not a database\n\nHello\n", -1);
    for (enum store_mode mode = STORE_READ; mode <= STORE_CREATE; mode++) {
        refuses(place->path, mode, FAILURE_PERMANENT, "it is not a database");
    }
}

static void refuses_a_huge_empty_file(void **state)
{
    const struct place *place = *state;
    int fd = open(place->path, O_RDWR | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)1 << 30), 0);
    close(fd);
    refuses(place->path, STORE_WRITE, FAILURE_PERMANENT, "it is not a database");
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void refuses_another_programs_database(void **state)
{
    const struct place *place = *state;
    run_sql(place->path, "CREATE TABLE bookmark (url TEXT)");
    refuses(place->path, STORE_CREATE, FAILURE_CONFIGURATION, "of another program");
    refuses(place->path, STORE_READ, FAILURE_CONFIGURATION, "of another program");
}

static void refuses_a_newer_schema(void **state)
{
    const struct place *place = *state;
    store_close(opens(place->path, STORE_CREATE));
    run_sql(place->path, "PRAGMA user_version = 9999");
    g_autofree char *words =
        g_strdup_printf("the store was written by a newer moedested (schema 9999, this program "
                        "knows %d); install that version or restore a backup",
                        store_schema_version());
    for (enum store_mode mode = STORE_READ; mode <= STORE_CREATE; mode++) {
        refuses(place->path, mode, FAILURE_CONFIGURATION, words);
    }
}

static void reading_does_not_migrate(void **state)
{
    const struct place *place = *state;
    store_close(opens(place->path, STORE_CREATE));
    run_sql(place->path, "PRAGMA user_version = 0");
    refuses(place->path, STORE_READ, FAILURE_TEMPORARY, "by an older moedested (schema 0");
}

static void refuses_a_journal_without_its_store(void **state)
{
    const struct place *place = *state;
    g_autofree char *wal = g_strconcat(place->path, "-wal", NULL);
    write_file(wal, "old", 3);
    refuses(place->path, STORE_CREATE, FAILURE_PERMANENT, "is missing, but");
    assert_int_equal(access(place->path, F_OK), -1);
}

static void tells_a_damaged_store(void **state)
{
    const struct place *place = *state;
    struct store *store = opens(place->path, STORE_CREATE);
    for (int i = 0; i < 200; i++) {
        g_autofree char *address = g_strdup_printf("p%d@x.example", i);
        fixture_person(store, address);
    }
    store_close(store);
    int fd = open(place->path, O_RDWR);
    g_autofree char *noise = g_malloc(200000);
    memset(noise, 0xa5, 200000);
    assert_int_equal(pwrite(fd, noise, 200000, 4096), 200000);
    close(fd);
    refuses(place->path, STORE_WRITE, FAILURE_PERMANENT, "it is damaged; restore a backup");
}

/* The exit status of `body` run as somebody without rights: 0 when it gave true. */
static int as_nobody(bool (*body)(const char *path), const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 &&
            (setgroups(0, NULL) != 0 || setgid(65534) != 0 || setuid(65534) != 0)) {
            _exit(2);
        }
        _exit(body(path) ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static bool is_refused_for_its_folder(const char *path)
{
    g_autoptr(GError) error = NULL;
    struct store *store = store_open(path, STORE_CREATE, &error);
    return store == NULL && strstr(error->message, "may not be written to") != NULL;
}

static void tells_a_folder_that_may_not_be_written(void **state)
{
    const struct place *place = *state;
    assert_int_equal(chmod(place->folder, 0555), 0);
    assert_int_equal(as_nobody(is_refused_for_its_folder, place->path), 0);
    assert_int_equal(chmod(place->folder, 0755), 0);
    store_close(opens(place->path, STORE_CREATE));
    assert_int_equal(chmod(place->path, 0666), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    assert_int_equal(as_nobody(is_refused_for_its_folder, place->path), 0);
    assert_int_equal(chmod(place->folder, 0755), 0);
}

static bool is_refused_for_reading(const char *path)
{
    g_autoptr(GError) error = NULL;
    struct store *store = store_open(path, STORE_READ, &error);
    return store == NULL && strstr(error->message, "may not be read") != NULL;
}

static void tells_a_file_that_may_not_be_read(void **state)
{
    const struct place *place = *state;
    store_close(opens(place->path, STORE_CREATE));
    assert_int_equal(chmod(place->path, 0), 0);
    assert_int_equal(chmod(place->folder, 0755), 0);
    assert_int_equal(as_nobody(is_refused_for_reading, place->path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(makes_one_for_the_owner_alone, make_place, remove_place),
        cmocka_unit_test_setup_teardown(keeps_what_is_there, make_place, remove_place),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_store, make_place, remove_place),
        cmocka_unit_test_setup_teardown(refuses_a_huge_empty_file, make_place, remove_place),
        cmocka_unit_test_setup_teardown(refuses_another_programs_database, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(refuses_a_newer_schema, make_place, remove_place),
        cmocka_unit_test_setup_teardown(reading_does_not_migrate, make_place, remove_place),
        cmocka_unit_test_setup_teardown(refuses_a_journal_without_its_store, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(tells_a_damaged_store, make_place, remove_place),
        cmocka_unit_test_setup_teardown(tells_a_folder_that_may_not_be_written, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(tells_a_file_that_may_not_be_read, make_place,
                                        remove_place),
    };
    return cmocka_run_group_tests_name("store/open", tests, NULL, NULL);
}
