#include "base/clock.h"
#include "base/failure.h"
#include "post/maildir_in.h"
#include "post/source.h"

#define LOOK_EACH (60 * G_USEC_PER_SEC) /* inotify is silent about what other machines write */

struct folder {
    const char *path;
    struct maildir_in *in;
    int64_t next;     /* stopwatch: the next look */
    GPtrArray *names; /* of this round; NULL: none */
    guint next_name;
    GPtrArray *taken; /* names; borrowed of `names` */
};

void source_mail_free(void *data)
{
    struct source_mail *mail = data;
    g_free(mail->name);
    g_free(mail->place);
    g_free(mail->octets);
    g_free(mail);
}

static void *folder_open(const struct source_setup *setup, GError **error)
{
    struct maildir_in *in = maildir_in_open(setup->path, error);
    if (in == NULL) {
        return NULL;
    }
    struct folder *folder = g_new0(struct folder, 1);
    folder->path = setup->path;
    folder->in = in;
    folder->next = clock_stopwatch() + LOOK_EACH;
    folder->taken = g_ptr_array_new();
    return folder;
}

static void folder_close(void *state)
{
    struct folder *folder = state;
    maildir_in_close(folder->in);
    g_clear_pointer(&folder->names, g_ptr_array_unref);
    g_ptr_array_unref(folder->taken);
    g_free(folder);
}

static int folder_fd(const void *state)
{
    const struct folder *folder = state;
    return maildir_in_fd(folder->in);
}

static int64_t folder_due(const void *state)
{
    const struct folder *folder = state;
    return folder->next;
}

/* What is in new/ now; NULL: an error. */
static GPtrArray *list(struct folder *folder, GError **error)
{
    folder->next = clock_stopwatch() + LOOK_EACH;
    if (maildir_in_is_replaced(folder->in)) {
        struct maildir_in *in = maildir_in_open(folder->path, error);
        if (in == NULL) {
            return NULL;
        }
        maildir_in_close(folder->in);
        folder->in = in;
    }
    maildir_in_drain(folder->in); /* before the listing: what comes after it wakes again */
    return maildir_in_names(folder->in, error);
}

static bool folder_look(void *state, GError **error)
{
    g_autoptr(GPtrArray) names = list(state, error);
    return names != NULL && names->len > 0;
}

static bool folder_begin(void *state, GError **error)
{
    struct folder *folder = state;
    g_clear_pointer(&folder->names, g_ptr_array_unref);
    folder->names = list(folder, error);
    folder->next_name = 0;
    return folder->names != NULL;
}

static void take_one(struct folder *folder, const struct source_main *main, char *name,
                     GPtrArray *mails, size_t *octets)
{
    g_autoptr(GError) problem = NULL;
    size_t length = 0;
    char *text = maildir_in_read(folder->in, name, &length, &problem);
    if (text == NULL) {
        if (problem->code == FAILURE_INPUT) {
            main->skipped(main->data, name, problem->message);
        }
        return;
    }
    struct source_mail *mail = g_new0(struct source_mail, 1);
    *mail = (struct source_mail){g_strdup(name), NULL, text, length};
    g_ptr_array_add(mails, mail);
    g_ptr_array_add(folder->taken, name);
    *octets += length;
}

static enum source_more folder_take(void *state, const struct source_main *main, GPtrArray *mails,
                                    GError **error)
{
    (void)error;
    struct folder *folder = state;
    size_t octets = 0;
    g_ptr_array_set_size(folder->taken, 0);
    while (folder->next_name < folder->names->len && mails->len < SOURCE_GROUP &&
           octets < SOURCE_GROUP_OCTETS) {
        take_one(folder, main, folder->names->pdata[folder->next_name++], mails, &octets);
    }
    return mails->len > 0 ? SOURCE_MORE : SOURCE_END;
}

static bool folder_settle(void *state, const struct source_main *main, GError **error)
{
    (void)error;
    struct folder *folder = state;
    for (guint at = 0; at < folder->taken->len; at++) {
        g_autoptr(GError) problem = NULL;
        if (!maildir_in_done(folder->in, folder->taken->pdata[at], &problem)) {
            main->skipped(main->data, folder->taken->pdata[at], problem->message);
        }
    }
    return true;
}

static bool folder_end(void *state, GError **error)
{
    (void)state, (void)error;
    return true;
}

static bool folder_well(const void *state)
{
    (void)state;
    return true;
}

const struct source_kind source_kind_maildir = {
    .open = folder_open,
    .close = folder_close,
    .fd = folder_fd,
    .due = folder_due,
    .look = folder_look,
    .begin = folder_begin,
    .take = folder_take,
    .settle = folder_settle,
    .end = folder_end,
    .well = folder_well,
};
