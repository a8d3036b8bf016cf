#include "act/wishes.h"

#include <string.h>

#include "act/asking.h"
#include "act/choose.h"
#include "act/consent.h"
#include "act/funnel.h"
#include "act/human.h"
#include "act/listing.h"
#include "act/mark.h"
#include "act/meeting_additions.h"
#include "act/meeting_attendance.h"
#include "act/meeting_room.h"
#include "act/meeting_words.h"
#include "act/moving.h"
#include "act/pace.h"
#include "act/pausing.h"
#include "act/search.h"
#include "act/status.h"
#include "act/undo.h"
#include "act/why.h"

typedef bool carrier(struct matter *matter, const struct verdict_intent *intent, GError **error);

static bool confirm(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    const char *answer = verdict_slot(intent, "answer");
    bool yes = g_strcmp0(answer, "yes") == 0;
    bool clear = yes || g_strcmp0(answer, "no") == 0;
    if (clear && moving_concerns(matter)) {
        return moving_answer(matter, yes, error);
    }
    if (clear && asking_concerns(matter) && matter->person != NULL && matter->proved) {
        return asking_answer(matter, yes, error);
    }
    bool listing = false, asked = false;
    if (clear && matter->proved &&
        (!choose_asked(matter, &asked, error) || !listing_shown(matter, &listing, error))) {
        return false;
    }
    if (asked) {
        return choose_confirm(matter, yes, error);
    }
    if (listing) {
        return listing_answer(matter, yes, error);
    }
    return consent_confirm(matter, intent, error);
}

/* A command whose answer tells of people: only who is proved gets it. */
static bool command_of_person(struct matter *matter, const struct verdict_intent *intent,
                              carrier *carry, GError **error)
{
    if (matter->person == NULL) {
        matter->why_human = matter->several ? "several-people" : "unknown-person";
        return true;
    }
    if (!matter->proved) {
        asking_later(matter, intent);
        return true;
    }
    return carry(matter, intent, error);
}

static bool status(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    (void)intent;
    return status_tell(matter, error);
}

static bool pace(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    bool oftener = g_strcmp0(verdict_slot(intent, "name"), "oftener") == 0;
    return pace_change(matter, oftener, error);
}

static bool why(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    return why_tell(matter, verdict_slot(intent, "argument"), error);
}

static bool search(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    return search_find(matter, verdict_slot(intent, "argument"), error);
}

static bool show(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    return search_show(matter, verdict_slot(intent, "argument"), error);
}

static bool command(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    static const struct {
        const char *name;
        carrier *carry;
    } own[] = {{"status", status}, {"oftener", pace},  {"rarer", pace},
               {"why", why},       {"search", search}, {"show", show}};
    if (g_strcmp0(verdict_slot(intent, "name"), "undo") == 0) {
        return undo_told(matter, error);
    }
    for (size_t at = 0; at < G_N_ELEMENTS(own); at++) {
        if (g_strcmp0(verdict_slot(intent, "name"), own[at].name) == 0) {
            return command_of_person(matter, intent, own[at].carry, error);
        }
    }
    matter->why_human = matter->why_human != NULL ? matter->why_human : "later";
    human_receipt(matter);
    return true;
}

static bool nothing(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    (void)matter;
    (void)intent;
    (void)error;
    return true;
}

static const struct {
    const char *name;
    carrier *carry;
    bool proof; /* whoever wrote it has to be proved to be the person */
} effects[] = {
    {"unsubscribe", consent_unsubscribe, false}, /* asks by itself */
    {"subscribe", consent_subscribe, false},     /* double opt-in */
    {"confirm", confirm, false},
    {"command", command, false},
    {"none", nothing, false},
    {"attend", meeting_attend, false}, /* asks by itself, and strangers too */
    {"profile", listing_say, false},   /* a draft alone, which its owner sees */
    {"job", listing_say, false},
    {"job-state", listing_turn, true},
    {"outcome", funnel_outcome, true},
    {"choose", choose_take, true},
    {"pause", pausing_begin, true},
    {"address-change", moving_ask, true},
    {"rating", mark_give, true},
    {"attendance", attendance_take, true},
    {"seats", meeting_room_take, true},
    {"guest-add", meeting_additions_take, true},
};

/* Which reason staff are told, when there are several: the smaller one. */
static int rank(const char *why)
{
    static const char *const order[] = {"erase", "data-access", "human", "question", "later"};
    for (size_t at = 0; at < G_N_ELEMENTS(order); at++) {
        if (strcmp(why, order[at]) == 0) {
            return (int)at;
        }
    }
    return (int)G_N_ELEMENTS(order);
}

/* For a human, now or until a later part of the program does it. */
static void to_human(struct matter *matter, const char *name)
{
    bool gdpr = strcmp(name, "erase") == 0 || strcmp(name, "data-access") == 0;
    bool calls = strcmp(name, "human") == 0;
    const char *why = gdpr || calls || strcmp(name, "question") == 0 ? name : "later";
    if (matter->why_human == NULL || rank(why) < rank(matter->why_human)) {
        const char *const words[] = {"erase", "data-access", "human", "question", "later"};
        matter->why_human = words[rank(why)];
    }
    if (gdpr) {
        human_gdpr(matter);
    } else if (calls) {
        human_call_back(matter);
    } else {
        human_receipt(matter);
    }
}

static bool carry_out(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    for (size_t at = 0; at < G_N_ELEMENTS(effects); at++) {
        if (strcmp(intent->name, effects[at].name) != 0) {
            continue;
        }
        if (effects[at].proof && matter->person == NULL) {
            matter->why_human = matter->several ? "several-people" : "unknown-person";
            return true;
        }
        if (effects[at].proof && !matter->proved) {
            asking_later(matter, intent);
            return true;
        }
        return effects[at].carry(matter, intent, error);
    }
    to_human(matter, intent->name);
    return true;
}

bool wishes_carry_out(struct matter *matter, const GPtrArray *intents, GError **error)
{
    for (guint at = 0; at < intents->len; at++) {
        if (!carry_out(matter, intents->pdata[at], error)) {
            return false;
        }
    }
    return true;
}
