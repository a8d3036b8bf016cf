/* plain only: it is about what is on disk.
 *
 * The power goes before every write, sync and truncate of a send: what was committed is there, the
 * store is whole, no more mails have gone of which the disk does not know than the marks between
 * two flushes and one a connection, and hardly more are in doubt: the others of the claim are
 * queued. */
#include "support/faulty_store.h"

enum {
    MAILS = 160, /* at most */
    FEWEST = 48,
    MAILS_A_CONNECTION = 20, /* more than go between two flushes, and than are promised */
    PROMISED = 16            /* in doubt, a connection */
};

static const struct row {
    const char *name;
    unsigned connections;
    bool together; /* the answer for a mail and the mark before the next one in one call */
    enum faulty_rest rest;
} rows[] = {
    {"one connection, what was not synced is lost", 1, false, FAULTY_REST_LOST},
    {"one connection, some sectors of it are there", 1, false, FAULTY_REST_SOME},
    {"one connection, all of it is there", 1, false, FAULTY_REST_KEPT},
    {"four connections, what was not synced is lost", 4, false, FAULTY_REST_LOST},
    {"four connections, some sectors of it are there", 4, false, FAULTY_REST_SOME},
    {"eight connections, what was not synced is lost", 8, true, FAULTY_REST_LOST},
    {"eight connections, some sectors of it are there", 8, true, FAULTY_REST_SOME},
    {"eight connections, all of it is there", 8, true, FAULTY_REST_KEPT},
};

struct progress {
    unsigned connections, mails;
    bool together, claimed;
    guint released; /* mails: the first ones of the claim */
    bool handed[MAILS + 1], settled_tried[MAILS + 1];
};

/* As main does: what asks to go, and the next ones. */
static bool release(struct store *store, const GPtrArray *mails, const guint range[3],
                    struct progress *progress)
{
    int64_t ids[MAILS];
    unsigned count = 0;
    progress->released =
        MIN(range[2] + (STORE_MARKS_A_FLUSH - 2) * progress->connections, mails->len);
    for (guint at = range[0]; at < progress->released; at++) {
        ids[count++] = ((const struct ledger_mail *)mails->pdata[at])->id;
    }
    return ledger_release(store, ids, count, NULL);
}

/* Marks of one call: answers for the mails from `answered` to `begun`, then the mark before those
 * from `begun` to `end`. */
static bool mark(struct store *store, const GPtrArray *mails, const guint range[3],
                 struct progress *progress)
{
    if (range[2] > progress->released && !release(store, mails, range, progress)) {
        return false;
    }
    struct ledger_mark marks[MAILS] = {0};
    unsigned count = 0;
    for (guint at = range[0]; at < range[2]; at++, count++) {
        const struct ledger_mail *mail = mails->pdata[at];
        bool before = at >= range[1];
        marks[count] = (struct ledger_mark){.id = mail->id, .result = before ? 0 : LEDGER_ACCEPTED};
        progress->settled_tried[mail->id] = progress->settled_tried[mail->id] || !before;
    }
    if (!ledger_mark(store, AT, marks, count, NULL)) {
        return false;
    }
    for (unsigned at = 0; at < count; at++) {
        assert_true(marks[at].result != 0 || marks[at].go);
        progress->handed[marks[at].id] = true;
    }
    return true;
}

/* As many mails are on their way as there are connections. Together, every other call has fewer new
 * ones: the connections do not keep step. */
static bool mark_all(struct store *store, const GPtrArray *mails, struct progress *progress)
{
    guint answered = 0, begun = 0;
    for (unsigned call = 0; answered < mails->len; call++) {
        unsigned wanted = progress->connections;
        if (progress->together && call % 2 == 1) {
            wanted = progress->connections * 3 / 8;
        }
        guint end = MIN(begun + wanted, mails->len);
        if (!progress->together && !mark(store, mails, (guint[]){begun, begun, end}, progress)) {
            return false;
        }
        guint known = progress->together ? begun : end;
        if (!mark(store, mails, (guint[]){answered, known, end}, progress)) {
            return false;
        }
        answered = known;
        begun = end;
    }
    return true;
}

static void send(const char *path, struct progress *progress)
{
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    g_autoptr(GPtrArray) mails =
        store != NULL ? ledger_claim(store, AT, LEDGER_OPEN, progress->mails, NULL) : NULL;
    progress->claimed = mails != NULL;
    if (mails != NULL) {
        store_set_connections(store, progress->connections);
        assert_int_equal(mails->len, progress->mails);
        mark_all(store, mails, progress);
    }
}

/* The machine has started again, and this is its disk. How many mails have gone of which it does
 * not know. */
static unsigned judge(const char *path, const struct progress *progress, unsigned *most_doubtful)
{
    SCOPED(store) struct store *store = faulty_store_look(path);
    unsigned unknown = 0;
    for (int64_t id = 1; id <= progress->mails; id++) {
        enum ledger_state state = fixture_state(store, id);
        assert_true(state != LEDGER_QUEUED || !progress->claimed);
        assert_true(state != LEDGER_SENT || progress->settled_tried[id]);
        unknown += progress->handed[id] && state != LEDGER_SENT ? 1 : 0;
    }
    /* Below the flush, and those whose answer came after it. */
    assert_in_range(unknown, 0, (STORE_MARKS_A_FLUSH + 1) * progress->connections - 1);
    /* None of them is taken for one that never left. */
    int64_t requeued = 0, doubtful = 0;
    assert_ok(ledger_recover(store, AT, "another boot", &requeued, &doubtful, OK_ERROR));
    for (int64_t id = 1; id <= progress->mails; id++) {
        enum ledger_state state = fixture_state(store, id);
        assert_true(!progress->handed[id] || state == LEDGER_SENT || state == LEDGER_DOUBT);
    }
    /* And those that cannot have gone are not in doubt: they go out, once. */
    assert_in_range(doubtful, unknown, PROMISED * progress->connections);
    *most_doubtful = MAX(*most_doubtful, (unsigned)doubtful);
    return unknown;
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
    unsigned number = 0, most = 0, doubtful = 0;
    while (reached) {
        number++;
        faulty_store_reset(&place);
        struct progress progress = {.connections = row->connections,
                                    .mails = MAX(FEWEST, row->connections * MAILS_A_CONNECTION),
                                    .together = row->together};
        faulty_vfs_cut(number);
        send(place.path, &progress);
        reached = faulty_vfs_disarm();
        g_autofree char *folder = fixture_folder();
        faulty_vfs_image(folder, row->rest, number);
        g_autofree char *path = g_build_filename(folder, "moedested.db", NULL);
        unsigned unknown = judge(path, &progress, &doubtful);
        most = MAX(most, unknown);
        fixture_remove(folder);
    }
    print_message("%u cuts, at most %u mails unknown to the disk, %u in doubt\n", number - 1, most,
                  doubtful);
    assert_true(number > 50); /* the power went that often */
    assert_true(row->rest != FAULTY_REST_LOST || most > 0);
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
