/* How fast the ledger is: 100,000 copies queued with three tokens each, claimed, marked. Uses a
 * store in the folder named by the first argument, or in the temporary folder.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "store/issue.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/subscription.h"

#define PEOPLE 100000
#define BATCH 1000 /* rows a transaction */
#define CLAIM 64   /* rows a claim */
#define MARKED 20000
#define AT 1364799600

static const struct cause cause = {AT, "program", 0};

static void check(bool done, const GError *error)
{
    if (!done) {
        fprintf(stderr, "ledger: %s\n", error != NULL ? error->message : "failed");
        exit(1);
    }
}

static double seconds_since(int64_t start)
{
    return (double)(clock_stopwatch() - start) / 1e6;
}

static void add_people(struct store *store)
{
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < PEOPLE; i++) {
        if (i % BATCH == 0) {
            check(store_begin(store, &error), error);
        }
        SCOPED(person) struct person *person = person_new();
        g_ptr_array_add(person->addresses, g_strdup_printf("seniorjobber%d@example.dk", i));
        check(person_add(store, &cause, person, &error), error);
        check(subscription_begin(store, &cause, person->id, NEWSLETTER, "card", AT, &error), error);
        if (i % BATCH == BATCH - 1) {
            check(store_commit(store, &error), error);
        }
    }
}

static void add_issue(struct store *store)
{
    g_autoptr(GError) error = NULL;
    char name[] = "2013-03", hash[] = "h", by[] = "Karen";
    const struct issue issue = {.name = name,
                                .state = ISSUE_APPROVED,
                                .subject = by,
                                .hash = hash,
                                .approved_by = by,
                                .approved = AT,
                                .due = AT,
                                .latest = AT};
    check(store_begin(store, &error), error);
    check(issue_approve(store, &cause, &issue, NULL, NULL, &error), error);
    check(store_commit(store, &error), error);
}

static void queue_copy(struct store *store, const struct person *person,
                       const struct token_key *key, GBytes *slots)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    check(ledger_next(store, &id, &error), error);
    char texts[4][TOKEN_LENGTH + 1];
    for (int i = 0; i < 4; i++) {
        token_make(key, (enum token_purpose)(TOKEN_REPLY + i), person->id, id, texts[i]);
    }
    const char *const tokens[] = {texts[0], texts[1], texts[2]};
    static const enum token_purpose purposes[] = {TOKEN_REPLY, TOKEN_UNSUBSCRIBE, TOKEN_BOUNCE};
    g_autofree char *message_id = g_strconcat(texts[3], "@seniorjob.example", NULL);
    g_autofree char *sender = token_address("seniorjob@seniorjob.example", texts[2]);
    g_autofree char *recipient = g_strdup(person_address(person));
    char kind[] = "newsletter", issue[] = "2013-03";
    const struct ledger_mail mail = {.id = id,
                                     .class = LEDGER_OPEN,
                                     .kind = kind,
                                     .issue = issue,
                                     .person = person->id,
                                     .recipient = recipient,
                                     .sender = sender,
                                     .message_id = message_id,
                                     .queued = AT,
                                     .due = AT,
                                     .slots = slots};
    bool added = false;
    check(ledger_queue(store, &cause, &mail, "newsletter", tokens, purposes, 3, &added, &error),
          error);
}

struct queueing {
    struct store *store;
    const struct token_key *key;
    GBytes *slots;
    int count;
};

static bool queue_next(const struct person *person, void *data)
{
    struct queueing *queueing = data;
    g_autoptr(GError) error = NULL;
    if (queueing->count % BATCH == 0) {
        check(store_begin(queueing->store, &error), error);
    }
    queue_copy(queueing->store, person, queueing->key, queueing->slots);
    if (++queueing->count % BATCH == 0) {
        check(store_commit(queueing->store, &error), error);
    }
    return true;
}

static void mark(struct store *store, GPtrArray *mails)
{
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        bool go = false;
        check(ledger_hand_over(store, mail->id, AT, &go, &error) && go, error);
        check(ledger_settle(store, mail->id, AT, LEDGER_ACCEPTED, "250", "2.0.0 Ok", &error),
              error);
    }
}

static void claim_and_mark(struct store *store)
{
    g_autoptr(GError) error = NULL;
    int64_t start = clock_stopwatch(), claiming = 0;
    int rows = 0;
    while (rows < MARKED) {
        int64_t before = clock_stopwatch();
        g_autoptr(GPtrArray) mails = ledger_claim(store, AT, LEDGER_OPEN, CLAIM, &error);
        check(mails != NULL && mails->len == CLAIM, error);
        claiming += clock_stopwatch() - before;
        mark(store, mails);
        rows += CLAIM;
    }
    double seconds = seconds_since(start);
    printf("ledger: %.2f ms a claim of %d\n", (double)claiming / 1e3 * CLAIM / rows, CLAIM);
    printf("ledger: %.0f mails a second through claim, mark, mark (%.0f marks)\n", rows / seconds,
           2 * rows / (seconds - (double)claiming / 1e6));
}

static void measure(struct store *store, const struct token_key *key)
{
    g_autoptr(GError) error = NULL;
    int64_t start = clock_stopwatch();
    add_people(store);
    printf("store: %.0f people a second, with consent and events\n", PEOPLE / seconds_since(start));
    add_issue(store);
    g_autofree char *values = g_strnfill(150, 'x');
    g_autoptr(GBytes) slots = g_bytes_new(values, 150);
    struct queueing queueing = {store, key, slots, 0};
    start = clock_stopwatch();
    check(person_each(store, 0, queue_next, &queueing, &error), error);
    printf("ledger: %.0f copies a second queued, 3 tokens each (%d in %.1f s)\n",
           PEOPLE / seconds_since(start), PEOPLE, seconds_since(start));
    claim_and_mark(store);
    int64_t counts[LEDGER_HELD + 1];
    start = clock_stopwatch();
    check(ledger_count(store, "2013-03", counts, &error), error);
    printf("ledger: %.1f ms to count an issue\n", seconds_since(start) * 1e3);
    int64_t due = 0;
    start = clock_stopwatch();
    check(ledger_next_due(store, LEDGER_OPEN, &due, &error), error);
    printf("ledger: %.2f ms to find what is due next\n", seconds_since(start) * 1e3);
    start = clock_stopwatch();
    check(ledger_prove(store, "nobody", &error) == NULL && error == NULL, error);
    printf("ledger: %.2f ms to look a token up\n", seconds_since(start) * 1e3);
}

int main(int argc, char **argv)
{
    g_autofree char *pattern =
        g_build_filename(argc > 1 ? argv[1] : g_get_tmp_dir(), "moedested-bench-XXXXXX", NULL);
    char *folder = g_mkdtemp(pattern);
    check(folder != NULL, NULL);
    g_autofree char *path = g_build_filename(folder, "moedested.db", NULL);
    g_autofree char *key_path = g_build_filename(folder, "key", NULL);
    g_autoptr(GError) error = NULL;
    check(token_key_create(key_path, &error), error);
    SCOPED(token_key) struct token_key *key = token_key_load(key_path, &error);
    check(key != NULL, error);
    struct store *store = store_open(path, STORE_CREATE, &error);
    check(store != NULL, error);
    measure(store, key);
    GStatBuf found;
    store_close(store);
    if (g_stat(path, &found) == 0) {
        printf("store: %.0f MB\n", (double)found.st_size / 1e6);
    }
    g_remove(path);
    g_remove(key_path);
    g_rmdir(folder);
    return 0;
}
