/* Properties that a score has over the shipped taxonomy: what a word more, a word less or another
 * spelling may change.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "match/fillers.h"
#include "match/offers_inner.h"

static struct taxonomy *taxonomy;
static struct match_index *index_of;
static struct offers *offers;

static int build(void **state)
{
    (void)state;
    g_autofree char *fillers = NULL;
    taxonomy = taxonomy_load("config/taxonomy", NULL);
    assert_non_null(taxonomy);
    index_of = match_index_new(taxonomy, "/usr/share/hunspell/da_DK.dic");
    assert_true(g_file_get_contents("config/language/fyldord.txt", &fillers, NULL, NULL));
    index_of->fillers = fillers_read(fillers);
    offers = offers_new(index_of);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    offers_free(offers);
    match_index_free(index_of);
    taxonomy_free(taxonomy);
    return 0;
}

static struct offer *read_offer(const char *kind, const char *title, const char *text)
{
    bool posting = strcmp(kind, "posting") == 0;
    json_t *titles = posting ? json_string(title) : json_pack("[s]", title);
    json_auto_t *listing =
        json_pack("{s:i, s:i, s:s, s:{s:o, s:s}}", "id", 1, "person", 1, "kind", kind, "facts",
                  posting ? "title" : "titles", titles, "text", text);
    return offers_read(offers, listing);
}

static double score_between(const struct offer *seeker, const struct offer *job)
{
    SCOPED(score)
    struct score *score = score_quick(seeker->side, job->side, (struct score_terms){.minutes = -1});
    return score->s;
}

/* A seeker and a job. */
struct pair {
    const char *title, *text, *job, *tasks;
    bool known; /* the taxonomy says what belongs to the job */
};

static const struct pair pairs[] = {
    {"lagerarbejder",
     "Jeg har 15 år på centrallager, kan køre truck og er vant til at føre lister.",
     "Lagermedarbejder", "Vi mangler en på lageret: pakke varer, køre truck og føre lister.", true},
    {"køkkenmedhjælper", "Jeg kan smøre brød, vaske op og rydde køkkenet.", "Køkkenassistent",
     "Smøre madpakker, vaske op og dække borde for børnene.", true},
    {"pedel", "Jeg kan male, slå græs, rydde sne og reparere møbler.", "Vicevært",
     "Hjælpe med at slå græs, male hegn og skifte pærer.", false},
    {"kontormedarbejder", "Jeg har ført regnskab og skrevet breve på et kontor i mange år.",
     "Kontorassistent", "Passe telefon, skrive breve og føre regnskab.", false},
    {"pædagogmedhjælper", "Jeg har læst højt og leget med børn i en børnehave.", "Legeonkel",
     "Læse højt for børnene og ordne legepladsen.", false},
};

static double score_of_pair(const struct pair *pair)
{
    SCOPED(offer) struct offer *seeker = read_offer("profile", pair->title, pair->text);
    SCOPED(offer) struct offer *job = read_offer("posting", pair->job, pair->tasks);
    return score_between(seeker, job);
}

static char *as_ascii(const char *text)
{
    static const char *const letters[][2] = {{"æ", "ae"}, {"ø", "oe"}, {"å", "aa"},
                                             {"Æ", "Ae"}, {"Ø", "Oe"}, {"Å", "Aa"}};
    GString *plain = g_string_new(text);
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_string_replace(plain, letters[i][0], letters[i][1], 0);
    }
    return g_string_free(plain, FALSE);
}

static void pairs_fit(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (score_of_pair(&pairs[i]) < 40) {
            fail_msg("%s and %s: %.1f", pairs[i].title, pairs[i].job, score_of_pair(&pairs[i]));
        }
    }
}

static void both_spellings_are_within_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *title = as_ascii(pairs[i].title), *text = as_ascii(pairs[i].text);
        const struct pair plain = {title, text, pairs[i].job, pairs[i].tasks, false};
        double one = score_of_pair(&pairs[i]), other = score_of_pair(&plain);
        if (fabs(one - other) > 1) {
            fail_msg("%s: %.2f, %s: %.2f", pairs[i].text, one, text, other);
        }
    }
}

