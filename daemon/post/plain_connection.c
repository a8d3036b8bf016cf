#include "post/plain_connection.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/clock.h"
#include "post/plain_talk.h"

#define CHUNK 4096u

void plain_connection_init(struct plain_connection *connection,
                           const struct plain_settings *settings)
{
    *connection = (struct plain_connection){.settings = settings, .fd = -1};
    connection->out = g_string_new(NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(connection->flights); i++) {
        connection->flights[i].octets = g_string_new(NULL);
    }
}

static void hang_up(struct plain_connection *connection)
{
    if (connection->fd >= 0) {
        close(connection->fd);
    }
    connection->fd = -1;
    g_clear_pointer(&connection->dial, plain_dial_free);
    g_string_truncate(connection->out, 0);
    connection->ready = connection->wants_go = connection->dirty = false;
    connection->expected_count = 0;
}

void plain_connection_clear(struct plain_connection *connection)
{
    hang_up(connection);
    g_string_free(connection->out, TRUE);
    g_free(connection->problem);
    for (unsigned i = 0; i < G_N_ELEMENTS(connection->flights); i++) {
        g_string_free(connection->flights[i].octets, TRUE);
        g_free(connection->flights[i].words);
    }
}

static void be_patient(struct plain_connection *connection)
{
    connection->until = clock_stopwatch() + (int64_t)connection->settings->timeout * G_USEC_PER_SEC;
}

void plain_connection_open(struct plain_connection *connection)
{
    g_assert(connection->fd < 0 && connection->dial == NULL);
    g_clear_pointer(&connection->problem, g_free);
    connection->used = connection->worked = connection->recipient_accepted = false;
    connection->lost_mail = NULL;
    smtp_reader_begin(&connection->reader);
    connection->dial = plain_dial_start(connection->settings);
    be_patient(connection);
    if (plain_dial_fd(connection->dial) < 0) {
        connection->until = 0; /* it has failed already: there is nothing to poll for */
    }
}

