#include "understand/commands.h"

#include <string.h>

#include "base/text.h"

/* Whether nothing but marks and blanks stands between the line's beginning and the word. */
static bool begins_line(const struct own *own, unsigned at)
{
    const struct textwords *words = own->all;
    if (at == 0 || at == own->from) {
        return true;
    }
    const struct word *before = &words->list[at - 1];
    size_t from = before->start + before->length;
    return memchr(words->text + from, '\n', words->list[at].start - from) != NULL;
}

/* The word behind the last one of the line. */
static unsigned line_end(const struct own *own, unsigned at)
{
    unsigned end = at + 1;
    while (end < own->all->count && !begins_line(own, end)) {
        end++;
    }
    return end;
}

static bool all_capitals(const struct textwords *words, unsigned from, unsigned to)
{
    bool capitals = true;
    for (unsigned at = from; at < to; at++) {
        capitals = capitals && (words->list[at].capitals || words->list[at].number);
    }
    return capitals;
}

/* Whether the words of the command stand at `at`; then how many they are. */
static unsigned command_length(const struct command_word *command, const struct textwords *words,
                               unsigned at, unsigned to)
{
    unsigned length = g_strv_length(command->words);
    for (unsigned i = 0; i < length; i++) {
        if (at + i >= to || strcmp(command->words[i], words->list[at + i].folded) != 0) {
            return 0;
        }
    }
    return length;
}

/* "STOP" is a command in a talk alone: there it stops what the other side writes. */
#define IN_TALK "-alone"

static bool in_talk(const struct search *search)
{
    return strcmp(search->replying_to, "relay") == 0;
}

/* Small letters do only for a word that is alone on the first or the last line: "status" over a
 * list is a heading. In a talk they do for several words: "Stop mail" is not for the other side. */
static bool is_meant(const struct search *search, const struct command_word *command, unsigned at,
                     unsigned length, unsigned end)
{
    const struct own *own = search->own;
    bool alone = end == at + length;
    if (g_str_has_suffix(command->name, IN_TALK) && !(alone && in_talk(search))) {
        return false;
    }
    if (all_capitals(own->all, at, at + length)) {
        return true;
    }
    return alone && (length == 1 || in_talk(search)) && !own->all->list[at].asked &&
           (at <= own->from || end >= own->to);
}

static char *name_of(const struct command_word *command)
{
    bool talk = g_str_has_suffix(command->name, IN_TALK);
    return g_strndup(command->name, strlen(command->name) - (talk ? strlen(IN_TALK) : 0));
}

/* The rest of the line as written, or NULL. Owned. */
static char *argument_of(const struct textwords *words, unsigned from, unsigned to)
{
    if (from >= to) {
        return NULL;
    }
    const char *start = words->text + words->list[from].start;
    size_t length = strcspn(start, "\n");
    g_autofree char *rest = g_strndup(start, length);
    return text_one_line(rest, length + 1);
}

void commands_find(struct search *search)
{
    const struct own *own = search->own;
    const struct textwords *words = own->all;
    for (unsigned at = 0; at < words->count; at++) {
        if (!begins_line(own, at)) {
            continue;
        }
        unsigned end = line_end(own, at);
        for (guint c = 0; c < search->language->commands->len; c++) {
            const struct command_word *command = g_ptr_array_index(search->language->commands, c);
            unsigned length = command_length(command, words, at, end);
            if (length == 0 || !is_meant(search, command, at, length, end)) {
                continue;
            }
            struct verdict_intent *intent =
                verdict_intent_new("command", command->place, textwords_between(words, at, end));
            g_autofree char *argument = argument_of(words, at + length, end);
            g_autofree char *name = name_of(command);
            verdict_set_slot(intent, "name", name);
            verdict_set_slot(intent, "argument", argument);
            finding_add(search, intent, words, at, end)->scope_said = true;
            finding_is_order(search, words, at, end);
            break;
        }
    }
}
