#include "understand/finding.h"

#include <string.h>

static struct order_span span_of(const struct textwords *words, unsigned from, unsigned to)
{
    const struct word *first = &words->list[from], *last = &words->list[to - 1];
    return (struct order_span){.from = first->start, .to = last->start + last->length};
}

struct finding *finding_add(struct search *search, struct verdict_intent *intent,
                            const struct textwords *words, unsigned from, unsigned to)
{
    struct order_span span = span_of(words, from, to);
    struct finding finding = {.intent = intent, .from = span.from, .to = span.to};
    g_array_append_val(search->findings, finding);
    return &g_array_index(search->findings, struct finding, search->findings->len - 1);
}

void finding_is_order(struct search *search, const struct textwords *words, unsigned from,
                      unsigned to)
{
    struct order_span span = span_of(words, from, to);
    g_array_append_val(search->orders, span);
}

void finding_clear(gpointer data)
{
    struct finding *finding = data;
    verdict_intent_free(finding->intent);
}

static bool is_about_mails(const struct verdict_intent *intent)
{
    return strcmp(intent->name, "subscribe") == 0 || strcmp(intent->name, "unsubscribe") == 0;
}

static int by_position(gconstpointer a, gconstpointer b)
{
    const struct finding *left = a, *right = b;
    return left->from < right->from ? -1 : left->from > right->from;
}

static bool same(const struct verdict_intent *a, const struct verdict_intent *b)
{
    return strcmp(a->name, b->name) == 0 && json_equal(a->slots, b->slots);
}

/* A description has facts from all over the text, not a place of its own. */
static bool is_description(const struct finding *finding)
{
    return strcmp(finding->intent->name, "profile") == 0 ||
           strcmp(finding->intent->name, "job") == 0;
}

/* "have nyhedsbrevet" inside "have nyhedsbrevet afmeldt" means nothing by itself. */
static bool is_part_of(const struct finding *one, const struct finding *other)
{
    return !is_description(one) && !is_description(other) &&
           strcmp(other->intent->name, "question") != 0 && one->from >= other->from &&
           one->to <= other->to && one->to - one->from < other->to - other->from;
}

/* An assumed scope gives way when the mail names one for the same wish elsewhere. */
static bool is_superfluous(const struct search *search, guint index)
{
    const struct finding *one = &g_array_index(search->findings, struct finding, index);
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *other = &g_array_index(search->findings, struct finding, i);
        bool same_wish = strcmp(one->intent->name, other->intent->name) == 0;
        if (other->doubtful && !one->doubtful) {
            continue;
        }
        bool repeats = i < index && same(one->intent, other->intent) &&
                       (other->scope_said || !one->scope_said);
        if (repeats || (same_wish && !one->scope_said && other->scope_said)) {
            return true;
        }
        bool inner = !same_wish || strcmp(one->intent->name, "address-change") == 0;
        if (inner && is_part_of(one, other)) {
            return true;
        }
    }
    return false;
}

static bool scopes_overlap(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || strcmp(a, "all") == 0 || strcmp(b, "all") == 0;
}

static bool same_answer(const struct verdict_intent *a, const struct verdict_intent *b)
{
    return g_strcmp0(verdict_slot(a, "answer"), verdict_slot(b, "answer")) == 0;
}

/* Whether both cannot be meant: wanted and not wanted, yes and no. */
static bool opposes(const struct verdict_intent *one, const struct verdict_intent *other)
{
    if (is_about_mails(one) && is_about_mails(other)) {
        return strcmp(one->name, other->name) != 0 &&
               scopes_overlap(verdict_slot(one, "scope"), verdict_slot(other, "scope"));
    }
    if (strcmp(one->name, other->name) != 0) {
        return false;
    }
    return (strcmp(one->name, "confirm") == 0 && !same_answer(one, other)) ||
           (strcmp(one->name, "rating") == 0 && !same(one, other));
}

