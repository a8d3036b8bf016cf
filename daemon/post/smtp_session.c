#include "post/smtp_session.h"

#include <stddef.h>

#include <auth-client.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <string.h>

#include <libesmtp.h>

#include "base/clock.h"
#include "post/lane_kind.h"
#include "post/sendable.h"
#include "post/smtp_outcome.h"
#include "post/smtp_socket.h"

#define PUT_OFF_LIMIT 10u /* in a batch; then it is us whom the relay refuses */

/* One mail on its way. */
struct flight {
    struct session *session;
    const struct lane_mail *mail;
    smtp_message_t message;
    smtp_recipient_t recipient, copy; /* copy: NULL without an archive */
    enum { PART_HEADER, PART_BODY, PART_END } next;
    bool taken_back; /* main said no before the body */
    bool asked;      /* libESMTP has read the body: it may be on the line */
    bool ended;      /* the transaction came to its end */
    bool told;       /* the watch knows its result */
};

/* One connection. */
struct session {
    const struct lane_watch *watch;
    struct smtp_line line;
    struct smtp_batch *batch;
    bool alone;                         /* no other mail waits */
    const struct flight *put_off;       /* others go first, and show whom the relay refuses */
    bool asked;                         /* some body may be on the line */
    bool worked;                        /* a mail got its final answer over it */
    bool enough;                        /* and then the relay had enough of this line: 421 */
    const struct flight *told_to_leave; /* the first that got a 421 */
    bool taken_back;                    /* we hung up to leave one out */
    bool copy_alone;                    /* or because only the archive would have got it */
    char *fault;                        /* ours: ends the batch */
};

static void monitor(const char *octets, int length, int writing, void *context)
{
    struct session *session = context;
    smtp_line_passed(&session->line, octets, (size_t)length, writing == SMTP_CB_WRITING);
}

static void note_status(struct session *session, const struct flight *flight,
                        const smtp_status_t *status, bool of_recipient)
{
    if (status->code == 421 && session->told_to_leave == NULL) {
        session->told_to_leave = flight;
        session->enough = session->worked && !flight->asked;
    }
    if (of_recipient && status->code / 100 == 2) {
        session->batch->accepted = true;
    }
}

/* Of a mail whose copy the relay refuses the archive knows nothing. */
static const char *copy_status(const struct flight *flight)
{
    bool copied = flight->copy == NULL || smtp_recipient_status(flight->copy)->code / 100 == 2;
    return copied ? NULL : LEDGER_NO_COPY;
}

/* Whether the header block may go out now. Asks main last, because its answer is a mark. */
static bool may_go_on(struct flight *flight)
{
    struct session *session = flight->session;
    const struct lane_watch *watch = session->watch;
    if (!smtp_line_is_right(&session->line)) {
        session->line.held_back = true;
        return false;
    }
    /* With an archive the relay may take the copy alone. */
    bool wanted = smtp_recipient_status(flight->recipient)->code < 400;
    if (session->told_to_leave != NULL || !wanted) {
        session->copy_alone = !wanted;
        return false;
    }
    smtp_socket_patience(0); /* main may take its time */
    flight->taken_back = !lane_hand_over(watch, flight->mail->id, copy_status(flight));
    smtp_socket_patience(2 * session->line.relay->timeout + 1); /* for the mail and its answer */
    session->taken_back = flight->taken_back;
    return !flight->taken_back;
}

/* Gives libESMTP the header block and then the body, as two blocks: with one, a refused BDAT leaves
 * the body in its buffer and the next person gets it. NULL with errno set makes it hang up before
 * anything of the mail is on the line; errno is looked at after every call. */
