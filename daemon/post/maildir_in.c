#include "post/maildir_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/failure.h"
#include "post/maildir.h"

#define SEEN ":2,S"
#define TWIN_LIMIT 1000 /* files of one name in cur/ */

struct maildir_in {
    struct maildir *maildir;
    int notify;
};

struct maildir_in *maildir_in_open(const char *path, GError **error)
{
    struct maildir *maildir = maildir_open(path, error);
    if (maildir == NULL) {
        return NULL;
    }
    struct maildir_in *in = g_new0(struct maildir_in, 1);
    in->maildir = maildir;
    in->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    g_autofree char *fresh = g_build_filename(path, "new", NULL);
    if (in->notify >= 0) {
        inotify_add_watch(in->notify, fresh, IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE);
    }
    return in;
}

void maildir_in_close(struct maildir_in *in)
{
    if (in == NULL) {
        return;
    }
    if (in->notify >= 0) {
        close(in->notify);
    }
    maildir_close(in->maildir);
    g_free(in);
}

bool maildir_in_is_replaced(const struct maildir_in *in)
{
    g_autofree char *path = g_build_filename(in->maildir->path, "new", NULL);
    struct stat now, then;
    return stat(path, &now) == 0 && fstat(in->maildir->fresh, &then) == 0 &&
           (now.st_ino != then.st_ino || now.st_dev != then.st_dev);
}

static int compare_names(const void *one, const void *other)
{
    const char *a = *(const char *const *)one, *b = *(const char *const *)other;
    guint64 second_a = g_ascii_strtoull(a, NULL, 10), second_b = g_ascii_strtoull(b, NULL, 10);
    if (second_a != second_b) {
        return second_a < second_b ? -1 : 1;
    }
    return strcmp(a, b);
}

GPtrArray *maildir_in_names(struct maildir_in *in, GError **error)
{
    g_autofree char *path = g_build_filename(in->maildir->path, "new", NULL);
    g_autoptr(GError) problem = NULL;
    g_autoptr(GDir) folder = g_dir_open(path, 0, &problem);
    if (folder == NULL) {
        g_set_error_literal(error, POST_ERROR, FAILURE_TEMPORARY, problem->message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name = NULL;
    while ((name = g_dir_read_name(folder)) != NULL) {
        if (name[0] != '.') {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, compare_names);
    return names;
}

static bool cannot(enum failure code, const char *why, GError **error)
{
    g_set_error_literal(error, POST_ERROR, (int)code, why);
    return false;
}

/* A mail that is copied into new/ instead of being moved there is not whole before its writer has
 * closed it. A read lease is granted only then (fcntl(2)); file systems without leases say so. */
static bool is_being_written(int fd)
{
    if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(fd, F_SETLEASE, F_UNLCK);
        return false;
    }
    return errno == EAGAIN;
}

static bool may_be_read(int fd, struct stat *about, GError **error)
{
    if (fstat(fd, about) != 0 || !S_ISREG(about->st_mode)) {
        return cannot(FAILURE_INPUT, "it is no plain file", error);
    }
    if (is_being_written(fd)) {
        return cannot(FAILURE_TEMPORARY, "it is still being written", error);
    }
    return true;
}

/* Up to `size` octets; the file may have shrunk. */
static bool read_all(int fd, char *data, size_t size, size_t *length, GError **error)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(fd, data + done, size - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return cannot(FAILURE_INPUT, g_strerror(errno), error);
        }
        if (got == 0) {
            break;
        }
        done += (size_t)got;
    }
    *length = done;
    return true;
}

char *maildir_in_read(struct maildir_in *in, const char *name, size_t *length, GError **error)
{
    /* Without O_NONBLOCK a FIFO would hold us for ever. */
    int fd = openat(in->maildir->fresh, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        cannot(errno == ENOENT ? FAILURE_NOT_FOUND : FAILURE_INPUT,
               errno == ELOOP ? "it is a symbolic link" : g_strerror(errno), error);
        return NULL;
    }
    struct stat about;
    g_autofree char *data = NULL;
    if (may_be_read(fd, &about, error)) {
        size_t size = about.st_size > MAILDIR_IN_LIMIT ? MAILDIR_IN_PART : (size_t)about.st_size;
        data = g_malloc(size + 1);
        if (!read_all(fd, data, size, length, error)) {
            g_clear_pointer(&data, g_free);
        }
    }
    close(fd);
    return g_steal_pointer(&data);
}

bool maildir_in_done(struct maildir_in *in, const char *name, GError **error)
{
    int base = (int)strcspn(name, ":");
    for (int twin = 0; twin < TWIN_LIMIT; twin++) {
        /* A name that comes again (a file that somebody copied in) does not replace the first. */
        g_autofree char *seen = twin == 0 ? g_strdup_printf("%.*s" SEEN, base, name)
                                          : g_strdup_printf("%.*s,%d" SEEN, base, name, twin);
        if (renameat2(in->maildir->fresh, name, in->maildir->cur, seen, RENAME_NOREPLACE) == 0) {
            return true;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    if (errno == ENOENT) {
        return true; /* somebody else has moved it */
    }
    g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "it cannot be moved to cur: %s",
                g_strerror(errno));
    return false;
}

int maildir_in_fd(const struct maildir_in *in)
{
    return in->notify;
}

void maildir_in_drain(const struct maildir_in *in)
{
    char events[4096];
    while (in->notify >= 0 && read(in->notify, events, sizeof events) > 0) {
    }
}
