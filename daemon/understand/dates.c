#include "understand/dates.h"

#include <string.h>

#include "understand/dates_inner.h"
#include "understand/tables.h"

#define PREPOSITIONS 3

/* What stands before a date. */
struct lead {
    unsigned end;
    enum dates_relation relation;
    bool said, vague, article, between;
};

static bool relation_of(const char *name, enum dates_relation *relation)
{
    static const struct {
        const char *name;
        enum dates_relation relation;
    } names[] = {{"på", DATES_ON},      {"fra", DATES_FROM},           {"mellem", DATES_FROM},
                 {"til", DATES_UNTIL},  {"til og med", DATES_THROUGH}, {"senest", DATES_BY},
                 {"efter", DATES_AFTER}};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i].name, name) == 0) {
            *relation = names[i].relation;
            return true;
        }
    }
    return false;
}

static bool word_in(const struct dates_reader *reader, const char *list, unsigned at)
{
    return at < reader->to && language_has_word(reader->language, list, reader->words, at);
}

static bool goes_on(const struct dates_reader *reader, unsigned at, unsigned first)
{
    return at < reader->to && (at == first || reader->words->list[at].before <= BREAK_COMMA);
}

/* Prepositions, "ca.", "den". */
static struct lead read_lead(const struct dates_reader *reader, unsigned at)
{
    struct lead lead = {.end = at, .relation = DATES_ON};
    const struct lexicon *relations = dates_names(reader, "tidsforhold");
    for (unsigned i = 0; i < PREPOSITIONS && goes_on(reader, lead.end, at); i++) {
        unsigned end = lead.end;
        enum dates_relation relation;
        struct dates_point already; /* the "i" of "i morgen" belongs to the date */
        const char *name = lexicon_find(relations, reader->words, end, reader->to, &end);
        if (name == NULL || dates_read_words(reader, lead.end, &already)) {
            break;
        }
        if (strcmp(name, "omtrent") == 0) {
            lead.vague = true;
        } else if (relation_of(name, &relation)) {
            lead.relation = relation == DATES_ON ? lead.relation : relation;
            lead.between = lead.between || strcmp(name, "mellem") == 0;
        }
        lead.said = true;
        lead.end = end;
    }
    lead.article = goes_on(reader, lead.end, at) && word_in(reader, "datoens", lead.end);
    lead.end += lead.article;
    return lead;
}

/* One date behind `at`, with its weekday and its article. */
static bool read_point(const struct dates_reader *reader, unsigned at, bool context,
                       struct dates_point *point)
{
    if (at >= reader->to) {
        return false;
    }
    struct dates_point weekday;
    unsigned day = at + word_in(reader, "dag-kort", at);
    if (dates_read_weekday(reader, at, &weekday)) {
        day = weekday.end;
    }
    bool named = day > at;
    unsigned number = day + word_in(reader, "datoens", day);
    bool near = number < reader->to && reader->words->list[number].before <= BREAK_COMMA;
    if ((near || number == at) &&
        dates_read_numeric(reader, number, context || named || number > at, point)) {
        return true;
    }
    if (named && number > day && near && dates_read_day(reader, number, point)) {
        return true;
    }
    if (dates_read_words(reader, at, point) || dates_read_month(reader, at, point)) {
        return true;
    }
    if (!dates_read_weekday(reader, at, &weekday)) {
        return false;
    }
    *point = weekday;
    return true;
}

/* Next such day on or after `floor` where no year is said. */
static int resolve(int day, int month, int year, int floor)
{
    int floor_year, floor_month, floor_day;
    days_to_civil(floor, &floor_year, &floor_month, &floor_day);
    if (year != 0) {
        return days_from_civil(year, month, day);
    }
    int steps = month == 0 ? 2 : 8; /* 29 February */
    for (int i = 0; i <= steps; i++) {
        int count = floor_month - 1 + i;
        int found = month == 0 ? days_from_civil(floor_year + count / 12, count % 12 + 1, day)
                               : days_from_civil(floor_year + i, month, day);
        if (found >= floor) {
            return found;
        }
    }
    return 0;
}

