/* moedested meeting: the words, and which verb gets them. */
#include "commands/meeting.h"

#include <string.h>

#include "act/meeting_find.h"
#include "base/text.h"
#include "commands/list.h"

struct verb {
    const char *name;
    enum house_use use;
    int least, most; /* words behind it */
    const char *takes;
    int (*run)(const struct site *site, const struct meeting_words *words);
};

static const struct verb verbs[] = {
    {"list", HOUSE_READ, 0, 0, "no other words", meeting_list_all},
    {"next", HOUSE_READ, 0, 0, "no other words", meeting_show_next},
    {"invite", HOUSE_NOTE, 0, 1, "a meeting, such as 2026-12; without one the next is meant",
     meeting_invite},
    {"move", HOUSE_NOTE, 1, 2, "a meeting and its new time, such as 2026-12 2026-12-08T13:00",
     meeting_move},
    {"cancel", HOUSE_NOTE, 1, 1, "a meeting, such as 2026-12", meeting_call_off},
    {"guests", HOUSE_NOTE, 1, 1, "a meeting, such as 2026-12", meeting_guests},
    {"feed", HOUSE_READ, 0, 1, "a file, or nothing for standard output", meeting_feed}};

static const struct verb *find(const char *name)
{
    for (size_t at = 0; at < G_N_ELEMENTS(verbs); at++) {
        if (strcmp(verbs[at].name, name) == 0) {
            return &verbs[at];
        }
    }
    return NULL;
}

/* The meeting whose name is nearest to the word, for the message. The caller owns it. */
static char *near_name(const struct office *office, const char *word)
{
    g_autoptr(GPtrArray) meetings = meeting_find_all(office, "", NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        g_ptr_array_add(names, ((const struct meeting *)meetings->pdata[at])->name);
    }
    g_ptr_array_add(names, NULL);
    return g_strdup(text_nearest(word, (const char *const *)names->pdata));
}

struct meeting *meeting_named(const struct site *site, const char *word, int *status)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &site->house->office;
    struct meeting *meeting = meeting_find(office, word, &error);
    if (meeting != NULL) {
        return meeting;
    }
    *status = EXIT_NOT_FOUND;
    if (error != NULL) {
        *status = command_fail(error);
        return NULL;
    }
    g_autofree char *near = near_name(office, word);
    fprintf(stderr, "moedested: there is no meeting %s%s%s%s\n", word,
            near != NULL ? "; did you mean " : " (moedested meeting list)",
            near != NULL ? near : "", near != NULL ? "?" : "");
    return NULL;
}

struct meeting *meeting_next_one(const struct site *site, bool running, int *status)
{
    g_autoptr(GError) error = NULL;
    const struct meeting_wish wish = {.after = clock_now(site->clock), .running = running};
    struct meeting *meeting = meeting_find_next(&site->house->office, &wish, &error);
    if (error != NULL) {
        *status = command_fail(error);
    } else if (meeting == NULL) {
        *status = EXIT_NOT_FOUND;
        fprintf(stderr, "moedested: no meeting is planned; look at `moedested meeting list --all` "
                        "and at [meeting] overrides\n");
    }
    return meeting;
}