/* "Godkendt, men ret lige datoen" sends nothing; "send ikke mere før maj" is a pause; "vi søger
 * stadig en pedel" is no new job; "jeg har fået job, stop alle mails" is a reason; "jeg søger ikke
 * mere, afmeld mig" is no job of his; "nyhedsbrevet på min nye mail" is no other subscription;
 * "hvordan kommer jeg på? Skriv mig op" asks nothing. */
static bool gives_way(const struct search *search, const struct finding *finding,
                      const struct verdict_intent *other)
{
    const struct verdict_intent *one = finding->intent;
    if (finding->leads_up) {
        return is_about_mails(other);
    }
    if (strcmp(one->name, "approve") == 0 && strcmp(other->name, "approve") == 0) {
        return g_strcmp0(verdict_slot(one, "answer"), "yes") == 0 && !same_answer(one, other);
    }
    bool pause = strcmp(other->name, "pause") == 0;
    if (strcmp(one->name, "job-state") == 0 ||
        (strcmp(one->name, "outcome") == 0 && strcmp(search->replying_to, "job-digest") == 0)) {
        return is_about_mails(other);
    }
    if (strcmp(one->name, "job") == 0) {
        return pause || strcmp(other->name, "job-state") == 0;
    }
    if (strcmp(one->name, "subscribe") == 0) {
        return pause || strcmp(other->name, "address-change") == 0;
    }
    return pause && strcmp(one->name, "unsubscribe") == 0;
}

/* "Sæt det på pause" is the job in an answer to a list of candidates, else the mails. */
static bool is_other_pause(const struct search *search, const struct finding *one,
                           const struct finding *other)
{
    static const char *const about_jobs[] = {"candidate-digest", "followup", NULL};
    bool job = g_strv_contains(about_jobs, search->replying_to);
    return strcmp(one->intent->name, job ? "pause" : "job-state") == 0 &&
           strcmp(other->intent->name, job ? "job-state" : "pause") == 0 && one->from < other->to &&
           other->from < one->to;
}

/* Whether the mail says another thing that speaks against this one. */
static bool contradicts(const struct search *search, const struct finding *one)
{
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *other = &g_array_index(search->findings, struct finding, i);
        if (!is_superfluous(search, i) &&
            (opposes(one->intent, other->intent) || is_other_pause(search, one, other) ||
             (!other->guess && !other->doubtful && gives_way(search, one, other->intent)))) {
            return true;
        }
    }
    return false;
}

/* Neither newsletter nor invitations: no mails at all. */
static void merge_scopes(GPtrArray *intents)
{
    for (guint i = intents->len; i > 1; i--) {
        const struct verdict_intent *later = g_ptr_array_index(intents, i - 1);
        for (guint k = 0; k + 1 < i && is_about_mails(later); k++) {
            const struct verdict_intent *earlier = g_ptr_array_index(intents, k);
            if (strcmp(earlier->name, later->name) == 0) {
                json_object_set_new(earlier->slots, "scope", json_string("all"));
                g_ptr_array_remove_index(intents, i - 1);
                break;
            }
        }
    }
}

void findings_settle(struct search *search, struct verdict *verdict)
{
    g_array_sort(search->findings, by_position);
    g_autoptr(GByteArray) stands = g_byte_array_new();
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *finding = &g_array_index(search->findings, struct finding, i);
        guint8 keep = !is_superfluous(search, i) && !contradicts(search, finding);
        g_byte_array_append(stands, &keep, 1);
    }
    for (guint i = 0; i < search->findings->len; i++) {
        struct finding *finding = &g_array_index(search->findings, struct finding, i);
        if (stands->data[i] != 0) {
            bool sure = !finding->doubtful && !finding->guess;
            g_ptr_array_add(sure ? verdict->intents : verdict->guesses,
                            g_steal_pointer(&finding->intent));
        }
    }
    merge_scopes(verdict->intents);
}
