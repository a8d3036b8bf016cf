/* A site of its own in a scratch folder, with its processes. Included by one program each, so
 * everything is static.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/file.h"
#include "process/round.h"
#include "store/inbound.h"
#include "unit/base/scratch.h"

struct site {
    struct config *config;
    struct clock *clock;
    struct house *house;
};

static inline void open_site_with(struct site *site, const char *folder, enum house_use use,
                                  const char *relay)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, "moedested.conf", NULL);
    g_autofree char *templates = g_canonicalize_filename("templates", NULL);
    g_autofree char *language = g_canonicalize_filename("config/language", NULL);
    g_autofree char *text =
        g_strdup_printf("[site]\ntemplates = %s\nlanguage = %s\n%s", templates, language, relay);
    assert_true(file_write(path, text, strlen(text), 0600, &error));
    site->config = config_load(path, &error);
    assert_non_null(site->config);
    site->clock = clock_new("Europe/Copenhagen");
    int64_t moment = 0;
    assert_true(clock_parse(site->clock, "2013-03-20T09:00", &moment, NULL));
    clock_set(site->clock, moment, false);
    g_autofree char *key = g_build_filename(folder, "moedested.key", NULL);
    if (!g_file_test(key, G_FILE_TEST_EXISTS)) {
        assert_true(token_key_create(key, &error));
    }
    site->house = house_open(site->config, site->clock, use, "test", &error);
    if (site->house == NULL) {
        fail_msg("%s", error->message);
    }
}

static inline void open_site(struct site *site, const char *folder, enum house_use use)
{
    open_site_with(site, folder, use, "[relay]\ntype = discard\n");
}

static inline void close_site(struct site *site)
{
    house_close(site->house);
    clock_free(site->clock);
    config_free(site->config);
}

static inline void drop_mail(const char *folder, const char *name, const char *mail)
{
    g_autofree char *path = g_build_filename(folder, "inbox", "new", name, NULL);
    assert_true(file_write(path, mail, strlen(mail), 0600, NULL));
}

static inline enum inbound_state state_of(const struct site *site, int64_t id)
{
    SCOPED(inbound) struct inbound *inbound = inbound_get(site->house->office.store, id, NULL);
    assert_non_null(inbound);
    return inbound->state;
}

/* A letter for the confidential relay, due now. */
static inline void queue_secret(const struct site *site)
{
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "program"};
    static const char text[] = "From: y@seniorjob.example\r\nTo: x@post.example\r\n"
                               "Date: Wed, 20 Mar 2013 09:00:00 +0100\r\n"
                               "Message-ID: <1@seniorjob.example>\r\n\r\nx\r\n";
    g_autoptr(GBytes) composed = g_bytes_new_static(text, sizeof text - 1);
    char kind[] = "welcome", recipient[] = "x@post.example", sender[] = "y@seniorjob.example";
    char message_id[] = "1@seniorjob.example";
    struct ledger_mail mail = {.class = LEDGER_CONFIDENTIAL,
                               .kind = kind,
                               .recipient = recipient,
                               .sender = sender,
                               .message_id = message_id,
                               .queued = cause.at,
                               .due = cause.at,
                               .composed = composed};
    bool added = false;
    assert_true(store_begin(store, NULL));
    assert_true(ledger_next(store, &mail.id, NULL));
    assert_true(ledger_queue(store, &cause, &mail, "none", NULL, NULL, 0, &added, NULL));
    assert_true(store_commit(store, NULL));
}
