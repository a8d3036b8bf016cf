/* Each read, write, sync and truncate of what the store promises fails once, or from then on:
 * afterwards the store is whole, what was said to be done is done, and nothing is marked that was
 * not. */
#include "support/faulty_store.h"

#include "store/inbound.h"

enum { MAILS = 3 };

/* How far one try came: `*_told` when the function said so, `*_tried` when it was called. */
struct progress {
    bool claimed;
    bool handed_told[MAILS + 1], sent_tried[MAILS + 1], sent_told[MAILS + 1];
    bool queued_told, kept_told;
};

static const char raw[] = "Message-ID: <one@x.example>\r\n\r\nAFMELD\r\n";

static bool work(struct store *store, struct progress *progress)
{
    g_autoptr(GPtrArray) mails = ledger_claim(store, AT, LEDGER_OPEN, MAILS, NULL);
    progress->claimed = mails != NULL;
    for (guint at = 0; mails != NULL && at < mails->len; at++) {
        const struct ledger_mail *mail = mails->pdata[at];
        bool go = false;
        if (!ledger_hand_over(store, mail->id, AT, &go, NULL)) {
            return false;
        }
        assert_true(go);
        progress->handed_told[mail->id] = true;
        progress->sent_tried[mail->id] = true;
        if (!ledger_settle(store, mail->id, AT, LEDGER_ACCEPTED, "250", "ok", NULL)) {
            return false;
        }
        progress->sent_told[mail->id] = true;
    }
    return mails != NULL;
}

static bool send(const char *path, void *data)
{
    struct progress *progress = data;
    *progress = (struct progress){0};
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    return store != NULL && work(store, progress);
}

static void look_at_marks(const char *path, bool fine, void *data)
{
    const struct progress *progress = data;
    SCOPED(store) struct store *store = faulty_store_look(path);
    int64_t requeued = 0, doubtful = 0;
    fixture_recover(store, AT, &requeued, &doubtful);
    for (int64_t id = 1; id <= MAILS; id++) {
        enum ledger_state state = fixture_state(store, id);
        assert_true(!fine || state == LEDGER_SENT);
        if (progress->sent_told[id]) {
            assert_int_equal(state, LEDGER_SENT);
        } else if (progress->handed_told[id]) {
            assert_true(state == LEDGER_DOUBT ||
                        (state == LEDGER_SENT && progress->sent_tried[id]));
        } else {
            /* Handed over at most as far as the disk knows: then nobody can say. */
            assert_true(state == LEDGER_QUEUED || state == LEDGER_DOUBT);
        }
    }
}

static bool queue(const char *path, void *data)
{
    struct progress *progress = data;
    *progress = (struct progress){0};
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    if (store == NULL) {
        return false;
    }
    STORE_ROLLS_BACK(store);
    int64_t id = 0;
    if (!store_begin(store, NULL) || !ledger_next(store, &id, NULL)) {
        return false;
    }
    char kind[] = "welcome", at[] = "new@x.example", message_id[] = "new@x";
    g_autoptr(GBytes) composed = g_bytes_new_static("body", 4);
    const struct ledger_mail mail = {.id = id,
                                     .class = LEDGER_OPEN,
                                     .kind = kind,
                                     .recipient = at,
                                     .sender = at,
                                     .message_id = message_id,
                                     .queued = AT,
                                     .due = AT,
                                     .composed = composed};
    bool added = false;
    progress->queued_told =
        ledger_queue(store, &fixture_cause, &mail, NULL, NULL, NULL, 0, &added, NULL) &&
        store_commit(store, NULL);
    return progress->queued_told;
}

static void look_at_queue(const char *path, bool fine, void *data)
{
    (void)data;
    SCOPED(store) struct store *store = faulty_store_look(path);
    int64_t rows = faulty_store_number(store, "SELECT count(*) FROM outgoing WHERE id > 3");
    assert_int_equal(rows, faulty_store_number(store, "SELECT count(*) FROM outgoing_message "
                                                      "WHERE outgoing > 3"));
    assert_true(fine ? rows == 1 : rows <= 1);
}

static bool keep(const char *path, void *data)
{
    struct progress *progress = data;
    *progress = (struct progress){0};
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    int64_t id = 0;
    bool fresh = false;
    progress->kept_told = store != NULL && inbound_keep(store, AT, "maildir:1", NULL, raw,
                                                        sizeof raw - 1, &id, &fresh, NULL);
    return progress->kept_told;
}

/* The source may forget it when it was said to be kept; else it comes once more. */
static void look_at_kept(const char *path, bool fine, void *data)
{
    (void)data;
    SCOPED(store) struct store *store = faulty_store_look(path);
    int64_t id = 0;
    bool fresh = false;
    assert_ok(
        inbound_keep(store, AT, "maildir:1", NULL, raw, sizeof raw - 1, &id, &fresh, OK_ERROR));
    assert_true(!fine || !fresh);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM inbound"), 1);
    g_autoptr(GBytes) kept = inbound_raw(store, id, NULL);
    assert_int_equal(g_bytes_get_size(kept), sizeof raw - 1);
    assert_memory_equal(g_bytes_get_data(kept, NULL), raw, sizeof raw - 1);
}

static void sweep(bool (*run)(const char *, void *), void (*look)(const char *, bool, void *),
                  const struct faulty_kind *kind)
{
    struct faulty_store place = {0};
    faulty_store_begin(&place);
    struct store *store = store_open(place.path, STORE_CREATE, NULL);
    assert_non_null(store);
    int64_t person = fixture_person(store, "a@x.example");
    for (unsigned at = 0; at < MAILS; at++) {
        fixture_queue(store, &(struct fixture_mail){.kind = "welcome", .person = person});
    }
    store_close(store);
    faulty_store_keep(&place);
    struct progress progress = {0};
    unsigned told = 0;
    faulty_store_sweep(&place, kind, run, look, &progress, &told);
    assert_true(told > 0 || kind->calls == FAULTY_TRUNCATE);
    faulty_store_end(&place);
}

static void sending(void **state)
{
    sweep(send, look_at_marks, *state);
}

static void queueing(void **state)
{
    sweep(queue, look_at_queue, *state);
}

static void keeping(void **state)
{
    sweep(keep, look_at_kept, *state);
}

int main(void)
{
    static const struct {
        const char *name;
        void (*test)(void **state);
    } works[] = {{"queueing", queueing}, {"sending", sending}, {"keeping", keeping}};
    struct CMUnitTest tests[G_N_ELEMENTS(works) * G_N_ELEMENTS(faulty_kinds)];
    faulty_vfs_install();
    for (size_t at = 0; at < G_N_ELEMENTS(tests); at++) {
        const struct faulty_kind *kind = &faulty_kinds[at % G_N_ELEMENTS(faulty_kinds)];
        size_t work = at / G_N_ELEMENTS(faulty_kinds);
        char *name = g_strdup_printf("%s: %s", works[work].name, kind->name);
        tests[at] =
            (struct CMUnitTest){name, works[work].test, NULL, NULL, (void *)(uintptr_t)kind};
    }
    int failed = cmocka_run_group_tests_name("store/faults", tests, NULL, NULL);
    for (size_t at = 0; at < G_N_ELEMENTS(tests); at++) {
        g_free((void *)(uintptr_t)tests[at].name);
    }
    return failed;
}
