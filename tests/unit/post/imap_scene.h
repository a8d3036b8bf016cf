/* An IMAP inbox at a server by script (imap_odd.h), and a main that knows what it took. The clock
 * is moved from one look to the next. Included by one program each, so everything is static.
 */
#pragma once

#include "post/source.h"
#include "support/moved_clock.h"
#include "unit/post/imap_odd.h"

#define SECONDS(count) ((int64_t)(count)*G_USEC_PER_SEC)

/* An account, and what its main would know. */
struct scene {
    struct oddity *odd; /* shared with the server: what it says may change */
    pid_t server;
    struct imap_settings settings;
    void *account;
    struct source_main main;
    GHashTable *stored; /* places */
    GPtrArray *skipped; /* "NAME WHY", each time */
    size_t length;      /* of the last mail */
};

static const struct source_kind *const kind = &source_kind_imap;

static inline bool known(void *data, const GPtrArray *places, bool *flags)
{
    const struct scene *scene = data;
    for (guint at = 0; at < places->len; at++) {
        flags[at] = g_hash_table_contains(scene->stored, places->pdata[at]);
    }
    return true;
}

static inline void skipped(void *data, const char *name, const char *why)
{
    const struct scene *scene = data;
    g_ptr_array_add(scene->skipped, g_strdup_printf("%s %s", name, why));
}

static inline void learned(void *data G_GNUC_UNUSED, const char *memory G_GNUC_UNUSED)
{
}

static inline struct scene *scene_new(const struct oddity *odd)
{
    static char host[] = "127.0.0.1", empty[] = "", inbox[] = "INBOX", done[] = "Done";
    struct scene *scene = g_new0(struct scene, 1);
    scene->odd = odd_share(odd);
    scene->settings = (struct imap_settings){.host = host,
                                             .tls = IMAP_CLEAR,
                                             .ca_file = empty,
                                             .user = inbox,
                                             .password = empty,
                                             .folder = inbox,
                                             .done = done,
                                             .timeout = odd->octets > 0 ? 10 : 1,
                                             .poll = 120};
    scene->server = odd_server(scene->odd, &scene->settings.port);
    const struct source_setup setup = {.kind = kind, .imap = &scene->settings};
    scene->account = kind->open(&setup, NULL);
    scene->main = (struct source_main){scene, known, skipped, learned};
    scene->stored = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    scene->skipped = g_ptr_array_new_with_free_func(g_free);
    return scene;
}

static inline void scene_free(struct scene *scene)
{
    kind->close(scene->account);
    kill(scene->server, SIGKILL);
    waitpid(scene->server, NULL, 0);
    munmap(scene->odd, sizeof *scene->odd);
    g_hash_table_unref(scene->stored);
    g_ptr_array_unref(scene->skipped);
    g_free(scene);
}

static inline bool take_all(struct scene *scene, unsigned *kept, GError **error)
{
    if (!kind->begin(scene->account, error)) {
        return false;
    }
    for (;;) {
        g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func(source_mail_free);
        enum source_more more = kind->take(scene->account, &scene->main, mails, error);
        for (guint at = 0; at < mails->len; at++) {
            struct source_mail *mail = mails->pdata[at];
            scene->length = mail->length;
            *kept += g_hash_table_add(scene->stored, g_steal_pointer(&mail->place)) ? 1 : 0;
        }
        if (more != SOURCE_MORE) {
            return more == SOURCE_END;
        }
        if (!kind->settle(scene->account, &scene->main, error)) {
            return false;
        }
    }
}

/* Waits for the next look, and takes what there is. False: there was trouble. */
static inline bool look(struct scene *scene, unsigned *kept)
{
    struct pollfd news = {.fd = kind->fd(scene->account), .events = POLLIN};
    if (poll(&news, 1, 20) <= 0) {
        away += MAX(kind->due(scene->account) - clock_stopwatch(), 0);
    }
    g_autoptr(GError) error = NULL;
    bool mail = kind->look(scene->account, &error);
    if (mail && take_all(scene, kept, &error)) {
        kind->end(scene->account, &error);
    }
    return error == NULL;
}

static inline int64_t pause_of(const struct scene *scene)
{
    return kind->due(scene->account) - clock_stopwatch();
}
