#include "understand/job.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/lexicon.h"
#include "understand/occupation.h"
#include "understand/place.h"

#define TITLE_REACH 14u
#define WORKPLACE_WORDS 5u
#define POSITION_LIMIT 50
#define SUBJECT_WORDS 30u

struct reader {
    const struct search *search;
    const struct textwords *words;
    unsigned from, to; /* the sender's own words */
};

static bool word_in(const struct reader *reader, const char *list, unsigned at)
{
    return at >= reader->from && at < reader->to &&
           language_has_word(reader->search->language, list, reader->words, at);
}

static bool follows(const struct reader *reader, unsigned at)
{
    return at < reader->to && reader->words->list[at].before == BREAK_NONE;
}

/* The first occupation of the words [from, to), but not behind "der": "en, der kan hjælpe kokken".
 */
static bool first_occupation(const struct reader *reader, unsigned from, unsigned to,
                             struct occupation *found)
{
    for (unsigned at = from; at < to && (at == from || !word_in(reader, "der", at)); at++) {
        if (occupation_at(reader->search->language, reader->words, at, to, found)) {
            return true;
        }
    }
    return false;
}

/* The first one of another sentence than that of word `cue`, and not of a question. */
static bool occupation_elsewhere(const struct reader *reader, unsigned cue,
                                 struct occupation *found)
{
    for (unsigned at = reader->from; at < reader->to;) {
        unsigned end = MIN(sentence_end(reader->words, at + 1), reader->to);
        bool other = !reader->words->list[at].asked && (cue < at || cue >= end);
        if (other && first_occupation(reader, at, end, found)) {
            return true;
        }
        at = end;
    }
    return false;
}

/* "2" but not the "2." of a date. */
static bool is_count(const struct reader *reader, unsigned at)
{
    const struct word *word = &reader->words->list[at];
    return word->number && word->length <= 2 &&
           reader->words->text[word->start + word->length] == ' ';
}

/* "en <ord> til ...": a title that stands in no list. */
static bool unknown_title(const struct reader *reader, unsigned from, unsigned to,
                          struct occupation *found)
{
    for (unsigned at = from; at < to; at++) {
        bool article = word_in(reader, "stilling-artikel", at) || is_count(reader, at);
        if (!article || !follows(reader, at + 1) || word_in(reader, "stilling-efter", at + 1)) {
            continue;
        }
        unsigned last = at + 1;
        while (last + 1 < to && last < at + 3 && follows(reader, last + 1) &&
               !word_in(reader, "stilling-efter", last + 1)) {
            last++;
        }
        const struct word *word = last < to ? &reader->words->list[last] : NULL;
        if (word != NULL && follows(reader, last) && !word->number && word->length > 3 &&
            !word_in(reader, "ikke-stilling", last) &&
            (last + 1 >= reader->to || reader->words->list[last + 1].before > BREAK_NONE ||
             reader->words->list[last + 1].number || word_in(reader, "stilling-efter", last + 1))) {
            *found = (struct occupation){.from = last, .to = last + 1};
            return true;
        }
    }
    return false;
}

static bool find_title(const struct reader *reader, unsigned from, unsigned to,
                       struct occupation *found)
{
    unsigned field_from, field_to;
    if (traits_field(reader->search, "stilling", &field_from, &field_to) ||
        traits_field(reader->search, "titel", &field_from, &field_to)) {
        unsigned end = field_from + 1;
        while (end < field_to && reader->words->list[end].before == BREAK_NONE &&
               !word_in(reader, "stilling-efter", end)) {
            end++;
        }
        *found = (struct occupation){.from = field_from, .to = end};
        return true;
    }
    unsigned start = MAX(from + 1, to) - 1;
    unsigned end = MIN(MIN(sentence_end(reader->words, to), to + TITLE_REACH), reader->to);
    return first_occupation(reader, start, end, found) ||
           first_occupation(reader, from, to, found) ||
           (to > from + 1 && unknown_title(reader, start, end, found)) ||
           occupation_elsewhere(reader, to == from + 1 ? reader->to : from, found);
}

/* "to stillinger", "2 chauffører", "tre mand"; 0 for none or one. */
static int count_before(const struct reader *reader, unsigned at)
{
    for (unsigned back = 1; back <= 2 && at - reader->from >= back; back++) {
        if (reader->words->list[at - back + 1].before > BREAK_NONE) {
            return 0;
        }
        const char *word = reader->words->list[at - back].folded;
        const char *value = lexicon_word(language_names(reader->search->language, "tal"), word);
        gint64 number = 0;
        if (value != NULL || reader->words->list[at - back].number) {
            const char *digits = value == NULL ? word : value;
            /* "2-3 personer": at least two */
            g_autofree char *least = g_strndup(digits, strcspn(digits, "-/"));
            bool read = g_ascii_string_to_signed(least, 10, 2, POSITION_LIMIT, &number, NULL);
            return read ? (int)number : 0;
        }
    }
    return 0;
}

