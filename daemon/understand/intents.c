#include "understand/intents.h"

#include <string.h>

#include "understand/beside.h"
#include "understand/doubt.h"
#include "understand/own.h"
#include "understand/question.h"

struct finding {
    struct verdict_intent *intent;
    size_t from, to; /* octets of the text */
    bool scope_said; /* the words name the scope, it is not ours */
    bool doubtful;   /* what stands beside it may mean another thing: a human reads it */
};

struct search {
    const struct language *language;
    const struct own *own;
    const char *replying_to;
    bool subject;         /* the words are the subject: only what stands alone counts */
    GArray *findings;     /* struct finding */
    GArray *orders;       /* struct order_span: sentences that are orders though they ask */
    GArray *unsubscribes; /* struct order_span */
};

static struct verdict_intent *new_intent(const char *name, const char *rule, char *words)
{
    struct verdict_intent *intent = g_new0(struct verdict_intent, 1);
    intent->name = g_strdup(name);
    intent->rule = g_strdup(rule);
    intent->words = words;
    return intent;
}

/* A finding in the words [from, to). */
static void add_finding(struct search *search, struct verdict_intent *intent,
                        const struct textwords *words, unsigned from, unsigned to, bool scope_said)
{
    struct finding finding = {.intent = intent,
                              .from = words->list[from].start,
                              .to = words->list[to - 1].start + words->list[to - 1].length,
                              .scope_said = scope_said};
    g_array_append_val(search->findings, finding);
}

static unsigned clause_start(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->matched;
    const GPtrArray *starts = language_words(search->language, "ny-saetning");
    while (at > 0 && words->list[at].before < BREAK_COMMA &&
           !pattern_word_in(starts, words->list[at].folded)) {
        at--;
    }
    return at;
}

static unsigned clause_end(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->matched;
    const GPtrArray *starts = language_words(search->language, "ny-saetning");
    while (at < words->count && words->list[at].before < BREAK_COMMA &&
           !pattern_word_in(starts, words->list[at].folded)) {
        at++;
    }
    return at;
}

/* The scope that the clause names, or NULL. Borrowed. */
static const char *scope_said(const struct search *search, const struct pattern_hit *hit)
{
    bool newsletter = false, invitations = false, all = false;
    unsigned end = clause_end(search, hit->to);
    for (unsigned at = clause_start(search, hit->from); at < end; at++) {
        const char *word = search->own->matched->list[at].folded;
        newsletter |= pattern_word_in(language_words(search->language, "nyhedsbrev-ord"), word);
        invitations |= pattern_word_in(language_words(search->language, "invitation-ord"), word);
        all |= pattern_word_in(language_words(search->language, "alt-ord"), word);
    }
    if ((newsletter && invitations) || (all && !newsletter && !invitations)) {
        return "all";
    }
    if (newsletter) {
        return "newsletter";
    }
    return invitations ? "invitations" : NULL;
}

/* What a bare AFMELD or TILMELD means in an answer to this mail. */
static const char *scope_default(const char *intent, const char *replying_to)
{
    if (strcmp(replying_to, "newsletter") == 0) {
        return "newsletter";
    }
    if (strcmp(replying_to, "invitation") == 0) {
        return "invitations";
    }
    return strcmp(intent, "subscribe") == 0 ? "newsletter" : "all";
}

static bool has_scope(const char *intent)
{
    return strcmp(intent, "subscribe") == 0 || strcmp(intent, "unsubscribe") == 0;
}

/* "Jeg kan ikke komme. Afmeld mig": the meeting, or the mails? Only he knows. */
static bool may_mean_meeting(const struct search *search)
{
    const struct textwords *words = search->own->matched;
    for (unsigned at = 0; at < words->count; at++) {
        if (pattern_word_in(language_words(search->language, "fremmoede"),
                            words->list[at].folded)) {
            return true;
        }
    }
    return false;
}

static void note_order(struct search *search, const struct pattern_hit *hit, const char *intent)
{
    const struct textwords *words = search->own->matched;
    const struct word *first = &words->list[hit->from], *last = &words->list[hit->to - 1];
    struct order_span span = {.from = first->start, .to = last->start + last->length};
    g_array_append_val(search->orders, span);
    if (strcmp(intent, "unsubscribe") == 0) {
        g_array_append_val(search->unsubscribes, span);
    }
}

