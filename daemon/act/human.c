#include "act/human.h"

#include "act/staff.h"
#include "mail/address.h"
#include "understand/cpr.h"

/* Characters of a mail that staff are sent; the rest is in the inbox. */
enum { TEXT_LIMIT = 20000, LINE_LIMIT = 200 };

/* Free of CPR numbers and short enough for a letter. */
static char *quotable(const char *text, size_t limit)
{
    g_autofree char *masked = cpr_mask(text != NULL ? text : "");
    if (g_utf8_strlen(masked, -1) <= (glong)limit) {
        return g_steal_pointer(&masked);
    }
    g_autofree char *cut = g_utf8_substring(masked, 0, (glong)limit);
    return g_strconcat(cut, " ...", NULL);
}

static json_t *about_mail(const struct matter *matter, int64_t id, const char *reply_to)
{
    const struct verdict *verdict = matter->verdict;
    const struct office *office = matter->office;
    g_autofree char *when =
        templates_date(office->templates, "da", office->clock, matter->cause.at, true);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, id);
    g_autofree char *text = quotable(verdict->text, TEXT_LIMIT);
    g_autofree char *subject = quotable(verdict->subject, LINE_LIMIT);
    g_autofree char *name = quotable(verdict->from_name, LINE_LIMIT);
    g_autofree char *address = quotable(verdict->from_address, LINE_LIMIT);
    const GPtrArray *likely = verdict->intents->len > 0 ? verdict->intents : verdict->guesses;
    const struct verdict_intent *guess = likely->len > 0 ? likely->pdata[0] : NULL;
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "sag", number, "modtaget", when,
        "afsendernavn", name, "afsenderadresse", address, "emnelinje", subject, "brevtekst", text,
        "grund", templates_word(office->templates, "da", "reasons", matter->why_human), "gaet",
        guess != NULL ? templates_word(office->templates, "da", "intents", guess->name) : "",
        "besvaret", matter->answered ? "ja" : "", "svarmodtager", reply_to != NULL ? reply_to : "");
}

static bool send_receipt(struct matter *matter, GError **error)
{
    const char *language = matter->person != NULL ? matter->person->language : "da";
    g_autofree char *when = templates_date(matter->office->templates, language,
                                           matter->office->clock, matter->cause.at, true);
    g_autofree char *about = matter->proved ? letter_topic(matter->verdict->subject) : g_strdup("");
    g_autofree char *subject = quotable(about, LINE_LIMIT);
    json_auto_t *more = json_pack("{s:s, s:s}", "modtaget", when, "vedroerende", subject);
    return matter_answer(matter, "received", "none", more, error);
}

bool human_hand_over(struct matter *matter, int64_t id, GError **error)
{
    if (!send_receipt(matter, error)) {
        return false;
    }
    const char *from = matter->verdict->from_address;
    g_autofree char *reply_to = from != NULL ? address_parse(from, NULL) : NULL;
    if (reply_to != NULL && address_is_robot(reply_to)) {
        g_clear_pointer(&reply_to, g_free);
    }
    json_auto_t *about = about_mail(matter, id, reply_to);
    return staff_tell(matter->office, &matter->cause, "staff-inbox", about, reply_to, error);
}

bool human_set_aside(const struct office *office, const struct cause *cause, int64_t id,
                     const char *why, const char *verdict, GError **error)
{
    g_autofree char *effect = g_strdup(verdict != NULL ? "to-human" : "quarantined");
    g_autofree char *reason = g_strdup(why);
    g_autofree char *kept = g_strdup(verdict);
    struct inbound result = {.id = id,
                             .state = verdict != NULL ? INBOUND_HUMAN : INBOUND_QUARANTINED,
                             .verdict = kept,
                             .reason = reason,
                             .effect = effect};
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, id);
    g_autofree char *when = templates_date(office->templates, "da", office->clock, cause->at, true);
    json_auto_t *about = json_pack("{s:s, s:s, s:s}", "sag", number, "modtaget", when, "grund",
                                   templates_word(office->templates, "da", "reasons", reason));
    return inbound_settle(office->store, cause, &result, error) &&
           staff_tell(office, cause, "staff-quarantine", about, NULL, error);
}
