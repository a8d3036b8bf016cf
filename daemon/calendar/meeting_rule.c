#include "calendar/meeting_rule.h"

#include <string.h>

#include "calendar/table.h"

#define DAYS_LIMIT 60

static int read_weekday(const struct config *config)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    for (size_t at = 0; at < G_N_ELEMENTS(names); at++) {
        if (config_is(config, CONFIG_MEETING_WEEKDAY, names[at])) {
            return (int)at + 1;
        }
    }
    g_assert_not_reached();
}

/* Keeps them in order; false when it is there already. */
static bool add_reminder(struct meeting_rule *rule, unsigned days)
{
    unsigned at = rule->reminder_count;
    for (; at > 0 && rule->reminders[at - 1] <= days; at--) {
        if (rule->reminders[at - 1] == days) {
            return false;
        }
        rule->reminders[at] = rule->reminders[at - 1];
    }
    rule->reminders[at] = days;
    rule->reminder_count++;
    return true;
}

static bool read_reminders(struct meeting_rule *rule, const struct config *config, GError **error)
{
    const char *text = config_text(config, CONFIG_MEETING_REMINDERS);
    g_auto(GStrv) words = g_strsplit_set(text, " ,", -1);
    for (char **word = words; *word != NULL; word++) {
        int days = 0;
        if (**word == '\0') {
            continue;
        }
        if (rule->reminder_count == MEETING_REMINDERS_LIMIT ||
            !table_number(*word, DAYS_LIMIT, &days) || days == 0 ||
            !add_reminder(rule, (unsigned)days)) {
            return config_refuse(
                config, CONFIG_MEETING_REMINDERS, error,
                "\"%s\" does not fit; write numbers of working days from 1 to %d, each once and "
                "at most %d of them, such as 5 1",
                *word, DAYS_LIMIT, MEETING_REMINDERS_LIMIT);
        }
    }
    return true;
}

/* "Jobbanken https://seniorjob.example/job" */
static bool read_link(struct meeting_link *link, const char *text)
{
    const char *blank = strrchr(text, ' ');
    if (blank == NULL || strpbrk(blank, "<>\"'()[]") != NULL ||
        (!g_str_has_prefix(blank, " https://") && !g_str_has_prefix(blank, " http://"))) {
        return false;
    }
    link->text = g_strndup(text, (size_t)(blank - text));
    link->address = g_strdup(blank + 1);
    return true;
}

static bool read_links(struct meeting_rule *rule, const struct config *config, GError **error)
{
    const char *text = config_text(config, CONFIG_MEETING_LINKS);
    g_auto(GStrv) parts = g_strsplit(text, "|", -1);
    for (size_t at = 0; *text != '\0' && parts[at] != NULL; at++) {
        if (at == MEETING_LINKS_LIMIT || !read_link(&rule->links[at], g_strstrip(parts[at]))) {
            return config_refuse(config, CONFIG_MEETING_LINKS, error,
                                 "\"%s\" does not fit; write at most %d, such as: Regler "
                                 "https://seniorjob.example/regler | Jobbanken "
                                 "https://seniorjob.example/job",
                                 parts[at], MEETING_LINKS_LIMIT);
        }
    }
    return true;
}

struct meeting_rule *meeting_rule_read(const struct config *config, GError **error)
{
    SCOPED(meeting_rule) struct meeting_rule *rule = g_new0(struct meeting_rule, 1);
    rule->weekday = read_weekday(config);
    rule->week = (int)config_number(config, CONFIG_MEETING_WEEK);
    rule->start = (int)(config_number(config, CONFIG_MEETING_START) / 60);
    rule->end = (int)(config_number(config, CONFIG_MEETING_END) / 60);
    rule->place = g_strdup(config_text(config, CONFIG_MEETING_PLACE));
    rule->access = g_strdup(config_text(config, CONFIG_MEETING_ACCESS));
    rule->capacity = (int)config_number(config, CONFIG_MEETING_CAPACITY);
    rule->offer = config_number(config, CONFIG_MEETING_OFFER);
    rule->invite = (unsigned)config_number(config, CONFIG_MEETING_INVITE);
    rule->missing = (unsigned)config_number(config, CONFIG_MEETING_MISSING);
    rule->deadline = (unsigned)config_number(config, CONFIG_MEETING_DEADLINE);
    if (!read_reminders(rule, config, error) || !read_links(rule, config, error)) {
        return NULL;
    }
    return g_steal_pointer(&rule);
}

void meeting_rule_free(struct meeting_rule *rule)
{
    if (rule == NULL) {
        return;
    }
    for (size_t at = 0; at < MEETING_LINKS_LIMIT; at++) {
        g_free(rule->links[at].text);
        g_free(rule->links[at].address);
    }
    g_free(rule->place);
    g_free(rule->access);
    g_free(rule);
}
