#include "act/human.h"

#include <string.h>

#include "act/answer.h"
#include "act/erase.h"
#include "act/meaning.h"
#include "act/staff.h"
#include "mail/address.h"
#include "mail/precheck.h"
#include "understand/cpr.h"
#include "understand/phone.h"

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

/* What staff are told of: a mail, and why. */
struct note {
    const struct office *office;
    const struct verdict *verdict;
    const struct person *person; /* whom it concerns, NULL: not known */
    int64_t id, at;              /* when it came */
    const char *why;
    bool answered;
};

static bool is_gdpr(const char *why)
{
    return strcmp(why, "erase") == 0 || strcmp(why, "data-access") == 0;
}

/* The day until which a wish under the GDPR has to be met (article 12, 3), or "". The caller owns
 * it. */
static char *deadline(const struct note *note)
{
    if (!is_gdpr(note->why)) {
        return g_strdup("");
    }
    g_autoptr(GDateTime) came = clock_civil(note->office->clock, note->at);
    g_autoptr(GDateTime) then = g_date_time_add_months(came, 1);
    return templates_date(note->office->templates, "da", note->office->clock,
                          g_date_time_to_unix(then), false);
}

/* The sentence in which somebody asks for a human: it says when and how. Points of "kl. 15" end
 * none. The caller owns it. */
static char *call_words(const struct verdict *verdict)
{
    const struct verdict_intent *intent = verdict_intent(verdict, "human");
    const char *words = intent != NULL && intent->words != NULL ? intent->words : "";
    const char *found = *words != '\0' ? strstr(verdict->text, words) : NULL;
    if (found == NULL) {
        return g_strdup("");
    }
    const char *from = found, *to = found + strlen(words);
    while (from > verdict->text && strchr("!?\n", from[-1]) == NULL &&
           !(from[-1] == ' ' && from - 1 > verdict->text && from[-2] == '.' &&
             g_ascii_isupper(*from))) {
        from--;
    }
    while (*to != '\0' && strchr("!?\n", *to) == NULL &&
           !(to[0] == '.' && (to[1] == '\0' || (to[1] == ' ' && g_ascii_isupper(to[2]))))) {
        to++;
    }
    g_autofree char *sentence = g_strndup(from, (gsize)(to - from));
    return quotable(g_strstrip(sentence), LINE_LIMIT);
}

static void set(json_t *fields, const char *name, const char *value)
{
    g_assert(json_object_set_new(fields, name, json_string(value != NULL ? value : "")) == 0);
}

static void set_cut(json_t *fields, const char *name, const char *value, size_t limit)
{
    g_autofree char *text = quotable(value, limit);
    set(fields, name, text);
}

static json_t *about_mail(const struct note *note, const char *reply_to)
{
    const struct verdict *verdict = note->verdict;
    const struct office *office = note->office;
    g_autofree char *when = templates_date(office->templates, "da", office->clock, note->at, true);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, note->id);
    g_autofree char *guess =
        meaning_for_staff(office, verdict->intents->len > 0 ? verdict->intents : verdict->guesses);
    g_autofree char *phone = phone_find(verdict->text);
    g_autofree char *words = call_words(verdict);
    g_autofree char *until = deadline(note);
    const char *known = note->person != NULL ? note->person->name : "";
    json_t *fields = json_object();
    set(fields, "sag", number);
    set(fields, "modtaget", when);
    set_cut(fields, "afsendernavn", *known != '\0' ? known : verdict->from_name, LINE_LIMIT);
    set_cut(fields, "afsenderadresse", verdict->from_address, LINE_LIMIT);
    set_cut(fields, "emnelinje", verdict->subject, LINE_LIMIT);
    set_cut(fields, "brevtekst", verdict->text, TEXT_LIMIT);
    set(fields, "grund", templates_word(office->templates, "da", "reasons", note->why));
    set(fields, "gaet", guess);
    set(fields, "besvaret", note->answered ? "ja" : "");
    set(fields, "svarmodtager", reply_to);
    set(fields, "frist", until);
    set(fields, "mailnummer", phone);
    set(fields, "kendtnummer", note->person != NULL ? note->person->phone : "");
    set(fields, "ringeord", words);
    set(fields, "tilbageholdt", strcmp(note->why, "held") == 0 ? "ja" : "");
    return fields;
}

static bool send_note(const struct note *note, const struct cause *cause, GError **error)
{
    const char *from = note->verdict->from_address;
    g_autofree char *reply_to = from != NULL ? address_parse(from, NULL) : NULL;
    if (reply_to != NULL && address_is_robot(reply_to)) {
        g_clear_pointer(&reply_to, g_free);
    }
    json_auto_t *about = about_mail(note, reply_to);
    bool erases = strcmp(note->why, "erase") == 0 && note->person != NULL;
    g_autofree char *standing =
        erases ? erase_standing(note->office, note->person->id, error) : g_strdup("");
    if (standing == NULL) {
        return false;
    }
    set(about, "staar", standing);
    bool calls = strcmp(note->why, "human") == 0;
    struct cause case_of = *cause;
    case_of.inbound = note->id; /* by which act/desk knows what a reply is about */
    return staff_tell(note->office, &case_of, calls ? "staff-call" : "staff-inbox", about, error);
}

