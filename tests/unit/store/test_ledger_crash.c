/* kill -9 at every step of a send: what the ledger says afterwards. */
#include "fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* How far the child gets with its mail before it is killed; `open`: inside a transaction. */
enum step { NOTHING, QUEUED_OPEN, QUEUED, CLAIMED, HANDED, SETTLED, STEPS };

static const struct row {
    const char *name;
    enum step step;
    enum ledger_state state; /* after recovery; 0: the mail is not there */
    int64_t requeued, doubtful;
} rows[] = {
    {"before anything", NOTHING, 0, 0, 0},       {"queued, not committed", QUEUED_OPEN, 0, 0, 0},
    {"queued", QUEUED, LEDGER_QUEUED, 0, 0},     {"claimed", CLAIMED, LEDGER_QUEUED, 1, 0},
    {"handed over", HANDED, LEDGER_DOUBT, 0, 1}, {"settled", SETTLED, LEDGER_SENT, 0, 0},
};

static bool queue(struct store *store, int64_t *id)
{
    char kind[] = "welcome", at[] = "a@x.example", message_id[] = "m@x";
    g_autoptr(GBytes) composed = g_bytes_new_static("body", 4);
    if (!ledger_next(store, id, NULL)) {
        return false;
    }
    const struct ledger_mail mail = {.id = *id,
                                     .class = LEDGER_OPEN,
                                     .kind = kind,
                                     .recipient = at,
                                     .sender = at,
                                     .message_id = message_id,
                                     .queued = AT,
                                     .due = AT,
                                     .composed = composed};
    bool added = false;
    return ledger_queue(store, &fixture_cause, &mail, NULL, NULL, NULL, 0, &added, NULL) && added;
}

/* Returns only when something went wrong. */
static void run_and_die(const char *path, enum step last)
{
    struct store *store = store_open(path, STORE_WRITE, NULL);
    if (store == NULL || !store_lock(store, "test", "now", NULL)) {
        return;
    }
    int64_t id = 0;
    for (enum step step = NOTHING; step < STEPS; step++) {
        bool done = true, go = true;
        switch (step) {
        case NOTHING:
        case STEPS:
            break;
        case QUEUED_OPEN:
            done = store_begin(store, NULL) && queue(store, &id);
            break;
        case QUEUED:
            done = store_commit(store, NULL);
            break;
        case CLAIMED:
            done = ledger_claim(store, AT, LEDGER_OPEN, 9, NULL) != NULL;
            break;
        case HANDED:
            done = ledger_hand_over(store, id, AT, &go, NULL);
            break;
        case SETTLED:
            done = ledger_settle(store, id, AT, LEDGER_ACCEPTED, "250", "ok", NULL);
            break;
        }
        if (!done || !go) {
            return;
        }
        if (step == last) {
            kill(getpid(), SIGKILL);
        }
    }
}

static void survives(void **state)
{
    const struct row *row = *state;
    g_autofree char *folder = fixture_folder();
    g_autofree char *path = g_build_filename(folder, "moedested.db", NULL);
    struct store *store = store_open(path, STORE_CREATE, NULL);
    assert_non_null(store);
    store_close(store);
    pid_t child = fork();
    if (child == 0) {
        run_and_die(path, row->step);
        _exit(1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGKILL);

    store = store_open(path, STORE_WRITE, NULL);
    assert_non_null(store);
    assert_ok(store_lock(store, "test", "now", OK_ERROR));
    int64_t requeued = -1, doubtful = -1;
    fixture_recover(store, AT + 1, &requeued, &doubtful);
    assert_int_equal(requeued, row->requeued);
    assert_int_equal(doubtful, row->doubtful);
    g_autoptr(GError) error = NULL;
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, 1, &error);
    if (row->state == 0) {
        assert_failure(error, FAILURE_NOT_FOUND, "no outgoing mail 1");
    } else {
        assert_non_null(mail);
        assert_int_equal(mail->state, row->state);
        assert_string_equal(mail->message_id, "m@x");
        assert_int_equal(g_bytes_get_size(mail->composed), 4);
    }
    store_close(store);
    fixture_remove(folder);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, survives, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("store/ledger_crash", tests, NULL, NULL);
}
