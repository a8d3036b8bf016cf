#include "post/plain_talk.h"

#include <string.h>

static void expect(struct plain_connection *connection, enum expectation what)
{
    g_assert(connection->expected_count < EXPECTATIONS);
    connection->expected[connection->expected_count++] = what;
}

static void put(GString *out, const char *before, const char *word, const char *after)
{
    g_string_append(out, before);
    g_string_append(out, word);
    g_string_append(out, after);
}

/* Puts the command that `what` is the answer to behind everything that waits to be written. */
static void ask(struct plain_connection *connection, enum expectation what)
{
    const struct plain_settings *settings = connection->settings;
    const struct lane_mail *mail = connection->next != NULL ? connection->next->mail : NULL;
    GString *out = connection->out;
    expect(connection, what);
    switch (what) {
    case EXPECT_GREETING:
        break;
    case EXPECT_EHLO:
        put(out, "EHLO ", settings->helo, "\r\n");
        break;
    case EXPECT_HELO:
        put(out, "HELO ", settings->helo, "\r\n");
        break;
    case EXPECT_RESET:
        g_string_append(out, "RSET\r\n");
        break;
    case EXPECT_MAIL:
        put(out, "MAIL FROM:<", mail->sender, ">\r\n");
        break;
    case EXPECT_RECIPIENT:
        put(out, "RCPT TO:<", mail->recipient, ">\r\n");
        break;
    case EXPECT_ARCHIVE:
        put(out, "RCPT TO:<", settings->archive, ">\r\n");
        break;
    case EXPECT_DATA:
        g_string_append(out, "DATA\r\n");
        break;
    case EXPECT_END:
    case EXPECT_NOTHING:
        g_string_append(out, ".\r\n");
        break;
    }
}

void plain_talk_begin(struct plain_connection *connection)
{
    ask(connection, EXPECT_GREETING);
}

void plain_talk_end(struct plain_connection *connection)
{
    ask(connection, EXPECT_END);
}

bool plain_connection_is_free(const struct plain_connection *connection)
{
    return connection->ready && connection->next == NULL &&
           (connection->body == NULL || connection->pipelining);
}

/* RFC 5321 4.5.2. Nearly no mail needs it: quoted-printable writes a dot at the start of a line as
 * =2E. */
static void stuff_dots(GString *octets)
{
    if (octets->str[0] != '.' && strstr(octets->str, "\n.") == NULL) {
        return;
    }
    g_autoptr(GString) plain = g_string_new_len(octets->str, (gssize)octets->len);
    g_string_truncate(octets, 0);
    bool starts = true;
    for (size_t i = 0; i < plain->len; i++) {
        if (starts && plain->str[i] == '.') {
            g_string_append_c(octets, '.');
        }
        g_string_append_c(octets, plain->str[i]);
        starts = plain->str[i] == '\n';
    }
}

static void exchange(GString *one, GString *other)
{
    GString kept = *one;
    *one = *other;
    *other = kept;
}

void plain_connection_give(struct plain_connection *connection, struct lane_mail *mail,
                           GString *octets)
{
    g_assert(plain_connection_is_free(connection));
    struct flight *flight = &connection->flights[connection->body == &connection->flights[0]];
    flight->mail = mail;
    flight->trace = (struct smtp_trace){.asked = false};
    flight->copy_refused = false;
    if (mail->octets == octets->str) {
        exchange(flight->octets, octets);
    } else {
        g_string_truncate(flight->octets, 0);
        g_string_append_len(flight->octets, mail->octets, (gssize)mail->length);
    }
    stuff_dots(flight->octets);
    connection->next = flight;
    if (connection->dirty) {
        ask(connection, EXPECT_RESET);
        connection->dirty = false;
        if (!connection->pipelining) {
            return;
        }
    }
    ask(connection, EXPECT_MAIL);
    if (connection->pipelining) {
        ask(connection, EXPECT_RECIPIENT);
        if (*connection->settings->archive != '\0') {
            ask(connection, EXPECT_ARCHIVE);
        }
        ask(connection, EXPECT_DATA);
    }
}

