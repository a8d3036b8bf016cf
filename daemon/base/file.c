#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/failure.h"

static void set_errno_error(GError **error, const char *path, const char *doing, int number)
{
    int code = number == ENOENT || number == ENOTDIR ? FAILURE_NOT_FOUND : FAILURE_PERMANENT;
    g_set_error(error, BASE_ERROR, code, "%s: %s: %s", path, doing, g_strerror(number));
}

/* Opens without waiting: a FIFO without a writer or a terminal must not stall the daemon. */
static int open_regular(const char *path, struct stat *found, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        int number = errno;
        if (number == ENOENT) {
            g_set_error(error, BASE_ERROR, FAILURE_NOT_FOUND,
                        "%s: there is no such file; check its name", path);
        } else if (number == EACCES) {
            g_set_error(error, BASE_ERROR, FAILURE_PERMANENT,
                        "%s: it must not be read by this user; check owner and mode", path);
        } else {
            set_errno_error(error, path, "it cannot be opened", number);
        }
        return -1;
    }
    if (fstat(fd, found) != 0) {
        set_errno_error(error, path, "it cannot be examined", errno);
        close(fd);
        return -1;
    }
    if (!S_ISREG(found->st_mode)) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT, "%s: %s; name a file", path,
                    S_ISDIR(found->st_mode) ? "it is a directory" : "it is not a regular file");
        close(fd);
        return -1;
    }
    return fd;
}

static void set_too_large(GError **error, const char *path, size_t limit)
{
    g_autofree char *size = g_format_size_full(limit, G_FORMAT_SIZE_IEC_UNITS);
    g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                "%s: it is larger than the %s that are read at most; is it the right file?", path,
                size);
}

/* Reads to the end: the size that fstat told may change, and a pipe has none. */
static char *read_all(int fd, const char *path, size_t limit, size_t *length, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    char block[16384];
    for (;;) {
        ssize_t got = read(fd, block, sizeof block);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            set_errno_error(error, path, "it cannot be read", errno);
            return NULL;
        }
        if (got == 0) {
            break;
        }
        if ((size_t)got > limit - bytes->len) {
            set_too_large(error, path, limit);
            return NULL;
        }
        g_byte_array_append(bytes, (const guint8 *)block, (guint)got);
    }
    *length = bytes->len;
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(g_steal_pointer(&bytes), FALSE);
}

char *file_read(const char *path, size_t limit, size_t *length, GError **error)
{
    g_assert(path != NULL && length != NULL);
    /* GByteArray counts in 32 bits. */
    g_assert(limit <= G_MAXINT32);
    if (strcmp(path, "-") == 0) {
        return read_all(STDIN_FILENO, "standard input", limit, length, error);
    }
    struct stat found;
    int fd = open_regular(path, &found, error);
    if (fd < 0) {
        return NULL;
    }
    char *text = NULL;
    if (found.st_size > (off_t)limit) {
        set_too_large(error, path, limit);
    } else {
        text = read_all(fd, path, limit, length, error);
    }
    close(fd);
    return text;
}

static unsigned line_of(const char *text, const char *at)
{
    unsigned line = 1;
    for (const char *c = text; c < at; c++) {
        line += *c == '\n';
    }
    return line;
}

/* Which foreign encoding or kind of file this is: the sentence tells how to mend it. */
static void set_not_utf8(GError **error, const char *path, const char *text, size_t length)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s:1: the file is in UTF-16; save it as UTF-8 (in Excel: \"CSV UTF-8\")",
                    name);
        return;
    }
    const char *nul = memchr(text, '\0', length);
    if (nul != NULL) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s:%u: there is a NUL octet: this is not a text file; name a text in UTF-8",
                    name, line_of(text, nul));
        return;
    }
    const char *bad = NULL;
    g_utf8_validate_len(text, length, &bad);
    g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                "%s:%u: octet 0x%02X is not UTF-8, the file is probably in Latin-1 "
                "(Windows-1252); save it as UTF-8",
                name, line_of(text, bad), (unsigned)(unsigned char)*bad);
}

static void remove_carriage_returns(char *text)
{
    char *to = strchr(text, '\r');
    for (const char *from = to; from != NULL && *from != '\0'; from++) {
        if (from[0] != '\r' || from[1] != '\n') {
            *to++ = *from;
        }
    }
    if (to != NULL) {
        *to = '\0';
    }
}

char *file_read_text(const char *path, size_t limit, GError **error)
{
    size_t length = 0;
    g_autofree char *text = file_read(path, limit, &length, error);
    if (text == NULL) {
        return NULL;
    }
    /* g_utf8_validate_len refuses NUL too. */
    if (!g_utf8_validate_len(text, length, NULL)) {
        set_not_utf8(error, path, text, length);
        return NULL;
    }
    if (g_str_has_prefix(text, "\xef\xbb\xbf")) {
        memmove(text, text + 3, length - 3 + 1);
    }
    remove_carriage_returns(text);
    return g_steal_pointer(&text);
}

bool file_write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, data, length);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return false;
        }
        data += put;
        length -= (size_t)put;
    }
    return true;
}

/* A rename is on disk only when its directory is: rename(2), fsync(2). */
static bool flush_directory(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    /* Some file systems have no fsync for directories and say EINVAL. */
    bool flushed = fsync(fd) == 0 || errno == EINVAL;
    int number = errno;
    close(fd);
    errno = number;
    return flushed;
}

static bool is_ours(int fd, const char *name)
{
    struct stat held, named;
    return fstat(fd, &held) == 0 && lstat(name, &named) == 0 && held.st_ino == named.st_ino &&
           held.st_dev == named.st_dev && S_ISREG(held.st_mode) && held.st_uid == geteuid();
}

/* Always the same name, so that what a killed process has left is used up by the next write; the
 * lock goes with the descriptor. -1: another process has it in hand, or it is not ours. */
static int open_draft(const char *name, int mode)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode);
    if (fd < 0) {
        return -1;
    }
    /* After the lock: whoever had it may have renamed the file. */
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 || !is_ours(fd, name) || ftruncate(fd, 0) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* `name`: out, owned by the caller. */
static int open_temporary(const char *path, const char *directory, int mode, char **name)
{
    g_autofree char *base = g_path_get_basename(path);
    *name = g_strdup_printf("%s/.%s.new", directory, base);
    int fd = open_draft(*name, mode);
    if (fd < 0) {
        g_free(*name);
        *name = g_strdup_printf("%s/.%s.XXXXXX", directory, base);
        fd = g_mkstemp_full(*name, O_WRONLY | O_CLOEXEC, mode);
    }
    return fd;
}

bool file_write(const char *path, const void *data, size_t length, int mode, GError **error)
{
    g_assert(path != NULL && (data != NULL || length == 0));
    g_autofree char *directory = g_path_get_dirname(path);
    g_autofree char *temporary = NULL;
    int fd = open_temporary(path, directory, mode, &temporary);
    if (fd < 0) {
        set_errno_error(error, path, "no file can be made in its directory", errno);
        return false;
    }
    bool written =
        file_write_all(fd, data, length) && fsync(fd) == 0 && rename(temporary, path) == 0;
    int number = errno;
    if (!written) {
        unlink(temporary);
    }
    close(fd); /* after fsync it has nothing to say any more; with it goes the lock */
    if (!written) {
        set_errno_error(error, path, "it cannot be written", number);
        return false;
    }
    if (!flush_directory(directory)) {
        set_errno_error(error, path, "its directory cannot be flushed to disk", errno);
        return false;
    }
    return true;
}
