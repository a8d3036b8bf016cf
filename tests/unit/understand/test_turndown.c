/* Reasons for a no that nobody may be chosen by, and those that anybody may have. */
#include "support/language.h"

#include "understand/turndown.h"
#include "understand/understand.h"

static const struct {
    const char *replying_to, *text, *ref, *ground; /* ground NULL: none */
} rows[] = {
    {"candidate-digest:3", "B nej, han er for gammel", "B", "age"},
    {"candidate-digest:3", "B er for gammel", "B", "age"},
    {"candidate-digest:3", "B nej, hun er over 60 år", "B", "age"},
    {"candidate-digest:3", "B nej, vi vil hellere have en kvinde", "B", "sex"},
    {"candidate-digest:3", "A nej, har dårlig ryg", "A", "health"},
    {"candidate-digest:3", "A nej, hun er ikke rask", "A", "health"},
    {"candidate-digest:3", "A nej, for langt væk", "A", NULL},
    {"candidate-digest:3", "A nej, for få timer", "A", NULL},
    {"candidate-digest:3", "A nej, kun 2 års erfaring", "A", NULL},
    {"candidate-digest:3", "C nej, mangler truck", "C", NULL},
    {"candidate-digest:3", "C nej, taler ikke dansk", "C", NULL},
    {"candidate-digest:3", "B nej, hun har ingen erfaring med ældre", "B", NULL},
    {"candidate-digest:3", "B nej, har ikke kørekort", "B", NULL},
    {"candidate-digest:3", "B nej, vi har ikke tid", "B", NULL},
    {"candidate-digest:3", "A ja", "A", NULL},
    {"job-digest:2", "A nej, jeg kan ikke tåle støv", "A", "health"},
    {"confirmation", "Nej tak, min ryg kan ikke klare det", "", "health"},
    {"confirmation", "Nej, for langt væk", "", NULL},
};

static void grounds(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        const struct understand_context context = {.replying_to = rows[at].replying_to,
                                                   .today = "2013-03-21"};
        g_autofree char *mail = g_strdup_printf(
            "From: <a@x.example>\nTo: <b@x.example>\nSubject: SV\nMIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n",
            rows[at].text);
        SCOPED(verdict)
        struct verdict *verdict = understand(language, &context, mail, strlen(mail));
        const json_t *found = json_object_get(verdict->open, "turndown");
        const char *ground = json_string_value(json_object_get(found, rows[at].ref));
        if (g_strcmp0(ground, rows[at].ground) != 0) {
            fail_msg("%s: %s", rows[at].text, ground != NULL ? ground : "none");
        }
    }
}

/* What a no says was missing, and the job could demand. */
static void what_is_lacked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lacks;
    } lacked[] = {{"A nej, mangler truck", "{\"A\":[\"truck\"]}"},
                  {"A nej, hun har ikke stort kørekort", "{\"A\":[\"C\"]}"},
                  {"A ja, B nej, han mangler kørekort", "{\"B\":[\"B\"]}"},
                  {"A nej, kører truck", ""},
                  {"A nej, har kørekort B", ""},
                  {"A ja, selvom han ikke har kørekort", ""}};
    for (size_t at = 0; at < G_N_ELEMENTS(lacked); at++) {
        const struct understand_context context = {.replying_to = "candidate-digest:2",
                                                   .today = "2013-03-21"};
        g_autofree char *mail = g_strdup_printf(
            "From: <a@x.example>\nSubject: SV\nMIME-Version: 1.0\nContent-Type: text/plain; "
            "charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n",
            lacked[at].text);
        SCOPED(verdict)
        struct verdict *verdict = understand(language, &context, mail, strlen(mail));
        const json_t *found = json_object_get(verdict->open, "lacks");
        g_autofree char *text =
            found != NULL ? json_dumps(found, JSON_COMPACT | JSON_SORT_KEYS) : g_strdup("");
        assert_string_equal(text, lacked[at].lacks);
    }
}

/* A digest says how many items it had: "ingen af dem" needs no quoted list. */
static void all_and_none_of_a_list(void **state)
{
    (void)state;
    static const struct {
        const char *replying_to, *text;
        unsigned answers;
    } lists[] = {
        {"candidate-digest:3", "Ingen af dem", 3}, {"candidate-digest:1", "Ingen af dem", 1},
        {"job-digest:2", "Alle lyder godt", 2},    {"candidate-digest:1", "Ja tak", 1},
        {"candidate-digest:0", "Ingen af dem", 0}, {"candidate-digest:99", "Ingen af dem", 0},
        {"candidate-digest", "Ingen af dem", 0}};
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        const struct understand_context context = {.replying_to = lists[at].replying_to,
                                                   .today = "2013-03-21"};
        g_autofree char *mail =
            g_strdup_printf("From: <a@x.example>\nSubject: SV\n\n%s\n", lists[at].text);
        SCOPED(verdict)
        struct verdict *verdict = understand(language, &context, mail, strlen(mail));
        unsigned answers = 0;
        for (guint i = 0; i < verdict->intents->len; i++) {
            const struct verdict_intent *intent = verdict->intents->pdata[i];
            answers += strcmp(intent->name, "choose") == 0 ? 1 : 0;
        }
        if (answers != lists[at].answers) {
            fail_msg("%s: %s: %u", lists[at].replying_to, lists[at].text, answers);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(grounds), cmocka_unit_test(what_is_lacked),
                                       cmocka_unit_test(all_and_none_of_a_list)};
    return cmocka_run_group_tests_name("understand/turndown", tests, load, unload);
}