/* Options that belong to one verb: the first that stands at another. */
static bool belong(const struct meeting_words *words, const char *verb)
{
    const struct {
        bool given;
        const char *option, *verb;
    } rows[] = {{words->place != NULL, "place", "move"},
                {words->access != NULL, "access", "move"},
                {words->capacity != NULL, "capacity", "move"},
                {words->reason != NULL, "reason", "cancel"},
                {words->audience != NULL, "for", "feed"},
                {words->yes && strcmp(verb, "cancel") != 0, "yes", "move"},
                {words->all, "all", "list"},
                {words->add != NULL, "add", "guests"},
                {words->remove != NULL, "remove", "guests"},
                {words->walk_in != NULL, "walk-in", "guests"},
                {words->came != NULL, "came", "guests"},
                {words->absent != NULL, "absent", "guests"},
                {words->waiting != NULL, "waiting", "guests"},
                {words->companions != 0, "companions", "guests"},
                {words->as_json && strcmp(verb, "guests") != 0, "json", "list"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        if (rows[at].given && strcmp(rows[at].verb, verb) != 0) {
            command_misused("meeting", "--%s belongs to %s", rows[at].option, rows[at].verb);
            return false;
        }
    }
    return true;
}

static int run_words(const struct invocation *invocation, struct meeting_words *words, int argc,
                     char **argv)
{
    const struct verb *verb = argc > 1 ? find(argv[1]) : NULL;
    if (verb == NULL) {
        return command_no_verb("meeting", argc > 1 ? argv[1] : NULL,
                               "say list, next, invite, guests, move, cancel or feed");
    }
    if (argc > 2 + verb->most || argc < 2 + verb->least) {
        return command_misused("meeting", "%s takes %s", verb->name, verb->takes);
    }
    if (!belong(words, verb->name)) {
        return EXIT_USAGE;
    }
    bool is_feed = verb->run == meeting_feed;
    words->meeting = argc > 2 && !is_feed ? argv[2] : NULL;
    words->where = is_feed ? (argc > 2 ? argv[2] : NULL) : (argc > 3 ? argv[3] : NULL);
    g_autofree char *who = g_strdup_printf("moedested meeting %s", verb->name);
    struct site site;
    int status = site_open(invocation, verb->use, who, &site);
    if (status == EXIT_DONE) {
        status = verb->run(&site, words);
        site_close(&site);
    }
    return status;
}

int command_meeting(const struct invocation *invocation, int argc, char **argv)
{
    gboolean yes = FALSE, all = FALSE, as_json = FALSE;
    g_autofree char *place = NULL;
    g_autofree char *access = NULL;
    g_autofree char *reason = NULL;
    g_autofree char *audience = NULL;
    g_autofree char *add = NULL;
    g_autofree char *removed = NULL;
    g_autofree char *came = NULL;
    g_autofree char *absent = NULL;
    g_autofree char *walk_in = NULL;
    g_autofree char *waiting = NULL;
    g_autofree char *capacity = NULL;
    int companions = 0;
    const GOptionEntry entries[] = {
        {"place", 0, 0, G_OPTION_ARG_STRING, &place, "move: the new place", "PLACE"},
        {"access", 0, 0, G_OPTION_ARG_STRING, &access, "move: how to get in there", "TEXT"},
        {"capacity", 0, 0, G_OPTION_ARG_STRING, &capacity, "move: so many seats, or none", "N"},
        {"reason", 0, 0, G_OPTION_ARG_STRING, &reason, "cancel: what its guests are told", "TEXT"},
        {"for", 0, 0, G_OPTION_ARG_STRING, &audience, "feed: seekers or employers", "WHOM"},
        {"yes", 0, 0, G_OPTION_ARG_NONE, &yes, "move: in spite of warnings; cancel: without asking",
         NULL},
        {"all", 0, 0, G_OPTION_ARG_NONE, &all, "list: past meetings too", NULL},
        {"add", 0, 0, G_OPTION_ARG_STRING, &add, "guests: they rang up and come", "ADDRESS"},
        {"companions", 0, 0, G_OPTION_ARG_INT, &companions, "guests: with so many others", "N"},
        {"remove", 0, 0, G_OPTION_ARG_STRING, &removed, "guests: they do not come", "ADDRESS"},
        {"came", 0, 0, G_OPTION_ARG_STRING, &came, "guests: these came, or all", "1,4,7"},
        {"absent", 0, 0, G_OPTION_ARG_STRING, &absent, "guests: these did not", "3"},
        {"walk-in", 0, 0, G_OPTION_ARG_STRING, &walk_in, "guests: somebody is there", "ADDRESS"},
        {"waiting", 0, 0, G_OPTION_ARG_STRING, &waiting, "guests: to the waiting list", "4,7"},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "list, guests: one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("meeting", entries, &argc, &argv, &status)) {
        return status;
    }
    struct meeting_words words = {.place = place,
                                  .access = access,
                                  .reason = reason,
                                  .audience = audience,
                                  .add = add,
                                  .remove = removed,
                                  .came = came,
                                  .absent = absent,
                                  .walk_in = walk_in,
                                  .waiting = waiting,
                                  .capacity = capacity,
                                  .companions = companions,
                                  .yes = yes != FALSE,
                                  .all = all != FALSE,
                                  .as_json = as_json != FALSE};
    return run_words(invocation, &words, argc, argv);
}