static void add_hit(struct search *search, const struct wish *wish, const struct rule *rule,
                    const struct pattern_hit *hit)
{
    const struct textwords *words = search->own->matched;
    const char *scope = has_scope(wish->intent) ? scope_said(search, hit) : NULL;
    scope = scope == NULL ? rule->scope : scope;
    bool said = scope != NULL;
    if (has_scope(wish->intent) && !said && may_mean_meeting(search)) {
        return;
    }
    struct verdict_intent *intent =
        new_intent(wish->intent, rule->place, textwords_between(words, hit->from, hit->to));
    intent->answer = g_strdup(wish->answer);
    if (has_scope(wish->intent)) {
        intent->scope = g_strdup(said ? scope : scope_default(wish->intent, search->replying_to));
    }
    add_finding(search, intent, words, hit->from, hit->to, said);
    note_order(search, hit, wish->intent);
}

static bool may_start(const struct search *search, const struct rule *rule, unsigned at)
{
    if (rule->mode == RULE_ALONE || rule->mode == RULE_FIRST) {
        return at == 0;
    }
    return !search->subject || rule->mode == RULE_ANYWHERE || at == 0;
}

static void try_rule(struct search *search, const struct wish *wish, const struct rule *rule)
{
    const struct textwords *words = search->own->matched;
    bool alone = rule->mode == RULE_ALONE;
    struct pattern_scope scope = {.words = words,
                                  .dividers = language_words(search->language, "ordskel"),
                                  .whole_lines = alone};
    g_autoptr(GByteArray) named = g_byte_array_new();
    for (unsigned at = 0; at < words->count; at++) {
        struct pattern_hit hit = {.named = named};
        if (!may_start(search, rule, at) || !pattern_match(rule->pattern, &scope, at, &hit) ||
            (alone && hit.to != words->count) || hit.to == hit.from) {
            continue;
        }
        if (!doubt_about(search->language, words, &hit, rule, wish->careful)) {
            add_hit(search, wish, rule, &hit);
        }
        at = MAX(at, hit.to - 1);
    }
}

static void find_wishes(struct search *search)
{
    for (guint w = 0; w < search->language->wishes->len; w++) {
        const struct wish *wish = g_ptr_array_index(search->language->wishes, w);
        if (wish->replies_to != NULL && strcmp(wish->replies_to, search->replying_to) != 0) {
            continue;
        }
        for (guint r = 0; r < wish->rules->len; r++) {
            try_rule(search, wish, g_ptr_array_index(wish->rules, r));
        }
    }
}

/* FORTRYD in capitals at the start of a line, or alone on one. */
static void find_commands(struct search *search)
{
    const struct textwords *words = search->own->all;
    for (unsigned at = 0; at < words->count; at++) {
        const struct word *word = &words->list[at];
        bool starts = at == 0 || at == search->own->from || word->before >= BREAK_LINE;
        bool alone = starts && (at + 1 == words->count || words->list[at + 1].before >= BREAK_LINE);
        for (guint c = 0; starts && c < search->language->commands->len; c++) {
            const struct command_word *command = g_ptr_array_index(search->language->commands, c);
            if (strcmp(command->word, word->folded) == 0 && (word->capitals || alone)) {
                struct verdict_intent *intent =
                    new_intent("command", command->place, textwords_between(words, at, at + 1));
                intent->command = g_strdup(command->name);
                add_finding(search, intent, words, at, at + 1, true);
                struct order_span span = {.from = word->start, .to = word->start + word->length};
                g_array_append_val(search->orders, span);
            }
        }
    }
}

static void find_questions(struct search *search)
{
    g_autoptr(GPtrArray) asked = question_find(search->language, search->own, search->orders);
    for (guint i = 0; i < asked->len; i++) {
        const struct question *question = g_ptr_array_index(asked, i);
        char *sentence = textwords_between(search->own->all, question->from, question->to);
        add_finding(search, new_intent("question", question->rule, sentence), search->own->all,
                    question->from, question->to, true);
    }
}

/* Marks every wish to be unsubscribed that what stands beside it makes doubtful. */
static void doubt_unsubscribes(struct search *search)
{
    for (guint i = 0; i < search->findings->len; i++) {
        struct finding *one = &g_array_index(search->findings, struct finding, i);
        struct order_span span = {.from = one->from, .to = one->to};
        one->doubtful =
            strcmp(one->intent->name, "unsubscribe") == 0 &&
            beside_is_doubtful(search->language, search->own, &span, search->unsubscribes);
    }
}

static int by_position(gconstpointer a, gconstpointer b)
{
    const struct finding *left = a, *right = b;
    return left->from < right->from ? -1 : left->from > right->from;
}

static bool same(const struct verdict_intent *a, const struct verdict_intent *b)
{
    return strcmp(a->name, b->name) == 0 && g_strcmp0(a->scope, b->scope) == 0 &&
           g_strcmp0(a->command, b->command) == 0 && g_strcmp0(a->answer, b->answer) == 0;
}

