/* Name, title, street and telephone under what the sender wrote. */
#include <string.h>

#include "base/text.h"
#include "understand/lines.h"

#define SENTENCE_WORDS 5u
#define SIGN_OFF_WORDS 7u
#define NAME_WORDS 5u
#define LABEL_LENGTH 25
#define STREET_WORDS 7u
#define BLOCK_PARAGRAPHS 4u
#define NAME_LENGTH 50
#define CONTACT_DIGITS 4u
#define LINE_LENGTH 90 /* longer lines are text */

static bool is_contact_word(const struct language *language, const struct word *word)
{
    return word->address || line_word_in(language, "kontaktord", word);
}

/* Telephone numbers, postcodes, addresses, "Tlf.", "www": what a name does not have. */
static bool is_contact(const struct language *language, struct line *line)
{
    unsigned digits = 0;
    for (const char *c = line->text; *c != '\0'; c++) {
        digits += g_ascii_isdigit(*c) ? 1 : 0;
    }
    if (digits >= CONTACT_DIGITS) {
        return true;
    }
    const struct textwords *words = line_words(line);
    for (unsigned i = 0; i < words->count; i++) {
        if (is_contact_word(language, &words->list[i])) {
            return true;
        }
    }
    return false;
}

static bool has_word(const struct language *language, const char *list, struct line *line)
{
    const struct textwords *words = line_words(line);
    for (unsigned i = 0; i < words->count; i++) {
        if (line_word_in(language, list, &words->list[i])) {
            return true;
        }
    }
    return false;
}

static bool is_postscript(struct line *line)
{
    const struct textwords *words = line_words(line);
    const char *first = words->count == 0 ? "" : words->list[0].folded;
    return strcmp(first, "ps") == 0 || strcmp(first, "p.s") == 0 || strcmp(first, "nb") == 0;
}

static bool ends_sentence(const struct line *line)
{
    size_t length = strlen(line->text);
    return length > 0 && strchr(".?!", line->text[length - 1]) != NULL;
}

/* What a sender says, and no signature. */
static bool is_said(const struct language *language, struct line *line)
{
    const struct textwords *words = line_words(line);
    return is_postscript(line) || has_word(language, "saetningsord", line) ||
           g_str_has_suffix(line->text, "?") ||
           (words->count > 1 && line_word_in(language, "svarord", &words->list[0]));
}

/* "- ", "* ", or the years of a curriculum vitae: "1990-2000 Smed". */
static bool is_listed(const char *text)
{
    const char *start = text + strspn(text, " \t");
    bool year = (g_str_has_prefix(start, "19") || g_str_has_prefix(start, "20")) &&
                g_ascii_isdigit(start[2]) && g_ascii_isdigit(start[3]);
    const char *range = year ? start + 4 + strspn(start + 4, " ") : start;
    return g_str_has_prefix(start, "- ") || g_str_has_prefix(start, "* ") ||
           g_str_has_prefix(start, "• ") ||
           (year && (g_str_has_prefix(range, "-1") || g_str_has_prefix(range, "-2") ||
                     g_str_has_prefix(range, "- ") || g_str_has_prefix(range, "–")));
}

/* A whole sentence, which a sender adds below his name. */
static bool is_sentence(const struct language *language, struct line *line)
{
    return line_words(line)->count >= SENTENCE_WORDS && !is_contact(language, line) &&
           ends_sentence(line);
}

struct look contact_look(const struct language *language, struct lines *lines, unsigned from,
                         unsigned to, unsigned most)
{
    struct look look = {0};
    for (unsigned i = from; i < to && look.lines <= most; i++) {
        struct line *line = &lines->list[i];
        if (line_speaks(line)) {
            look.lines++;
            look.contacts += is_contact(language, line) ? 1 : 0;
            look.said +=
                is_said(language, line) || is_listed(line->text) || strlen(line->text) > LINE_LENGTH
                    ? 1
                    : 0;
        }
    }
    return look;
}

/* How many words of the line are the sign-off itself; 0 when it is none. */
static unsigned sign_off_words(const struct language *language, struct line *line)
{
    const struct textwords *words = line_words(line);
    if (words->count == 0 || words->count > SIGN_OFF_WORDS ||
        has_word(language, "saetningsord", line)) {
        return 0;
    }
    return lines_match_end(language, "afslutning", words);
}

/* Whether a name stands behind the sign-off in its line, and not one more in English. */
static bool names_sender(const struct language *language, struct line *line, unsigned sign_off)
{
    const struct textwords *words = line_words(line);
    struct textwords rest = {
        .text = words->text, .list = words->list + sign_off, .count = words->count - sign_off};
    return rest.count > 0 && lines_match_end(language, "afslutning", &rest) == 0;
}

/* "Timer: 20", and not "Telefon: 33 44 55 66". */
static bool is_answered_field(const struct language *language, struct line *line)
{
    const char *colon = strstr(line->text, ": ");
    return colon != NULL && colon - line->text < LABEL_LENGTH && !is_contact(language, line);
}

/* Whether the paragraph at `at` is a list of what the sender can or wants. */
static bool has_list(const struct language *language, struct lines *lines, unsigned at)
{
    unsigned fields = 0;
    for (unsigned i = at; i < lines->count && line_speaks(&lines->list[i]); i++) {
        fields += is_answered_field(language, &lines->list[i]) ? 1 : 0;
        if (is_listed(lines->list[i].text) || fields > 1) {
            return true;
        }
    }
    return false;
}

