/* The plain lane: mails to a trusted relay over several connections of our own SMTP writer, in one
 * process that polls them all. Marks of all connections that have any go to main together.
 */
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/failure.h"
#include "base/text.h"
#include "post/lane_kind.h"
#include "post/losses.h"
#include "post/plain_connection.h"
#include "post/plain_queue.h"

#define PATIENCE (60 * G_USEC_PER_SEC)
#define COMPANY_LIMIT 2000    /* microseconds */
#define MAILS_A_CONNECTION 8u /* fewer are not worth another one */
#define UNSURE_LIMIT 10u      /* recipients that a relay refuses before it is us whom it refuses */

struct plain_lane {
    struct plain_settings settings;
    struct plain_connection *connections;
    GString *room; /* in which mails are composed */
    struct losses losses;
};

/* One batch. */
struct run {
    struct plain_lane *lane;
    const struct lane_watch *watch;
    struct plain_queue queue;
    unsigned allowed; /* connections; fewer when the relay takes no more */
    struct plain_results results;
    char *stopped; /* why nothing else begins; NULL: it does */
    bool ours;     /* that is our fault */
    bool gone;     /* main is */
    bool accepted; /* the relay took some recipient */
};

static void plain_close(void *state)
{
    struct plain_lane *lane = state;
    for (unsigned i = 0; i < lane->settings.sessions; i++) {
        plain_connection_clear(&lane->connections[i]);
    }
    g_free(lane->connections);
    g_free(lane->settings.host);
    g_free(lane->settings.port);
    g_free(lane->settings.server);
    g_free(lane->settings.helo);
    g_free(lane->settings.archive);
    g_string_free(lane->room, TRUE);
    g_free(lane);
}

static void *plain_open(const struct lane_settings *settings, GError **error)
{
    bool named = *settings->host != '\0' && strpbrk(settings->host, " \t\r\n") == NULL;
    if (!named || text_has_control(settings->helo) || strchr(settings->helo, ' ') != NULL) {
        g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION, "relay: %s",
                    named ? "helo must be one name" : "host must be a name or an address");
        return NULL;
    }
    signal(SIGPIPE, SIG_IGN);
    struct plain_lane *lane = g_new0(struct plain_lane, 1);
    lane->settings = (struct plain_settings){
        .host = g_strdup(settings->host),
        .port = g_strdup_printf("%d", settings->port),
        .server = g_strdup_printf("%s:%d", settings->host, settings->port),
        .helo = g_strdup(*settings->helo != '\0' ? settings->helo : g_get_host_name()),
        .archive = g_strdup(settings->archive),
        .timeout = settings->timeout,
        .sessions = MAX(settings->sessions, 1)};
    lane->connections = g_new(struct plain_connection, lane->settings.sessions);
    for (unsigned i = 0; i < lane->settings.sessions; i++) {
        plain_connection_init(&lane->connections[i], &lane->settings);
    }
    lane->room = g_string_new(NULL);
    return lane;
}

static bool has_flights(const struct plain_connection *connection)
{
    return connection->body != NULL || connection->next != NULL;
}

static bool may_begin(const struct run *run)
{
    return run->stopped == NULL && !run->gone && !run->watch->ends(run->watch->context);
}

static bool any_flies(const struct run *run)
{
    bool flies = false;
    for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
        flies = flies || has_flights(&run->lane->connections[i]);
    }
    return flies;
}

/* Gives a connection its next mail when there is one for it. */
static void offer(struct run *run, struct plain_connection *connection)
{
    struct plain_lane *lane = run->lane;
    while (may_begin(run) && plain_connection_is_free(connection)) {
        struct lane_mail *mail = plain_queue_take(&run->queue, !any_flies(run));
        if (mail == NULL) {
            return;
        }
        if (lane_prepare(run->watch, mail, lane->room)) {
            plain_connection_give(connection, mail, lane->room);
        }
    }
}

static bool is_open(const struct plain_connection *connection)
{
    return connection->fd >= 0 || connection->dial != NULL;
}

static void stop(struct run *run, char **problem)
{
    if (run->stopped == NULL) {
        run->stopped = g_steal_pointer(problem);
    }
}

/* A line that is gone at the envelope of a mail: by the relay's state, or by this mail. */
static void judge_lost_mail(struct run *run, struct lane_mail *mail, bool silent, char **problem)
{
    bool others = any_flies(run) || plain_queue_has_fresh(&run->queue, mail);
    enum loss loss = losses_judge(&run->lane->losses, mail, silent, others);
    if (loss == LOSS_STOP) {
        stop(run, problem);
    } else if (loss == LOSS_SETTLE && g_ptr_array_remove(run->results.back, mail)) {
        const struct ledger_mark mark = {
            .id = mail->id, .result = LEDGER_LATER, .status = "", .answer = LOSSES_ANSWER};
        g_array_append_val(run->results.marks, mark);
    }
}