static const char *const unrelated[] = {
    "Jeg holder meget af at gå ture i skoven.", "Solen skinner i dag.",
    "Vi har en dejlig have og god kaffe.", "I sommer rejste jeg til Bornholm med toget.",
    "Mine børnebørn spiller fodbold."};

/* An unrelated sentence of the seeker moves S by 5 at most, wherever it stands; one of the job too
 * where the taxonomy knows what belongs to the work. */
static void an_unrelated_sentence_moves_little(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        double before = score_of_pair(&pairs[i]);
        for (size_t k = 0; k < G_N_ELEMENTS(unrelated); k++) {
            g_autofree char *text = g_strconcat(pairs[i].text, " ", unrelated[k], NULL);
            g_autofree char *tasks = g_strconcat(unrelated[k], " ", pairs[i].tasks, NULL);
            const struct pair said = {pairs[i].title, text, pairs[i].job, pairs[i].tasks, false};
            const struct pair asked = {pairs[i].title, pairs[i].text, pairs[i].job, tasks, false};
            double one = score_of_pair(&said), other = score_of_pair(&asked);
            if (fabs(one - before) > 5 || (pairs[i].known && fabs(other - before) > 5)) {
                fail_msg("%s + %s: %.1f, seeker %.1f, job %.1f", pairs[i].title, unrelated[k],
                         before, one, other);
            }
        }
    }
}

/* Whichever of the seeker's topics goes away. */
static void removing_what_one_can_never_raises(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        SCOPED(offer) struct offer *job = read_offer("posting", pairs[i].job, pairs[i].tasks);
        SCOPED(offer) struct offer *whole = read_offer("profile", pairs[i].title, pairs[i].text);
        double most = score_between(whole, job);
        for (guint at = 0; at < whole->topics->len; at++) {
            const struct topic *topic = &g_array_index(whole->topics, struct topic, at);
            g_autofree char *head = g_strndup(pairs[i].text, topic->from);
            g_autofree char *text = g_strconcat(head, pairs[i].text + topic->to, NULL);
            SCOPED(offer) struct offer *less = read_offer("profile", pairs[i].title, text);
            if (score_between(less, job) > most + 1e-9) {
                fail_msg("%s without a topic: %.2f > %.2f", text, score_between(less, job), most);
            }
        }
    }
}

static void others_fit_less(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(pairs); k++) {
            const struct pair crossed = {pairs[i].title, pairs[i].text, pairs[k].job,
                                         pairs[k].tasks, false};
            if (i != k && score_of_pair(&crossed) >= score_of_pair(&pairs[k])) {
                fail_msg("%s suits %s better than %s", pairs[i].title, pairs[k].job,
                         pairs[k].title);
            }
        }
    }
}

/* What is left of a text between words that say nothing; | between. */
static const char *const texts[][2] = {
    {"Jeg har 15 års erfaring med lager, kan køre truck og er vant til at føre lister.",
     "lager|køre truck|føre lister"},
    {"Vi søger en, der vil læse højt for børnene og ordne legepladsen.",
     "læse højt|børnene|ordne legepladsen"},
    {"Regnskab, bogføring og kundeservice. Taler engelsk.",
     "Regnskab|bogføring|kundeservice|engelsk"},
    {"Hej, jeg søger et seniorjob 20 timer om ugen og kan starte den 1. maj. Venlig hilsen", ""},
    {"", ""},
};

static void topics_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GArray) topics = topics_find(index_of, texts[i][0]);
        g_autoptr(GString) found = g_string_new(NULL);
        for (guint k = 0; k < topics->len; k++) {
            const struct topic *topic = &g_array_index(topics, struct topic, k);
            g_string_append_printf(found, "%s%.*s", k > 0 ? "|" : "",
                                   (int)(topic->to - topic->from), texts[i][0] + topic->from);
            assert_true(topic->around_from <= topic->from && topic->to <= topic->around_to);
        }
        assert_string_equal(found->str, texts[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(topics_are_found),
                                       cmocka_unit_test(pairs_fit),
                                       cmocka_unit_test(others_fit_less),
                                       cmocka_unit_test(both_spellings_are_within_one),
                                       cmocka_unit_test(an_unrelated_sentence_moves_little),
                                       cmocka_unit_test(removing_what_one_can_never_raises)};
    return cmocka_run_group_tests_name("match/offers", tests, build, drop);
}
