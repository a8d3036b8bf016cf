/* What those who come to a meeting read of each other before it: seekers the workplaces with their
 * open jobs, employers the open profiles, and never who it is.
 */
#include "support/meeting_day.h"

#include "act/meeting_who.h"

#define SEEKERS_LETTER "meeting-who"
#define EMPLOYERS_LETTER "meeting-who-employer"

struct scene {
    struct meeting_day day;
    int64_t anna, bo, ole;
};

/* What is known of a guest besides name and address. */
static void know(struct scene *scene, int64_t id, const char *workplace, const char *phone,
                 const char *language)
{
    struct store *store = scene->day.test->office.store;
    SCOPED(person) struct person *before = person_get(store, id, NULL);
    SCOPED(person) struct person *after = person_get(store, id, NULL);
    g_free(after->workplace);
    g_free(after->phone);
    g_free(after->language);
    after->workplace = g_strdup(workplace);
    after->phone = g_strdup(phone);
    after->language = g_strdup(language);
    bool changed = false;
    MEETING_DAY_DO(&scene->day, person_update(store, &cause, before, after, &changed, &error));
}

static int64_t add(struct scene *scene, enum person_role role, const char *name,
                   const char *address, enum guest_answer answer)
{
    return meeting_day_guest(&scene->day, role, name, address, (struct guest){.answer = answer});
}

static void open_scene(struct scene *scene)
{
    meeting_day_open(&scene->day);
    scene->anna = add(scene, PERSON_SEEKER, "Anna Dam", "anna.dam@post.example", GUEST_YES);
    scene->bo = add(scene, PERSON_SEEKER, "Bo Friis", "bo.friis@post.example", GUEST_YES);
    scene->ole = add(scene, PERSON_EMPLOYER, "Ole Bruun", "ole@kk.example", GUEST_YES);
    know(scene, scene->anna, "", "20 11 22 33", "da");
    know(scene, scene->ole, "Bispebjerg Bibliotek", "", "da");
}

static void offer(struct scene *scene, int64_t person, enum listing_state state, const char *facts)
{
    SCOPED(person) struct person *owner = person_get(scene->day.test->office.store, person, NULL);
    meeting_day_listing(&scene->day, person,
                        owner->role == PERSON_SEEKER ? LISTING_PROFILE : LISTING_POSTING, state,
                        facts);
}

static void tell(struct scene *scene)
{
    g_autoptr(GError) error = NULL;
    test_office_at(scene->day.test, "2026-11-27T09:00");
    if (!meeting_who_tell(&scene->day.test->office, scene->day.meeting, &error)) {
        fail_msg("%s", error != NULL ? error->message : "no message");
    }
}

/* The last letter of a kind as plain text, in one line. The caller owns it. */
static char *letter(struct scene *scene, const char *kind)
{
    g_autofree char *text = dialogue_text(&scene->day.dialogue, kind);
    char *html = strstr(text, "<html");
    assert_non_null(html);
    *html = '\0';
    g_auto(GStrv) words = g_strsplit_set(text, " \r\n", -1);
    GString *line = g_string_new(NULL);
    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0') {
            g_string_append_printf(line, "%s ", *word);
        }
    }
    return g_string_free(line, FALSE);
}

/* All of `words` stand in the text in this order. */
static void reads(const char *text, const char *const *words)
{
    const char *at = text;
    for (; *words != NULL; words++) {
        const char *found = strstr(at, *words);
        if (found == NULL) {
            fail_msg("\"%s\" is not (behind the one before) in\n%s", *words, text);
        }
        at = found + strlen(*words);
    }
}

static void lacks(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strstr(text, *words) != NULL) {
            fail_msg("\"%s\" stands in\n%s", *words, text);
        }
    }
}

#define READS(text, ...) reads((text), (const char *const[]){__VA_ARGS__, NULL})
#define LACKS(text, ...) lacks((text), (const char *const[]){__VA_ARGS__, NULL})

