#include "understand/shown.h"

#include <string.h>

#include "understand/own.h"
#include "understand/portrait.h"
#include "understand/posting_rules.h"
#include "understand/redact.h"
#include "understand/tables.h"
#include "understand/turndown.h"

#define WORD_LIMIT 20000u
#define FORGET_WORDS 8u /* "glem det" says no more */

static bool wants(const struct verdict *verdict, const char *name)
{
    for (guint i = 0; i < verdict->guesses->len; i++) {
        const struct verdict_intent *guess = g_ptr_array_index(verdict->guesses, i);
        if (strcmp(guess->name, name) == 0) {
            return true;
        }
    }
    return verdict_intent(verdict, name) != NULL;
}

static void count(json_t *masked, const struct redacted *open)
{
    for (enum redact_kind kind = REDACT_CPR; kind <= REDACT_LINK; kind++) {
        const char *name = redact_kind_name(kind);
        json_int_t before = json_integer_value(json_object_get(masked, name));
        if (open->counts[kind] > 0) {
            json_object_set_new(masked, name,
                                json_integer(before + (json_int_t)open->counts[kind]));
        }
    }
}

/* The open text of the mail and all that its files say. Owned. */
static char *read_open(struct verdict *verdict, const struct language *language, const char *name)
{
    json_auto_t *masked = json_object();
    SCOPED(redacted) struct redacted *open = redact(language, verdict->text, name);
    count(masked, open);
    json_object_set_new(verdict->open, "open_text", json_string(open->text));
    GString *all = g_string_new(open->text);
    for (guint i = 0; i < verdict->attachments->len; i++) {
        struct verdict_attachment *file = g_ptr_array_index(verdict->attachments, i);
        if (file->text == NULL) {
            continue;
        }
        SCOPED(redacted) struct redacted *text = redact(language, file->text, NULL);
        file->open_text = g_strdup(text->text);
        g_string_append_printf(all, "\n\n%s", text->text);
    }
    if (json_object_size(masked) > 0) {
        json_object_set(verdict->open, "masked", masked);
    }
    return g_string_free(all, FALSE);
}

/* What main has to know before it passes the words on. */
static void judge_talk(struct verdict *verdict, const struct language *language)
{
    SCOPED(textwords) struct textwords *words = textwords_read(verdict->text, WORD_LIMIT);
    language_mark(language, words);
    static const char *const signs[][2] = {{"abusive", "grov-tone"},
                                           {"about_self", "egne-oplysninger"}};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (language_says(language, signs[i][1], words)) {
            json_object_set_new(verdict->open, signs[i][0], json_true());
        }
    }
}

/* The words behind the mark that a survey asked for ("5. Jeg har ..."). Borrowed. */
static const char *behind_mark(const struct verdict *verdict, const char *text)
{
    const struct verdict_intent *rating = verdict_intent(verdict, "rating");
    bool first = rating != NULL && *rating->words != '\0' && g_str_has_prefix(text, rating->words);
    const char *behind = text + (first ? strlen(rating->words) : 0);
    return first ? behind + strspn(behind, " \n.,:;!-") : text;
}

static void take_portrait(struct verdict *verdict, const struct language *language,
                          const char *text, const char *name)
{
    SCOPED(portrait)
    struct portrait *portrait = portrait_make(language, behind_mark(verdict, text), name);
    json_t *sentences = json_array();
    for (guint i = 0; i < portrait->sentences->len; i++) {
        json_array_append_new(sentences, json_string(portrait->sentences->pdata[i]));
    }
    json_object_set_new(verdict->open, "portrait", sentences);
    json_object_set_new(verdict->open, "clean", json_string(portrait->clean));
    if (json_array_size(portrait->left_out) > 0) {
        json_object_set(verdict->open, "left_out", portrait->left_out);
    }
}

/* What answers a question of ours in their own words (which task a job solves): nothing of it may
 * name the writer. The caller owns it; NULL: there are no words. */