/* Persons count in the sentence of the cue, words [from, to): elsewhere they may be guests. */
static int find_positions(const struct reader *reader, const struct occupation *title,
                          unsigned from, unsigned to)
{
    unsigned field, field_end;
    gint64 number;
    if (traits_field(reader->search, "antal", &field, &field_end) &&
        g_ascii_string_to_signed(reader->words->list[field].folded, 10, 1, POSITION_LIMIT, &number,
                                 NULL)) {
        return (int)number;
    }
    int count = title->to > title->from ? count_before(reader, title->from) : 0;
    unsigned start = to > from + 1 ? sentence_start(reader->words, from) : reader->from;
    unsigned end = to > from + 1 ? sentence_end(reader->words, to) : reader->to;
    for (unsigned at = MAX(start, reader->from); at < MIN(end, reader->to) && count == 0; at++) {
        if (word_in(reader, "stillinger", at)) {
            count = count_before(reader, at);
        }
    }
    return count;
}

/* "Børnehaven Mælkebøtten": a kind of place and its name behind it. */
static unsigned name_behind(const struct reader *reader, unsigned at)
{
    unsigned end = at + 1;
    if (word_in(reader, "arbejdssted-led", end) && follows(reader, end) &&
        follows(reader, end + 1) && reader->words->list[end + 1].title) {
        end++; /* "Museet for Dansk Design" */
    }
    while (end < at + WORKPLACE_WORDS && follows(reader, end) && reader->words->list[end].title &&
           !word_in(reader, "arbejdssted-slut", end) && !reader->words->list[end].number) {
        end++;
    }
    return end;
}

/* "Katrinedals Skole": its name before it. */
static unsigned name_before(const struct reader *reader, unsigned at)
{
    unsigned first = at;
    while (first > reader->from && at - first < WORKPLACE_WORDS &&
           (reader->words->list[first].before == BREAK_NONE ||
            word_in(reader, "arbejdssted-sankt", first - 1)) &&
           reader->words->list[first - 1].title &&
           !word_in(reader, "ikke-arbejdssted", first - 1)) {
        first--;
    }
    return first;
}

/* "Hjælpemiddeldepotet søger": one word with such an ending. */
static bool has_ending(const struct reader *reader, unsigned at, const char *list)
{
    const struct pattern_words *endings = language_words(reader->search->language, list);
    const struct word *word = &reader->words->list[at];
    for (unsigned i = 0; i < endings->count; i++) {
        const struct pattern_word *ending = &endings->list[i];
        if (g_str_has_suffix(word->folded, ending->folded) &&
            strlen(word->folded) > ending->length + 2) {
            return true;
        }
    }
    return false;
}

/* "på Hovedbiblioteket", "Hjælpemiddeldepotet søger": one word that ends like a place. */
static bool is_place_word(const struct reader *reader, unsigned at)
{
    const struct word *word = &reader->words->list[at];
    struct occupation person;
    if (!word->title ||
        occupation_at(reader->search->language, reader->words, at, at + 1, &person)) {
        return false;
    }
    bool first = word->before >= BREAK_SENTENCE || at == reader->from;
    bool placed = has_ending(reader, at, "arbejdssted-endelse");
    bool verb = follows(reader, at + 1) &&
                (word_in(reader, "opslag-verbum", at + 1) || word_in(reader, "opslag-har", at + 1));
    bool heads = at + 1 >= reader->to || reader->words->list[at + 1].before >= BREAK_COMMA;
    bool subject =
        first && ((placed && (heads || verb)) ||
                  (verb && word->length > 6 && has_ending(reader, at, "bestemt-endelse")));
    bool object =
        placed && !first && word->before == BREAK_NONE && word_in(reader, "sted-hos", at - 1);
    return subject || object;
}

/* "Børnehaven", "Skole", and words that end like one: "Multicenter". */
static bool is_kind_of_place(const struct reader *reader, unsigned at)
{
    struct occupation person;
    return word_in(reader, "arbejdssted", at) ||
           (reader->words->list[at].title &&
            (has_ending(reader, at, "arbejdssted-navneled") ||
             has_ending(reader, at, "arbejdssted-endelse")) &&
            !occupation_at(reader->search->language, reader->words, at, at + 1, &person));
}

/* How many words of "Den selvejende" stand before it. */
static unsigned words_of_owner(const struct reader *reader, unsigned at)
{
    bool owned = at >= reader->from + 2 && word_in(reader, "arbejdssted-selv", at - 1) &&
                 reader->words->list[at - 2].title;
    return owned ? 2 : 0;
}