static const char *keep(GPtrArray *texts, char *text)
{
    g_ptr_array_add(texts, text);
    return text;
}

bool plain_talk_settle(struct plain_connection *connection, struct flight *flight,
                       struct plain_results *results)
{
    flight->trace.recipient_accepted = connection->recipient_accepted;
    struct smtp_outcome outcome = smtp_outcome(&flight->trace);
    struct ledger_mark mark = {.id = flight->mail->id, .result = outcome.result, .status = ""};
    GPtrArray *texts = outcome.unsure ? results->kept : results->texts;
    if (outcome.result == 0) {
        g_ptr_array_add(results->back, flight->mail);
    } else if (outcome.reply != NULL) {
        mark.status = keep(texts, smtp_outcome_status(&outcome));
        mark.answer = keep(texts, smtp_reply_words(flight->words));
    } else {
        bool uncopied = flight->copy_refused && outcome.result == LEDGER_IN_DOUBT;
        mark.status = uncopied ? LEDGER_NO_COPY : "";
        mark.answer = flight->trace.taken_back
                          ? "taken back"
                          : "the line broke after the mail and before its answer";
    }
    if (outcome.result != 0) {
        GArray *marks = outcome.unsure ? results->unsure : results->marks;
        g_array_append_val(marks, mark);
    }
    flight->mail = NULL;
    g_clear_pointer(&flight->words, g_free);
    connection->body = connection->body == flight ? NULL : connection->body;
    connection->next = connection->next == flight ? NULL : connection->next;
    return outcome.result != 0;
}

static bool is_refused(const struct flight *flight)
{
    return flight->trace.mail.code >= 400 || flight->trace.recipient.code >= 400 ||
           flight->trace.transfer.code >= 400;
}

/* The words that go with the reply that decides are those of the first refusal. */
static void note(const struct plain_connection *connection, struct flight *flight,
                 struct smtp_reply *place)
{
    if (!is_refused(flight)) {
        g_free(flight->words);
        flight->words = g_strdup(connection->reader.text);
    }
    *place = connection->reader.reply;
}

/* Its envelope went wrong, and the relay may be in the middle of it still (RFC 5321 4.1.4). */
static void give_up(struct plain_connection *connection, struct plain_results *results)
{
    connection->dirty = connection->next->trace.mail.code / 100 == 2;
    plain_talk_settle(connection, connection->next, results);
}

/* Without pipelining: the step after one that went well, or the end of the mail. */
static void step(struct plain_connection *connection, enum expectation next,
                 struct plain_results *results)
{
    if (connection->pipelining) {
        return;
    }
    if (is_refused(connection->next)) {
        give_up(connection, results);
    } else {
        ask(connection, next);
    }
}

static void lose_for(struct plain_connection *connection, struct plain_results *results)
{
    const struct smtp_reply *reply = &connection->reader.reply;
    g_autofree char *status = smtp_reply_status(reply);
    g_autofree char *words = smtp_reply_words(connection->reader.text);
    g_autofree char *why =
        g_strdup_printf("%s says: %s %s", connection->settings->server, status, words);
    plain_connection_lose(connection, why, results);
}

/* The relay is ready for the body. When nobody wants the mail the line is hung up if the archive
 * would get it alone; a dot alone ends it otherwise (RFC 2920 3.1). */
static void take_data(struct plain_connection *connection, struct plain_results *results)
{
    struct flight *flight = connection->next;
    bool goes = connection->reader.reply.code / 100 == 3;
    bool copied = *connection->settings->archive != '\0' && !flight->copy_refused;
    if (goes && !is_refused(flight)) {
        connection->wants_go = true;
    } else if (goes && copied) {
        connection->worked = true; /* the relay is well */
        plain_connection_lose(connection, NULL, results);
    } else if (goes) {
        ask(connection, EXPECT_NOTHING);
    } else if (connection->reader.reply.code < 400) {
        plain_connection_lose_nonsense(connection, results);
    } else {
        if (!is_refused(flight)) {
            note(connection, flight, &flight->trace.transfer);
        }
        give_up(connection, results);
    }
}

