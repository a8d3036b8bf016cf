#include "post/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/failure.h"

static int open_folder(const char *path, const char *name, GError **error)
{
    g_autofree char *folder = g_build_filename(path, name, NULL);
    int fd = -1;
    if (g_mkdir_with_parents(folder, 0700) == 0) {
        fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (fd < 0) {
        g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION,
                    "the Maildir folder %s cannot be used: %s", folder, g_strerror(errno));
    }
    return fd;
}

struct maildir *maildir_open(const char *path, GError **error)
{
    SCOPED(maildir) struct maildir *maildir = g_new0(struct maildir, 1);
    maildir->path = g_strdup(path);
    maildir->tmp = maildir->fresh = maildir->cur = -1;
    maildir->tmp = open_folder(path, "tmp", error);
    if (maildir->tmp < 0) {
        return NULL;
    }
    maildir->fresh = open_folder(path, "new", error);
    if (maildir->fresh < 0) {
        return NULL;
    }
    maildir->cur = open_folder(path, "cur", error);
    if (maildir->cur < 0) {
        return NULL;
    }
    return g_steal_pointer(&maildir);
}

static void close_folder(int fd)
{
    if (fd >= 0) {
        close(fd);
    }
}

void maildir_close(struct maildir *maildir)
{
    if (maildir == NULL) {
        return;
    }
    close_folder(maildir->tmp);
    close_folder(maildir->fresh);
    close_folder(maildir->cur);
    g_free(maildir->path);
    g_free(maildir);
}
