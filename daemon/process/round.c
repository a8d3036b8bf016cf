#include "process/round.h"

#include "act/bounce.h"
#include "act/failures.h"
#include "act/incoming.h"
#include "base/failure.h"
#include "base/log.h"
#include "mail/head.h"
#include "mail/precheck.h"
#include "process/due.h"
#include "process/hold.h"
#include "process/watch.h"

enum { BATCH = 128, BATCH_OCTETS = 8 * 1024 * 1024 }; /* or one larger mail */

void round_clear(struct round *round)
{
    deliver_tally_clear(&round->delivered);
}

/* One batch of mails between the store and the understander. */
struct batch {
    struct understander_mail mails[BATCH];
    GBytes *raw[BATCH];
    struct ledger_proof *proofs[BATCH];
    struct verdict *heads[BATCH]; /* of the header alone, where the whole mail has no verdict */
    int64_t ids[BATCH];
    bool aside[BATCH]; /* not acted on: for staff */
    char today[16];
    unsigned count;
};

static void batch_clear(struct batch *batch)
{
    for (unsigned at = 0; at < batch->count; at++) {
        g_clear_pointer(&batch->raw[at], g_bytes_unref);
        g_clear_pointer(&batch->proofs[at], ledger_proof_free);
        g_clear_pointer(&batch->heads[at], verdict_free);
        g_clear_pointer(&batch->mails[at].verdict, verdict_free);
    }
}

static bool batch_add(struct batch *batch, const struct office *office, int64_t id,
                      const char *today, GError **error)
{
    SCOPED(inbound) struct inbound *inbound = inbound_get(office->store, id, error);
    /* One octet too many is enough for the verdict that it is too large. */
    GBytes *raw = inbound != NULL
                      ? inbound_raw_start(office->store, id, PRECHECK_MESSAGE_LIMIT + 1, error)
                      : NULL;
    if (raw == NULL) {
        return false;
    }
    unsigned at = batch->count++;
    size_t length = 0;
    const char *data = g_bytes_get_data(raw, &length);
    const char *octets = data != NULL ? data : ""; /* no octets have no place in memory */
    g_autoptr(GError) failure = NULL;
    struct ledger_proof *proof =
        incoming_proof(office, inbound->recipient, octets, length, &failure);
    batch->ids[at] = id;
    batch->raw[at] = raw;
    batch->proofs[at] = proof;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    bool reply = proof != NULL && proof->purpose == TOKEN_REPLY;
    batch->mails[at] = (struct understander_mail){
        .raw = octets,
        .length = length,
        .replying_to = reply && proof->replies != NULL ? proof->replies : "none",
        .today = today,
    };
    return true;
}

static bool batch_fill(struct batch *batch, const struct office *office, const GArray *ids,
                       const char *today, GError **error)
{
    for (guint at = 0; at < ids->len; at++) {
        if (!batch_add(batch, office, g_array_index(ids, int64_t, at), today, error)) {
            return false;
        }
    }
    return true;
}

/* One mail that nobody could foresee must not stand in the way of all others: what fails for a
 * reason of its own is set aside, what fails for the store or the moment is tried again in the next
 * round. */