static char *told_in(const struct verdict *verdict, const struct language *language,
                     const char *name)
{
    SCOPED(own) struct own *own = own_read(language, verdict->text, name);
    if (own->from >= own->to) {
        return NULL;
    }
    const struct word *first = &own->all->list[own->from];
    size_t end = own->to < own->all->count ? own->all->list[own->to].start : strlen(verdict->text);
    g_autofree char *words = g_strndup(verdict->text + first->start, end - first->start);
    size_t length = strlen(words);
    while (length > 0 && strchr(" \n/-", words[length - 1]) != NULL) { /* before a name */
        words[--length] = '\0';
    }
    SCOPED(redacted) struct redacted *told = redact(language, words, name);
    return g_strdup(told->text);
}

/* Words of a posting that it may not have. */
static void judge_posting(struct verdict *verdict, const struct language *language,
                          const char *text)
{
    json_t *held = text != NULL ? posting_rules_broken(language, text) : NULL;
    if (held != NULL) {
        json_object_set_new(verdict->open, "held", held);
    }
}

void shown_read(struct verdict *verdict, const struct language *language, const char *replying_to)
{
    bool relayed = g_strcmp0(replying_to, "relay") == 0;
    bool profile = wants(verdict, "profile"), job = wants(verdict, "job");
    bool confirms = g_strcmp0(replying_to, "confirmation") == 0,
         asked = confirms || g_strcmp0(replying_to, "followup") == 0;
    turndown_read(verdict, language);
    if (!relayed && !profile && !job && !asked) {
        return;
    }
    g_autofree char *name =
        g_strdup_printf("%s %s", verdict->from_name != NULL ? verdict->from_name : "",
                        verdict->from_address != NULL ? verdict->from_address : "");
    if (asked) { /* it may become part of a posting */
        g_autofree char *told = told_in(verdict, language, name);
        if (confirms && told != NULL) {
            json_object_set_new(verdict->open, "told", json_string(told));
        }
        judge_posting(verdict, language, told);
    }
    if (!relayed && !profile && !job) {
        return;
    }
    g_autofree char *text = read_open(verdict, language, name);
    if (relayed) {
        judge_talk(verdict, language);
    }
    if (profile) {
        take_portrait(verdict, language, text, name);
    }
    if (job) {
        judge_posting(verdict, language, text);
    }
}

/* Whether its words name somebody by the letter. */
static bool names_letter(const struct verdict_intent *intent)
{
    const char *letter = verdict_slot(intent, "ref");
    g_auto(GStrv) words = g_strsplit_set(intent->words, " .,;:!\n", -1);
    bool named = false;
    for (size_t i = 0; letter != NULL && words[i] != NULL; i++) {
        named = named || g_ascii_strcasecmp(words[i], letter) == 0;
    }
    return named;
}

/* Those words are no "flere som A", and no "nej" to the only one on the list. */
static void correct_choices(struct verdict *verdict)
{
    for (guint i = verdict->intents->len; i-- > 0;) {
        const struct verdict_intent *intent = g_ptr_array_index(verdict->intents, i);
        json_object_del(intent->slots, "more");
        if (g_strcmp0(verdict_slot(intent, "answer"), "no") == 0 && !names_letter(intent)) {
            g_ptr_array_remove_index(verdict->intents, i);
        }
    }
}

void shown_forget(struct verdict *verdict, const struct language *language, const char *replying_to)
{
    bool list = g_strcmp0(replying_to, "candidate-digest") == 0 ||
                g_strcmp0(replying_to, "job-digest") == 0;
    SCOPED(own) struct own *own = list ? own_read(language, verdict->text, "") : NULL;
    if (own == NULL || own->to - own->from > FORGET_WORDS || verdict->guesses->len > 0) {
        return;
    }
    bool clear = language_says(language, "glem-valg", own->all);
    if (clear ||
        (verdict->intents->len == 0 && language_says(language, "glem-valg-kort", own->all))) {
        correct_choices(verdict);
        json_object_set_new(verdict->open, "forget", json_true());
    }
}
