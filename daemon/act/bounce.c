#include "act/bounce.h"

#include <string.h>

#include "act/consent.h"
#include "act/failures.h"
#include "act/staff.h"
#include "mail/address.h"
#include "store/suppression.h"
#include "understand/bounce_status.h"

enum { DAY = 24 * 3600, REFUSALS_A_TIME = 100 };

/* RFC 3463 and the IANA register of enhanced status codes; a code that is not here is soft. "5.1."
 * stands for all that begin so; the first that fits counts. */
static const struct {
    const char *status;
    enum bounce_kind kind;
} codes[] = {
    {"5.1.7", BOUNCE_POLICY}, /* bad sender's mailbox address */
    {"5.1.8", BOUNCE_POLICY}, /* bad sender's system address */
    {"5.1.4", BOUNCE_SOFT},   /* the address fits several mailboxes */
    {"5.1.5", BOUNCE_SOFT},   /* a valid address */
    {"5.1.9", BOUNCE_SOFT},   /* relayed to a mailer that is none */
    {"5.1.", BOUNCE_HARD},    /* no such mailbox, system, syntax; moved; null MX (RFC 7505) */
    {"5.2.1", BOUNCE_HARD},   /* mailbox disabled */
    {"5.2.3", BOUNCE_POLICY}, /* our mail is longer than they allow */
    {"5.3.4", BOUNCE_POLICY}, /* our mail is too big for their system */
    {"5.6.", BOUNCE_POLICY},  /* our mail's content cannot be delivered */
    {"5.7.", BOUNCE_POLICY},  /* refused by policy: authentication, reputation */
    {"4.1.7", BOUNCE_POLICY}, /* the same, until we gave up */
    {"4.1.8", BOUNCE_POLICY}, {"4.7.", BOUNCE_POLICY},
};

bool bounce_judge(const char *action, const char *status, enum bounce_kind *kind)
{
    bool failed = g_strcmp0(action, "failed") == 0;
    if ((action != NULL && !failed) || (status != NULL && *status == '2' && !failed)) {
        return false; /* delayed, delivered, relayed, expanded */
    }
    *kind = BOUNCE_SOFT;
    for (size_t at = 0; status != NULL && at < G_N_ELEMENTS(codes); at++) {
        const char *code = codes[at].status;
        bool fits = g_str_has_suffix(code, ".") ? g_str_has_prefix(status, code)
                                                : strcmp(status, code) == 0;
        if (fits) {
            *kind = codes[at].kind;
            break;
        }
    }
    if (*kind == BOUNCE_HARD && !failed) {
        *kind = BOUNCE_SOFT;
    }
    return true;
}

bool bounce_concerns(const struct matter *matter)
{
    const struct verdict *verdict = matter->verdict;
    if (verdict->kind == VERDICT_BOUNCE) {
        return matter->proof != NULL || !verdict->ours; /* our own relay's reports are ours too */
    }
    if (matter->proof == NULL || matter->proof->purpose != TOKEN_BOUNCE ||
        verdict->kind == VERDICT_COMPLAINT) {
        return false;
    }
    return verdict->kind == VERDICT_MALFORMED || verdict->from_address == NULL ||
           address_is_robot(verdict->from_address);
}

/* The mail of ours that came back: by the token, else by its Message-ID. NULL without an error:
 * nobody can say. The caller owns it. */
static struct ledger_mail *which_mail(const struct matter *matter, GError **error)
{
    struct store *store = matter->office->store;
    if (matter->proof != NULL) {
        return ledger_get(store, matter->proof->outgoing, error);
    }
    const char *returned = matter->verdict->returned_id;
    return returned != NULL ? ledger_by_message_id(store, returned, error) : NULL;
}

/* A vague code says nothing; what the report says beside it may. */
static bool judge_report(const struct verdict_bounce *bounce, enum bounce_kind *kind)
{
    bool failed = bounce_judge(bounce->action, bounce->status, kind);
    bool vague = bounce->status != NULL && bounce_status_vague(bounce->status);
    if (failed && vague && bounce->hard) {
        *kind = BOUNCE_HARD;
    }
    return failed;
}

/* Whom the report concerns, when its address did not say. */
static bool find_person(struct matter *matter, const struct ledger_mail *mail, GError **error)
{
    if (matter->person != NULL || mail->person == 0) {
        return true;
    }
    matter->person = person_get(matter->office->store, mail->person, error);
    return matter->person != NULL;
}

static bool may_have_gone(const struct ledger_mail *mail)
{
    return mail->state == LEDGER_SENT || mail->state == LEDGER_DOUBT ||
           mail->state == LEDGER_CLAIMED || mail->state == LEDGER_FAILED;
}

static bool same_address(const char *first, const char *second)
{
    g_autofree char *one = address_fold(first);
    g_autofree char *other = address_fold(second);
    return strcmp(one, other) == 0;
}

/* The archive's copy of a mail goes in the same transaction; when it comes back nobody's mailbox is
 * at fault but ours. */