static bool act_or_set_aside(struct batch *batch, unsigned at, const struct office *office,
                             GError **error)
{
    const struct understander_mail *mail = &batch->mails[at];
    int64_t id = batch->ids[at];
    g_autoptr(GError) failure = NULL;
    const char *why = g_strcmp0(mail->died, "crashed") == 0 ? "killed" : "stalled";
    if (mail->verdict != NULL) {
        if (incoming_carry_out(office, id, batch->proofs[at], mail->verdict, &failure)) {
            return true;
        }
        if (failure->domain == STORE_ERROR || failure->code == FAILURE_TEMPORARY ||
            !store_drop_part(office->store) || !store_begin_part(office->store, NULL)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        why = "failed";
    }
    batch->aside[at] = true;
    log_warning("quarantined inbound=%" G_GINT64_FORMAT " why=%s detail=\"%s\"", id, why,
                failure != NULL ? failure->message : mail->died);
    return mail->verdict != NULL
               ? incoming_lay_aside(office, id, why, mail->verdict, error)
               : incoming_unread(office, id, why, batch->proofs[at], batch->heads[at], error);
}

/* How many were acted on: up to the first that the store fails at. `whole`: those still stand. */
static unsigned act_in_parts(struct batch *batch, const struct office *office, bool *whole,
                             GError **error)
{
    unsigned done = 0;
    while (done < batch->count && store_begin_part(office->store, error)) {
        if (!act_or_set_aside(batch, done, office, error)) {
            *whole = store_drop_part(office->store);
            return done;
        }
        if (!store_keep_part(office->store, error)) {
            *whole = false;
            return done;
        }
        done++;
    }
    return done;
}

/* All of them in one transaction; each is a part of it that fails alone. What was done before one
 * that the store fails at is committed: it must not be held up for ever by that one. */
static bool batch_act(struct batch *batch, const struct office *office, struct round *round,
                      GError **error)
{
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    bool whole = true;
    g_autoptr(GError) failure = NULL;
    unsigned done = act_in_parts(batch, office, &whole, &failure);
    if (failure != NULL && (!whole || done == 0)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (!store_commit(office->store, error)) {
        return false;
    }
    for (unsigned at = 0; at < done; at++) {
        round->understood += !batch->aside[at];
        round->quarantined += batch->aside[at];
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return done == batch->count;
}

/* Leaves out what could not be read now, and what came behind it: mails are acted on in the order
 * in which they came. Whether any was left out. */
static bool batch_postpone(struct batch *batch, struct round *round)
{
    unsigned read = 0;
    while (read < batch->count &&
           (batch->mails[read].verdict != NULL || batch->mails[read].died != NULL)) {
        read++;
    }
    struct batch rest = {.count = batch->count - read};
    for (unsigned at = 0; at < rest.count; at++) {
        rest.mails[at] = batch->mails[read + at];
        rest.raw[at] = batch->raw[read + at];
        rest.proofs[at] = batch->proofs[read + at];
    }
    if (rest.count > 0) {
        log_warning("postponed mails=%u reason=\"no process to read them\"", rest.count);
    }
    batch->count = read;
    round->postponed += rest.count;
    batch_clear(&rest);
    return rest.count > 0;
}

/* The next ones that wait, after the mail `after`. */
static bool batch_next(struct batch *batch, struct house *house, int64_t after, GError **error)
{
    *batch = (struct batch){0};
    g_autoptr(GArray) ids =
        inbound_waiting_after(house->office.store, after, BATCH, BATCH_OCTETS, error);
    if (ids == NULL) {
        return false;
    }
    g_autoptr(GDateTime) civil = clock_civil(house->clock, clock_now(house->clock));
    g_autofree char *today = g_date_time_format(civil, "%Y-%m-%d");
    g_strlcpy(batch->today, today, sizeof batch->today);
    return batch_fill(batch, &house->office, ids, batch->today, error);
}

/* Who sent what has killed or stalled its child: the header alone may say. When it does not, nobody
 * is answered. */
static void batch_read_heads(struct batch *batch, struct understander *understander)
{
    for (unsigned at = 0; at < batch->count; at++) {
        const struct understander_mail *mail = &batch->mails[at];
        if (mail->verdict == NULL && mail->died != NULL) {
            struct understander_mail head = {.replying_to = mail->replying_to,
                                             .today = mail->today};
            g_autofree char *octets = head_alone(mail->raw, mail->length, &head.length);
            head.raw = octets;
            understander_read(understander, &head, 1, NULL);
            batch->heads[at] = head.verdict;
        }
    }
}

/* Understands one batch, and acts on it while the next is being read. */
static bool batch_work(struct batch *batch, struct batch *next, struct house *house,
                       struct round *round, GError **error)
{
    struct understander *understander = house->understander;
    if (!understander_read(understander, batch->mails, batch->count, error)) {
        return false;
    }
    batch_read_heads(batch, understander);
    int64_t last = batch->ids[batch->count - 1];
    bool postponed = batch_postpone(batch, round); /* the next ones would fare no better now */
    if (!postponed && !batch_next(next, house, last, error)) {
        return false;
    }
    if (next->count > 0) {
        understander_ahead(understander, next->mails, next->count);
    }
    return batch_act(batch, &house->office, round, error);
}

/* For whoever looks on while a round lasts. */
static bool look_around(struct house *house, struct round *round, GError **error)
{
    if (round->progress != NULL) {
        round->progress(round, round->data);
    }
    return watch_going(house->watch, house, &round->delivered, error);
}

static bool is_stopped(const struct round *round)
{
    return round->stop != NULL && *round->stop;
}

/* Batch by batch; what is not begun when the round is stopped waits for the next one. */
static bool understand_waiting(struct house *house, struct round *round, GError **error)
{
    struct batch batches[2] = {{.count = 0}, {.count = 0}};
    unsigned at = 0;
    bool done = batch_next(&batches[at], house, 0, error);
    while (done && batches[at].count > 0 && !is_stopped(round)) {
        done = batch_work(&batches[at], &batches[1 - at], house, round, error) &&
               look_around(house, round, error);
        batch_clear(&batches[at]);
        batches[at].count = 0;
        at = 1 - at;
    }
    understander_forget(house->understander); /* what is read ahead, after an error or a stop */
    batch_clear(&batches[0]);
    batch_clear(&batches[1]);
    return done;
}

bool round_inbound(struct house *house, struct round *round, GError **error)
{
    unsigned kept = 0;
    if (!retrieve_round(house->retrieve, house->office.store, house->clock, &kept, error)) {
        return false;
    }
    round->received += kept;
    return understand_waiting(house, round, error);
}

bool round_step(struct house *house, struct round *round, bool *more, GError **error)
{
    return round_inbound(house, round, error) && hold_advance(house, error) &&
           deliver_step(house->deliver, house->office.store, house->clock, &round->delivered, more,
                        error) &&
           bounce_take_refusals(&house->office, error) && failures_judge(&house->office, error) &&
           look_around(house, round, error);
}

/* Nothing is on its way when it returns, also after an error. */
static bool step_on(struct house *house, struct round *round, GError **error)
{
    bool more = true, fine = true;
    while (fine && more && !is_stopped(round)) {
        fine = round_step(house, round, &more, error);
    }
    bool finished = deliver_finish(house->deliver, house->office.store, house->clock,
                                   &round->delivered, fine ? error : NULL);
    return fine && finished;
}

/* What staff have to know goes out at once, by a relay that can be used. */
static bool step_letters(struct house *house, struct round *round, GError **error)
{
    int64_t due = INT64_MAX;
    if (!ledger_next_due(house->office.store, LEDGER_CONFIDENTIAL, &due, error)) {
        return false;
    }
    return due > clock_now(house->clock) || step_on(house, round, error);
}

/* Group by group, and what came in between two groups is not kept waiting. */
static bool do_due(struct house *house, struct round *round, GError **error)
{
    bool more = true;
    while (more && !is_stopped(round)) {
        if (!due_work(&house->office, &more, error) ||
            (more && !(round_inbound(house, round, error) && look_around(house, round, error)))) {
            return false;
        }
    }
    return true;
}

static bool do_all(struct house *house, struct round *round, GError **error)
{
    if (!round_inbound(house, round, error) || !hold_look(house, &round->delivered, error)) {
        return false;
    }
    if (house->hold != EPOCH_CURRENT) {
        return true; /* what the store plans may have happened already */
    }
    if (!do_due(house, round, error) ||
        !deliver_review(house->deliver, house->office.store, house->clock, error) ||
        !step_on(house, round, error) ||
        !watch_round(house->watch, house, &round->delivered, error) ||
        !step_letters(house, round, error)) {
        return false;
    }
    /* An issue whose last copy has gone is sent; who subscribed meanwhile is invited. */
    return do_due(house, round, error);
}

bool round_all(struct house *house, struct round *round, const volatile bool *stop, GError **error)
{
    watch_begin(house->watch, &house->office);
    round->stop = stop;
    bool done = do_all(house, round, error);
    round->stop = NULL;
    return done;
}

bool round_next(struct house *house, int64_t *moment, GError **error)
{
    int64_t due = INT64_MAX, mail = INT64_MAX;
    if (!due_next(&house->office, &due, error) ||
        !deliver_next(house->deliver, house->office.store, house->clock, &mail, error)) {
        return false;
    }
    g_autoptr(GArray) postponed = inbound_waiting(house->office.store, 1, 0, error);
    if (postponed == NULL) {
        return false;
    }
    int64_t planned = house->hold == EPOCH_CURRENT ? MIN(due, mail) : INT64_MAX;
    *moment = postponed->len > 0 ? clock_now(house->clock) : planned;
    return true;
}