static void seekers_read_open_jobs(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t eva = add(&scene, PERSON_EMPLOYER, "Eva Toft", "eva@kk.example", GUEST_YES);
    know(&scene, eva, "Vestre Skole", "", "da");
    int64_t per = add(&scene, PERSON_EMPLOYER, "Per Holt", "per@kk.example", GUEST_YES);
    int64_t ida = add(&scene, PERSON_EMPLOYER, "Ida Juul", "ida@kk.example", GUEST_NO);
    know(&scene, ida, "Sundby Skole", "", "da");
    int64_t kai = add(&scene, PERSON_EMPLOYER, "Kai Lind", "kai@kk.example", GUEST_YES);
    offer(&scene, scene.ole, LISTING_OPEN, "{\"title\":\"pedel\"}");
    offer(&scene, scene.ole, LISTING_OPEN, "{\"title\":\"bogbinder\"}");
    offer(&scene, scene.ole, LISTING_DRAFT, "{\"title\":\"udkast\"}");
    offer(&scene, scene.ole, LISTING_PAUSED, "{\"title\":\"pauseret\"}");
    offer(&scene, scene.ole, LISTING_FILLED, "{\"title\":\"optaget\"}");
    offer(&scene, scene.ole, LISTING_HELD, "{\"title\":\"holdt\"}");
    offer(&scene, per, LISTING_OPEN, "{\"title\":\"gartner\",\"workplace\":\"Parken Syd\"}");
    offer(&scene, ida, LISTING_OPEN, "{\"title\":\"kok\"}");
    offer(&scene, kai, LISTING_OPEN, "{\"title\":\"chauffeur\"}");
    tell(&scene);
    g_autofree char *text = letter(&scene, SEEKERS_LETTER);
    /* by their owners' names; what is not known comes last */
    READS(text, "Vestre Skole Bispebjerg Bibliotek", "bogbinder", "pedel", "Parken Syd", "gartner",
          "Andre arbejdspladser", "chauffeur");
    LACKS(text, "udkast", "pauseret", "optaget", "holdt", "kok", "Sundby", "Bruun", "Toft", "Holt",
          "@kk.example");
    meeting_day_close(&scene.day);
}

/* As its owner has confirmed it, below a workplace that stands there once for two colleagues. */
static void confirmed_jobs_of_colleagues(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    struct store *store = scene.day.test->office.store;
    int64_t eva = add(&scene, PERSON_EMPLOYER, "Eva Toft", "eva@kk.example", GUEST_YES);
    know(&scene, eva, "Bispebjerg Bibliotek", "", "da");
    int64_t id = meeting_day_listing(&scene.day, scene.ole, LISTING_POSTING, LISTING_OPEN,
                                     "{\"title\":\"pedel\"}");
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    int number = 0;
    MEETING_DAY_DO(&scene.day, listing_write(store, &cause, listing, "{\"title\":\"kustode\"}",
                                             &number, &error));
    offer(&scene, eva, LISTING_OPEN, "{\"title\":\"bogbinder\"}");
    offer(&scene, eva, LISTING_OPEN, "{\"title\":\"pedel\"}");
    tell(&scene);
    g_autofree char *text = letter(&scene, SEEKERS_LETTER);
    READS(text, "Bispebjerg Bibliotek", "pedel", "bogbinder");
    LACKS(text, "kustode");
    LACKS(strstr(text, "Bispebjerg Bibliotek") + 1, "Bispebjerg Bibliotek");
    LACKS(strstr(text, "pedel") + 1, "pedel");
    meeting_day_close(&scene.day);
}

#define ANNAS                                                                           \
    "{\"titles\":[\"kontorassistent\"],\"hours\":{\"min\":20,\"max\":30},\"portrait\":" \
    "[\"Vi hjalp hinanden.\",\"Anna er altid glad.\",\"Ring 20112233.\"],"              \
    "\"text\":\"Jeg hedder Anna Dam\"}"

