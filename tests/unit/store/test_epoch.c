/* An older store is found out; a newer one, a fresh one and a crash are no alarm. */
#include "fixture.h"

#include "store/epoch.h"

struct place {
    char *folder, *path, *counter;
};

static struct place place_new(void)
{
    struct place place = {.folder = fixture_folder()};
    place.path = g_build_filename(place.folder, "moedested.db", NULL);
    place.counter = g_strconcat(place.path, ".counter", NULL);
    return place;
}

static void place_clear(struct place *place)
{
    fixture_remove(place->folder);
    g_free(place->folder);
    g_free(place->path);
    g_free(place->counter);
}

static struct store *open_at(const struct place *place)
{
    struct store *store = store_open(place->path, STORE_CREATE, NULL);
    assert_non_null(store);
    return store;
}

static enum epoch_hold look(struct store *store)
{
    enum epoch_hold hold = EPOCH_CURRENT;
    assert_ok(epoch_look(store, &hold, OK_ERROR));
    return hold;
}

static void write_counter(const struct place *place, const char *text)
{
    assert_true(g_file_set_contents(place->counter, text, -1, NULL));
}

static void a_fresh_store_is_current_and_stays_so(void **state)
{
    (void)state;
    struct place place = place_new();
    {
        SCOPED(store) struct store *store = open_at(&place);
        assert_int_equal(look(store), EPOCH_CURRENT);
        assert_ok(epoch_advance(store, OK_ERROR));
        assert_ok(epoch_advance(store, OK_ERROR));
        assert_int_equal(look(store), EPOCH_CURRENT);
        g_autofree char *text = NULL;
        assert_true(g_file_get_contents(place.counter, &text, NULL, NULL));
        assert_string_equal(text, "2\n");
    }
    place_clear(&place);
}

static void what_the_file_says(void **state)
{
    (void)state;
    static const struct {
        const char *counter; /* NULL: no file; the store says 3 */
        enum epoch_hold want;
    } rows[] = {
        {"3\n", EPOCH_CURRENT}, {"2\n", EPOCH_CURRENT}, /* a crash between store and file */
        {"0\n", EPOCH_CURRENT},                         /* the same, the first time of all */
        {"4\n", EPOCH_OLDER},   {"4", EPOCH_OLDER},     {"9223372036854775807\n", EPOCH_OLDER},
        {NULL, EPOCH_NO_FILE}};
    struct place place = place_new();
    {
        SCOPED(store) struct store *store = open_at(&place);
        for (unsigned at = 0; at < 3; at++) {
            assert_ok(epoch_advance(store, OK_ERROR));
        }
        for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
            if (rows[at].counter != NULL) {
                write_counter(&place, rows[at].counter);
            } else {
                g_remove(place.counter);
            }
            assert_int_equal(look(store), rows[at].want);
            assert_true((epoch_sentence(look(store)) == NULL) == (rows[at].want == EPOCH_CURRENT));
        }
    }
    place_clear(&place);
}

static void a_file_without_a_number_is_told(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "x", "-1", "99999999999999999999"};
    struct place place = place_new();
    {
        SCOPED(store) struct store *store = open_at(&place);
        for (size_t at = 0; at < G_N_ELEMENTS(texts); at++) {
            write_counter(&place, texts[at]);
            enum epoch_hold hold = EPOCH_CURRENT;
            g_autoptr(GError) error = NULL;
            assert_false(epoch_look(store, &hold, &error));
            assert_failure(error, FAILURE_CONFIGURATION, "there is no number in it");
        }
    }
    place_clear(&place);
}

static void staff_end_the_hold(void **state)
{
    (void)state;
    struct place place = place_new();
    {
        SCOPED(store) struct store *store = open_at(&place);
        write_counter(&place, "7\n");
        fixture_begin(store);
        assert_ok(epoch_mark_restored(store, OK_ERROR));
        fixture_commit(store);
        assert_int_equal(look(store), EPOCH_RESTORED);
        assert_ok(epoch_release(store, &fixture_cause, OK_ERROR));
        assert_int_equal(look(store), EPOCH_CURRENT);
        g_autofree char *text = NULL;
        assert_true(g_file_get_contents(place.counter, &text, NULL, NULL));
        assert_string_equal(text, "8\n"); /* never less than it was */
    }
    place_clear(&place);
}

static void a_store_in_memory_has_no_file(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(epoch_advance(store, OK_ERROR));
    assert_int_equal(look(store), EPOCH_CURRENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_store_is_current_and_stays_so),
        cmocka_unit_test(what_the_file_says),
        cmocka_unit_test(a_file_without_a_number_is_told),
        cmocka_unit_test(staff_end_the_hold),
        cmocka_unit_test(a_store_in_memory_has_no_file),
    };
    return cmocka_run_group_tests_name("epoch", tests, NULL, NULL);
}