/* A line that is gone before it was of use: the relay takes no more connections, not this mail, or
 * no mail at all. */
static void judge_loss(struct run *run, struct plain_connection *connection)
{
    g_autofree char *problem = g_steal_pointer(&connection->problem);
    struct lane_mail *mail = g_steal_pointer(&connection->lost_mail);
    if (problem == NULL || connection->worked || connection->used) {
        return;
    }
    unsigned others = 0;
    for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
        others += run->lane->connections[i].ready ? 1 : 0;
    }
    if (others > 0) {
        run->allowed = others;
    }
    if (mail != NULL) {
        judge_lost_mail(run, mail, connection->lost_silently, &problem);
    } else if (others == 0) {
        stop(run, &problem);
    }
}

static void judge_losses(struct run *run)
{
    for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
        struct plain_connection *connection = &run->lane->connections[i];
        if (!is_open(connection)) {
            judge_loss(run, connection);
        }
    }
}

/* As many connections as the waiting mails are worth, and mails for those that are free. */
static void offer_all(struct run *run)
{
    unsigned open = 0, wanted = (plain_queue_waiting(&run->queue) + MAILS_A_CONNECTION - 1) /
                                MAILS_A_CONNECTION;
    for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
        struct plain_connection *connection = &run->lane->connections[i];
        offer(run, connection);
        plain_connection_write(connection, &run->results);
        open += is_open(connection) ? 1 : 0;
    }
    judge_losses(run);
    for (unsigned i = 0; i < run->lane->settings.sessions && may_begin(run); i++) {
        struct plain_connection *connection = &run->lane->connections[i];
        if (!is_open(connection) && open < MIN(wanted, run->allowed)) {
            plain_connection_open(connection);
            open++;
        }
    }
}

static bool is_busy(const struct run *run)
{
    return !run->gone &&
           ((may_begin(run) && plain_queue_waiting(&run->queue) > 0) || any_flies(run));
}

/* A relay that takes no recipient refuses us; one that takes others refuses this one. A first mail
 * that it will never take must not hold up all others for ever. */
static void judge_unsure(struct run *run, bool last)
{
    GArray *unsure = run->results.unsure;
    for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
        run->accepted = run->accepted || run->lane->connections[i].recipient_accepted;
    }
    if (!run->accepted && !last && unsure->len < UNSURE_LIMIT) {
        return;
    }
    for (unsigned i = 0; i < unsure->len; i++) {
        struct ledger_mark *mark = &g_array_index(unsure, struct ledger_mark, i);
        mark->result = run->accepted ? LEDGER_REFUSED : LEDGER_OUR_FAULT;
    }
    g_array_append_vals(run->results.marks, unsure->data, unsure->len);
    g_array_set_size(unsure, 0);
}

static bool is_answer(const struct ledger_mark *mark)
{
    bool about_mail = mark->result == LEDGER_ACCEPTED || mark->result == LEDGER_REFUSED ||
                      mark->result == LEDGER_LATER;
    return about_mail && *mark->status != '\0';
}

/* What the results say about the relay. */
static void learn(struct run *run)
{
    for (unsigned i = 0; i < run->results.marks->len; i++) {
        const struct ledger_mark *mark = &g_array_index(run->results.marks, struct ledger_mark, i);
        if (is_answer(mark)) {
            losses_answered(&run->lane->losses);
        }
        if (mark->result == LEDGER_OUR_FAULT && !run->ours) {
            g_free(run->stopped);
            run->stopped =
                g_strdup_printf("the relay refuses us: %s %s", mark->status, mark->answer);
            run->ours = true;
        }
    }
}

static void let_go(struct run *run, struct plain_connection *connection, bool go)
{
    plain_connection_go(connection, go, &run->results);
    offer(run, connection); /* its envelope leaves with the body */
    plain_connection_write(connection, &run->results);
}

/* Results and mails that want to go, of all connections, in one message to main. True when there
 * were any. */
static bool tell(struct run *run)
{
    judge_unsure(run, !is_busy(run));
    learn(run);
    g_autoptr(GArray) marks = g_steal_pointer(&run->results.marks);
    /* The marks point into it until they are told. */
    g_autoptr(GPtrArray) texts G_GNUC_UNUSED = g_steal_pointer(&run->results.texts);
    run->results.marks = g_array_new(FALSE, TRUE, sizeof(struct ledger_mark));
    run->results.texts = g_ptr_array_new_with_free_func(g_free);
    unsigned results = marks->len;
    g_autoptr(GPtrArray) asking = g_ptr_array_new();
    for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
        struct plain_connection *connection = &run->lane->connections[i];
        if (connection->wants_go) {
            struct ledger_mark mark = {.id = connection->next->mail->id,
                                       .status =
                                           connection->next->copy_refused ? LEDGER_NO_COPY : NULL};
            g_array_append_val(marks, mark);
            g_ptr_array_add(asking, connection);
        }
    }
    if (marks->len == 0) {
        return false;
    }
    run->gone = !run->watch->mark((struct ledger_mark *)(void *)marks->data, marks->len,
                                  run->watch->context);
    for (unsigned i = 0; i < asking->len && !run->gone; i++) {
        let_go(run, g_ptr_array_index(asking, i),
               g_array_index(marks, struct ledger_mark, results + i).go);
    }
    return true;
}

