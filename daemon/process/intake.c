#include "process/intake.h"

#include "act/incoming.h"
#include "base/failure.h"
#include "base/log.h"
#include "mail/head.h"
#include "mail/precheck.h"

/* A batch is read by one child, which is dear to fork and has its seconds of the processor for all
 * of it; a part is acted on in one transaction, so that others who write to the store have their
 * turn. */
enum { BATCH = 512, BATCH_OCTETS = 8 * 1024 * 1024 /* or one larger mail */, PART = 128 };

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
    unsigned part, part_end; /* what is acted on now: from, to */
};

/* Leaves only so many. */
static void batch_cut(struct batch *batch, unsigned count)
{
    for (unsigned at = count; at < batch->count; at++) {
        g_clear_pointer(&batch->raw[at], g_bytes_unref);
        g_clear_pointer(&batch->proofs[at], ledger_proof_free);
        g_clear_pointer(&batch->heads[at], verdict_free);
        g_clear_pointer(&batch->mails[at].verdict, verdict_free);
    }
    batch->count = count;
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
    batch->aside[at] = false;
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

/* Nothing is wrong with the mail. FAILURE_INPUT of the store: it will never keep what came of it.
 */
static bool is_of_the_moment(const GError *failure)
{
    return failure->code == FAILURE_TEMPORARY ||
           (failure->domain == STORE_ERROR && failure->code != FAILURE_INPUT);
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
        if (is_of_the_moment(failure) || !store_drop_part(office->store) ||
            !store_begin_part(office->store, NULL)) {
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

/* Up to which they were acted on: the first that the store fails at. `whole`: those still stand. */
static unsigned act_one_by_one(struct batch *batch, const struct office *office, bool *whole,
                               GError **error)
{
    unsigned done = batch->part;
    while (done < batch->part_end && store_begin_part(office->store, error)) {
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

/* All of the part in one transaction; each mail is a part of it that fails alone. What was done
 * before one that the store fails at is committed: it must not be held up for ever by that one. */
static bool batch_act(struct batch *batch, const struct office *office, struct round *round,
                      GError **error)
{
    STORE_ROLLS_BACK(office->store);
    if (!store_begin_parts(office->store, error)) {
        return false;
    }
    bool whole = true;
    g_autoptr(GError) failure = NULL;
    unsigned done = act_one_by_one(batch, office, &whole, &failure);
    if (failure != NULL && (!whole || done == batch->part)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (!store_commit(office->store, error)) {
        return false;
    }
    for (unsigned at = batch->part; at < done; at++) {
        round->understood += !batch->aside[at];
        round->quarantined += batch->aside[at];
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return done == batch->part_end;
}

/* Leaves out what could not be read now, and what came behind it: mails are acted on in the order
 * in which they came. Whether any was left out. */
static bool batch_postpone(struct batch *batch, struct understander *understander,
                           struct round *round)
{
    unsigned read = batch->part;
    while (read < batch->part_end &&
           (batch->mails[read].verdict != NULL || batch->mails[read].died != NULL)) {
        read++;
    }
    if (read == batch->part_end) {
        return false;
    }
    unsigned rest = batch->count - read;
    log_warning("postponed mails=%u reason=\"no process to read them\"", rest);
    round->postponed += rest;
    understander_finish(understander); /* soon: it has no child for them either */
    batch_cut(batch, read);
    batch->part_end = read;
    return true;
}

/* The next ones that wait, after the mail `after`; the batch was cut to none. */
static bool batch_next(struct batch *batch, struct house *house, int64_t after, GError **error)
{
    batch->part = batch->part_end = 0;
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
    for (unsigned at = batch->part; at < batch->part_end; at++) {
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

/* Has the next ones read, while the caller acts on others. */
static bool batch_begin(struct batch *batch, struct house *house, int64_t after, GError **error)
{
    if (!batch_next(batch, house, after, error)) {
        return false;
    }
    if (batch->count > 0) {
        understander_ahead(house->understander, batch->mails, batch->count);
    }
    return true;
}

/* Waits for the verdicts on the next part, and acts on it while those behind it are being read. */
static bool part_work(struct batch *batch, struct batch *next, struct house *house,
                      struct round *round, GError **error)
{
    struct understander *understander = house->understander;
    int64_t last = batch->ids[batch->count - 1];
    batch->part = batch->part_end;
    batch->part_end = MIN(batch->part + PART, batch->count);
    if (!understander_read(understander, batch->mails + batch->part, batch->part_end - batch->part,
                           error)) {
        return false;
    }
    batch_read_heads(batch, understander);
    bool postponed = batch_postpone(batch, understander, round); /* the next would fare no better */
    bool is_last = batch->part_end == batch->count;
    if (is_last && !postponed && !batch_begin(next, house, last, error)) {
        return false;
    }
    return batch_act(batch, &house->office, round, error);
}

/* Part by part; what is not begun when the round is stopped waits for the next one. */
static bool batch_work(struct batch *batch, struct batch *next, struct house *house,
                       struct round *round, GError **error)
{
    bool done = true;
    while (done && batch->part_end < batch->count && !round_is_stopped(round)) {
        done =
            part_work(batch, next, house, round, error) && round_look_around(house, round, error);
    }
    return done;
}

static bool work_all(struct house *house, struct round *round, GError **error)
{
    g_autofree struct batch *batches = g_new0(struct batch, 2);
    struct batch *batch = &batches[0], *next = &batches[1];
    bool done = batch_begin(batch, house, 0, error);
    while (done && batch->count > 0 && !round_is_stopped(round)) {
        done = batch_work(batch, next, house, round, error);
        batch_cut(batch, 0);
        struct batch *spare = batch;
        batch = next;
        next = spare;
    }
    understander_forget(house->understander); /* what is read ahead, after an error or a stop */
    batch_cut(&batches[0], 0);
    batch_cut(&batches[1], 0);
    return done;
}

bool intake_waiting(struct house *house, struct round *round, GError **error)
{
    g_autoptr(GArray) any = inbound_waiting(house->office.store, 1, 0, error);
    return any != NULL && (any->len == 0 || work_all(house, round, error));
}
