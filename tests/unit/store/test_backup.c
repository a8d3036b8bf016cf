/* A backup is whole and private; a restore changes everything or nothing. */
#include "fixture.h"

#include <sys/stat.h>

#include "store/backup.h"

#include "store/epoch.h"
#include <string.h>

struct place {
    char *folder, *path, *file;
};

static struct place place_new(void)
{
    struct place place = {.folder = fixture_folder()};
    place.path = g_build_filename(place.folder, "moedested.db", NULL);
    place.file = g_build_filename(place.folder, "backup.db", NULL);
    return place;
}

static void place_clear(struct place *place)
{
    fixture_remove(place->folder);
    g_free(place->folder);
    g_free(place->path);
    g_free(place->file);
}

static struct store *open_at(const char *path)
{
    struct store *store = store_open(path, STORE_CREATE, NULL);
    assert_non_null(store);
    return store;
}

static bool restore(const struct place *place, char **aside, GError **error)
{
    return backup_restore(place->file, place->path, "test", "now", ".aside", aside, error);
}

static bool knows(struct store *store, const char *address)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) people = person_by_address(store, address, &error);
    assert_non_null(people);
    return people->len > 0;
}

/* A store with a@x in the backup and b@x besides in the store. */
static void make(const struct place *place)
{
    SCOPED(store) struct store *store = open_at(place->path);
    fixture_person(store, "a@x.example");
    assert_ok(backup_write(store, place->file, OK_ERROR));
    fixture_person(store, "b@x.example");
}

static void is_private_and_never_overwrites(void **state)
{
    (void)state;
    struct place place = place_new();
    make(&place);
    {
        struct stat found;
        assert_int_equal(stat(place.file, &found), 0);
        assert_int_equal(found.st_mode & 07777, 0600);
        SCOPED(store) struct store *store = open_at(place.path);
        g_autoptr(GError) error = NULL;
        assert_false(backup_write(store, place.file, &error));
        /* Not the store's fault, which its domain would say. */
        assert_true(g_error_matches(error, BASE_ERROR, FAILURE_INPUT));
        assert_non_null(strstr(error->message, "is there already"));
        SCOPED(store) struct store *copy = store_open(place.file, STORE_READ, NULL);
        assert_non_null(copy);
        assert_true(knows(copy, "a@x.example"));
        assert_false(knows(copy, "b@x.example"));
    }
    place_clear(&place);
}

static void comes_back_on_hold_and_keeps_what_was_there(void **state)
{
    (void)state;
    struct place place = place_new();
    make(&place);
    g_autofree char *aside = NULL;
    assert_ok(restore(&place, &aside, OK_ERROR));
    {
        SCOPED(store) struct store *store = open_at(place.path);
        assert_true(knows(store, "a@x.example"));
        assert_false(knows(store, "b@x.example"));
        enum epoch_hold hold = EPOCH_CURRENT;
        assert_ok(epoch_look(store, &hold, OK_ERROR));
        assert_int_equal(hold, EPOCH_RESTORED);
        SCOPED(store) struct store *old = store_open(aside, STORE_READ, NULL);
        assert_non_null(old);
        assert_true(knows(old, "b@x.example"));
    }
    place_clear(&place);
}

static void is_refused_while_somebody_works(void **state)
{
    (void)state;
    struct place place = place_new();
    make(&place);
    {
        SCOPED(store) struct store *store = open_at(place.path);
        assert_ok(store_lock(store, "moedested run", "2013-03-20", OK_ERROR));
        g_autofree char *aside = NULL;
        g_autoptr(GError) error = NULL;
        assert_false(restore(&place, &aside, &error));
        assert_failure(error, FAILURE_LOCKED, "moedested run");
        assert_true(knows(store, "b@x.example"));
    }
    place_clear(&place);
}

static void cut(const char *path)
{
    g_autofree char *text = NULL;
    size_t length = 0;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    memset(text + length / 2, 0x5a, length / 4);
    assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
}

/* What is no whole store of ours changes nothing. */
static void a_bad_file_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "not a database, but long enough to look at: it is no "
                                            "store at all, and nobody should take it for one"};
    for (size_t at = 0; at < G_N_ELEMENTS(texts) + 2; at++) {
        struct place place = place_new();
        make(&place);
        if (at < G_N_ELEMENTS(texts)) {
            assert_true(g_file_set_contents(place.file, texts[at], -1, NULL));
        } else if (at == G_N_ELEMENTS(texts)) {
            cut(place.file);
        } else {
            g_remove(place.file);
        }
        g_autofree char *aside = NULL;
        g_autoptr(GError) error = NULL;
        assert_false(restore(&place, &aside, &error));
        assert_non_null(error);
        assert_null(aside);
        {
            SCOPED(store) struct store *store = open_at(place.path);
            assert_true(knows(store, "b@x.example"));
        }
        GDir *dir = g_dir_open(place.folder, 0, NULL);
        const char *name;
        while ((name = g_dir_read_name(dir)) != NULL) {
            assert_true(strncmp(name, "moedested.db.", 13) != 0 || strcmp(name + 13, "lock") == 0);
        }
        g_dir_close(dir);
        place_clear(&place);
    }
}

static void comes_to_a_place_without_a_store(void **state)
{
    (void)state;
    struct place place = place_new();
    make(&place);
    g_remove(place.path);
    g_autofree char *aside = NULL;
    assert_ok(restore(&place, &aside, OK_ERROR));
    assert_null(aside);
    {
        SCOPED(store) struct store *store = open_at(place.path);
        assert_true(knows(store, "a@x.example"));
    }
    place_clear(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_private_and_never_overwrites),
        cmocka_unit_test(comes_back_on_hold_and_keeps_what_was_there),
        cmocka_unit_test(is_refused_while_somebody_works),
        cmocka_unit_test(a_bad_file_is_refused),
        cmocka_unit_test(comes_to_a_place_without_a_store),
    };
    return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