static const char *on_read(void **unused G_GNUC_UNUSED, int *length, void *context)
{
    struct flight *flight = context;
    if (length == NULL) {
        flight->next = PART_HEADER;
        return NULL;
    }
    size_t header = sendable_header_length(flight->mail);
    *length = 0;
    switch (flight->next) {
    case PART_HEADER:
        if (!may_go_on(flight)) {
            errno = ECANCELED;
            return NULL;
        }
        flight->next = PART_BODY;
        *length = (int)header;
        errno = 0;
        return flight->mail->octets;
    case PART_BODY:
        flight->asked = flight->session->asked = true;
        flight->next = PART_END;
        *length = (int)(flight->mail->length - header);
        errno = 0;
        return *length == 0 ? NULL : flight->mail->octets + header;
    case PART_END:
    default:
        errno = 0;
        return NULL;
    }
}

static struct smtp_reply reply_of(const smtp_status_t *status)
{
    return (struct smtp_reply){status->code, status->enh_class, status->enh_subject,
                               status->enh_detail};
}

static struct smtp_trace trace_of(const struct flight *flight)
{
    const struct session *session = flight->session;
    return (struct smtp_trace){
        .mail = reply_of(smtp_reverse_path_status(flight->message)),
        .recipient = reply_of(smtp_recipient_status(flight->recipient)),
        .transfer = reply_of(smtp_message_transfer_status(flight->message)),
        .login_refused = session->line.dialogue.login == SMTP_LOGIN_REFUSED,
        .asked = flight->asked,
        .ended = flight->ended,
        .taken_back = flight->taken_back,
        .told_to_leave_before =
            session->told_to_leave != NULL && (session->told_to_leave != flight || session->enough),
        .recipient_accepted = session->batch->accepted,
    };
}

/* The relay's words that go with the reply that decided. */
static char *words_of(const struct flight *flight, const struct smtp_trace *trace,
                      const struct smtp_reply *reply)
{
    if (reply == &trace->mail) {
        return smtp_reply_words(smtp_reverse_path_status(flight->message)->text);
    }
    if (reply == &trace->recipient) {
        return smtp_reply_words(smtp_recipient_status(flight->recipient)->text);
    }
    return smtp_reply_words(smtp_message_transfer_status(flight->message)->text);
}

/* Only when the session ended at it, because the archive alone would have got it. */
static bool may_be_put_off(const struct session *session)
{
    return session->copy_alone && !session->alone && session->batch->put_off < PUT_OFF_LIMIT;
}

/* Tells the watch, once; false when the mail was not tried, or is put off. */
static bool settle(struct flight *flight)
{
    if (flight->told) {
        return true;
    }
    struct session *session = flight->session;
    const struct lane_watch *watch = session->watch;
    struct smtp_trace trace = trace_of(flight);
    struct smtp_outcome outcome = smtp_outcome(&trace);
    if (outcome.result == 0) {
        return false;
    }
    if (outcome.unsure && may_be_put_off(session)) {
        session->batch->put_off++;
        session->put_off = flight;
        return false;
    }
    flight->told = true;
    int64_t id = flight->mail->id;
    if (outcome.reply == NULL) {
        bool uncopied = outcome.result == LEDGER_IN_DOUBT && copy_status(flight) != NULL;
        lane_settle(watch, id, outcome.result, uncopied ? LEDGER_NO_COPY : "",
                    outcome.result == LEDGER_IN_DOUBT
                        ? "the line broke after the mail and before its answer"
                        : "taken back");
        return true;
    }
    g_autofree char *status = smtp_outcome_status(&outcome);
    g_autofree char *answer = words_of(flight, &trace, outcome.reply);
    if (outcome.result != LEDGER_OUR_FAULT) {
        losses_answered(session->batch->losses);
    } else if (session->fault == NULL) {
        session->fault = g_strdup_printf("the relay refuses us: %s %s", status, answer);
    }
    lane_settle(watch, id, outcome.result, status, answer);
    return true;
}