static bool is_archive(const struct office *office, const char *address)
{
    const char *const archives[] = {config_text(office->config, CONFIG_RELAY_ARCHIVE),
                                    config_text(office->config, CONFIG_CONFIDENTIAL_ARCHIVE)};
    return (*archives[0] != '\0' && same_address(address, archives[0])) ||
           (*archives[1] != '\0' && same_address(address, archives[1]));
}

/* What a report says of one mail. */
struct finding {
    bool counts;   /* the person was not reached */
    bool at_relay; /* our own relay said so when it should have taken the mail */
    enum bounce_kind kind;
    const char *status;  /* of the report, "" */
    const char *archive; /* the status of the archive's copy that came back, else NULL */
};

/* Milder first: behind one address there may be several (an alias, a forward), and it is dead only
 * when all are. */
static int severity(enum bounce_kind kind)
{
    return kind == BOUNCE_SOFT ? 1 : kind == BOUNCE_POLICY ? 2 : 3;
}

static bool names(const struct verdict *verdict, const char *address)
{
    for (guint at = 0; at < verdict->bounces->len; at++) {
        const struct verdict_bounce *bounce = verdict->bounces->pdata[at];
        if (same_address(bounce->address, address)) {
            return true;
        }
    }
    return false;
}

static struct finding read_report(const struct matter *matter, const struct ledger_mail *mail)
{
    const struct verdict *verdict = matter->verdict;
    struct finding found = {.counts = true, .kind = BOUNCE_SOFT, .status = ""};
    bool named = names(verdict, mail->recipient), first = true;
    for (guint at = 0; at < verdict->bounces->len; at++) {
        const struct verdict_bounce *bounce = verdict->bounces->pdata[at];
        enum bounce_kind kind = BOUNCE_SOFT;
        bool failed = judge_report(bounce, &kind);
        const char *status = bounce->status != NULL ? bounce->status : "";
        if (is_archive(matter->office, bounce->address)) {
            found.archive = failed ? status : found.archive;
            found.counts = found.counts && !first;
            continue;
        }
        if (named && !same_address(bounce->address, mail->recipient)) {
            continue;
        }
        if (first || !failed || (found.counts && severity(kind) < severity(found.kind))) {
            found.counts = failed && (first || found.counts);
            found.kind = kind;
            found.status = status;
        }
        first = false;
    }
    return found;
}

/* Whose server does not want our mail. */
enum refuser { REFUSER_OTHER, REFUSER_RELAY, REFUSER_ARCHIVE };

/* Our mails are not wanted somewhere: a technician has to look, and one letter a day is enough.
 * What came back of staff's own letters tells nobody. */
static bool alarm_staff(const struct office *office, const struct cause *cause,
                        const struct ledger_mail *mail, enum refuser refuser, const char *status,
                        GError **error)
{
    const char *sign = strrchr(mail->recipient, '@');
    if (g_str_has_prefix(mail->kind, "staff-")) {
        return true;
    }
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, mail->id);
    json_auto_t *fields = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s}", "sag", number, "modtager", sign != NULL ? sign + 1 : "",
        "grund", *status != '\0' ? status : "-", "fremmede", refuser == REFUSER_OTHER ? "ja" : "",
        "vores", refuser == REFUSER_RELAY ? "ja" : "", "arkivet",
        refuser == REFUSER_ARCHIVE ? "ja" : "");
    return staff_alarm(office, cause, "staff-refused", fields, error);
}

static bool suppress(const struct office *office, const struct cause *cause,
                     const struct ledger_mail *mail, enum suppression_reason reason,
                     const char *status, bool *done, GError **error)
{
    const struct suppression_draft draft = {mail->recipient, reason, status, mail->id};
    return suppression_add(office->store, cause, &draft, done, error);
}

/* One mail that did not arrive. `done`: its address is suppressed from now on. */
static bool blame(const struct office *office, const struct cause *cause,
                  const struct ledger_mail *mail, const struct finding *found, bool *done,
                  GError **error)
{
    struct store *store = office->store;
    bool fresh = false;
    int64_t lifted = 0;
    *done = false;
    if (!bounce_add(store, cause, mail, found->kind, found->status, &fresh, error) ||
        !suppression_last_lifted(store, mail->recipient, &lifted, error)) {
        return false;
    }
    if (!fresh) {
        return true;
    }
    if (found->kind == BOUNCE_POLICY) {
        enum refuser refuser = found->at_relay ? REFUSER_RELAY : REFUSER_OTHER;
        return alarm_staff(office, cause, mail, refuser, found->status, error);
    }
    if (lifted != 0 && mail->queued <= lifted) {
        return true; /* older than what lifted it */
    }
    if (found->kind == BOUNCE_HARD) {
        return suppress(office, cause, mail, SUPPRESSION_HARD, found->status, done, error);
    }
    struct bounce_row row = {0};
    if (!bounce_in_a_row(store, mail, lifted, &row, error)) {
        return false;
    }
    bool long_enough =
        row.count >= BOUNCE_SOFT_MAILS && cause->at - row.first >= BOUNCE_SOFT_DAYS * DAY;
    return !long_enough ||
           suppress(office, cause, mail, SUPPRESSION_SOFT, found->status, done, error);
}

