/* The lane into a Maildir. The name of a file is made from the Message-ID, so a repeat after a
 * crash replaces the first copy, and whether a mail has arrived can be looked up.
 *
 * A batch is written to tmp/, flushed, renamed into new/, and told as accepted only when the folder
 * itself is on disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "post/lane_kind.h"
#include "post/maildir.h"

#define GROUP 64u      /* files whose folder is flushed once */
#define NAME_DIGITS 40 /* of SHA-256 in hexadecimal */

/* One mail of the batch. */
struct piece {
    const struct lane_mail *mail;
    char *name;
    int fd; /* of the file in tmp/, -1: none */
};

static char *name_of(const char *message_id)
{
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, message_id, -1);
    return g_strdup_printf("%.*s.moedested", NAME_DIGITS, hash);
}

/* Maildir keeps LF alone; the envelope goes on top, as a local delivery agent does it. */
static GString *file_text(const struct lane_mail *mail)
{
    GString *text = g_string_sized_new(mail->length + 200);
    g_string_printf(text, "Return-Path: <%s>\nDelivered-To: %s\n", mail->sender, mail->recipient);
    const char *at = mail->octets, *end = mail->octets + mail->length;
    while (at < end) {
        const char *cr = memchr(at, '\r', (size_t)(end - at));
        const char *stop = cr == NULL ? end : cr;
        g_string_append_len(text, at, stop - at);
        at = cr == NULL ? end : cr + 1;
    }
    return text;
}

static bool put_in_tmp(const struct maildir *maildir, struct piece *piece)
{
    piece->fd = openat(maildir->tmp, piece->name,
                       O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (piece->fd < 0) {
        return false;
    }
    g_autoptr(GString) text = file_text(piece->mail);
    if (!file_write_all(piece->fd, text->str, text->len)) {
        return false;
    }
    /* Started early, the writes of a batch reach the disk together; fsync comes later. */
    (void)sync_file_range(piece->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    return true;
}

static bool put_in_new(const struct maildir *maildir, struct piece *piece)
{
    int fd = piece->fd;
    piece->fd = -1;
    bool flushed = fsync(fd) == 0;
    return close(fd) == 0 && flushed &&
           renameat(maildir->tmp, piece->name, maildir->fresh, piece->name) == 0;
}

static void drop(const struct maildir *maildir, struct piece *piece)
{
    if (piece->fd >= 0) {
        close(piece->fd);
        piece->fd = -1;
    }
    unlinkat(maildir->tmp, piece->name, 0);
}

/* Writes those that may go to tmp/; returns the number of pieces. The first failure is kept in
 * `problem`, and nothing more is tried. */
static unsigned gather(const struct maildir *maildir, struct lane_mail *mails, unsigned count,
                       const struct lane_watch *watch, struct piece *pieces, char **problem)
{
    unsigned used = 0;
    g_autoptr(GString) room = g_string_new(NULL);
    for (unsigned i = 0; i < count && !watch->ends(watch->context); i++) {
        if (!lane_prepare(watch, &mails[i], room)) {
            continue;
        }
        if (*problem != NULL) {
            lane_settle(watch, mails[i].id, LEDGER_NOT_TRIED, "", *problem);
            continue;
        }
        if (!lane_hand_over(watch, mails[i].id, NULL)) {
            lane_settle(watch, mails[i].id, LEDGER_NOT_TRIED, "", "taken back");
            continue;
        }
        struct piece *piece = &pieces[used];
        *piece = (struct piece){.mail = &mails[i], .name = name_of(mails[i].message_id), .fd = -1};
        if (put_in_tmp(maildir, piece)) {
            used++;
            continue;
        }
        *problem = g_strdup_printf("cannot write to %s: %s", maildir->path, g_strerror(errno));
        drop(maildir, piece);
        g_free(piece->name);
        lane_settle(watch, mails[i].id, LEDGER_NOT_TRIED, "", *problem);
    }
    return used;
}

static void flush_group(const struct maildir *maildir, struct lane_mail *mails, unsigned count,
                        const struct lane_watch *watch)
{
    g_autofree struct piece *pieces = g_new0(struct piece, count);
    g_autofree char *problem = NULL;
    unsigned used = gather(maildir, mails, count, watch, pieces, &problem);
    for (unsigned i = 0; i < used; i++) {
        if (!put_in_new(maildir, &pieces[i])) {
            g_autofree char *why =
                g_strdup_printf("cannot write to %s: %s", maildir->path, g_strerror(errno));
            drop(maildir, &pieces[i]);
            lane_settle(watch, pieces[i].mail->id, LEDGER_NOT_TRIED, "", why);
            g_clear_pointer(&pieces[i].name, g_free);
        }
    }
    bool kept = fsync(maildir->fresh) == 0;
    for (unsigned i = 0; i < used; i++) {
        if (pieces[i].name != NULL) {
            lane_settle(watch, pieces[i].mail->id, kept ? LEDGER_ACCEPTED : LEDGER_IN_DOUBT,
                        kept ? "250" : "", kept ? "in the Maildir" : "the folder is not flushed");
            g_free(pieces[i].name);
        }
    }
}

static void maildir_deliver(void *state, struct lane_mail *mails, unsigned count,
                            const struct lane_watch *watch)
{
    for (unsigned i = 0; i < count && !watch->ends(watch->context); i += GROUP) {
        flush_group(state, &mails[i], MIN(count - i, GROUP), watch);
    }
}

/* In cur/ the name has flags behind it (":2,S"). */
static bool is_in_cur(const struct maildir *maildir, const char *name)
{
    g_autofree char *path = g_build_filename(maildir->path, "cur", NULL);
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    size_t length = strlen(name);
    const char *found = NULL;
    while (folder != NULL && (found = g_dir_read_name(folder)) != NULL) {
        if (strncmp(found, name, length) == 0 && (found[length] == '\0' || found[length] == ':')) {
            return true;
        }
    }
    return false;
}

static bool maildir_has(void *state, const char *message_id, bool *known)
{
    const struct maildir *maildir = state;
    g_autofree char *name = name_of(message_id);
    *known = true;
    return faccessat(maildir->fresh, name, F_OK, 0) == 0 || is_in_cur(maildir, name);
}

static void *maildir_lane_open(const struct lane_settings *settings, GError **error)
{
    return maildir_open(settings->path, error);
}

static void maildir_lane_close(void *state)
{
    maildir_close(state);
}

const struct lane_kind lane_kind_maildir = {.open = maildir_lane_open,
                                            .close = maildir_lane_close,
                                            .deliver = maildir_deliver,
                                            .has = maildir_has};
