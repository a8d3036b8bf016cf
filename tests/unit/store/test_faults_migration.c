/* plain only: some thousand migrations, and the same under sanitizers.
 *
 * Each read, write, sync and truncate of a migration fails once, or from then on: what is there
 * afterwards is brought forward whole by the next start. */
#include "support/faulty_store.h"

static bool migrate(const char *path, void *data)
{
    (void)data;
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    return store != NULL;
}

static void look_at_migrated(const char *path, bool fine, void *data)
{
    (void)data;
    (void)fine;
    SCOPED(store) struct store *store = faulty_store_look(path);
    assert_int_equal(faulty_store_number(store, "PRAGMA user_version"), store_schema_version());
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM outgoing"), 3);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM outgoing WHERE domain = "
                                                "substr(folded, instr(folded, '@') + 1)"),
                     3);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM person"), 5);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM event"), 17);
}

/* A store of the first release, from tests/data/store. */
static void migration(void **state)
{
    struct faulty_store place = {0};
    faulty_store_begin(&place);
    g_autofree char *sql = NULL;
    assert_true(g_file_get_contents("tests/data/store/schema-1.sql", &sql, NULL, NULL));
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(place.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    faulty_store_keep(&place);
    unsigned told = 0;
    const struct faulty_kind *kind = *state;
    faulty_store_sweep(&place, kind, migrate, look_at_migrated, NULL, &told);
    assert_true(told > 0 || kind->calls == FAULTY_TRUNCATE);
    faulty_store_end(&place);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(faulty_kinds)];
    faulty_vfs_install();
    for (size_t at = 0; at < G_N_ELEMENTS(tests); at++) {
        const struct faulty_kind *kind = &faulty_kinds[at];
        tests[at] = (struct CMUnitTest){kind->name, migration, NULL, NULL, (void *)(uintptr_t)kind};
    }
    return cmocka_run_group_tests_name("store/faults_migration", tests, NULL, NULL);
}