static void take_end(struct plain_connection *connection, struct plain_results *results)
{
    struct flight *flight = connection->body;
    note(connection, flight, &flight->trace.transfer);
    flight->trace.ended = true;
    connection->worked = true;
    plain_talk_settle(connection, flight, results);
}

static void take_greetings(struct plain_connection *connection, enum expectation what,
                           struct plain_results *results)
{
    bool good = connection->reader.reply.code / 100 == 2;
    if (what == EXPECT_GREETING && good) {
        ask(connection, EXPECT_EHLO);
    } else if (what == EXPECT_EHLO && connection->reader.reply.code / 100 == 5) {
        ask(connection, EXPECT_HELO);
    } else if (good) {
        connection->ready = true;
        connection->pipelining = what == EXPECT_EHLO && connection->reader.pipelining;
    } else {
        lose_for(connection, results);
    }
}

static void take_answer(struct plain_connection *connection, enum expectation what,
                        struct plain_results *results)
{
    struct flight *flight = connection->next;
    bool good = connection->reader.reply.code / 100 == 2;
    bool archives = *connection->settings->archive != '\0';
    switch (what) {
    case EXPECT_GREETING:
    case EXPECT_EHLO:
    case EXPECT_HELO:
        take_greetings(connection, what, results);
        break;
    case EXPECT_RESET:
        step(connection, EXPECT_MAIL, results);
        break;
    case EXPECT_MAIL:
        note(connection, flight, &flight->trace.mail);
        step(connection, EXPECT_RECIPIENT, results);
        break;
    case EXPECT_RECIPIENT:
        note(connection, flight, &flight->trace.recipient);
        connection->recipient_accepted = connection->recipient_accepted || good;
        step(connection, archives ? EXPECT_ARCHIVE : EXPECT_DATA, results);
        break;
    case EXPECT_ARCHIVE:
        flight->copy_refused = !good;
        step(connection, EXPECT_DATA, results);
        break;
    case EXPECT_DATA:
        take_data(connection, results);
        break;
    case EXPECT_END:
        take_end(connection, results);
        break;
    case EXPECT_NOTHING:
        plain_talk_settle(connection, flight, results);
        break;
    }
}

/* Where the reply to a part of the envelope is kept; NULL: it answers something else. */
static struct smtp_reply *place_of(struct flight *flight, enum expectation what)
{
    return what == EXPECT_MAIL        ? &flight->trace.mail
           : what == EXPECT_RECIPIENT ? &flight->trace.recipient
           : what == EXPECT_DATA      ? &flight->trace.transfer
                                      : NULL;
}

/* 421 ends the connection whatever it answers. A relay that has had enough of this line says
 * nothing about the mail, which goes over another one; on a fresh line it counts for the mail. */
static void leave(struct plain_connection *connection, enum expectation what,
                  struct plain_results *results)
{
    struct flight *next = connection->next;
    struct smtp_reply *place = next != NULL ? place_of(next, what) : NULL;
    if (what == EXPECT_END) {
        note(connection, connection->body, &connection->body->trace.transfer);
        connection->body->trace.ended = true;
    } else if (place != NULL && !connection->worked) {
        note(connection, next, place);
    }
    lose_for(connection, results);
}

void plain_talk_reply(struct plain_connection *connection, struct plain_results *results)
{
    enum expectation what = connection->expected[0];
    bool expected = connection->expected_count > 0;
    if (expected) {
        connection->expected_count--;
        memmove(connection->expected, connection->expected + 1,
                connection->expected_count * sizeof connection->expected[0]);
    }
    bool stale = connection->used; /* it may have ended before the mail came */
    connection->used = stale && connection->reader.reply.code == 421;
    if (connection->used) {
        lose_for(connection, results);
    } else if (connection->reader.reply.code == 421) {
        leave(connection, expected ? what : EXPECT_NOTHING, results);
    } else {
        take_answer(connection, what, results);
    }
}