/* Whether an unmatched report says that something did not arrive at all. */
static bool reports_failure(const struct verdict *verdict)
{
    bool failed = verdict->bounces->len == 0;
    for (guint at = 0; at < verdict->bounces->len; at++) {
        const struct verdict_bounce *bounce = verdict->bounces->pdata[at];
        enum bounce_kind kind = BOUNCE_SOFT;
        failed = failed || bounce_judge(bounce->action, bounce->status, &kind);
    }
    return failed;
}

bool bounce_act(struct matter *matter, GError **error)
{
    const struct office *office = matter->office;
    g_autoptr(GError) failure = NULL;
    SCOPED(ledger_mail) struct ledger_mail *mail = which_mail(matter, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    matter->effect = "bounce";
    if (mail == NULL) {
        matter->why_human = reports_failure(matter->verdict) ? "bounce" : NULL;
        return true;
    }
    if (!find_person(matter, mail, error)) {
        return false;
    }
    if (!may_have_gone(mail)) {
        matter->effect = "ignored";
        return true;
    }
    const struct finding found = read_report(matter, mail);
    if (found.archive != NULL &&
        !alarm_staff(office, &matter->cause, mail, REFUSER_ARCHIVE, found.archive, error)) {
        return false;
    }
    if (!found.counts) {
        matter->effect = "ignored";
        return true;
    }
    bool suppressed = false;
    if (!blame(office, &matter->cause, mail, &found, &suppressed, error)) {
        return false;
    }
    matter->effect = suppressed ? "bounced" : "bounce";
    return true;
}

bool bounce_complain(struct matter *matter, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(ledger_mail) struct ledger_mail *mail = which_mail(matter, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (mail == NULL) {
        matter->why_human = "complaint";
        return true;
    }
    bool fresh = false, done = false;
    if (!find_person(matter, mail, error) ||
        !bounce_add(matter->office->store, &matter->cause, mail, BOUNCE_COMPLAINT, "", &fresh,
                    error)) {
        return false;
    }
    matter->effect = "complaint";
    if (!fresh) {
        return true;
    }
    return suppress(matter->office, &matter->cause, mail, SUPPRESSION_COMPLAINT, NULL, &done,
                    error) &&
           (matter->person == NULL || consent_complain(matter, error));
}

/* "550 5.1.1" and "5.1.1 no such user" to the status of RFC 3463; "" when the relay gave none: then
 * it was we who could not send it. The caller owns it. */
static char *status_of(const struct ledger_mail *mail)
{
    const char *status = mail->status != NULL ? mail->status : "";
    const char *const texts[] = {strchr(status, ' ') != NULL ? strchr(status, ' ') + 1 : "",
                                 mail->answer != NULL ? mail->answer : ""};
    for (size_t at = 0; *status != '\0' && at < G_N_ELEMENTS(texts); at++) {
        size_t length = strspn(texts[at], "0123456789.");
        bool enhanced = length >= 5 && texts[at][1] == '.' && texts[at][0] == status[0];
        if (enhanced) {
            return g_strndup(texts[at], length);
        }
    }
    return *status != '\0' ? g_strdup_printf("%c.0.0", *status) : g_strdup("");
}

/* Our own relay speaks of itself (RFC 3463 3.4), of the line (421) or of our sender: that is about
 * no reader. In a report from elsewhere X.3 may be the reader's system. `status`: not "". */
static bool is_about_relay(const struct ledger_mail *mail, const char *status)
{
    return status[2] == '3' || g_str_has_prefix(mail->status, "421") ||
           g_str_has_suffix(mail->status, LEDGER_AT_MAIL);
}

static bool judge_refusal(const struct office *office, const struct ledger_mail *mail,
                          GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "program"};
    g_autofree char *status = status_of(mail);
    struct finding found = {.status = status, .at_relay = true};
    found.counts = *status != '\0' && bounce_judge("failed", status, &found.kind);
    if (found.counts && is_about_relay(mail, status)) {
        found.kind = BOUNCE_POLICY;
    }
    bool done = false, stopped = false;
    return bounce_set_judged(office->store, mail->id, error) &&
           failures_have_stopped(office, mail->issue, &stopped, error) &&
           (!found.counts || stopped || blame(office, &cause, mail, &found, &done, error));
}

static bool take_some(const struct office *office, bool *more, GError **error)
{
    g_autoptr(GPtrArray) mails = bounce_unjudged(office->store, REFUSALS_A_TIME, error);
    if (mails == NULL || mails->len == 0) {
        *more = false;
        return mails != NULL;
    }
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    for (guint at = 0; at < mails->len; at++) {
        if (!judge_refusal(office, mails->pdata[at], error)) {
            return false;
        }
    }
    return store_commit(office->store, error);
}

bool bounce_take_refusals(const struct office *office, GError **error)
{
    bool more = true;
    while (more) {
        if (!take_some(office, &more, error)) {
            return false;
        }
    }
    return true;
}