/* Below a sign-off the name stays; the contact block goes. After a blank line the sender may go on
 * in sentences, and after his telephone number only about himself, for mottoes stand there, too. */
static void drop_contact_block(const struct language *language, struct lines *lines, unsigned from,
                               bool named)
{
    bool contacts = false;
    for (unsigned i = from + 1; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->owner == LINE_QUOTED) {
            return;
        }
        if (!line_speaks(line)) {
            continue;
        }
        bool apart = !line_speaks(&lines->list[i - 1]);
        bool himself = apart && has_word(language, "jeg-ord", line);
        bool says = apart && !contacts && (is_sentence(language, line) || is_said(language, line));
        bool list = apart && has_list(language, lines, i);
        if (is_postscript(line) || himself || says || list || line_is_rule(line->text)) {
            return;
        }
        bool contact = is_contact(language, line);
        if (named || contact) {
            line->owner = LINE_DROPPED;
        }
        contacts = contacts || contact;
        named = true;
    }
}

/* "Hans Jensen", "Leder", "Børnehuset Solsikken". */
static bool is_name(const struct language *language, struct line *line)
{
    const struct textwords *words = line_words(line);
    if (words->count == 0 || words->count > NAME_WORDS || strlen(line->text) > NAME_LENGTH ||
        strpbrk(line->text, ":?!") != NULL || is_contact(language, line)) {
        return false;
    }
    bool titled = words->list[0].title;
    for (unsigned i = 0; i < words->count; i++) {
        const struct word *word = &words->list[i];
        titled = titled && (word->title || line_word_in(language, "navneord", word));
    }
    return titled && !is_said(language, line);
}

/* "Vestergade 3, 2. tv." */
static bool is_street(struct line *line)
{
    const struct textwords *words = line_words(line);
    return words->count > 1 && words->count <= STREET_WORDS && words->list[0].title &&
           words->list[1].number;
}

static bool may_be_of_block(const struct language *language, struct line *line)
{
    return strlen(line->text) <= LINE_LENGTH && !is_listed(line->text) &&
           !is_said(language, line) && !is_sentence(language, line) &&
           !g_str_has_suffix(line->text, ":");
}

/* The first line of the paragraph that ends before `end`. */
static unsigned paragraph_start(const struct lines *lines, unsigned from, unsigned end)
{
    while (end > from && line_speaks(&lines->list[end - 1])) {
        end--;
    }
    return end;
}

static unsigned trim_end(const struct lines *lines, unsigned from, unsigned end)
{
    while (end > from && !line_speaks(&lines->list[end - 1])) {
        end--;
    }
    return end;
}

/* The first telephone number or the like of a paragraph of which the rest is nothing else; `end`
 * for none. */
static unsigned first_contact(const struct language *language, struct lines *lines, unsigned start,
                              unsigned end)
{
    unsigned top = end;
    for (unsigned i = end; i > start && may_be_of_block(language, &lines->list[i - 1]); i--) {
        struct line *line = &lines->list[i - 1];
        if (is_contact(language, line) || (top < end && is_street(line))) {
            top = i - 1;
        }
    }
    return top;
}

/* The name above the contact block that ends before `end`: right above it, or a line of its own
 * above the paragraphs of the block; `end` for none. */
static unsigned block_name(const struct language *language, struct lines *lines, unsigned from,
                           unsigned end)
{
    unsigned below = end;
    for (unsigned paragraphs = 0; paragraphs < BLOCK_PARAGRAPHS; paragraphs++) {
        unsigned start = paragraph_start(lines, from, below);
        unsigned top = first_contact(language, lines, start, below);
        unsigned name = top;
        while (name > start && is_name(language, &lines->list[name - 1])) {
            name--;
        }
        if (name < top) {
            return top < below ? name : end;
        }
        if (top != start) {
            return end;
        }
        below = trim_end(lines, from, start);
        if (below > from && below - paragraph_start(lines, from, below) == 1 &&
            is_name(language, &lines->list[below - 1])) {
            return below - 1;
        }
    }
    return end;
}

/* Name, street, telephone under the text without a sign-off: the name stays. */
static void drop_bare_block(const struct language *language, struct lines *lines, unsigned from,
                            unsigned to)
{
    unsigned end = trim_end(lines, from, to);
    unsigned name = block_name(language, lines, from, end);
    unsigned above = trim_end(lines, from, name);
    if (name == end || above == from) {
        return; /* none, or the mail says nothing else */
    }
    const struct line *last = &lines->list[above - 1];
    bool apart = above < name || ends_sentence(last);
    if (apart && !g_str_has_suffix(last->text, ":")) {
        lines_drop(lines, name + 1, end);
    }
}

void contact_blocks_find(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        unsigned words = line_speaks(line) ? sign_off_words(language, line) : 0;
        if (words > 0) {
            drop_contact_block(language, lines, i, names_sender(language, line, words));
        }
    }
    for (unsigned from = 0; from < lines->count;) {
        unsigned end = lines_region_end(lines, from);
        drop_bare_block(language, lines, from, end);
        from = end + 1;
    }
}
