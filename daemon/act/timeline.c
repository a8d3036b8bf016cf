#include "act/timeline.h"

#include <string.h>

#include "act/meaning.h"
#include "act/timeline_mail.h"
#include "base/text.h"
#include "mail/mime_read.h"
#include "store/inbound.h"
#include "store/issue.h"
#include "store/ledger.h"
#include "store/person.h"
#include "understand/cpr.h"
#include "understand/verdict.h"

/* One point of the story before it is sorted into days. */
struct point {
    int64_t at;
    int order; /* of points at the same moment: they are told in the order in which they were found
                */
    json_t *json;
};

struct story {
    const struct office *office;
    int64_t from, to;
    bool with_mails;
    unsigned mails, out, in, automatic;
    GPtrArray *points;      /* struct point */
    GHashTable *by_inbound; /* int64_t * -> json_t *, borrowed: the point of an incoming mail */
    GHashTable *sent;       /* issue name -> struct sending */
    GHashTable *invited;    /* what and on which day -> struct sending */
    GError *failure;
};

/* The copies of one issue, or the invitations of one day to a meeting. */
struct sending {
    char *issue;
    int64_t at, count;
    json_t *point; /* of invitations, borrowed */
};

static void point_free(void *data)
{
    struct point *point = data;
    json_decref(point->json);
    g_free(point);
}

static void sending_free(void *data)
{
    struct sending *sending = data;
    g_free(sending->issue);
    g_free(sending);
}

static const char *word(const struct story *story, const char *group, const char *key)
{
    return templates_word(story->office->templates, "da", group, key);
}

/* A line of [da.timeline] with its {name} filled in. */
static char *line(const struct story *story, const char *key, const char *name, const char *value)
{
    g_autofree char *hole = g_strdup_printf("{%s}", name);
    g_auto(GStrv) pieces = g_strsplit(word(story, "timeline", key), hole, -1);
    return g_strjoinv(value, pieces);
}

static char *fill(char *text, const char *name, const char *value)
{
    g_autofree char *before = text;
    g_autofree char *hole = g_strdup_printf("{%s}", name);
    g_auto(GStrv) pieces = g_strsplit(before, hole, -1);
    return g_strjoinv(value, pieces);
}

static json_t *add_point(struct story *story, int64_t at, const char *sort, const char *text)
{
    struct point *point = g_new0(struct point, 1);
    point->at = at;
    point->order = (int)story->points->len;
    point->json =
        json_pack("{s:s, s:s, s:[], s:[]}", "slags", sort, "tekst", text, "linjer", "breve");
    g_ptr_array_add(story->points, point);
    return point->json;
}

static void add_line(json_t *point, const char *text)
{
    g_assert(json_array_append_new(json_object_get(point, "linjer"), json_string(text)) == 0);
}

static void add_mail(struct story *story, json_t *point, json_t *mail)
{
    if (mail == NULL) {
        return;
    }
    story->mails++;
    g_assert(json_object_set_new(mail, "id", json_integer((json_int_t)story->mails)) == 0);
    g_assert(json_array_append_new(json_object_get(point, "breve"), mail) == 0);
}

static bool wants_mail(const struct story *story)
{
    return story->with_mails && story->mails < TIMELINE_MAILS_LIMIT;
}

static char *name_of(const struct story *story, int64_t id, const char *otherwise)
{
    SCOPED(person)
    struct person *person = id != 0 ? person_get(story->office->store, id, NULL) : NULL;
    if (person != NULL && *person->name != '\0') {
        return g_strdup(person->name);
    }
    return g_strdup(otherwise != NULL ? otherwise : "?");
}

static bool within(const struct story *story, int64_t at)
{
    return at >= story->from && at < story->to;
}

/* How one incoming mail was understood, and what came of it. */
static void tell_outcome(struct story *story, json_t *point, const struct inbound *inbound,
                         const struct verdict *verdict)
{
    if (verdict != NULL) {
        g_autofree char *names = timeline_understood(story->office, verdict);
        g_autofree char *understood = line(story, "understood", "intent", names);
        add_line(point, understood);
    }
    if (inbound->effect != NULL) {
        g_autofree char *done = meaning_effects(story->office, "da", inbound->effect);
        g_autofree char *changed = line(story, "changed", "effect", done);
        add_line(point, changed);
    }
    if (inbound->reason != NULL && inbound->state != INBOUND_DONE) {
        g_autofree char *waiting =
            line(story, "waiting", "reason", word(story, "reasons", inbound->reason));
        add_line(point, waiting);
    }
}

