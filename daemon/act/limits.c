#include "act/limits.h"

#include "mail/address.h"
#include "store/inbound.h"
#include "store/ledger.h"

enum { HOUR = 3600, DAY = 24 * HOUR, WEEK = 7 * DAY };

static bool below(const struct office *office, const char *recipient, const char *kind,
                  int64_t span, int64_t limit, bool *may, GError **error)
{
    int64_t count = 0;
    int64_t since = clock_now(office->clock) - span;
    if (!ledger_recent(office->store, recipient, kind, since, &count, error)) {
        return false;
    }
    *may = count < limit;
    return true;
}

/* Whether a letter can and should be written to this sender. */
static bool is_reader(const struct office *office, const char *sender)
{
    g_autofree char *address = sender != NULL ? address_parse(sender, NULL) : NULL;
    if (address == NULL || address_is_robot(address)) {
        return false;
    }
    const char *ours = config_text(office->config, CONFIG_SITE_ADDRESS);
    char token[TOKEN_LENGTH + 1];
    return g_ascii_strcasecmp(address, ours) != 0 && !token_of_address(ours, address, token);
}

bool limits_answerable(const struct office *office, const struct verdict *verdict, int64_t inbound,
                       bool *may, GError **error)
{
    *may = false;
    bool pressed = verdict->kind == VERDICT_CALENDAR_REPLY; /* by a person, and with equal words */
    bool readable =
        pressed || verdict->kind == VERDICT_MESSAGE || verdict->kind == VERDICT_MALFORMED;
    if (verdict->automatic || verdict->bulk || verdict->ours || !readable ||
        !is_reader(office, verdict->from_address)) {
        return true;
    }
    if (pressed) {
        *may = true;
        return true;
    }
    bool same = false;
    g_autofree char *folded = address_fold(verdict->from_address);
    if (!inbound_same_text(office->store, inbound, folded, verdict->text,
                           clock_now(office->clock) - HOUR, &same, error)) {
        return false;
    }
    *may = !same;
    return true;
}

/* As `below`, of all letters that mails caused. */
static bool answers_below(const struct office *office, const char *recipient, bool unproved,
                          int64_t span, int64_t limit, bool *may, GError **error)
{
    int64_t count = 0;
    int64_t since = clock_now(office->clock) - span;
    if (!ledger_answers(office->store, recipient, unproved, since, &count, error)) {
        return false;
    }
    *may = count < limit;
    return true;
}

bool limits_may_send(const struct office *office, const char *recipient, enum limits_sender sender,
                     bool *may, GError **error)
{
    static const struct {
        bool unproved;
        int64_t a_day, a_week;
    } limits[] = {[LIMITS_STRANGER] = {false, LIMIT_STRANGER_A_DAY, LIMIT_STRANGER_A_WEEK},
                  [LIMITS_KNOWN] = {true, LIMIT_KNOWN_A_DAY, LIMIT_KNOWN_A_WEEK},
                  [LIMITS_PROVED] = {false, LIMIT_DIALOGUE_A_DAY, INT64_MAX}};
    bool unproved = limits[sender].unproved, today = false, this_week = false;
    if (!answers_below(office, recipient, unproved, DAY, limits[sender].a_day, &today, error) ||
        !answers_below(office, recipient, unproved, WEEK, limits[sender].a_week, &this_week,
                       error)) {
        return false;
    }
    *may = today && this_week;
    return true;
}

bool limits_may_ask(const struct office *office, const char *recipient, const char *letter,
                    bool *may, GError **error)
{
    return below(office, recipient, letter, WEEK, LIMIT_ASK_A_WEEK, may, error);
}

bool limits_may_tell_staff(const struct office *office, const char *recipient, const char *kind,
                           bool *may, GError **error)
{
    return below(office, recipient, kind, HOUR, LIMIT_STAFF_AN_HOUR, may, error);
}

bool limits_may_alarm_staff(const struct office *office, const char *recipient, const char *kind,
                            bool *may, GError **error)
{
    return below(office, recipient, kind, DAY, LIMIT_ALARM_A_DAY, may, error);
}
