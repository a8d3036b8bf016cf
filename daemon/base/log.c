#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum log_level highest = LOG_LEVEL_NOTICE;

void log_set_level(enum log_level level)
{
    highest = level;
}

/* systemd names device and inode of the stream that it gave us: standard error may have been sent
 * elsewhere since (systemd.exec(5), $JOURNAL_STREAM). */
static bool goes_to_journal(void)
{
    const char *stream = g_getenv("JOURNAL_STREAM");
    struct stat found;
    if (stream == NULL || fstat(STDERR_FILENO, &found) != 0) {
        return false;
    }
    g_autofree char *ours =
        g_strdup_printf("%ju:%ju", (uintmax_t)found.st_dev, (uintmax_t)found.st_ino);
    return strcmp(stream, ours) == 0;
}

void log_line(enum log_level level, const char *format, ...)
{
    if (level > highest) {
        return;
    }
    va_list values;
    va_start(values, format);
    g_autofree char *text = g_strdup_vprintf(format, values);
    va_end(values);
    /* One event, one line: what a stranger wrote must not begin another. */
    for (char *c = text; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c)) {
            *c = '?';
        }
    }
    g_autofree char *line = goes_to_journal() ? g_strdup_printf("<%d>%s\n", (int)level, text)
                                              : g_strdup_printf("moedested: %s\n", text);
    size_t length = strlen(line), done = 0;
    while (done < length) {
        ssize_t put = write(STDERR_FILENO, line + done, length - done);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return;
        }
        done += (size_t)put;
    }
}