static void tell_inbound(struct story *story, const struct inbound *inbound)
{
    SCOPED(verdict) struct verdict *verdict = verdict_from_text(inbound->verdict);
    const char *from = verdict == NULL              ? NULL
                       : verdict->from_name != NULL ? verdict->from_name
                                                    : verdict->from_address;
    g_autofree char *name = name_of(story, inbound->person, from);
    g_autofree char *subject =
        cpr_mask(verdict != NULL && verdict->subject != NULL ? verdict->subject : "");
    g_autofree char *who = line(story, "received", "name", name);
    g_autofree char *head =
        *subject != '\0' ? g_strdup_printf("%s \"%s\"", who, subject) : g_strdup(who);
    json_t *point = add_point(story, inbound->received, "ind", head);
    story->in++;
    story->automatic += inbound->state == INBOUND_DONE ? 1 : 0;
    tell_outcome(story, point, inbound, verdict);
    if (wants_mail(story)) {
        add_mail(story, point, timeline_mail_in(story->office, inbound, verdict, head));
    }
    int64_t *key = g_new(int64_t, 1);
    *key = inbound->id;
    g_hash_table_insert(story->by_inbound, key, point);
}

static bool take_inbound(const struct inbound *inbound, void *data)
{
    struct story *story = data;
    if (within(story, inbound->received)) {
        tell_inbound(story, inbound);
    }
    return true;
}

static bool tell_inbox(struct story *story, GError **error)
{
    return inbound_each(story->office->store, 0, take_inbound, story, error);
}

static void count_copy(struct story *story, const struct ledger_mail *mail)
{
    if (mail->state != LEDGER_SENT) {
        return;
    }
    struct sending *sending = g_hash_table_lookup(story->sent, mail->issue);
    if (sending == NULL) {
        sending = g_new0(struct sending, 1);
        sending->issue = g_strdup(mail->issue);
        sending->at = mail->changed;
        g_hash_table_insert(story->sent, g_strdup(mail->issue), sending);
    }
    sending->at = MIN(sending->at, mail->changed);
    sending->count++;
}

/* Of several, how many there are; of one, whom it went to. */
static json_t *tell_invitation(struct story *story, const struct ledger_mail *mail,
                               const char *what, const char *head)
{
    g_autofree char *day =
        templates_date(story->office->templates, "da", story->office->clock, mail->queued, false);
    g_autofree char *key = g_strdup_printf("%s\n%s", what, day);
    struct sending *sending = g_hash_table_lookup(story->invited, key);
    if (sending == NULL) {
        sending = g_new0(struct sending, 1);
        sending->point = add_point(story, mail->queued, "ud", head);
        g_hash_table_insert(story->invited, g_steal_pointer(&key), sending);
    }
    sending->count++;
    if (sending->count > 1) {
        g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, sending->count);
        g_autofree char *text = fill(line(story, "invited", "count", count), "subject", what);
        json_object_set_new(sending->point, "tekst", json_string(text));
    }
    return sending->point;
}

static void tell_letter(struct story *story, const struct ledger_mail *mail)
{
    g_autofree char *name = name_of(story, mail->person, mail->recipient);
    g_autofree char *meeting = timeline_invitation(story->office, mail);
    g_autofree char *what = g_strdup_printf(
        "%s%s%s (%s)", word(story, "letters", mail->kind), meeting != NULL ? " " : "",
        meeting != NULL ? meeting : "", word(story, "states", ledger_state_name(mail->state)));
    json_t *cause = g_hash_table_lookup(story->by_inbound, &mail->inbound);
    g_autofree char *head = fill(
        line(story, cause != NULL ? "answered" : "letter-sent", "name", name), "subject", what);
    json_t *point = cause;
    if (cause != NULL) {
        add_line(cause, head);
    } else if (meeting != NULL) {
        point = tell_invitation(story, mail, what, head);
    } else {
        point = add_point(story, mail->queued, "ud", head);
    }
    if (wants_mail(story)) {
        add_mail(story, point, timeline_mail_out(story->office, mail->id, head));
    }
}

static bool take_outgoing(const struct ledger_mail *mail, void *data)
{
    struct story *story = data;
    if (!within(story, mail->queued)) {
        return true;
    }
    story->out += mail->state == LEDGER_SENT ? 1 : 0;
    if (mail->issue != NULL) {
        count_copy(story, mail);
    } else {
        tell_letter(story, mail);
    }
    return true;
}

struct copies {
    struct story *story;
    json_t *point;
};

static bool take_copy(const struct ledger_mail *mail, void *data)
{
    struct copies *copies = data;
    if (mail->state != LEDGER_SENT || !wants_mail(copies->story)) {
        return wants_mail(copies->story);
    }
    g_autofree char *name = name_of(copies->story, mail->person, mail->recipient);
    g_autofree char *head = g_strdup_printf("%s: %s", mail->issue, name);
    add_mail(copies->story, copies->point,
             timeline_mail_out(copies->story->office, mail->id, head));
    return true;
}