/* "Børnehaven Mælkebøtten" or "Katrinedals Skole". Owned, or NULL. */
static char *find_named_place(const struct reader *reader)
{
    for (unsigned at = reader->from; at < reader->to; at++) {
        if (!is_kind_of_place(reader, at)) {
            continue;
        }
        unsigned behind = name_behind(reader, at), before = name_before(reader, at);
        if (behind > at + 1) {
            return textwords_between(reader->words, at - words_of_owner(reader, at), behind);
        }
        if (before < at) {
            return textwords_between(reader->words, before, at + 1);
        }
    }
    return NULL;
}

/* "Madservice Amager har brug for": names in front of the verb at the beginning of a sentence. */
static char *find_subject(const struct reader *reader)
{
    for (unsigned at = reader->from; at < reader->to; at++) {
        unsigned end = at;
        while (end < reader->to && end < at + WORKPLACE_WORDS && reader->words->list[end].title &&
               (end == at || follows(reader, end)) && !word_in(reader, "ikke-arbejdssted", end)) {
            end++;
        }
        bool begins = at == reader->from || reader->words->list[at].before >= BREAK_SENTENCE;
        if (begins && end > at + 1 && follows(reader, end) && word_in(reader, "opslag-har", end)) {
            return textwords_between(reader->words, at, end);
        }
    }
    return NULL;
}

static char *find_workplace(const struct reader *reader)
{
    unsigned from, to;
    if (traits_field(reader->search, "arbejdssted", &from, &to)) {
        unsigned end = from + 1;
        while (end < to && reader->words->list[end].before == BREAK_NONE) {
            end++;
        }
        return textwords_between(reader->words, from, end);
    }
    char *named = find_named_place(reader);
    if (named != NULL) {
        return named;
    }
    for (unsigned at = reader->from; at < reader->to; at++) {
        if (is_place_word(reader, at)) {
            return textwords_between(reader->words, at, at + 1);
        }
    }
    char *subject = find_subject(reader);
    if (subject != NULL) {
        return subject;
    }
    /* "Mvh Tina, Børnehuset Solsikken" */
    struct reader sign_off = *reader;
    sign_off.from = reader->to;
    sign_off.to = reader->words->count;
    return find_named_place(&sign_off);
}

/* What the body leaves out stands in the subject: "Køkkenhjælp til Børnehaven Mariehønen". */
static void read_subject(const struct search *search, json_t *job, int *positions)
{
    if (!search->own_subject) {
        return;
    }
    SCOPED(textwords)
    struct textwords *words = textwords_read(search->verdict->subject, SUBJECT_WORDS);
    struct reader reader = {.search = search, .words = words, .from = 0, .to = words->count};
    struct occupation title;
    bool titled = first_occupation(&reader, 0, words->count, &title) &&
                  !word_in(&reader, "ikke-stilling", title.to - 1);
    if (titled && json_object_get(job, "title") == NULL) {
        g_autofree char *written = textwords_between(words, title.from, title.to);
        traits_set(job, "title", written);
    }
    if (titled && *positions == 0) {
        *positions = count_before(&reader, title.from);
    }
    if (json_object_get(job, "workplace") == NULL) {
        g_autofree char *workplace = find_named_place(&reader);
        traits_set(job, "workplace", workplace);
    }
}

json_t *job_slot(const struct search *search, const struct traits *traits, unsigned from,
                 unsigned to)
{
    struct reader reader = {.search = search,
                            .words = search->own->all,
                            .from = search->own->from,
                            .to = search->own->to};
    json_t *job = json_object();
    struct occupation title = {0};
    if (find_title(&reader, from, to, &title)) {
        g_autofree char *written = textwords_between(reader.words, title.from, title.to);
        traits_set(job, "title", written);
    } else {
        title = (struct occupation){0};
    }
    g_autofree char *workplace = find_workplace(&reader);
    traits_set(job, "workplace", workplace);
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    places_find(search->language, reader.words, reader.from, reader.to, true, places);
    const GPtrArray *postcodes = traits->postcodes->len > 0 ? traits->postcodes : places;
    if (postcodes->len > 0) {
        traits_set(job, "postcode", g_ptr_array_index(postcodes, 0));
    }
    json_t *hours = traits_hours(traits);
    if (hours != NULL) {
        json_object_set_new(job, "hours", hours);
    }
    traits_set(job, "start", traits->start);
    traits_set(job, "deadline", traits->deadline);
    int positions = find_positions(&reader, &title, from, to);
    read_subject(search, job, &positions);
    if (positions > 0) {
        json_object_set_new(job, "positions", json_integer(positions));
    }
    if (traits->licences->len > 0) {
        json_object_set_new(job, "licences", traits_list(traits->licences));
    }
    if (traits->languages->len > 0) {
        json_object_set_new(job, "languages", traits_list(traits->languages));
    }
    return job;
}
