#include "understand/intents.h"

#include <string.h>

#include "understand/access.h"
#include "understand/answers.h"
#include "understand/approve.h"
#include "understand/beside.h"
#include "understand/beyond.h"
#include "understand/casework.h"
#include "understand/commands.h"
#include "understand/finding.h"
#include "understand/pause.h"
#include "understand/profile.h"
#include "understand/thanks.h"
#include "understand/wishes.h"

/* What is written goes on to somebody else: to the other side of a match, to who waits for staff.
 */
static bool goes_on(const struct search *search)
{
    return strcmp(search->replying_to, "relay") == 0 || strcmp(search->replying_to, "inbox") == 0;
}

static void find_questions(struct search *search)
{
    if (goes_on(search)) {
        return;
    }
    g_autoptr(GPtrArray) asked = question_find(search->language, search->own, search->orders);
    for (guint i = 0; i < asked->len; i++) {
        const struct question *question = g_ptr_array_index(asked, i);
        char *sentence = textwords_between(search->own->all, question->from, question->to);
        struct finding *finding =
            finding_add(search, verdict_intent_new("question", question->rule, sentence),
                        search->own->all, question->from, question->to);
        finding->scope_said = true;
        finding->leads_up = question->leads_up;
    }
}

static enum beside_scope scope_beside(const struct search *search, const struct finding *one)
{
    if (one->scope_said) {
        bool all = g_strcmp0(verdict_slot(one->intent, "scope"), "all") == 0;
        return all ? BESIDE_ALL : BESIDE_PART;
    }
    return strcmp(search->replying_to, "newsletter") == 0 ? BESIDE_ALL : BESIDE_MEETING;
}

/* Marks every wish to be unsubscribed that what stands beside it makes doubtful. */
static void doubt_unsubscribes(struct search *search)
{
    for (guint i = 0; i < search->findings->len; i++) {
        struct finding *one = &g_array_index(search->findings, struct finding, i);
        struct order_span span = {.from = one->from, .to = one->to};
        enum beside_scope scope = scope_beside(search, one);
        one->doubtful =
            strcmp(one->intent->name, "unsubscribe") == 0 &&
            (beside_is_reserved(search->language, search->own, &span, scope) ||
             beside_is_unclear(search->language, search->own, &span, scope, search->unsubscribes));
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
    return words->count > 0 && language_has_word(language, "svarforstavelse", words, 0);
}

/* Thanks and pleasantries: nothing to do. */
static void find_nothing(const struct search *search, struct verdict *verdict)
{
    const struct own *own = search->own;
    const char *rule = own_is_polite(search->language, own) ? "[mønstre høflig]"
                       : thanks_only(search)                ? "[mønstre ros]"
                                                            : NULL;
    if (rule != NULL) {
        char *words = textwords_between(own->all, own->from, own->to);
        g_ptr_array_add(verdict->intents, verdict_intent_new("none", rule, words));
    }
}

static void search_text(struct verdict *verdict, const struct language *language, const char *text,
                        const struct intents_context *context, bool subject)
{
    g_autofree char *name = g_strdup_printf("%s %s", verdict->from_name ? verdict->from_name : "",
                                            verdict->from_address ? verdict->from_address : "");
    SCOPED(own) struct own *own = own_read(language, text, name);
    g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
    g_array_set_clear_func(findings, finding_clear);
    g_autoptr(GArray) orders = g_array_new(FALSE, FALSE, sizeof(struct order_span));
    g_autoptr(GArray) unsubscribes = g_array_new(FALSE, FALSE, sizeof(struct order_span));
    struct search search = {.language = language,
                            .own = own,
                            .verdict = verdict,
                            .replying_to = context->replying_to,
                            .today = context->today,
                            .labelled = context->labelled,
                            .items = context->items,
                            .confirms = context->confirms,
                            .subject = subject,
                            .own_subject = verdict->subject != NULL && !subject &&
                                           strcmp(context->replying_to, "none") == 0 &&
                                           !is_answer_subject(language, verdict->subject),
                            .findings = findings,
                            .orders = orders,
                            .unsubscribes = unsubscribes};
    commands_find(&search);
    wishes_find(&search);
    pause_settle(&search);
    answers_find(&search);
    profile_find(&search);
    find_questions(&search);
    doubt_unsubscribes(&search);
    approve_settle(&search);
    approve_confirmations(&search);
    beyond_weigh(&search);
    findings_settle(&search, verdict);
    if (findings->len == 0 && !subject) {
        find_nothing(&search, verdict);
    }
    if (!subject) {
        casework_read(&search, verdict);
        access_find(&search, verdict);
        beyond_find(&search, verdict);
        access_find(&search, verdict); /* who comes by the weights alone has needs, too */
    }
}

static bool says_nothing(const struct language *language, const char *text)
{
    SCOPED(own) struct own *own = own_read(language, text, NULL);
    return own->from >= own->to || own_is_polite(language, own);
}

/* "CV Karen.pdf" alone in a mail without a word: its name is the subject. The caller owns it; NULL:
 * no file that could be read. */
static char *name_of_file(const struct verdict *verdict)
{
    for (guint at = 0; at < verdict->attachments->len; at++) {
        const struct verdict_attachment *file = verdict->attachments->pdata[at];
        if (file->text == NULL || file->filename == NULL) {
            continue;
        }
        const char *end = strrchr(file->filename, '.');
        g_autofree char *name = end != NULL
                                    ? g_strndup(file->filename, (size_t)(end - file->filename))
                                    : g_strdup(file->filename);
        return g_strdelimit(g_steal_pointer(&name), "_-.", ' ');
    }
    return NULL;
}

static bool has_words(const char *text)
{
    return text != NULL && text[strspn(text, " \t\n")] != '\0';
}

void intents_find(struct verdict *verdict, const struct language *language,
                  const struct intents_context *context)
{
    bool wordless = !has_words(verdict->subject) && !has_words(verdict->text) &&
                    strcmp(context->replying_to, "none") == 0;
    g_autofree char *file = wordless ? name_of_file(verdict) : NULL;
    if (file != NULL) {
        search_text(verdict, language, file, context, true);
        if (verdict->intents->len == 1 && verdict_intent(verdict, "profile") != NULL) {
            return;
        }
        g_ptr_array_set_size(verdict->intents, 0); /* a file "afmelding.pdf" is no wish */
        g_ptr_array_set_size(verdict->guesses, 0);
    }
    bool own_subject = verdict->subject != NULL && !is_answer_subject(language, verdict->subject);
    if (own_subject && says_nothing(language, verdict->text)) {
        search_text(verdict, language, verdict->subject, context, true);
        if (verdict->intents->len > 0) {
            return;
        }
    }
    search_text(verdict, language, verdict->text, context, false);
}