/* The latest such day that is not after `ceiling`. */
static int resolve_before(int day, int month, int year, int ceiling)
{
    int ceiling_year, ceiling_month, ceiling_day;
    days_to_civil(ceiling, &ceiling_year, &ceiling_month, &ceiling_day);
    if (year != 0) {
        return days_from_civil(year, month, day);
    }
    for (int i = 0; i < 8; i++) {
        int found = days_from_civil(ceiling_year - i, month, day);
        if (found != 0 && found <= ceiling) {
            return found;
        }
    }
    return 0;
}

static bool is_absolute(const struct dates_point *point)
{
    return point->first != 0;
}

/* The two days of a range; false when they make none. */
static bool resolve_range(const struct dates_reader *reader, struct dates_point *left,
                          struct dates_point *right, int days[2])
{
    if (!is_absolute(left) && left->month == 0) {
        left->month = right->month;
    }
    if (!is_absolute(right) && right->month == 0) {
        right->month = left->month;
    }
    if (!is_absolute(left) && !is_absolute(right) && left->month == 0) {
        return false;
    }
    bool later = left->year != 0 || is_absolute(left);
    if (later) {
        days[0] =
            is_absolute(left) ? left->first : days_from_civil(left->year, left->month, left->day);
        days[1] = is_absolute(right)
                      ? right->last
                      : resolve(right->day, right->month, right->year, MAX(days[0], 1));
    } else {
        days[1] = is_absolute(right)
                      ? right->last
                      : resolve(right->day, right->month, right->year, reader->today);
        days[0] = resolve_before(left->day, left->month, 0, MAX(days[1], 1));
    }
    while (right->bare && right->precision == DATES_DAY && days[1] < days[0]) {
        days[1] += 7; /* Friday behind Monday */
    }
    return days[0] > 0 && days[1] > 0 && days[0] <= days[1];
}

/* Whether a range goes on at `at`: a dash, "til", "og" behind "mellem"; `next` is what follows. */
static bool read_connector(const struct dates_reader *reader, unsigned at, const struct lead *lead,
                           unsigned *next)
{
    if (at >= reader->to || reader->words->list[at].before > BREAK_COMMA) {
        return false;
    }
    if (dates_dash_before(reader->words, at)) {
        *next = at;
        return true;
    }
    if (lead->between) {
        *next = at + 1;
        return word_in(reader, "og-til", at);
    }
    struct lead middle = read_lead(reader, at + word_in(reader, "og", at));
    *next = middle.end - middle.article;
    return middle.said && (middle.relation == DATES_UNTIL || middle.relation == DATES_THROUGH);
}

/* The second day of a range, behind the first one. */
static bool read_second(const struct dates_reader *reader, const struct lead *lead,
                        const struct dates_point *left, struct dates_point *right)
{
    unsigned next;
    if (!read_connector(reader, left->end, lead, &next)) {
        return false;
    }
    unsigned article = next + word_in(reader, "datoens", next);
    if (read_point(reader, next, true, right)) {
        return (left->month != 0 || is_absolute(left) || right->month != 0) && !right->lasting;
    }
    return left->month != 0 && article > next && dates_read_day(reader, article, right);
}

static void take_span(struct dates_found *found, int first, int last)
{
    days_to_iso(first, found->first);
    days_to_iso(last, found->last);
}

static bool take_range(const struct dates_reader *reader, const struct lead *lead,
                       struct dates_point *left, struct dates_found *found)
{
    struct dates_point right = {.end = left->end,
                                .day = left->second.day,
                                .month = left->second.month,
                                .year = left->second.year};
    int days[2];
    bool joined = right.day != 0;
    if ((!joined && !read_second(reader, lead, left, &right)) ||
        !resolve_range(reader, left, &right, days)) {
        return false;
    }
    found->to = right.end;
    found->range = true;
    found->bare = left->bare && (left->precision == DATES_DAY || !lead->said);
    found->precision = left->precision;
    found->relation = DATES_FROM;
    take_span(found, days[0], days[1]);
    return true;
}