/* The arguments behind `context` depend on the event (libesmtp.h). */
static void on_event(smtp_session_t handle G_GNUC_UNUSED, int event, void *context, ...)
{
    struct session *session = context;
    va_list list;
    va_start(list, context);
    if (event == SMTP_EV_CONNECT) {
        session->line.connected = true;
        smtp_line_patience(&session->line);
        smtp_socket_send_at_once();
    } else if (event == SMTP_EV_EXTNA_STARTTLS) {
        session->line.no_starttls = true;
    } else if (event == SMTP_EV_STARTTLS_OK) {
        smtp_line_patience(&session->line);
        smtp_line_secure(&session->line, va_arg(list, SSL *));
    } else if (event == SMTP_EV_WRONG_PEER_CERTIFICATE) {
        /* libESMTP compares with the name that DNS gave; tls.c has compared with ours. */
        *va_arg(list, int *) = 1;
    } else if (event == SMTP_EV_MAILSTATUS) {
        (void)va_arg(list, const char *);
        smtp_message_t message = va_arg(list, smtp_message_t);
        note_status(session, smtp_message_get_application_data(message),
                    smtp_reverse_path_status(message), false);
    } else if (event == SMTP_EV_RCPTSTATUS) {
        (void)va_arg(list, const char *);
        smtp_recipient_t recipient = va_arg(list, smtp_recipient_t);
        struct flight *flight = smtp_recipient_get_application_data(recipient);
        if (flight != NULL) { /* the archive's copy has none */
            note_status(session, flight, smtp_recipient_status(recipient), true);
        }
    } else if (event == SMTP_EV_MESSAGESENT) {
        smtp_message_t message = va_arg(list, smtp_message_t);
        struct flight *flight = smtp_message_get_application_data(message);
        flight->ended = true;
        note_status(session, flight, smtp_message_transfer_status(message), false);
        session->worked = session->worked || (flight->asked && session->told_to_leave == NULL);
        /* The mark after the answer has to be down before the next body goes out. */
        if (flight->asked && smtp_recipient_status(flight->recipient)->code / 100 == 2) {
            settle(flight);
        }
    }
    va_end(list);
}

static int on_login(auth_client_request_t request, char **answers, int fields, void *context)
{
    const struct smtp_relay *relay = ((struct session *)context)->line.relay;
    for (int i = 0; i < fields; i++) {
        answers[i] = (request[i].flags & AUTH_USER) != 0   ? relay->user
                     : (request[i].flags & AUTH_PASS) != 0 ? relay->password
                                                           : NULL;
        if (answers[i] == NULL) {
            return 0;
        }
    }
    return 1;
}

static smtp_session_t prepare(struct session *session, auth_context_t *login)
{
    const struct smtp_relay *relay = session->line.relay;
    smtp_session_t handle = smtp_create_session();
    g_assert(handle != NULL);
    smtp_set_server(handle, relay->server);
    if (*relay->helo != '\0') {
        smtp_set_hostname(handle, relay->helo);
    }
    smtp_set_eventcb(handle, on_event, session);
    smtp_set_monitorcb(handle, monitor, session, 0);
    for (int which = Timeout_GREETING; which <= Timeout_DATA2; which++) {
        smtp_set_timeout(handle, which | Timeout_OVERRIDE_RFC2822_MINIMUM, relay->timeout * 1000L);
    }
    smtp_starttls_enable(handle, relay->tls != NULL ? Starttls_REQUIRED : Starttls_DISABLED);
    if (relay->tls != NULL) {
        tls_begin(relay->tls);
        smtp_starttls_set_ctx(handle, tls_context(relay->tls)); /* twice would leak */
    }
    *login = NULL;
    if (*relay->user != '\0') {
        *login = auth_create_context();
        auth_set_mechanism_flags(*login, AUTH_PLUGIN_PLAIN, 0);
        auth_set_interact_cb(*login, on_login, session);
        smtp_auth_set_context(handle, *login);
    }
    return handle;
}