/* Works on what is ready, waiting at most so long (microseconds). Whether anything was. */
static bool wait_and_work(struct run *run, int64_t most)
{
    unsigned count = run->lane->settings.sessions;
    g_autofree struct pollfd *fds = g_new0(struct pollfd, count);
    int64_t first = INT64_MAX, now = clock_stopwatch();
    for (unsigned i = 0; i < count; i++) {
        const struct plain_connection *connection = &run->lane->connections[i];
        fds[i].fd = plain_connection_fd(connection);
        fds[i].events = plain_connection_events(connection);
        first = plain_connection_waits(connection) ? MIN(first, connection->until) : first;
    }
    int64_t left = CLAMP(first - now, 0, most);
    const struct timespec limit = {.tv_sec = left / G_USEC_PER_SEC,
                                   .tv_nsec = (left % G_USEC_PER_SEC) * 1000};
    int ready = ppoll(fds, count, &limit, NULL); /* interrupted: the next one tells */
    for (unsigned i = 0; i < count; i++) {
        plain_connection_work(&run->lane->connections[i], fds[i].revents, &run->results);
    }
    return ready > 0;
}

/* A mark costs main the same for one mail as for several: a moment is waited for those of most
 * connections, as long as the relay is so fast that they come. The few that are busy meanwhile keep
 * the relay at work. */
static void wait_for_company(struct run *run)
{
    int64_t until = clock_stopwatch() + COMPANY_LIMIT;
    for (;;) {
        unsigned asking = 0, busy = 0;
        for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
            asking += run->lane->connections[i].wants_go ? 1 : 0;
            busy += has_flights(&run->lane->connections[i]) ? 1 : 0;
        }
        int64_t left = until - clock_stopwatch();
        if (asking == 0 || 4 * asking >= 3 * busy || left <= 0 || !wait_and_work(run, left)) {
            return;
        }
    }
}

/* What did not begin. */
static void settle_rest(struct run *run)
{
    struct lane_mail *mail;
    bool ends = run->watch->ends(run->watch->context);
    while (!ends && (mail = plain_queue_take(&run->queue, !any_flies(run))) != NULL) {
        lane_settle(run->watch, mail->id, run->ours ? LEDGER_OUR_FAULT : LEDGER_NOT_TRIED, "",
                    run->stopped);
    }
}

/* What stays open is for the next batch. What main does not want any more is not to be told from a
 * broken line. */
static void keep_lines(struct run *run)
{
    for (unsigned i = 0; i < run->lane->settings.sessions; i++) {
        struct plain_connection *connection = &run->lane->connections[i];
        if (run->gone && has_flights(connection)) {
            plain_connection_lose(connection, NULL, &run->results);
        } else if (!connection->ready && is_open(connection)) {
            plain_connection_close(connection);
        }
        connection->used = connection->ready;
    }
}

static void plain_deliver(void *state, struct lane_mail *mails, unsigned count,
                          const struct lane_watch *watch)
{
    struct plain_lane *lane = state;
    struct run run = {.lane = lane, .watch = watch, .allowed = lane->settings.sessions};
    run.results.marks = g_array_new(FALSE, TRUE, sizeof(struct ledger_mark));
    run.results.texts = g_ptr_array_new_with_free_func(g_free);
    run.results.unsure = g_array_new(FALSE, TRUE, sizeof(struct ledger_mark));
    run.results.kept = g_ptr_array_new_with_free_func(g_free);
    run.results.back = g_ptr_array_new();
    g_autoptr(GPtrArray) order = losses_order(&lane->losses, mails, count);
    run.queue = (struct plain_queue){.mails = order, .back = run.results.back};
    while (is_busy(&run)) {
        offer_all(&run);
        wait_and_work(&run, PATIENCE);
        wait_for_company(&run);
        judge_losses(&run);
        while (tell(&run) && !run.gone) {
            judge_losses(&run);
        }
    }
    settle_rest(&run);
    keep_lines(&run);
    g_array_unref(run.results.marks);
    g_ptr_array_unref(run.results.texts);
    g_array_unref(run.results.unsure);
    g_ptr_array_unref(run.results.kept);
    g_ptr_array_unref(run.results.back);
    g_free(run.stopped);
}

static void plain_rest(void *state)
{
    struct plain_lane *lane = state;
    for (unsigned i = 0; i < lane->settings.sessions; i++) {
        plain_connection_close(&lane->connections[i]);
    }
}

const struct lane_kind lane_kind_plain = {
    .open = plain_open, .close = plain_close, .deliver = plain_deliver, .rest = plain_rest};