static bool tell_ledger(struct story *story, GError **error)
{
    if (!ledger_each(story->office->store, NULL, 0, 0, take_outgoing, story, error)) {
        return false;
    }
    GHashTableIter each;
    gpointer value = NULL;
    g_hash_table_iter_init(&each, story->sent);
    while (g_hash_table_iter_next(&each, NULL, &value)) {
        const struct sending *sending = value;
        g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, sending->count);
        g_autofree char *head = fill(line(story, "sent", "issue", sending->issue), "count", count);
        struct copies copies = {story, add_point(story, sending->at, "nummer", head)};
        if (story->with_mails &&
            !ledger_each(story->office->store, sending->issue, 0, 0, take_copy, &copies, error)) {
            return false;
        }
    }
    return true;
}

/* People who came in together, and approvals. */
static bool tell_events(struct story *story, GError **error)
{
    g_autoptr(GPtrArray) events =
        event_list(story->office->store, 0, story->from, story->to, error);
    int64_t imported = 0, at = 0;
    for (guint one = 0; events != NULL && one < events->len; one++) {
        const struct event *event = events->pdata[one];
        if (strcmp(event->what, "person") == 0 && strcmp(event->actor, "import") == 0 &&
            event->before == NULL) {
            at = imported == 0 ? event->at : at;
            imported++;
        }
    }
    if (imported > 0) {
        g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, imported);
        g_autofree char *head = line(story, "imported", "count", count);
        add_point(story, at, "import", head);
    }
    g_autoptr(GPtrArray) issues = events != NULL ? issue_list(story->office->store, error) : NULL;
    for (guint one = 0; issues != NULL && one < issues->len; one++) {
        const struct issue *issue = issues->pdata[one];
        if (within(story, issue->approved)) {
            g_autofree char *head = line(story, "approved", "issue", issue->name);
            add_point(story, issue->approved, "godkendt", head);
        }
    }
    return issues != NULL;
}

static int by_time(gconstpointer a, gconstpointer b)
{
    const struct point *first = *(const struct point *const *)a;
    const struct point *second = *(const struct point *const *)b;
    if (first->at != second->at) {
        return first->at < second->at ? -1 : 1;
    }
    return first->order - second->order;
}

static void set_time(const struct story *story, const struct point *point)
{
    g_autoptr(GDateTime) civil = clock_civil(story->office->clock, point->at);
    g_autofree char *time = g_date_time_format(civil, "%H.%M");
    g_assert(json_object_set_new(point->json, "klokken", json_string(time)) == 0);
}

static json_t *days_of(const struct story *story)
{
    json_t *days = json_array();
    json_t *day = NULL;
    const struct office *office = story->office;
    for (guint at = 0; at < story->points->len; at++) {
        const struct point *point = story->points->pdata[at];
        g_autofree char *date =
            templates_date(office->templates, "da", office->clock, point->at, false);
        if (g_strcmp0(json_string_value(json_object_get(day, "dato")), date) != 0) {
            day = json_pack("{s:s, s:[]}", "dato", date, "punkter");
            json_array_append_new(days, day);
        }
        set_time(story, point);
        json_array_append(json_object_get(day, "punkter"), point->json);
    }
    return days;
}

static json_t *whole(struct story *story)
{
    g_ptr_array_sort(story->points, by_time);
    g_autofree char *out = g_strdup_printf("%u", story->out);
    g_autofree char *in = g_strdup_printf("%u", story->in);
    g_autofree char *automatic = g_strdup_printf("%u", story->automatic);
    g_autofree char *summary =
        fill(fill(line(story, "summary", "out", out), "in", in), "automatic", automatic);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "titel",
                     word(story, "timeline", "title"), "intro", word(story, "timeline", "intro"),
                     "resume", summary, "somlaest", word(story, "timeline", "as-read"), "somtekst",
                     word(story, "timeline", "plain"), "somsendt", word(story, "timeline", "raw"),
                     "dage", days_of(story));
}

json_t *timeline_tell(const struct office *office, int64_t from, int64_t to, bool with_mails,
                      GError **error)
{
    struct story story = {.office = office, .from = from, .to = to, .with_mails = with_mails};
    story.points = g_ptr_array_new_with_free_func(point_free);
    story.by_inbound = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    story.sent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, sending_free);
    story.invited = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, sending_free);
    if (with_mails) {
        mime_read_start();
    }
    bool told =
        tell_events(&story, error) && tell_inbox(&story, error) && tell_ledger(&story, error);
    json_t *json = told ? whole(&story) : NULL;
    g_ptr_array_unref(story.points);
    g_hash_table_unref(story.by_inbound);
    g_hash_table_unref(story.sent);
    g_hash_table_unref(story.invited);
    return json;
}
