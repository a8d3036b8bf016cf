/* A site with a relay, a clock that stands still, and letters to send; for the tests of deliver.
 */
#pragma once

#include <cmocka.h>

#include "base/clock.h"
#include "base/config.h"
#include "post/deliver.h"
#include "store/ledger.h"
#include "unit/post/servers.h"

#define NOW 1364886000 /* 2013-04-02T09:00:00+02:00 */

struct office {
    char *folder, *store_path, *config_path;
    struct config *config;
    struct clock *clock;
    struct store *store;
    struct deliver *deliver;
};

/* A folder with a configuration: [relay] and below it `relay`. */
static inline struct office office_new(const char *relay)
{
    struct office office = {.folder = own_folder()};
    office.store_path = g_build_filename(office.folder, "store.db", NULL);
    office.config_path = g_build_filename(office.folder, "moedested.conf", NULL);
    g_autofree char *text = g_strconcat("[relay]\n", relay, "\n", NULL);
    assert_true(g_file_set_contents(office.config_path, text, -1, NULL));
    return office;
}

static inline void office_open(struct office *office)
{
    g_autoptr(GError) error = NULL;
    office->config = config_load(office->config_path, &error);
    assert_null(error);
    office->clock = clock_new("Europe/Copenhagen");
    clock_set(office->clock, NOW, false);
    office->deliver = deliver_start(office->config, &error);
    assert_null(error);
    office->store = store_open(office->store_path, STORE_CREATE, &error);
    assert_null(error);
}

static inline void office_close(struct office *office)
{
    if (office->store == NULL) {
        return; /* it was never opened */
    }
    deliver_stop(office->deliver);
    store_close(office->store);
    config_free(office->config);
    clock_free(office->clock);
    office->deliver = NULL;
    office->store = NULL;
    office->config = NULL;
    office->clock = NULL;
}

static inline void office_clear(struct office *office)
{
    office_close(office);
    remove_folder(office->folder);
    g_free(office->folder);
    g_free(office->store_path);
    g_free(office->config_path);
}

/* Queues letters to person1@example.dk ... */
static inline void queue(struct office *office, unsigned count, enum ledger_class class)
{
    g_autoptr(GError) error = NULL;
    const struct cause cause = {.at = NOW, .actor = "program"};
    struct lane_mail *mails = make_mails(count, 3000);
    assert_true(store_begin(office->store, &error));
    for (unsigned i = 0; i < count; i++) {
        int64_t id = 0;
        assert_true(ledger_next(office->store, &id, &error));
        g_autoptr(GBytes) composed = g_bytes_new(mails[i].octets, mails[i].length);
        char kind[] = "welcome";
        g_autofree char *message_id = g_strdup_printf("row%d@seniorjob.example", (int)id);
        struct ledger_mail mail = {.id = id,
                                   .class = class,
                                   .kind = kind,
                                   .recipient = (char *)(uintptr_t)mails[i].recipient,
                                   .sender = (char *)(uintptr_t)mails[i].sender,
                                   .message_id = message_id,
                                   .queued = NOW,
                                   .due = NOW,
                                   .composed = composed};
        bool added = false;
        assert_true(
            ledger_queue(office->store, &cause, &mail, "none", NULL, NULL, 0, &added, &error));
        assert_true(added);
    }
    assert_true(store_commit(office->store, &error));
    free_mails(mails, count);
}

static inline int64_t in_state(struct office *office, enum ledger_state state)
{
    int64_t counts[LEDGER_HELD + 1];
    g_autoptr(GError) error = NULL;
    assert_true(ledger_count(office->store, NULL, counts, &error));
    return counts[state];
}

static inline struct deliver_tally run(struct office *office)
{
    struct deliver_tally tally = {0};
    bool more = true;
    g_autoptr(GError) error = NULL;
    while (more) {
        bool fine =
            deliver_step(office->deliver, office->store, office->clock, &tally, &more, &error);
        assert_null(error);
        assert_true(fine);
    }
    return tally;
}

/* How many copies of mail `number` stand in the dump of smtp-sink or the Maildir. */
static inline unsigned copies(const char *folder, unsigned number)
{
    g_autofree char *mark = g_strdup_printf("\nHej %u\n", number);
    return count_in_folder(folder, mark);
}