/* "have nyhedsbrevet" inside "have nyhedsbrevet afmeldt" means nothing by itself. */
static bool is_part_of(const struct finding *one, const struct finding *other)
{
    return strcmp(other->intent->name, "question") != 0 && one->from >= other->from &&
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
        if (!same_wish && is_part_of(one, other)) {
            return true;
        }
    }
    return false;
}

static bool scopes_overlap(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || strcmp(a, "all") == 0 || strcmp(b, "all") == 0;
}

/* Whether the mail wants and does not want the same thing. */
static bool contradicts(const struct search *search, const struct verdict_intent *one)
{
    for (guint i = 0; i < search->findings->len; i++) {
        if (is_superfluous(search, i)) {
            continue;
        }
        const struct verdict_intent *other =
            g_array_index(search->findings, struct finding, i).intent;
        bool opposite =
            has_scope(one->name) && has_scope(other->name) && strcmp(one->name, other->name) != 0;
        if (opposite && scopes_overlap(one->scope, other->scope)) {
            return true;
        }
        if (strcmp(one->name, "confirm") == 0 && strcmp(other->name, "confirm") == 0 &&
            g_strcmp0(one->answer, other->answer) != 0) {
            return true;
        }
    }
    return false;
}

static struct verdict_intent *intent_copy(const struct verdict_intent *from)
{
    struct verdict_intent *copy = g_new0(struct verdict_intent, 1);
    copy->name = g_strdup(from->name);
    copy->scope = g_strdup(from->scope);
    copy->command = g_strdup(from->command);
    copy->answer = g_strdup(from->answer);
    copy->rule = g_strdup(from->rule);
    copy->words = g_strdup(from->words);
    return copy;
}

static void intent_clear(gpointer data)
{
    struct finding *finding = data;
    g_free(finding->intent->name);
    g_free(finding->intent->scope);
    g_free(finding->intent->command);
    g_free(finding->intent->answer);
    g_free(finding->intent->rule);
    g_free(finding->intent->words);
    g_free(finding->intent);
}

static void keep_findings(struct verdict *verdict, struct search *search)
{
    g_array_sort(search->findings, by_position);
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *finding = &g_array_index(search->findings, struct finding, i);
        if (!finding->doubtful && !is_superfluous(search, i) &&
            !contradicts(search, finding->intent)) {
            g_ptr_array_add(verdict->intents, intent_copy(finding->intent));
        }
    }
}

/* Whether somebody answers with his client's "SV:" before our subject. */
static bool is_answer_subject(const struct language *language, const char *subject)
{
    size_t length = strcspn(subject, ":");
    if (subject[length] == '\0') {
        return false;
    }
    g_autofree char *label = g_strndup(subject, length);
    SCOPED(textwords) struct textwords *words = textwords_read(label, 3);
    return words->count > 0 &&
           pattern_word_in(language_words(language, "svarforstavelse"), words->list[0].folded);
}

static void search_text(struct verdict *verdict, const struct language *language, const char *text,
                        const char *replying_to, bool subject)
{
    g_autofree char *name = g_strdup_printf("%s %s", verdict->from_name ? verdict->from_name : "",
                                            verdict->from_address ? verdict->from_address : "");
    SCOPED(own) struct own *own = own_read(language, text, name);
    g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
    g_array_set_clear_func(findings, intent_clear);
    g_autoptr(GArray) orders = g_array_new(FALSE, FALSE, sizeof(struct order_span));
    g_autoptr(GArray) unsubscribes = g_array_new(FALSE, FALSE, sizeof(struct order_span));
    struct search search = {.language = language,
                            .own = own,
                            .replying_to = replying_to,
                            .subject = subject,
                            .findings = findings,
                            .orders = orders,
                            .unsubscribes = unsubscribes};
    find_commands(&search);
    find_wishes(&search);
    find_questions(&search);
    doubt_unsubscribes(&search);
    keep_findings(verdict, &search);
    if (findings->len == 0 && !subject && own_is_polite(language, own)) {
        g_ptr_array_add(verdict->intents,
                        new_intent("none", "[mønstre høflig]",
                                   textwords_between(own->all, own->from, own->to)));
    }
}

static bool says_nothing(const struct language *language, const char *text)
{
    SCOPED(own) struct own *own = own_read(language, text, NULL);
    return own->from >= own->to || own_is_polite(language, own);
}

void intents_find(struct verdict *verdict, const struct language *language, const char *replying_to)
{
    const char *kind = replying_to == NULL ? "none" : replying_to;
    bool own_subject = verdict->subject != NULL && !is_answer_subject(language, verdict->subject);
    if (own_subject && says_nothing(language, verdict->text)) {
        search_text(verdict, language, verdict->subject, kind, true);
        if (verdict->intents->len > 0) {
            return;
        }
    }
    search_text(verdict, language, verdict->text, kind, false);
}
