/* moedested queue: outgoing mail, as staff look at it and decide about it. */
#include "commands/queue.h"

#include <string.h>

#include "base/text.h"
#include "commands/list.h"

struct verb {
    const char *name;
    enum house_use use;
    bool selects; /* it takes numbers, or a selection */
    int (*run)(const struct site *site, const struct queue_words *words);
};

static const struct verb verbs[] = {
    {"list", HOUSE_READ, false, queue_list},  {"show", HOUSE_READ, true, queue_show},
    {"hold", HOUSE_NOTE, true, queue_hold},   {"release", HOUSE_NOTE, true, queue_release},
    {"retry", HOUSE_NOTE, true, queue_retry}, {"drop", HOUSE_NOTE, true, queue_drop},
};

static const struct verb *find(const char *name)
{
    for (size_t at = 0; at < G_N_ELEMENTS(verbs); at++) {
        if (strcmp(verbs[at].name, name) == 0) {
            return &verbs[at];
        }
    }
    return NULL;
}

static bool read_state(const char *word, enum ledger_state *state)
{
    const char *names[LEDGER_HELD + 1] = {NULL};
    for (enum ledger_state at = LEDGER_QUEUED; at <= LEDGER_HELD; at++) {
        names[at - LEDGER_QUEUED] = ledger_state_name(at);
        if (strcmp(word, ledger_state_name(at)) == 0) {
            *state = at;
            return true;
        }
    }
    const char *near = text_nearest(word, names);
    if (near != NULL) {
        command_misused("queue", "--state: there is no \"%s\"; did you mean %s?", word, near);
    } else {
        command_misused("queue",
                        "--state: there is no \"%s\"; say queued, claimed, sent, failed, "
                        "doubt, dropped or held",
                        word);
    }
    return false;
}

/* The numbers behind the verb. */
static bool read_ids(char **words, int count, GArray *ids)
{
    for (int at = 0; at < count; at++) {
        guint64 number = 0;
        if (!g_ascii_string_to_unsigned(words[at], 10, 1, INT64_MAX, &number, NULL)) {
            command_misused("queue", "\"%s\" is no number of a mail; `queue list` shows them",
                            words[at]);
            return false;
        }
        int64_t id = (int64_t)number;
        g_array_append_val(ids, id);
    }
    return true;
}

/* Either numbers or a selection, and what belongs to which verb. */
static bool check_words(const struct verb *verb, const struct queue_words *words)
{
    bool chosen = words->all || words->state != 0 || words->issue != NULL;
    bool lists = strcmp(verb->name, "list") == 0, shows = strcmp(verb->name, "show") == 0;
    if (words->restored && strcmp(verb->name, "release") != 0) {
        command_misused("queue", "--restored belongs to release");
    } else if (words->restored && (chosen || words->ids->len > 0)) {
        command_misused("queue", "release --restored ends the hold on all delivery; it takes no "
                                 "other words");
    } else if (lists && words->ids->len > 0) {
        command_misused("queue", "list takes no numbers; `queue show ID` tells of one mail");
    } else if (shows && (words->ids->len != 1 || chosen)) {
        command_misused("queue", "show takes the number of one mail, from `queue list`");
    } else if (verb->selects && !shows && !words->restored && !chosen && words->ids->len == 0) {
        command_misused("queue",
                        "%s which? Say numbers from `queue list`, or --issue ISSUE, --state "
                        "STATE or --all",
                        verb->name);
    } else if (verb->selects && chosen && words->ids->len > 0) {
        command_misused("queue", "say numbers or a selection, not both");
    } else {
        return true;
    }
    return false;
}

static int run_words(const struct invocation *invocation, struct queue_words *words,
                     const char *state, int argc, char **argv)
{
    const struct verb *verb = argc > 1 ? find(argv[1]) : NULL;
    if (verb == NULL) {
        return command_no_verb("queue", argc > 1 ? argv[1] : NULL,
                               "say list, show, hold, release, retry or drop");
    }
    if ((state != NULL && !read_state(state, &words->state)) ||
        !read_ids(argv + 2, argc - 2, words->ids) || !check_words(verb, words)) {
        return EXIT_USAGE;
    }
    struct site site;
    int status = site_open(invocation, verb->use, "moedested queue", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    status = queue_knows_issue(&site, words->issue);
    if (status == EXIT_DONE) {
        status = verb->run(&site, words);
    }
    site_close(&site);
    return status;
}

int command_queue(const struct invocation *invocation, int argc, char **argv)
{
    gboolean as_json = FALSE, all = FALSE, failed = FALSE, yes = FALSE, restored = FALSE;
    g_autofree char *state = NULL;
    g_autofree char *issue = NULL;
    const GOptionEntry entries[] = {
        {"state", 0, 0, G_OPTION_ARG_STRING, &state,
         "queued, claimed, sent, failed, doubt, dropped or held", "STATE"},
        {"issue", 0, 0, G_OPTION_ARG_STRING, &issue, "only copies of this issue", "ISSUE"},
        {"failed", 0, 0, G_OPTION_ARG_NONE, &failed, "the same as --state failed", NULL},
        {"all", 0, 0, G_OPTION_ARG_NONE, &all,
         "list: also what is sent or dropped; else every mail that the verb fits", NULL},
        {"yes", 0, 0, G_OPTION_ARG_NONE, &yes, "drop: a selection, without asking", NULL},
        {"restored", 0, 0, G_OPTION_ARG_NONE, &restored,
         "release: deliver again after a backup was restored", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("queue", entries, &argc, &argv, &status)) {
        return status;
    }
    if (failed && state != NULL) {
        return command_misused("queue", "say --failed or --state, not both");
    }
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    struct queue_words words = {.issue = issue,
                                .ids = ids,
                                .all = all != FALSE,
                                .yes = yes != FALSE,
                                .restored = restored != FALSE,
                                .as_json = as_json != FALSE};
    return run_words(invocation, &words, failed ? "failed" : state, argc, argv);
}
