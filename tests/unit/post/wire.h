/* A relay that says just what a script says, and compares every octet that it hears. One process,
 * one connection at a time, on the loopback.
 */
#pragma once

#include "unit/post/servers.h"

#define HANGS_UP "\001" /* heard: the line ends; said: ends the line. A new one is taken then */
#define SLOWLY "\002"   /* octet by octet */

struct wire {
    int port, report; /* report: reads complaints, "" when all is well */
    pid_t pid;
};

static inline struct lane_settings plain_lane(int port)
{
    struct lane_settings settings = smtp_settings(port);
    settings.type = LANE_PLAIN;
    return settings;
}

/* All mails in one batch; each gets one result. */
static inline struct memory deliver_with(struct lane_settings *settings, unsigned count,
                                         size_t body, int64_t refuse_id)
{
    g_autoptr(GError) error = NULL;
    SCOPED(lane) struct lane *lane = lane_open(settings, &error);
    assert_null(error);
    struct memory memory = {.refuse_id = refuse_id};
    struct lane_watch watch = memory_watch(&memory);
    struct lane_mail *mails = make_mails(count, body);
    struct lane_mail *batch = g_memdup2(mails, count * sizeof *mails);
    lane_deliver(lane, batch, count, &watch);
    g_free(batch);
    free_mails(mails, count);
    for (unsigned i = 1; i <= count; i++) {
        assert_int_equal(told_of(&memory, i)->times, 1);
    }
    return memory;
}

static inline int wire_accept(int listener)
{
    static const char greeting[] = "220 relay ESMTP\r\n";
    int fd = accept(listener, NULL, NULL);
    g_assert(write(fd, greeting, sizeof greeting - 1) > 0);
    return fd;
}

static inline void wire_say(int fd, const char *text)
{
    bool slowly = *text == *SLOWLY;
    text += slowly ? 1 : 0;
    size_t length = strcspn(text, HANGS_UP);
    for (size_t i = 0; slowly && i < length; i++) {
        g_assert(write(fd, text + i, 1) == 1);
        g_usleep(1000);
    }
    if (!slowly) {
        g_assert(write(fd, text, length) == (ssize_t)length);
    }
}

/* False: something else was heard. */
static inline bool wire_hear(int fd, const char *wanted, int report)
{
    size_t length = strlen(wanted), got = 0;
    g_autofree char *heard = g_malloc0(length + 1);
    ssize_t some;
    while (got < length && (some = read(fd, heard + got, length - got)) > 0) {
        got += (size_t)some;
    }
    if (strcmp(heard, wanted) == 0) {
        return true;
    }
    g_autofree char *text = g_strdup_printf("wanted:\n%s\nheard:\n%s\n", wanted, heard);
    g_assert(write(report, text, strlen(text)) > 0);
    return false;
}

static inline bool wire_ended(int fd, int report)
{
    static const char complaint[] = "the line should have ended\n";
    char octet;
    bool ended = read(fd, &octet, 1) <= 0;
    g_assert(ended || write(report, complaint, sizeof complaint - 1) > 0);
    return ended;
}

static inline void wire_talk(int listener, const char *const *parts, int report)
{
    int fd = wire_accept(listener);
    bool fine = true;
    for (unsigned i = 0; parts[i] != NULL && fine; i++) {
        const char *part = parts[i];
        if (i % 2 == 0) {
            if (*part == *HANGS_UP) {
                fine = wire_ended(fd, report);
                close(fd);
                fd = wire_accept(listener);
                part++;
            }
            fine = fine && wire_hear(fd, part, report);
            continue;
        }
        wire_say(fd, part);
        if (strchr(part, *HANGS_UP) != NULL) {
            close(fd);
            fd = wire_accept(listener);
        }
    }
    char octet;
    while (read(fd, &octet, 1) > 0) { /* QUIT */
    }
    close(fd);
}

static inline struct wire wire_start(const char *const *parts)
{
    struct wire wire = {.port = 0};
    int ends[2], listener = listener_open(&wire.port);
    g_assert(pipe(ends) == 0);
    wire.report = ends[0];
    wire.pid = fork();
    if (wire.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGPIPE, SIG_IGN);
        alarm(20);
        wire_talk(listener, parts, ends[1]);
        _exit(0);
    }
    close(listener);
    close(ends[1]);
    return wire;
}

/* What was wrong; "" when nothing was. The caller owns it. */
static inline char *wire_end(struct wire *wire)
{
    GString *text = g_string_new(NULL);
    char octets[1000];
    ssize_t got;
    kill(wire->pid, 0);
    /* A script that is not at its end waits for what does not come. */
    g_usleep(20000);
    kill(wire->pid, SIGTERM);
    while ((got = read(wire->report, octets, sizeof octets)) > 0) {
        g_string_append_len(text, octets, got);
    }
    close(wire->report);
    waitpid(wire->pid, NULL, 0);
    return g_string_free(text, FALSE);
}
