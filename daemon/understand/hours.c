#include "understand/hours.h"

#include <glib.h>
#include <string.h>

#include "understand/clause.h"
#include "understand/lexicon.h"
#include "understand/tables.h"

#define HOURS_LEAST 3.0
#define HOURS_MOST 60.0
#define HOURS_A_DAY 7.4 /* 37 hours in five days */
#define DAYS_A_WEEK 7.0
#define WORKING_DAYS 5.0
#define DAY_MOST 12.0
#define DAYS_REACH 12u /* words from the hours of a day to the days of a week */
#define PART_TIME 15.0
#define A_DAY 24.0
#define LOOK_BACK 4u

struct reader {
    const struct language *language;
    const struct textwords *words;
    unsigned from, to;
};

/* Two numbers, or the same twice, and the words [from, to) that say them. */
struct amount {
    double least, most;
    unsigned from, to;
};

static bool word_in(const struct reader *reader, const char *list, unsigned at)
{
    return at >= reader->from && at < reader->to &&
           language_has_word(reader->language, list, reader->words, at);
}

static bool follows(const struct reader *reader, unsigned at)
{
    return at < reader->to && reader->words->list[at].before <= BREAK_COMMA;
}

/* The same without a comma between. */
static bool adjoins(const struct reader *reader, unsigned at)
{
    return at < reader->to && reader->words->list[at].before == BREAK_NONE;
}

/* "30", "37,5" (two words with a comma between), "tredive". */
static bool read_number(const struct reader *reader, unsigned at, double *number, unsigned *end)
{
    if (at >= reader->to) {
        return false;
    }
    const struct word *word = &reader->words->list[at];
    char *stop;
    *end = at + 1;
    if (!word->number) {
        *number = lexicon_number(language_names(reader->language, "tal"), reader->words, at,
                                 reader->to, end);
        return *number > 0;
    }
    *number = g_ascii_strtod(word->folded, &stop);
    if (*stop != '\0') {
        return false;
    }
    const struct word *next = *end < reader->to ? &reader->words->list[*end] : NULL;
    if (next != NULL && next->number && next->start == word->start + word->length + 1 &&
        reader->words->text[word->start + word->length] == ',' && next->length <= 2) {
        g_autofree char *joined = g_strdup_printf("%s.%s", word->folded, next->folded);
        *number = g_ascii_strtod(joined, NULL);
        (*end)++;
    }
    return true;
}

/* "20-25" and "20/25" are one word. */
static bool read_joined(const struct reader *reader, unsigned at, struct amount *amount)
{
    const char *word = reader->words->list[at].folded;
    const char *mark = word + strspn(word, "0123456789.");
    char *stop;
    if (!g_ascii_isdigit(*word) || (*mark != '-' && *mark != '/')) {
        return false;
    }
    *amount = (struct amount){.least = g_ascii_strtod(word, NULL),
                              .most = g_ascii_strtod(mark + 1, &stop),
                              .from = at,
                              .to = at + 1};
    return *stop == '\0' && stop > mark + 1 && amount->least < amount->most;
}

