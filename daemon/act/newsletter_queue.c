#include "act/newsletter.h"

#include "act/brake.h"
#include "act/letter.h"
#include "base/failure.h"
#include "compose/fields.h"
#include "store/ledger.h"
#include "store/pause.h"
#include "store/subscription.h"
#include "store/suppression.h"

GBytes *newsletter_slots(const struct office *office, const struct form *form, const char *issue,
                         const struct person *person, int64_t row, struct mail_tokens *tokens,
                         struct ledger_mail *mail)
{
    json_auto_t *values = json_object();
    fields_person(values, person);
    struct mail_tokens unused;
    letter_addresses(office, issue, person->id, row, values, tokens != NULL ? tokens : &unused);
    if (mail != NULL) {
        mail->sender = g_strdup(json_string_value(json_object_get(values, "konvolut")));
        mail->message_id = g_strdup(json_string_value(json_object_get(values, "beskedid")));
    }
    return form_slots(form, values);
}

struct gathering {
    struct store *store;
    const char *issue; /* leaves out who has a copy of it that does not go any more; NULL: nobody */
    bool closed;       /* nobody is added to it */
    const char *corrects; /* only those whom this issue has reached; NULL: all */
    GArray *ids;          /* NULL: only count */
    guint most;           /* ids are enough then; 0: all */
    int64_t now;
    bool with_paused; /* ids also of those who pause: they are passed over when their turn comes, so
                         that everybody can see it */
    int64_t active, had, late, others, suppressed;
    GError *failure;
};

/* The state of somebody's copy; 0: there is none. */
static bool note_state(const struct ledger_mail *mail, void *data)
{
    enum ledger_state *state = data;
    *state = mail->state;
    return false;
}

/* Whether `send` would still deliver to an active subscriber; who is left out is counted. */
static bool gets_it(struct gathering *gathering, int64_t person)
{
    enum ledger_state copy = 0;
    if (gathering->issue == NULL || !ledger_each(gathering->store, gathering->issue, person, 0,
                                                 note_state, &copy, &gathering->failure)) {
        return gathering->issue == NULL;
    }
    bool none = copy == 0, gone = !none && copy != LEDGER_QUEUED && copy != LEDGER_CLAIMED;
    gathering->had += gone ? 1 : 0;
    gathering->late += none && gathering->closed ? 1 : 0;
    return !gone && !(none && gathering->closed);
}

static bool gather(const struct person *person, void *data)
{
    struct gathering *gathering = data;
    enum subscription_state state = SUBSCRIPTION_NONE;
    if (!subscription_get(gathering->store, person->id, NEWSLETTER, &state, &gathering->failure)) {
        return false;
    }
    const char *address = NULL;
    if (!suppression_pick_address(gathering->store, person, &address, &gathering->failure)) {
        return false;
    }
    bool reached = true;
    if (gathering->corrects != NULL && !ledger_reached(gathering->store, gathering->corrects,
                                                       person->id, &reached, &gathering->failure)) {
        return false;
    }
    struct pause pause;
    if (!pause_of(gathering->store, person->id, gathering->now, &pause, &gathering->failure)) {
        return false;
    }
    bool pauses = pause.until != 0;
    if (state != SUBSCRIPTION_ACTIVE || !reached || address == NULL ||
        (pauses && !gathering->with_paused)) {
        gathering->others++;
        gathering->suppressed += state == SUBSCRIPTION_ACTIVE && reached && address == NULL;
        return true;
    }
    if (!gets_it(gathering, person->id)) {
        return gathering->failure == NULL;
    }
    gathering->active++;
    if (gathering->ids != NULL) {
        g_array_append_val(gathering->ids, person->id);
    }
    return gathering->most == 0 || gathering->active < gathering->most;
}

static bool gather_role(const struct office *office, enum person_role role,
                        struct gathering *gathering, GError **error)
{
    bool read = person_each(office->store, role, gather, gathering, error);
    if (gathering->failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&gathering->failure));
        return false;
    }
    return read;
}

/* Whom an issue is for: as it was approved, or else as its file says. */
struct readers {
    bool seekers, employers, closed;
    char *corrects;
};

