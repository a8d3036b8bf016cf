#include "calendar/holidays.h"

#include <string.h>

#include "base/text.h"
#include "calendar/table.h"

#define NAME_LIMIT 60
#define FIRST_YEAR 1900
#define LAST_YEAR 2200
/* From 1 January with the earliest Easter to 31 December with the latest. */
#define EASTER_BEFORE 80
#define EASTER_AFTER 250

enum kind { HOLIDAY, CLOSED, WARNING, KINDS };

static const char *const sections[KINDS + 1] = {"holidays", "closed", "warnings", NULL};

enum anchor { EVERY_YEAR, EASTER, DATES };

struct rule {
    enum kind kind;
    enum anchor anchor;
    int day, month;  /* EVERY_YEAR */
    int offset;      /* EASTER: days after Easter Sunday */
    int first, last; /* DATES: the days; else the years, both included */
    char *name;
};

struct holidays {
    GPtrArray *rules; /* struct rule */
};

static void rule_free(struct rule *rule)
{
    g_free(rule->name);
    g_free(rule);
}

static bool read_every_year(const char *text, struct rule *rule)
{
    const char *slash = strchr(text, '/');
    g_autofree char *day = slash == NULL ? NULL : g_strndup(text, (gsize)(slash - text));
    rule->anchor = EVERY_YEAR;
    /* 2000 has a 29 February. */
    return day != NULL && table_number(day, 31, &rule->day) &&
           table_number(slash + 1, 12, &rule->month) &&
           days_from_civil(2000, rule->month, rule->day) != 0;
}

static bool read_easter(const char *text, struct rule *rule)
{
    const char *offset = text + strlen("easter");
    rule->anchor = EASTER;
    rule->offset = 0;
    if (*offset == '\0') {
        return true;
    }
    bool before = *offset == '-';
    if (!before && *offset != '+') {
        return false;
    }
    bool valid = table_number(offset + 1, before ? EASTER_BEFORE : EASTER_AFTER, &rule->offset);
    rule->offset = before ? -rule->offset : rule->offset;
    return valid;
}

static bool read_dates(const char *text, struct rule *rule)
{
    rule->anchor = DATES;
    rule->first = rule->last = days_from_iso(text);
    return rule->first != 0;
}

static char *read_day(const char *text, struct rule *rule)
{
    bool valid = g_str_has_prefix(text, "easter") ? read_easter(text, rule)
                 : strchr(text, '/') != NULL      ? read_every_year(text, rule)
                                                  : read_dates(text, rule);
    return valid ? NULL
                 : g_strdup_printf("\"%s\" is no day; write day/month as 24/12, or easter+39, or "
                                   "one date as 2026-12-28",
                                   text);
}

/* "from 2024", "until 2023"; of dates: "to 2026-12-30" */
static char *read_bound(const char *word, const char *value, struct rule *rule)
{
    bool dates = rule->anchor == DATES;
    if (value != NULL && dates && strcmp(word, "to") == 0) {
        rule->last = days_from_iso(value);
        return rule->last >= rule->first ? NULL
                                         : g_strdup("the date after \"to\" is none, or lies before "
                                                    "the first; write 2026-12-28 to 2026-12-30");
    }
    bool from = strcmp(word, "from") == 0;
    if (value == NULL || dates || (!from && strcmp(word, "until") != 0) ||
        !table_number(value, LAST_YEAR, from ? &rule->first : &rule->last)) {
        return g_strdup_printf("\"%s\" is not understood; behind a day of every year may stand "
                               "\"from 2024\" and \"until 2023\", behind a date \"to 2026-12-30\"",
                               word);
    }
    return rule->first <= rule->last
               ? NULL
               : g_strdup("the first year comes after the last one; exchange them");
}

static char *read_key(const char *key, struct rule *rule)
{
    g_autofree char *blanks = text_one_line(key, strlen(key));
    g_auto(GStrv) words = g_strsplit(blanks, " ", -1);
    rule->first = FIRST_YEAR;
    rule->last = LAST_YEAR;
    char *wrong = read_day(words[0], rule);
    for (char **word = words + 1; wrong == NULL && *word != NULL; word += word[1] != NULL ? 2 : 1) {
        wrong = read_bound(word[0], word[1], rule);
    }
    return wrong;
}

static char *read_section(const char *name, enum kind *kind)
{
    for (unsigned at = 0; at < KINDS; at++) {
        if (strcmp(name, sections[at]) == 0) {
            *kind = (enum kind)at;
            return NULL;
        }
    }
    const char *guess = text_nearest(name, sections);
    return g_strdup_printf("a day stands below [holidays], [closed] or [warnings]%s%s%s",
                           guess != NULL ? "; did you mean [" : "", guess != NULL ? guess : "",
                           guess != NULL ? "]?" : "");
}

static char *take(void *data, const struct table_line *line)
{
    struct holidays *holidays = data;
    struct rule rule = {0};
    char *wrong = read_section(line->section, &rule.kind);
    if (wrong == NULL) {
        wrong = read_key(line->key, &rule);
    }
    if (wrong != NULL) {
        return wrong;
    }
    if (*line->value == '\0' || g_utf8_strlen(line->value, -1) > NAME_LIMIT) {
        return g_strdup("behind the = stands what the day is called, at most 60 characters");
    }
    rule.name = g_strdup(line->value);
    g_ptr_array_add(holidays->rules, g_memdup2(&rule, sizeof rule));
    return NULL;
}

struct holidays *holidays_load(const char *path, GError **error)
{
    SCOPED(holidays) struct holidays *holidays = g_new0(struct holidays, 1);
    holidays->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    return table_read(path, take, holidays, error) ? g_steal_pointer(&holidays) : NULL;
}

void holidays_free(struct holidays *holidays)
{
    if (holidays == NULL) {
        return;
    }
    g_ptr_array_unref(holidays->rules);
    g_free(holidays);
}

static bool falls_on(const struct rule *rule, int number)
{
    if (rule->anchor == DATES) {
        return rule->first <= number && number <= rule->last;
    }
    int year, month, day;
    days_to_civil(number, &year, &month, &day);
    if (year < rule->first || year > rule->last) {
        return false;
    }
    return rule->anchor == EASTER ? days_easter_sunday(year) + rule->offset == number
                                  : rule->month == month && rule->day == day;
}

/* The name of the first rule of the kinds [from, to] that falls on the day, or NULL. */
static const char *find(const struct holidays *holidays, int day, enum kind from, enum kind to)
{
    for (guint at = 0; at < holidays->rules->len; at++) {
        const struct rule *rule = holidays->rules->pdata[at];
        if (rule->kind >= from && rule->kind <= to && falls_on(rule, day)) {
            return rule->name;
        }
    }
    return NULL;
}

bool holidays_is_closed(const struct holidays *holidays, int day, const char **name)
{
    const char *found = find(holidays, day, HOLIDAY, CLOSED);
    if (name != NULL) {
        *name = found;
    }
    return found != NULL;
}

const char *holidays_warning(const struct holidays *holidays, int day)
{
    return find(holidays, day, WARNING, WARNING);
}