void human_receipt(struct matter *matter)
{
    g_autofree char *when = matter_date(matter, matter_received(matter), true);
    g_autofree char *about = matter->proved ? letter_topic(matter->verdict->subject) : g_strdup("");
    g_autofree char *subject = quotable(about, LINE_LIMIT);
    answer_add(matter, &(struct deed){.letter = "received",
                                      .said = "received",
                                      .more = json_pack("{s:s, s:s}", "modtaget", when,
                                                        "vedroerende", subject)});
}

void human_unreadable(struct matter *matter)
{
    const GPtrArray *warnings = matter->verdict->warnings;
    const char *why = warnings->len > 0 ? warnings->pdata[0] : "";
    bool large = strstr(why, PRECHECK_TOO_LARGE) != NULL;
    matter->why_human = large ? "too-large" : "precheck";
    g_autofree char *when = matter_date(matter, matter_received(matter), true);
    answer_add(matter, &(struct deed){.letter = "unreadable",
                                      .more = json_pack("{s:s, s:s}", "modtaget", when, "forstor",
                                                        large ? "ja" : "")});
}

static const struct verdict_attachment *unread_file(const struct verdict *verdict)
{
    for (guint at = 0; at < verdict->attachments->len; at++) {
        const struct verdict_attachment *file = verdict->attachments->pdata[at];
        if (file->unread != NULL) {
            return file;
        }
    }
    return NULL;
}

void human_unread_file(struct matter *matter)
{
    const struct verdict_attachment *file = unread_file(matter->verdict);
    if (file == NULL || matter->answered || matter->untold) {
        return;
    }
    const char *why =
        templates_word(matter->office->templates, matter_language(matter), "files", file->unread);
    g_autofree char *name = quotable(file->filename, LINE_LIMIT);
    if (matter->why_human == NULL || strcmp(matter->why_human, "not-understood") == 0) {
        matter->why_human = "file";
    }
    answer_add(matter,
               &(struct deed){.letter = "file-unread",
                              .said = "file-unread",
                              .more = json_pack("{s:s, s:s}", "filnavn", name, "filgrund", why)});
}

void human_call_back(struct matter *matter)
{
    g_autofree char *written = phone_find(matter_words(matter)->text);
    const char *known = matter->person != NULL && matter->known_sender ? matter->person->phone : "";
    const char *number = written != NULL ? written : known;
    answer_add(matter, &(struct deed){.letter = "call-back",
                                      .said = *number != '\0' ? "call-back" : "call-back-none",
                                      .more = json_pack("{s:s}", "ringenummer", number)});
}

void human_gdpr(struct matter *matter)
{
    g_autofree char *when = matter_date(matter, matter_received(matter), false);
    answer_add(matter, &(struct deed){.letter = "gdpr",
                                      .said = "gdpr",
                                      .more = json_pack("{s:s}", "modtaget", when)});
}

bool human_hand_over(struct matter *matter, int64_t id, GError **error)
{
    const struct note note = {.office = matter->office,
                              .verdict = matter_words(matter),
                              .person = matter->known_sender ? matter->person : NULL,
                              .id = id,
                              .at = matter_received(matter),
                              .why = matter->why_human,
                              .answered = matter->answered};
    return send_note(&note, &matter->cause, error);
}

bool human_tell(const struct office *office, const struct cause *cause, struct inbound *inbound,
                const char *why, GError **error)
{
    SCOPED(verdict) struct verdict *verdict = verdict_from_text(inbound->verdict);
    SCOPED(person)
    struct person *person =
        inbound->person != 0 ? person_get(office->store, inbound->person, error) : NULL;
    if (verdict == NULL || (inbound->person != 0 && person == NULL)) {
        return verdict == NULL; /* none that could be told of: it is in the inbox all the same */
    }
    const struct note note = {.office = office,
                              .verdict = verdict,
                              .person = person,
                              .id = inbound->id,
                              .at = inbound->received,
                              .why = why,
                              .answered = true};
    g_free(inbound->reason);
    inbound->reason = g_strdup(why);
    return inbound_settle(office->store, cause, inbound, error) && send_note(&note, cause, error);
}

bool human_set_aside(const struct office *office, const struct cause *cause, int64_t id,
                     const char *why, const char *verdict, bool answered, GError **error)
{
    g_autofree char *effect = g_strdup(verdict != NULL ? "to-human" : "quarantined");
    g_autofree char *reason = g_strdup(why);
    g_autofree char *kept = g_strdup(verdict);
    struct inbound result = {.id = id,
                             .state = verdict != NULL ? INBOUND_HUMAN : INBOUND_QUARANTINED,
                             .verdict = kept,
                             .reason = reason,
                             .effect = effect};
    SCOPED(inbound) struct inbound *mail = inbound_get(office->store, id, error);
    if (mail == NULL) {
        return false;
    }
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, id);
    g_autofree char *when =
        templates_date(office->templates, "da", office->clock, mail->received, true);
    json_auto_t *about = json_pack("{s:s, s:s, s:s, s:s}", "sag", number, "modtaget", when, "grund",
                                   templates_word(office->templates, "da", "reasons", reason),
                                   "besvaret", answered ? "ja" : "");
    return inbound_settle(office->store, cause, &result, error) &&
           staff_tell(office, cause, "staff-quarantine", about, error);
}
