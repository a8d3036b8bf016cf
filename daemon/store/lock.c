/* The writer lock: who retrieves, decides and delivers. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/failure.h"
#include "store/connection.h"

#define LOCK_TEXT_LIMIT 512

static bool take(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    /* An open file description lock: unlike fcntl's older kind it is not lost when some other part
     * of the process closes the same file, and a second store of one process is told too. */
    return fcntl(fd, F_OFD_SETLK, &whole) == 0;
}

/* The lines that the holder wrote: process, program, since when. */
static bool tell_holder(const char *store, int fd, GError **error)
{
    char text[LOCK_TEXT_LIMIT + 1] = "";
    ssize_t length = pread(fd, text, LOCK_TEXT_LIMIT, 0);
    text[length > 0 ? length : 0] = '\0';
    g_auto(GStrv) lines = g_strsplit(text, "\n", 4);
    if (g_strv_length(lines) < 4) {
        g_set_error(error, STORE_ERROR, FAILURE_LOCKED, "the store %s is held by another process",
                    store);
        return false;
    }
    g_set_error(error, STORE_ERROR, FAILURE_LOCKED,
                "the store %s is held by process %s (%s) since %s", store, lines[0], lines[1],
                lines[2]);
    return false;
}

static bool write_holder(int fd, const char *who, const char *since)
{
    g_autofree char *text = g_strdup_printf("%d\n%s\n%s\n", (int)getpid(), who, since);
    size_t length = strlen(text);
    return ftruncate(fd, 0) == 0 && pwrite(fd, text, length, 0) == (ssize_t)length;
}

int lock_take(const char *store, const char *who, const char *since, GError **error)
{
    g_autofree char *path = g_strconcat(store, ".lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT,
                    "the lock %s cannot be opened: %s; check the permissions of its folder", path,
                    g_strerror(errno));
        return -1;
    }
    if (!take(fd)) {
        int reason = errno;
        if (reason == EAGAIN || reason == EACCES) {
            tell_holder(store, fd, error);
        } else {
            g_set_error(error, STORE_ERROR, FAILURE_PERMANENT, "%s cannot be locked: %s", path,
                        g_strerror(reason));
        }
        close(fd);
        return -1;
    }
    /* The lock counts, its text is for the sentence alone: a full disk does not matter here. */
    (void)!write_holder(fd, who, since);
    return fd;
}

bool store_lock(struct store *store, const char *who, const char *since, GError **error)
{
    if (strcmp(store->path, STORE_MEMORY) == 0 || store->lock >= 0) {
        return true;
    }
    store->lock = lock_take(store->path, who, since, error);
    return store->lock >= 0;
}
