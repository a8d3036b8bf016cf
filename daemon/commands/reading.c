#include "commands/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/data.h"
#include "base/failure.h"
#include "mail/precheck.h"

#define CHUNK 8192u

/* The number that the digits [from, to) of a date make; 0, which no part of a date is, for others.
 */
static unsigned part_of(const char *text, size_t from, size_t to)
{
    unsigned number = 0;
    for (size_t i = from; i < to; i++) {
        if (!g_ascii_isdigit(text[i])) {
            return 0;
        }
        number = number * 10 + (unsigned)(text[i] - '0');
    }
    return number;
}

static bool is_date(const char *text)
{
    return strlen(text) == 10 && text[4] == '-' && text[7] == '-' &&
           g_date_valid_dmy((GDateDay)part_of(text, 8, 10), (GDateMonth)part_of(text, 5, 7),
                            (GDateYear)part_of(text, 0, 4));
}

/* Today where job centres are; `parse` has no configuration that could name another zone. */
static char *default_today(const struct invocation *invocation, GError **error)
{
    SCOPED(clock) struct clock *clock = clock_new("Europe/Copenhagen");
    int64_t now = clock_now(clock);
    if (invocation->at != NULL && !clock_parse(clock, invocation->at, &now, error)) {
        g_prefix_error(error, "--at: ");
        return NULL;
    }
    g_autoptr(GDateTime) civil = clock_civil(clock, now);
    return g_date_time_format(civil, "%Y-%m-%d");
}

static bool check_words(const char *name, struct reading *reading, int *status)
{
    if (reading->replying_to != NULL && !g_strv_contains(understand_kinds, reading->replying_to)) {
        g_autofree char *all = g_strjoinv(", ", (char **)(uintptr_t)understand_kinds);
        *status =
            command_misused(name, "--replying-to=%s is none of: %s", reading->replying_to, all);
        return false;
    }
    if (reading->today != NULL && !is_date(reading->today)) {
        *status = command_misused(name, "--today=%s is no date such as 2013-04-02", reading->today);
        return false;
    }
    return true;
}

bool reading_begin(const char *name, const struct invocation *invocation, int *argc, char ***argv,
                   struct reading *reading, int *status)
{
    *reading = (struct reading){0};
    const GOptionEntry entries[] = {
        {"replying-to", 0, 0, G_OPTION_ARG_STRING, &reading->replying_to,
         "what the mail answers (newsletter, invitation, confirmation ... none)", "KIND"},
        {"today", 0, 0, G_OPTION_ARG_STRING, &reading->today, "the day that dates count from",
         "YYYY-MM-DD"},
        {"full", 0, 0, G_OPTION_ARG_NONE, &reading->full,
         "with the whole text, the rules and what else is known", NULL},
        {0}};
    if (!command_options(name, entries, argc, argv, status) ||
        !check_words(name, reading, status)) {
        reading_end(reading);
        return false;
    }
    g_autoptr(GError) error = NULL;
    if (reading->today == NULL) {
        reading->today = default_today(invocation, &error);
    }
    g_autofree char *tables = data_path("config/language");
    if (error == NULL) {
        reading->understander = understander_start(tables, NULL, &error);
    }
    if (error != NULL) {
        *status = command_fail(error);
        reading_end(reading);
        return false;
    }
    return true;
}

void reading_end(struct reading *reading)
{
    g_clear_pointer(&reading->understander, understander_stop);
    g_clear_pointer(&reading->replying_to, g_free);
    g_clear_pointer(&reading->today, g_free);
}

static bool read_some(int fd, GByteArray *octets)
{
    size_t limit = (size_t)PRECHECK_MESSAGE_LIMIT + 1;
    while (octets->len < limit) {
        guint before = octets->len;
        size_t room = MIN((size_t)CHUNK, limit - before);
        g_byte_array_set_size(octets, before + (guint)room);
        ssize_t got = read(fd, octets->data + before, room);
        g_byte_array_set_size(octets, before + (guint)MAX(got, 0));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0;
        }
    }
    return true;
}

GBytes *reading_file(const char *path, GError **error)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    GByteArray *octets = g_byte_array_new();
    bool read = fd >= 0 && read_some(fd, octets);
    int number = errno;
    if (fd >= 0 && !standard) {
        close(fd);
    }
    if (!read) {
        g_byte_array_unref(octets);
        g_set_error(error, PROCESS_ERROR, number == ENOENT ? FAILURE_NOT_FOUND : FAILURE_INPUT,
                    "%s cannot be read: %s", standard ? "standard input" : path,
                    g_strerror(number));
        return NULL;
    }
    return g_byte_array_free_to_bytes(octets);
}