static bool reads(const struct office *office, const char *issue, enum person_role role,
                  bool *gets_it, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(GBytes) form = issue_compiled(office->store, issue, role, &failure);
    *gets_it = form != NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

static bool find_readers(const struct office *office, const char *name, struct readers *readers,
                         GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, &failure);
    if (issue != NULL) {
        readers->closed = issue->queued != 0 || issue->state == ISSUE_SENT;
        readers->corrects = g_strdup(issue->corrects);
        return reads(office, name, PERSON_SEEKER, &readers->seekers, error) &&
               reads(office, name, PERSON_EMPLOYER, &readers->employers, error);
    }
    struct issue_front front = {0};
    if (failure->code != FAILURE_NOT_FOUND) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (!templates_issue_front(office->templates, name, &front, error)) {
        return false;
    }
    *readers = (struct readers){.seekers = front.seekers,
                                .employers = front.employers,
                                .corrects = g_strdup(front.corrects)};
    issue_front_clear(&front);
    return true;
}

bool newsletter_audience(const struct office *office, const char *issue,
                         struct newsletter_audience *audience, GError **error)
{
    struct readers readers = {0};
    bool counted = find_readers(office, issue, &readers, error);
    struct gathering seekers = {.store = office->store,
                                .issue = issue,
                                .closed = readers.closed,
                                .corrects = readers.corrects,
                                .now = clock_now(office->clock)};
    struct gathering employers = seekers;
    counted = counted &&
              (!readers.seekers || gather_role(office, PERSON_SEEKER, &seekers, error)) &&
              (!readers.employers || gather_role(office, PERSON_EMPLOYER, &employers, error));
    g_free(readers.corrects);
    audience->seekers = seekers.active;
    audience->employers = employers.active;
    audience->had = seekers.had + employers.had;
    audience->late = seekers.late + employers.late;
    audience->left_out = seekers.others + employers.others;
    audience->suppressed = seekers.suppressed + employers.suppressed;
    return counted;
}

GArray *newsletter_first(const struct office *office, const char *issue, unsigned most,
                         GError **error)
{
    struct readers readers = {0};
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    bool read = find_readers(office, issue, &readers, error);
    struct gathering gathering = {.store = office->store,
                                  .issue = issue,
                                  .closed = readers.closed,
                                  .corrects = readers.corrects,
                                  .ids = ids,
                                  .most = most,
                                  .now = clock_now(office->clock)};
    read = read && (!readers.seekers || gather_role(office, PERSON_SEEKER, &gathering, error)) &&
           (!readers.employers || ids->len >= most ||
            gather_role(office, PERSON_EMPLOYER, &gathering, error));
    g_free(readers.corrects);
    return read ? g_steal_pointer(&ids) : NULL;
}

struct queueing {
    const struct office *office;
    const struct issue *issue;
    const struct cause *cause;
    struct form *form;
};

static bool queue_copy(const struct queueing *queueing, int64_t id, GError **error)
{
    const struct office *office = queueing->office;
    SCOPED(person) struct person *person = person_get(office->store, id, error);
    int64_t row = 0;
    const char *address = NULL;
    if (person == NULL || !suppression_pick_address(office->store, person, &address, error)) {
        return false;
    }
    if (address == NULL) {
        return true; /* since it was counted */
    }
    if (!ledger_next(office->store, &row, error)) {
        return false;
    }
    int64_t now = clock_now(office->clock);
    struct ledger_mail mail = {.id = row,
                               .state = LEDGER_QUEUED,
                               .class = LEDGER_OPEN,
                               .person = id,
                               .queued = now,
                               .due = now};
    struct mail_tokens tokens;
    mail.kind = g_strdup("newsletter");
    mail.issue = g_strdup(queueing->issue->name);
    mail.recipient = g_strdup(address);
    mail.slots = newsletter_slots(office, queueing->form, queueing->issue->name, person, row,
                                  &tokens, &mail);
    const char *const words[] = {tokens.reply, tokens.unsubscribe, tokens.bounce};
    static const enum token_purpose purposes[] = {TOKEN_REPLY, TOKEN_UNSUBSCRIBE, TOKEN_BOUNCE};
    bool added = false;
    bool queued = ledger_queue(office->store, queueing->cause, &mail, "newsletter", words, purposes,
                               G_N_ELEMENTS(words), &added, error);
    g_free(mail.kind);
    g_free(mail.issue);
    g_free(mail.recipient);
    g_free(mail.sender);
    g_free(mail.message_id);
    g_clear_pointer(&mail.slots, g_bytes_unref);
    return queued;
}

