/* Why one fits, from the numbers that rank it, in words that stand in its own text. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "match/offers_inner.h"
#include "match/words.h"

#define FITS_MOST 6u
#define QUOTES_MOST 3u
#define MISSING_MOST 5u
#define OWN_FIELD 50.0
#define AROUND 4u
#define TEXT_WORDS 1200u

/* The item in the making. `shown`: the offer that is shown, whose words are used. */
struct telling {
    const struct offer *shown;
    const struct side *seeker, *job;
    const struct score *score;
    json_t *fits, *quotes;
};

const char *offers_condition(enum score_condition condition)
{
    static const char *const names[] = {
        [SCORE_WEEKLY] = "weekly",           [SCORE_START] = "start",
        [SCORE_LICENCE] = "licence",         [SCORE_LANGUAGE] = "language",
        [SCORE_CERTIFICATE] = "certificate", [SCORE_CONDITIONS] = "skill"};
    return names[condition];
}

static const char *const *list_of(const struct side *side, enum score_condition condition)
{
    return condition == SCORE_LICENCE       ? side->facts.licences
           : condition == SCORE_LANGUAGE    ? side->facts.languages
           : condition == SCORE_CERTIFICATE ? side->facts.certificates
                                            : NULL;
}

static bool is_in(const char *const *list, const char *word)
{
    g_autofree char *wanted = text_fold(word);
    for (; list != NULL && *list != NULL; list++) {
        g_autofree char *there = text_fold(*list);
        if (strcmp(there, wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* Of the words that the job demands, those that the seeker has or lacks, joined. Owned. */
static char *demanded(const struct side *seeker, const struct side *job,
                      enum score_condition condition, bool has)
{
    const char *const *list = list_of(job, condition);
    g_autoptr(GString) words = g_string_new(NULL);
    for (; list != NULL && *list != NULL; list++) {
        if (is_in(list_of(seeker, condition), *list) == has) {
            g_string_append_printf(words, "%s%s", words->len > 0 ? ", " : "", *list);
        }
    }
    return g_strdup(words->str);
}

char *offers_lacking(const struct side *seeker, const struct side *job,
                     enum score_condition condition)
{
    return demanded(seeker, job, condition, false);
}

static bool has_text(const json_t *list, const char *text)
{
    g_autofree char *wanted = text_fold(text);
    for (size_t i = 0; i < json_array_size(list); i++) {
        g_autofree char *there = text_fold(json_string_value(json_array_get(list, i)));
        if (strcmp(there, wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* Those words of the text, unless they are quoted already. */
static void quote(struct telling *telling, unsigned from, unsigned to)
{
    g_autofree char *piece = g_strndup(telling->shown->text + from, to - from);
    g_autofree char *line = text_one_line(piece, 200);
    bool done = json_array_size(telling->quotes) >= QUOTES_MOST;
    for (size_t i = 0; i < json_array_size(telling->quotes) && !done; i++) {
        const char *there = json_string_value(json_array_get(telling->quotes, i));
        done = strstr(there, line) != NULL || strstr(line, there) != NULL;
    }
    if (!done) {
        json_array_append_new(telling->quotes, json_string(line));
    }
}

static bool add_fit(struct telling *telling, const char *words)
{
    if (*words == '\0' || json_array_size(telling->fits) >= FITS_MOST ||
        has_text(telling->fits, words)) {
        return false;
    }
    json_array_append_new(telling->fits, json_string(words));
    return true;
}

/* A title is quoted from where it stands in the text. */
static void quote_title(struct telling *telling, const char *title)
{
    g_autoptr(GArray) words = match_words(telling->shown->text, TEXT_WORDS);
    g_autoptr(GArray) wanted = match_words(title, TEXT_WORDS);
    for (guint at = 0; wanted->len > 0 && at + wanted->len <= words->len; at++) {
        guint same = 0;
        while (same < wanted->len &&
               strcmp(g_array_index(words, struct match_word, at + same).folded,
                      g_array_index(wanted, struct match_word, same).folded) == 0) {
            same++;
        }
        if (same == wanted->len) {
            const struct match_word *own = &g_array_index(words, struct match_word, at);
            guint first = at, last = at + same - 1;
            for (unsigned i = 0; i < AROUND; i++) {
                const struct match_word *all = (const struct match_word *)(const void *)words->data;
                first -= first > 0 && all[first - 1].phrase == own->phrase ? 1 : 0;
                last += last + 1 < words->len && all[last + 1].phrase == own->phrase ? 1 : 0;
            }
            quote(telling, g_array_index(words, struct match_word, first).from,
                  g_array_index(words, struct match_word, last).to);
            return;
        }
    }
}

/* The titles, when both are of a field. */
static void tell_work(struct telling *telling)
{
    const struct score_value *work = &telling->score->parts[SCORE_WORK];
    if (!work->known || work->value < OWN_FIELD) {
        return;
    }
    const char *title = telling->shown->posting  ? telling->shown->titles[0]
                        : work->evidence != NULL ? g_ptr_array_index(work->evidence, 0)
                                                 : "";
    if (add_fit(telling, title)) {
        quote_title(telling, title);
    }
}

/* A phrase of the shown one is one of its topics. */
static void tell_phrase(struct telling *telling, const struct side_phrase *phrase)
{
    guint at = 0;
    const GPtrArray *phrases = telling->shown->phrases;
    while (at < phrases->len && g_ptr_array_index(phrases, at) != phrase->text) {
        at++;
    }
    if (at < phrases->len && add_fit(telling, phrase->text)) {
        const struct topic *topic = &g_array_index(telling->shown->topics, struct topic, at);
        quote(telling, topic->around_from, topic->around_to);
    }
}

static void tell_skills(struct telling *telling, const GArray *asked)
{
    for (guint i = 0; i < asked->len; i++) {
        const struct side_phrase *phrase = &g_array_index(asked, struct side_phrase, i), *by = NULL;
        bool has = score_coverage(telling->seeker, phrase, &by) > 0;
        const struct side_phrase *own = telling->shown->posting ? phrase : by;
        if (has && own != NULL) {
            tell_phrase(telling, own);
        }
    }
}

/* What is demanded and there. New reference. */
static json_t *met(const struct telling *telling)
{
    json_t *rows = json_array();
    for (unsigned i = 0; i < SCORE_CONDITIONS; i++) {
        g_autofree char *words = demanded(telling->seeker, telling->job, i, true);
        if (telling->score->conditions[i] == SCORE_MET && *words != '\0') {
            json_array_append_new(
                rows, json_pack("{s:s, s:s}", "condition", offers_condition(i), "word", words));
        }
    }
    return rows;
}

static json_t *missing(const struct telling *telling)
{
    json_t *rows = json_array();
    const GArray *all = telling->score->missing;
    for (guint i = 0; i < all->len && json_array_size(rows) < MISSING_MOST; i++) {
        const struct score_missing *one = &g_array_index(all, struct score_missing, i);
        g_autofree char *word =
            one->condition == SCORE_CONDITIONS
                ? g_strdup(g_array_index(telling->job->skills, struct side_phrase, one->skill).text)
                : offers_lacking(telling->seeker, telling->job, one->condition);
        int gain = (int)lround(one->gain);
        if (gain > 0 || one->condition != SCORE_CONDITIONS) {
            json_array_append_new(rows, json_pack("{s:s, s:s, s:i}", "condition",
                                                  offers_condition(one->condition), "word", word,
                                                  "gain", gain));
        }
    }
    return rows;
}

static bool has_hours(const struct side *side)
{
    return side->facts.hours_least > 0 || side->facts.hours_most > 0;
}

/* Conditions of which one side has spoken and the other has not. */
static json_t *unknown(const struct telling *telling)
{
    json_t *rows = json_array();
    for (unsigned i = 0; i < SCORE_CONDITIONS; i++) {
        bool asked = i == SCORE_WEEKLY ? has_hours(telling->seeker) || has_hours(telling->job)
                     : i == SCORE_START
                         ? telling->seeker->facts.start != 0 || telling->job->facts.start != 0
                         : true;
        if (telling->score->conditions[i] == SCORE_UNKNOWN && asked) {
            json_array_append_new(rows, json_string(offers_condition(i)));
        }
    }
    return rows;
}

json_t *offers_item(const struct relaxed *asking, const struct placed *placed)
{
    static const char *const levels[] = {[SCORE_NO] = "no",
                                         [SCORE_PERHAPS] = "perhaps",
                                         [SCORE_PARTLY] = "partly",
                                         [SCORE_WELL] = "well"};
    const struct offer *other = placed->other;
    SCOPED(score) struct score *score = offers_score(asking, other, true);
    struct telling telling = {.shown = other,
                              .seeker = other->posting ? asking->side : other->side,
                              .job = other->posting ? other->side : asking->side,
                              .score = score,
                              .fits = json_array(),
                              .quotes = json_array()};
    tell_work(&telling);
    tell_skills(&telling, telling.job->skills);
    tell_skills(&telling, telling.job->nice);
    return json_pack("{s:I, s:I, s:i, s:s, s:b, s:b, s:o, s:o, s:o, s:o, s:o}", "listing",
                     (json_int_t)other->id, "person", (json_int_t)other->person, "score",
                     score_rounded(placed->s), "level", levels[score_level(placed->s)], "outside",
                     0, "unmet", placed->unmet != 0, "fits", telling.fits, "quotes", telling.quotes,
                     "met", met(&telling), "missing", missing(&telling), "unknown",
                     unknown(&telling));
}