void plain_connection_close(struct plain_connection *connection)
{
    static const char quit[] = "QUIT\r\n";
    g_assert(connection->body == NULL && connection->next == NULL);
    if (connection->ready) {
        /* A courtesy: nothing depends on it. */
        (void)!send(connection->fd, quit, sizeof quit - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    hang_up(connection);
}

void plain_connection_lose(struct plain_connection *connection, const char *why,
                           struct plain_results *results)
{
    struct flight *body = connection->body, *next = connection->next;
    struct lane_mail *mail = next != NULL ? next->mail : NULL;
    bool fresh = why != NULL && body == NULL && !connection->worked && !connection->used;
    hang_up(connection);
    g_free(connection->problem);
    connection->problem = g_strdup(why);
    if (body != NULL) {
        plain_talk_settle(connection, body, results);
    }
    if (next != NULL && !plain_talk_settle(connection, next, results) && fresh) {
        connection->lost_mail = mail;
        connection->lost_silently = clock_stopwatch() > connection->until;
    }
}

void plain_connection_lose_nonsense(struct plain_connection *connection,
                                    struct plain_results *results)
{
    g_autofree char *why = g_strdup_printf("%s says something that is no SMTP, or out of turn",
                                           connection->settings->server);
    plain_connection_lose(connection, why, results);
}

void plain_connection_go(struct plain_connection *connection, bool go,
                         struct plain_results *results)
{
    g_assert(connection->wants_go && connection->body == NULL);
    if (!go) {
        connection->next->trace.taken_back = true;
        plain_connection_lose(connection, NULL, results);
        return;
    }
    connection->wants_go = false;
    connection->body = g_steal_pointer(&connection->next);
    connection->body_sent = 0;
    plain_talk_end(connection);
    be_patient(connection);
}

short plain_connection_events(const struct plain_connection *connection)
{
    if (connection->dial != NULL) {
        return POLLOUT;
    }
    bool writes =
        connection->out->len > 0 ||
        (connection->body != NULL && connection->body_sent < connection->body->octets->len);
    return connection->fd < 0 ? 0 : writes ? POLLIN | POLLOUT : POLLIN;
}

int plain_connection_fd(const struct plain_connection *connection)
{
    return connection->dial != NULL ? plain_dial_fd(connection->dial) : connection->fd;
}

static void lose_line(struct plain_connection *connection, struct plain_results *results)
{
    g_autofree char *why =
        g_strdup_printf("%s closed the line or was silent for %d seconds",
                        connection->settings->server, connection->settings->timeout);
    plain_connection_lose(connection, why, results);
}

/* Takes `written` octets off what waits: the body first. */
static void take_off(struct plain_connection *connection, size_t written)
{
    struct flight *body = connection->body;
    size_t left = body != NULL ? body->octets->len - connection->body_sent : 0;
    size_t of_body = MIN(written, left);
    if (of_body > 0) {
        body->trace.asked = true;
        connection->body_sent += of_body;
    }
    g_string_erase(connection->out, 0, (gssize)(written - of_body));
    be_patient(connection);
}

void plain_connection_write(struct plain_connection *connection, struct plain_results *results)
{
    const struct flight *body = connection->body;
    struct iovec parts[2];
    int count = 0;
    if (body != NULL && connection->body_sent < body->octets->len) {
        parts[count++] = (struct iovec){.iov_base = body->octets->str + connection->body_sent,
                                        .iov_len = body->octets->len - connection->body_sent};
    }
    if (connection->out->len > 0) {
        parts[count++] =
            (struct iovec){.iov_base = connection->out->str, .iov_len = connection->out->len};
    }
    if (count == 0 || connection->fd < 0) {
        return;
    }
    ssize_t written = writev(connection->fd, parts, count);
    if (written >= 0) {
        take_off(connection, (size_t)written);
    } else if (errno != EAGAIN && errno != EINTR) {
        lose_line(connection, results);
    }
}

/* Every whole reply in these octets. */
static void take_octets(struct plain_connection *connection, const char *octets, size_t length,
                        struct plain_results *results)
{
    size_t at = 0;
    while (at < length && connection->fd >= 0) {
        size_t used = 0;
        enum smtp_reading reading =
            smtp_reader_take(&connection->reader, octets + at, length - at, &used);
        at += used;
        if (reading == SMTP_READING_NONSENSE ||
            (reading == SMTP_READING_REPLY && connection->expected_count == 0 &&
             connection->reader.reply.code != 421)) {
            plain_connection_lose_nonsense(connection, results);
        } else if (reading == SMTP_READING_REPLY) {
            be_patient(connection);
            plain_talk_reply(connection, results);
        }
    }
}

static void read_line(struct plain_connection *connection, struct plain_results *results)
{
    while (connection->fd >= 0) {
        char octets[CHUNK];
        ssize_t got = recv(connection->fd, octets, sizeof octets, 0);
        if (got > 0) {
            take_octets(connection, octets, (size_t)got, results);
        } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            lose_line(connection, results);
        }
        if (got < (ssize_t)sizeof octets) {
            return;
        }
    }
}

static void go_on_dialling(struct plain_connection *connection, bool give_up,
                           struct plain_results *results)
{
    int fd = plain_dial_fd(connection->dial) < 0 ? -1 : plain_dial_take(connection->dial, give_up);
    if (fd >= 0) {
        g_clear_pointer(&connection->dial, plain_dial_free);
        connection->fd = fd;
        plain_talk_begin(connection);
        be_patient(connection);
    } else if (plain_dial_fd(connection->dial) < 0) {
        g_autofree char *why = g_strdup_printf("cannot reach %s: %s", connection->settings->server,
                                               plain_dial_problem(connection->dial));
        plain_connection_lose(connection, why, results);
    } else {
        be_patient(connection);
    }
}

bool plain_connection_waits(const struct plain_connection *connection)
{
    return connection->dial != NULL || connection->expected_count > 0;
}

void plain_connection_work(struct plain_connection *connection, short events,
                           struct plain_results *results)
{
    bool late = plain_connection_waits(connection) && clock_stopwatch() > connection->until;
    if (connection->dial != NULL) {
        if (events != 0 || late || plain_dial_fd(connection->dial) < 0) {
            go_on_dialling(connection, events == 0, results);
        }
        return;
    }
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) {
        read_line(connection, results);
    }
    if ((events & POLLOUT) != 0 || connection->out->len > 0) {
        plain_connection_write(connection, results);
    }
    if (late && events == 0 && connection->fd >= 0) {
        lose_line(connection, results);
    }
}