static bool has_dash(const struct reader *reader, unsigned at)
{
    const struct word *last = &reader->words->list[at - 1];
    const char *between = reader->words->text + last->start + last->length;
    size_t length = reader->words->list[at].start - (last->start + last->length);
    for (size_t i = 0; i < length; i++) {
        if (between[i] == '-' || (unsigned char)between[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

static bool read_amount(const struct reader *reader, unsigned at, struct amount *amount)
{
    if (read_joined(reader, at, amount)) {
        return true;
    }
    unsigned end, last;
    double number, second;
    if (!read_number(reader, at, &number, &end)) {
        return false;
    }
    *amount = (struct amount){.least = number, .most = number, .from = at, .to = end};
    if (!follows(reader, end)) {
        return true;
    }
    bool between = word_in(reader, "mellem", at - 1) && word_in(reader, "og", end);
    unsigned next = between || word_in(reader, "eller-til", end) ? end + 1 : end;
    bool joined = next > end || has_dash(reader, end);
    if (joined && follows(reader, next) && read_number(reader, next, &second, &last) &&
        second > number) {
        amount->most = second;
        amount->to = last;
    }
    return true;
}

static unsigned longest(const struct reader *reader, const char *patterns, unsigned at)
{
    return at < reader->to ? language_longest(reader->language, patterns, reader->words, at, false)
                           : at;
}

/* How many words the longest pattern of the list has that ends where the amount begins. */
static unsigned words_before(const struct reader *reader, const char *patterns, unsigned at)
{
    unsigned longest_one = 0;
    for (unsigned back = 1; back <= LOOK_BACK && back <= at - reader->from; back++) {
        if (reader->words->list[at - back + 1].before > BREAK_COMMA) {
            break;
        }
        if (longest(reader, patterns, at - back) == at) {
            longest_one = back;
        }
    }
    return longest_one;
}

static bool has_bound(const struct reader *reader, unsigned at)
{
    return words_before(reader, "hoejst", at) > 0 || words_before(reader, "mindst", at) > 0;
}

static void take_bounds(const struct reader *reader, const struct amount *amount, double factor,
                        unsigned end, struct hours *hours)
{
    double least = amount->least * factor, most = amount->most * factor;
    bool single = amount->least >= amount->most;
    unsigned at = amount->from;
    while (at > reader->from && word_in(reader, "omtrent", at - 1)) {
        at--;
    }
    unsigned above = words_before(reader, "hoejst", at);
    unsigned below = words_before(reader, "mindst", at);
    bool no_more = single && above > below;
    bool no_less = single && !no_more &&
                   (below > 0 || (follows(reader, end) && longest(reader, "opad", end) > end));
    *hours = (struct hours){
        .least = no_more ? 0 : least, .most = no_less ? 0 : most, .from = amount->from, .to = end};
}

/* "ikke 37 timer" but not "ikke mere end 20 timer". */
static bool is_denied(const struct reader *reader, const struct amount *amount)
{
    unsigned at = amount->from;
    for (unsigned back = 1; back <= 3 && at - reader->from >= back; back++) {
        enum words_break before = reader->words->list[at - back + 1].before;
        if (before > BREAK_COMMA || (before > BREAK_NONE && back > 1)) {
            return false;
        }
        if (word_in(reader, "ny-saetning", at - back)) {
            return false;
        }
        if (word_in(reader, "naegtelse", at - back)) {
            return !has_bound(reader, at);
        }
    }
    return false;
}

static bool in_bounds(const struct amount *amount, double factor, double most)
{
    return amount->least * factor >= HOURS_LEAST && amount->most * factor <= most;
}

/* "2-3 dage om ugen", "tre dage ugentligt". */
static bool read_days(const struct reader *reader, const struct amount *amount, struct hours *hours)
{
    unsigned unit = amount->to;
    unsigned week = unit + 1;
    if (!word_in(reader, "dag-ord", unit) || !follows(reader, week) || amount->most > DAYS_A_WEEK) {
        return false;
    }
    unsigned end = week;
    while (follows(reader, end) && end < week + 3 && !word_in(reader, "ugentlig", end)) {
        end++;
    }
    if (!word_in(reader, "ugentlig", end) || !in_bounds(amount, HOURS_A_DAY, HOURS_MOST)) {
        return false;
    }
    take_bounds(reader, amount, HOURS_A_DAY, end + 1, hours);
    return true;
}

static bool is_weekly(const struct reader *reader, unsigned at)
{
    for (unsigned i = at; i < at + 3 && follows(reader, i); i++) {
        if (word_in(reader, "ugentlig", i)) {
            return true;
        }
    }
    return false;
}

/* "30 timer"; "30t" is one word. */
static bool read_hours(const struct reader *reader, const struct amount *amount,
                       struct hours *hours)
{
    unsigned unit = amount->to;
    bool labelled = amount->from > reader->from && word_in(reader, "timetal", amount->from - 1) &&
                    (reader->words->list[amount->from].before >= BREAK_LINE ||
                     reader->words->list[amount->from - 1].before >= BREAK_LINE);
    bool united = follows(reader, unit) && word_in(reader, "time", unit);
    if (!united && !labelled) {
        return false;
    }
    unsigned end = united ? unit + 1 : unit;
    bool weekly = labelled || is_weekly(reader, end);
    bool other = false;
    for (unsigned i = end; i < end + 2 && adjoins(reader, i) && !weekly; i++) {
        other = other || word_in(reader, "ikke-arbejdstid", i);
    }
    bool outside = amount->from > reader->from && !weekly &&
                   reader->words->list[amount->from].before == BREAK_NONE &&
                   word_in(reader, "ikke-arbejdstid-foran", amount->from - 1) &&
                   !has_bound(reader, amount->from);
    /* "job i 32 timer", but not "vente i 24 timer" */
    bool like_a_job =
        amount->least >= PART_TIME && (amount->least < A_DAY || amount->least > A_DAY);
    outside = outside && !(like_a_job && word_in(reader, "i", amount->from - 1));
    if (other || outside || !in_bounds(amount, 1, HOURS_MOST)) {
        return false;
    }
    take_bounds(reader, amount, 1, end, hours);
    return true;
}

/* "i 3 dage", "5 dage om ugen", said near the hours of a day; five where nothing is said. */
static bool read_week(const struct reader *reader, unsigned from, double *days)
{
    unsigned end = MIN(from + DAYS_REACH, reader->to);
    *days = WORKING_DAYS;
    for (unsigned at = from > reader->from + 6 ? from - 6 : reader->from; at < end; at++) {
        struct amount amount;
        if (read_amount(reader, at, &amount) && word_in(reader, "dag-ord", amount.to)) {
            *days = amount.least;
            return amount.least >= amount.most && amount.most <= DAYS_A_WEEK;
        }
    }
    return true;
}

/* "6 timer om dagen", "4-5 timer dagligt", "4 dage a 6 timer": times the days of the week. */
static bool read_daily(const struct reader *reader, const struct amount *amount,
                       struct hours *hours)
{
    unsigned unit = amount->to;
    double days;
    if (!follows(reader, unit) || !word_in(reader, "time", unit) || amount->least < HOURS_LEAST ||
        amount->most > DAY_MOST) {
        return false;
    }
    unsigned end = longest(reader, "daglig", unit + 1);
    unsigned from = MAX(sentence_start(reader->words, amount->from), reader->from);
    unsigned to = MIN(sentence_end(reader->words, end), reader->to);
    bool each = amount->from > reader->from + 1 && word_in(reader, "dag-ord", amount->from - 2) &&
                word_in(reader, "hver-gang", amount->from - 1);
    if ((end <= unit + 1 && !each) ||
        clause_has(reader->language, "ikke-dagligt", reader->words, from, to) ||
        !read_week(reader, amount->from, &days) || !in_bounds(amount, days, HOURS_MOST)) {
        return false;
    }
    take_bounds(reader, amount, days, end, hours);
    return true;
}

/* "30t", "30timer". */
static bool read_stuck(const struct reader *reader, unsigned at, struct hours *hours)
{
    const struct word *word = &reader->words->list[at];
    char *stop = word->folded;
    double number = word->number ? g_ascii_strtod(word->folded, &stop) : 0;
    struct amount amount = {.least = number, .most = number, .from = at, .to = at + 1};
    if (number <= 0 || *stop == '\0' || !language_has(reader->language, "time", stop) ||
        !in_bounds(&amount, 1, HOURS_MOST)) {
        return false;
    }
    take_bounds(reader, &amount, 1, at + 1, hours);
    return true;
}

static bool find_numbers(const struct reader *reader, struct hours *hours)
{
    for (unsigned at = reader->from; at < reader->to; at++) {
        struct amount amount;
        if (read_stuck(reader, at, hours)) {
            return true;
        }
        if (read_amount(reader, at, &amount)) {
            if (!is_denied(reader, &amount) &&
                (read_daily(reader, &amount, hours) || read_hours(reader, &amount, hours) ||
                 read_days(reader, &amount, hours))) {
                return true;
            }
            at = amount.to - 1;
        }
    }
    return false;
}

static bool find_words(const struct reader *reader, struct hours *hours)
{
    const struct lexicon *names = language_names(reader->language, "arbejdstid");
    for (unsigned at = reader->from; at < reader->to; at++) {
        unsigned end;
        const char *value = lexicon_find(names, reader->words, at, reader->to, &end);
        struct amount here = {.from = at, .to = at + 1};
        if (value != NULL && !is_denied(reader, &here)) {
            double number = g_ascii_strtod(value, NULL);
            *hours = (struct hours){.least = number, .most = number, .from = at, .to = end};
            return true;
        }
    }
    return false;
}

bool hours_find(const struct language *language, const struct textwords *words, unsigned from,
                unsigned to, struct hours *hours)
{
    struct reader reader = {
        .language = language, .words = words, .from = from, .to = MIN(to, words->count)};
    return find_numbers(&reader, hours) || find_words(&reader, hours);
}