/* "den 15." with nothing behind it that it could count. */
static bool stands_alone(const struct dates_reader *reader, const struct dates_point *point)
{
    const struct textwords *words = reader->words;
    const struct word *word = &words->list[point->end - 1];
    bool ordinal = words->text[word->start + word->length] == '.' || !word->number;
    return ordinal && (point->end >= reader->to || words->list[point->end].before >= BREAK_COMMA ||
                       words->list[point->end].title || word_in(reader, "efter-dag", point->end));
}

static bool take_point(const struct dates_reader *reader, const struct lead *lead,
                       const struct dates_point *point, struct dates_found *found)
{
    found->to = point->end;
    if (is_absolute(point)) {
        found->bare = point->bare && !lead->said;
        found->precision = point->precision;
        found->relation = point->lasting ? DATES_LASTING : lead->relation;
        take_span(found, point->first, point->last);
        return true;
    }
    int day = resolve(point->day, point->month, point->year, reader->today);
    if (day == 0) {
        return false;
    }
    found->relation = lead->relation;
    take_span(found, day, day);
    return true;
}

/* "den 1. i næste måned". */
static bool read_day_of_month(const struct dates_reader *reader, const struct lead *lead,
                              struct dates_point *point)
{
    struct dates_point month;
    if (!dates_read_day(reader, lead->end, point)) {
        return false;
    }
    unsigned next = point->end + word_in(reader, "i", point->end);
    if (!goes_on(reader, next, lead->end) ||
        (!dates_read_words(reader, next, &month) &&
         !dates_read_words(reader, point->end, &month)) ||
        month.precision != DATES_MONTH) {
        return false;
    }
    point->first = month.first + point->day - 1;
    point->last = point->first;
    point->end = month.end;
    return point->first <= month.last;
}

bool dates_at(const struct language *language, const struct textwords *words, unsigned at,
              unsigned to, const char *today, struct dates_found *found)
{
    struct dates_reader reader = {.language = language,
                                  .words = words,
                                  .to = MIN(to, words->count),
                                  .today = days_from_iso(today)};
    if (reader.today == 0 || at >= reader.to) {
        return false;
    }
    struct lead lead = read_lead(&reader, at);
    *found = (struct dates_found){.from = at, .vague = lead.vague};
    struct dates_point point;
    bool context = lead.article || lead.said;
    if (read_day_of_month(&reader, &lead, &point) ||
        (goes_on(&reader, lead.end, at) && read_point(&reader, lead.end, context, &point))) {
        if (take_range(&reader, &lead, &point, found)) {
            return true;
        }
        return take_point(&reader, &lead, &point, found);
    }
    if (!dates_read_day(&reader, lead.end, &point)) {
        return false;
    }
    return take_range(&reader, &lead, &point, found) ||
           (lead.article && stands_alone(&reader, &point) &&
            take_point(&reader, &lead, &point, found));
}

GArray *dates_find(const struct language *language, const struct textwords *words, unsigned from,
                   unsigned to, const char *today)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(struct dates_found));
    for (unsigned at = from; at < MIN(to, words->count);) {
        struct dates_found one;
        if (dates_at(language, words, at, to, today, &one)) {
            g_array_append_val(found, one);
            at = one.to;
        } else {
            at++;
        }
    }
    return found;
}

void dates_first_day(const struct dates_found *found, char iso[DAYS_ISO_ROOM])
{
    if (found->relation != DATES_AFTER) {
        memcpy(iso, found->first, DAYS_ISO_ROOM);
        return;
    }
    int day = days_from_iso(found->last) + 1;
    while (found->precision == DATES_FEAST && days_weekday(day) > 5) {
        day++;
    }
    days_to_iso(day, iso);
}