enum { QUEUE_GROUP = 1000 };

/* Staff may have stopped it since the last group. */
static bool goes_on(const struct office *office, const char *name, GError **error)
{
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    return issue != NULL && (issue->state != ISSUE_HELD || brake_allows(office, issue, error));
}

static bool queue_group(const struct queueing *queueing, const GArray *ids, guint from,
                        GError **error)
{
    STORE_ROLLS_BACK(queueing->office->store);
    if (!store_begin(queueing->office->store, error) ||
        !goes_on(queueing->office, queueing->issue->name, error)) {
        return false;
    }
    for (guint at = from; at < MIN(ids->len, from + QUEUE_GROUP); at++) {
        if (!queue_copy(queueing, g_array_index(ids, int64_t, at), error)) {
            return false;
        }
    }
    return store_commit(queueing->office->store, error);
}

struct progress {
    void (*tell)(int64_t queued, void *data);
    void *data;
    int64_t queued;
};

static bool queue_role(const struct office *office, const struct issue *issue,
                       enum person_role role, struct progress *progress, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(GBytes) frozen = issue_compiled(office->store, issue->name, role, &failure);
    if (frozen == NULL) {
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        return true; /* this role gets none */
    }
    SCOPED(form) struct form *form = form_thaw(frozen, error);
    if (form == NULL) {
        return false;
    }
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    struct gathering gathering = {.store = office->store, .corrects = issue->corrects, .ids = ids};
    gathering.now = clock_now(office->clock);
    gathering.with_paused = true;
    if (!gather_role(office, role, &gathering, error)) {
        return false;
    }
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    struct queueing queueing = {office, issue, &cause, form};
    for (guint from = 0; from < ids->len; from += QUEUE_GROUP) {
        if (!queue_group(&queueing, ids, from, error)) {
            return false;
        }
        progress->queued += MIN(ids->len - from, (guint)QUEUE_GROUP);
        if (progress->tell != NULL) {
            progress->tell(progress->queued, progress->data);
        }
    }
    return true;
}

/* Read within the transaction: what the caller has read may be old, and staff may have stopped it
 * since. */
static bool set_sending(const struct office *office, const char *name, GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    return issue != NULL && brake_allows(office, issue, error) &&
           issue_set_state(office->store, &cause, name, ISSUE_SENDING, error) &&
           store_commit(office->store, error);
}

/* Whether anybody is there to queue a copy for. */
static bool has_readers(const struct office *office, const struct issue *issue, bool *any,
                        GError **error)
{
    struct readers readers = {0};
    struct gathering gathering = {.store = office->store,
                                  .corrects = issue->corrects,
                                  .most = 1,
                                  .now = clock_now(office->clock),
                                  .with_paused = true};
    if (!reads(office, issue->name, PERSON_SEEKER, &readers.seekers, error) ||
        !reads(office, issue->name, PERSON_EMPLOYER, &readers.employers, error) ||
        (readers.seekers && !gather_role(office, PERSON_SEEKER, &gathering, error)) ||
        (readers.employers && gathering.active == 0 &&
         !gather_role(office, PERSON_EMPLOYER, &gathering, error))) {
        return false;
    }
    *any = gathering.active > 0;
    return true;
}

bool newsletter_queue(const struct office *office, const char *name,
                      void (*progress)(int64_t queued, void *data), void *data, GError **error)
{
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    if (issue == NULL) {
        return false;
    }
    if (issue->state == ISSUE_SENT) {
        return true;
    }
    bool waits = issue->state == ISSUE_APPROVED || issue->state == ISSUE_HELD, any = true;
    if (waits && issue->queued == 0 && !has_readers(office, issue, &any, error)) {
        return false;
    }
    if (!any) {
        return true;
    }
    if (waits && !set_sending(office, name, error)) {
        return false;
    }
    if (issue->queued != 0) {
        return true;
    }
    struct progress told = {progress, data, 0};
    if (!queue_role(office, issue, PERSON_SEEKER, &told, error) ||
        !queue_role(office, issue, PERSON_EMPLOYER, &told, error)) {
        return false;
    }
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           issue_set_queued(office->store, name, clock_now(office->clock), error) &&
           store_commit(office->store, error);
}
