/* The power goes before every write, sync and truncate of a send: what was committed is there, the
 * store is whole, and at most 16 mails have gone of which the disk does not know. */
#include "support/faulty_store.h"

enum { MAILS = 24, UNKNOWN = 16 };

static const struct row {
    const char *name;
    unsigned connections;
    enum faulty_rest rest;
} rows[] = {
    {"one connection, what was not synced is lost", 1, FAULTY_REST_LOST},
    {"one connection, some sectors of it are there", 1, FAULTY_REST_SOME},
    {"one connection, all of it is there", 1, FAULTY_REST_KEPT},
    {"four connections, what was not synced is lost", 4, FAULTY_REST_LOST},
    {"four connections, some sectors of it are there", 4, FAULTY_REST_SOME},
};

struct progress {
    unsigned connections;
    bool claimed;
    bool handed[MAILS + 1], settled_tried[MAILS + 1];
};

/* As many mails at a time as there are connections. */
static bool mark(struct store *store, const GPtrArray *mails, guint from, bool before,
                 struct progress *progress)
{
    struct ledger_mark marks[MAILS] = {0};
    unsigned count = MIN(progress->connections, mails->len - from);
    for (unsigned at = 0; at < count; at++) {
        const struct ledger_mail *mail = mails->pdata[from + at];
        marks[at] = (struct ledger_mark){.id = mail->id, .result = before ? 0 : LEDGER_ACCEPTED};
        progress->settled_tried[mail->id] = !before;
    }
    if (!ledger_mark(store, AT, marks, count, NULL)) {
        return false;
    }
    for (unsigned at = 0; at < count; at++) {
        assert_true(!before || marks[at].go);
        progress->handed[marks[at].id] = true;
    }
    return true;
}

static void send(const char *path, struct progress *progress)
{
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    g_autoptr(GPtrArray) mails =
        store != NULL ? ledger_claim(store, AT, LEDGER_OPEN, MAILS, NULL) : NULL;
    progress->claimed = mails != NULL;
    bool on = progress->claimed;
    for (guint from = 0; on && from < mails->len; from += progress->connections) {
        on = mark(store, mails, from, true, progress) && mark(store, mails, from, false, progress);
    }
}

/* The machine has started again, and this is its disk. */
static void judge(const char *path, const struct progress *progress)
{
    SCOPED(store) struct store *store = faulty_store_look(path);
    unsigned unknown = 0;
    for (int64_t id = 1; id <= MAILS; id++) {
        enum ledger_state state = fixture_state(store, id);
        assert_true(state != LEDGER_QUEUED || !progress->claimed);
        assert_true(state != LEDGER_SENT || progress->settled_tried[id]);
        unknown += progress->handed[id] && state != LEDGER_SENT ? 1 : 0;
    }
    assert_true(unknown <= UNKNOWN);
    /* None of them is taken for one that never left. */
    int64_t requeued = 0, doubtful = 0;
    assert_ok(ledger_recover(store, AT, "another boot", &requeued, &doubtful, OK_ERROR));
    for (int64_t id = 1; id <= MAILS; id++) {
        enum ledger_state state = fixture_state(store, id);
        assert_true(!progress->handed[id] || state == LEDGER_SENT || state == LEDGER_DOUBT);
    }
}

static void make(struct faulty_store *place)
{
    faulty_store_begin(place);
    SCOPED(store) struct store *store = store_open(place->path, STORE_CREATE, NULL);
    assert_non_null(store);
    int64_t person = fixture_person(store, "a@x.example");
    for (unsigned at = 0; at < MAILS; at++) {
        fixture_queue(store, &(struct fixture_mail){.kind = "welcome", .person = person});
    }
    int64_t requeued = 0, doubtful = 0;
    assert_ok(ledger_recover(store, AT, "this boot", &requeued, &doubtful, OK_ERROR));
}

static void loses_power(void **state)
{
    const struct row *row = *state;
    struct faulty_store place = {0};
    make(&place);
    faulty_store_keep(&place);
    bool reached = true;
    unsigned number = 0;
    while (reached) {
        number++;
        faulty_store_reset(&place);
        struct progress progress = {.connections = row->connections};
        faulty_vfs_cut(number);
        send(place.path, &progress);
        reached = faulty_vfs_disarm();
        g_autofree char *folder = fixture_folder();
        faulty_vfs_image(folder, row->rest, number);
        g_autofree char *path = g_build_filename(folder, "moedested.db", NULL);
        judge(path, &progress);
        fixture_remove(folder);
    }
    assert_true(number > 50); /* the power went that often */
    faulty_store_end(&place);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    faulty_vfs_install();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, loses_power, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("store/power", tests, NULL, NULL);
}