static void add_mail(smtp_session_t handle, struct flight *flight)
{
    const char *archive = flight->session->line.relay->archive;
    flight->message = smtp_add_message(handle);
    smtp_set_reverse_path(flight->message, flight->mail->sender);
    flight->recipient = smtp_add_recipient(flight->message, flight->mail->recipient);
    smtp_message_set_application_data_release(flight->message, flight, NULL);
    smtp_recipient_set_application_data_release(flight->recipient, flight, NULL);
    if (*archive != '\0') {
        flight->copy = smtp_add_recipient(flight->message, archive);
    }
    smtp_set_messagecb(flight->message, on_read, flight);
}

/* Why the mails of this session that were not tried were not. Sets session->fault when it is we. */
static char *untried_reason(struct session *session)
{
    const char *server = session->line.relay->server;
    if (!session->line.connected) {
        char text[200] = "";
        smtp_strerror(smtp_errno(), text, sizeof text);
        return g_strdup_printf("cannot reach %s: %s", server, text);
    }
    if (session->fault == NULL) {
        g_autofree char *fault = smtp_line_fault(&session->line);
        session->fault = fault != NULL ? smtp_reply_words(fault) : NULL;
    }
    if (session->fault != NULL) {
        return g_strdup(session->fault);
    }
    return smtp_line_end(&session->line);
}

/* Why nothing else begins; NULL: the next session may. The caller owns it. */
static char *judge(struct session *session, GPtrArray *waiting, unsigned untried, int64_t begun)
{
    bool well = session->worked || session->taken_back || session->copy_alone;
    if (session->fault == NULL && (untried == 0 || well)) {
        return NULL;
    }
    g_autofree char *reason = untried_reason(session); /* knows of faults that nobody told */
    bool lost = session->fault == NULL && session->line.dialogue.mailing && !session->asked &&
                session->told_to_leave == NULL && smtp_line_is_right(&session->line);
    if (!lost) {
        return g_steal_pointer(&reason);
    }
    bool silent = clock_stopwatch() - begun > session->line.relay->timeout * G_USEC_PER_SEC;
    struct lane_mail *mail = g_ptr_array_index(waiting, 0);
    enum loss loss = losses_judge_first(session->batch->losses, waiting, silent);
    if (loss == LOSS_SETTLE) {
        lane_settle(session->watch, mail->id, LEDGER_LATER, "", LOSSES_ANSWER);
    }
    return loss == LOSS_STOP ? g_steal_pointer(&reason) : NULL;
}

char *smtp_session(const struct smtp_relay *relay, struct smtp_batch *batch, GPtrArray *waiting,
                   const struct lane_watch *watch, bool *ours)
{
    unsigned count = MIN(waiting->len, SMTP_SESSION_LIMIT);
    g_autofree struct flight *flights = g_new0(struct flight, count);
    struct session session = {
        .line.relay = relay, .watch = watch, .batch = batch, .alone = waiting->len == 1};
    smtp_dialogue_begin(&session.line.dialogue);
    auth_context_t login;
    smtp_session_t handle = prepare(&session, &login);
    for (unsigned i = 0; i < count; i++) {
        flights[i].session = &session;
        flights[i].mail = g_ptr_array_index(waiting, i);
        add_mail(handle, &flights[i]);
    }
    int64_t begun = clock_stopwatch();
    smtp_socket_limit(relay->timeout);
    smtp_start_session(handle);
    smtp_socket_limit(0);

    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!settle(&flights[i]) && session.put_off != &flights[i]) {
            waiting->pdata[kept++] = waiting->pdata[i];
        }
    }
    g_ptr_array_remove_range(waiting, kept, count - kept);
    if (session.put_off != NULL) {
        g_ptr_array_add(waiting, (gpointer)(uintptr_t)session.put_off->mail);
    }
    char *reason = judge(&session, waiting, kept, begun);
    *ours = session.fault != NULL;
    g_free(session.fault);
    smtp_destroy_session(handle);
    if (login != NULL) {
        auth_destroy_context(login);
    }
    return reason;
}