static void employers_read_profiles(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    offer(&scene, scene.anna, LISTING_OPEN, ANNAS);
    offer(&scene, scene.bo, LISTING_OPEN,
          "{\"titles\":[\"pedel\",\"kok\"],\"hours\":{\"min\":25,\"max\":30},\"postcodes\":"
          "[\"2200\"]}");
    int64_t dora = add(&scene, PERSON_SEEKER, "Dora Kvist", "dora@post.example", GUEST_YES);
    offer(&scene, dora, LISTING_DRAFT, "{\"titles\":[\"udkast\"]}");
    int64_t erik = add(&scene, PERSON_SEEKER, "Erik Thy", "erik@post.example", GUEST_YES);
    offer(&scene, erik, LISTING_PAUSED, "{\"titles\":[\"pauseret\"]}");
    int64_t finn = add(&scene, PERSON_SEEKER, "Finn Hede", "finn@post.example", GUEST_NO);
    offer(&scene, finn, LISTING_OPEN, "{\"titles\":[\"smed\"]}");
    tell(&scene);
    g_autofree char *text = letter(&scene, EMPLOYERS_LETTER);
    /* Bo is behind Anna on the list of guests */
    READS(text, "Arbejde: pedel, kok. Timer: 25-30", "Vi hjalp hinanden.",
          "Der kommer også nogle få andre");
    LACKS(text, "Anna", "Dam", "Bo ", "Friis", "Dora", "Erik", "@post.example", "20112233",
          "20 11 22 33", "2200", "kontorassistent", "udkast", "pauseret", "smed");
    meeting_day_close(&scene.day);
}

/* Only what names its owner: what else is known is told; nothing else: counted. */
static void what_names_is_left_out(void **state)
{
    static const struct {
        const char *facts, *told;
    } rows[] = {
        {"{\"titles\":[\"kok\"],\"portrait\":[\"Anna Dam er kok.\"]}", "Arbejde: kok"},
        {"{\"portrait\":[\"Anna Dam er kok.\"]}", "nogle få jobsøgere"},
        {"{\"titles\":[\"Anna Dam, kok\"]}", "nogle få jobsøgere"},
    };
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct scene scene;
        open_scene(&scene);
        offer(&scene, scene.anna, LISTING_OPEN, rows[at].facts);
        tell(&scene);
        g_autofree char *text = letter(&scene, EMPLOYERS_LETTER);
        READS(text, rows[at].told);
        LACKS(text, "Anna", "Dam");
        meeting_day_close(&scene.day);
    }
}

/* Those without a profile are counted when they are not few. */
static void others_are_counted(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    offer(&scene, scene.anna, LISTING_OPEN, ANNAS);
    static const char *const more[] = {"c@post.example", "d@post.example", "e@post.example",
                                       "f@post.example"};
    for (size_t at = 0; at < G_N_ELEMENTS(more); at++) {
        add(&scene, PERSON_SEEKER, "", more[at], GUEST_YES);
    }
    tell(&scene);
    g_autofree char *text = letter(&scene, EMPLOYERS_LETTER);
    READS(text, "Vi hjalp hinanden.", "5 andre jobsøgere");
    meeting_day_close(&scene.day);
}

static void all_have_profiles(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    offer(&scene, scene.anna, LISTING_OPEN, ANNAS);
    offer(&scene, scene.bo, LISTING_OPEN, "{\"titles\":[\"kok\"]}");
    tell(&scene);
    g_autofree char *text = letter(&scene, EMPLOYERS_LETTER);
    READS(text, "Arbejde: kok", "Vi hjalp hinanden.");
    LACKS(text, "andre jobsøgere", "nogle få");
    meeting_day_close(&scene.day);
}

static void in_english(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t per = add(&scene, PERSON_EMPLOYER, "Per Holt", "per@kk.example", GUEST_YES);
    know(&scene, per, "", "", "en");
    know(&scene, scene.bo, "", "", "en");
    offer(&scene, scene.anna, LISTING_OPEN,
          "{\"titles\":[\"kok\"],\"hours\":{\"min\":20,\"max\":30}}");
    offer(&scene, per, LISTING_OPEN, "{\"title\":\"pedel\"}");
    tell(&scene);
    g_autofree char *employer = letter(&scene, EMPLOYERS_LETTER);
    READS(employer, "Work: kok. Hours: 20-30", "A few other job seekers");
    g_autofree char *seeker = letter(&scene, SEEKERS_LETTER);
    READS(seeker, "Bispebjerg Bibliotek", "Other places of work", "They are looking for:", "pedel");
    meeting_day_close(&scene.day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seekers_read_open_jobs),
        cmocka_unit_test(confirmed_jobs_of_colleagues),
        cmocka_unit_test(employers_read_profiles),
        cmocka_unit_test(what_names_is_left_out),
        cmocka_unit_test(others_are_counted),
        cmocka_unit_test(all_have_profiles),
        cmocka_unit_test(in_english),
    };
    return cmocka_run_group_tests_name("act/meeting_who", tests, NULL, NULL);
}
