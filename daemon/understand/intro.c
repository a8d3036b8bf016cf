/* "Den 24. nov. 2025 kl. 10.00 skrev Hans <hans@example.dk>:" and its like in other languages. */
#include <string.h>

#include "base/text.h"
#include "understand/lines.h"

#define INTRO_LINES 4u
#define INTRO_LENGTH 600
#define INTRO_WORDS 32u
#define SHORT_INTRO_WORDS 14u
#define NAME_WORDS 7u
#define DATE_RUNS 2u      /* "20. marts 2013" */
#define DATE_TIME_RUNS 4u /* "20. marts 2013 kl. 10.12" */
#define EARLY_WORDS 4u    /* a date begins within them: "On Monday, December 15" */

/* What a line or some lines say, read as one. */
struct clues {
    unsigned runs;     /* of digits, outside addresses */
    bool year;         /* four digits */
    bool early;        /* a number among the first words */
    bool address;      /* an address */
    bool bracketed;    /* and it stands in < > */
    bool verb;         /* "skrev" */
    bool verb_last;    /* and nothing behind it */
    bool colon;        /* ends in a colon */
    bool angle;        /* ends in > */
    bool dashed;       /* between dashes: "---- Seniorjob skrev ----" */
    bool first_person; /* "skrev jeg til jer" */
    unsigned small;    /* words in small letters that no client writes */
    unsigned words;
};

static bool is_digit_run_end(const char *c)
{
    return g_ascii_isdigit(*c) && !g_ascii_isdigit(c[1]);
}

static void count_digits(struct clues *clues, const char *text)
{
    unsigned length = 0;
    for (const char *c = text; *c != '\0'; c++) {
        if (!g_ascii_isdigit(*c)) {
            length = 0;
            continue;
        }
        length++;
        if (is_digit_run_end(c)) {
            clues->runs++;
            clues->year = clues->year || length == 4;
        }
    }
}

static void read_word(struct clues *clues, const struct language *language,
                      const struct textwords *words, unsigned at)
{
    const struct word *word = &words->list[at];
    if (word->address) {
        clues->address = true;
        return;
    }
    bool digit = false;
    for (size_t i = 0; i < word->length; i++) {
        digit = digit || g_ascii_isdigit(words->text[word->start + i]);
    }
    if (digit) {
        g_autofree char *text = g_strndup(words->text + word->start, word->length);
        count_digits(clues, text);
        clues->early = clues->early || at < EARLY_WORDS;
        return;
    }
    if (line_word_in(language, "foersteperson", word)) {
        clues->first_person = true;
    } else if (line_word_in(language, "skrev", word)) {
        clues->verb = true;
        clues->verb_last = at + 1 == words->count;
    } else if (!word->title && !line_word_in(language, "introord", word)) {
        clues->small++;
    }
}

/* Without the dashes of Zoho ("---- On ... wrote ----") and Zimbra ("- On ... wrote:"). */
static char *trimmed(const char *text)
{
    char *bare = g_strdup(line_start(text));
    g_strchomp(bare);
    size_t length = strlen(bare);
    while (length > 0 && strchr("-_* ", bare[length - 1]) != NULL) {
        length--;
    }
    bare[length] = '\0';
    return bare;
}

static bool has_bracketed_address(const char *text)
{
    for (const char *at = strchr(text, '<'); at != NULL; at = strchr(at + 1, '<')) {
        size_t length = strcspn(at, ">@");
        if (at[length] == '@') {
            return true;
        }
    }
    return false;
}

static struct clues read_clues(const struct language *language, const char *text,
                               const struct textwords *words)
{
    struct clues clues = {.words = words->count};
    for (unsigned i = 0; i < words->count; i++) {
        read_word(&clues, language, words, i);
    }
    clues.bracketed = has_bracketed_address(text);
    clues.colon = g_str_has_suffix(text, ":") || g_str_has_suffix(text, "：");
    clues.angle = g_str_has_suffix(text, ">");
    return clues;
}

/* Patterns are for what the clues do not decide. */
static enum intro_certainty certainty_of(const struct language *language, const struct clues *clues,
                                         const struct textwords *words)
{
    bool ends = clues->colon || clues->verb_last;
    if (language_line_match(language, "introlinje", words) != NULL && (ends || clues->angle)) {
        return INTRO_CERTAIN;
    }
    if (clues->first_person || clues->words > INTRO_WORDS || clues->words == 0) {
        return INTRO_NONE;
    }
    bool dashed = clues->dashed && clues->verb && clues->small <= 1;
    bool old_gmail = words->list[0].number && clues->runs > DATE_RUNS && clues->bracketed &&
                     clues->angle && clues->small <= 1;
    bool named = clues->bracketed && clues->verb && clues->colon && clues->small <= 1 &&
                 clues->words > 2 && clues->words <= NAME_WORDS;
    bool cited = clues->bracketed && clues->colon &&
                 language_line_match(language, "citatlinje", words) != NULL;
    bool addressed = ends && ((clues->address && clues->verb && clues->runs >= DATE_RUNS) ||
                              (clues->bracketed && clues->runs >= DATE_TIME_RUNS));
    bool timed = clues->verb && clues->year && clues->runs >= DATE_TIME_RUNS && ends &&
                 clues->small <= 2 && clues->words <= SHORT_INTRO_WORDS;
    if (dashed || old_gmail || named || cited || addressed || timed) {
        return INTRO_CERTAIN;
    }
    bool weak = clues->colon && clues->words <= SHORT_INTRO_WORDS && clues->small <= 1 &&
                (clues->verb || clues->address || clues->runs > DATE_RUNS);
    if (weak || language_line_match(language, "citatlinje", words) != NULL) {
        return INTRO_BEFORE_QUOTE;
    }
    return INTRO_NONE;
}

/* Whether an introduction may end here at all: cheap, for most lines do not. */
static bool may_end(const struct language *language, struct line *line)
{
    const char *text = line->text;
    size_t length = strlen(text);
    if (length == 0) {
        return false;
    }
    char last = text[length - 1];
    if (last == ':' || last == '>' || last == '-' || last == '*' || g_str_has_suffix(text, "：")) {
        return true;
    }
    const struct textwords *words = line_words(line);
    return words->count > 0 && line_word_in(language, "skrev", &words->list[words->count - 1]);
}

/* The lines [from, last] judged as one. */
static enum intro_certainty judge(const struct language *language, const struct lines *lines,
                                  unsigned from, unsigned last, bool *early)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    for (unsigned i = from; i <= last; i++) {
        g_string_append_printf(joined, "%s%s", joined->len > 0 ? " " : "", lines->list[i].text);
    }
    if (joined->len > INTRO_LENGTH) {
        return INTRO_NONE;
    }
    g_autofree char *bare = trimmed(joined->str);
    SCOPED(textwords) struct textwords *words = lines_words(bare);
    struct clues clues = read_clues(language, bare, words);
    clues.dashed = g_str_has_prefix(joined->str, "---") && g_str_has_suffix(joined->str, "---");
    *early = clues.early;
    return certainty_of(language, &clues, words);
}

bool intro_and_more(const struct language *language, const char *text)
{
    const char *at = strchr(text, '@');
    const char *colon = at == NULL ? NULL : strstr(at, ": ");
    if (colon == NULL || colon - text > INTRO_LENGTH) {
        return false;
    }
    g_autofree char *bare = g_strndup(line_start(text), (size_t)(colon + 1 - line_start(text)));
    SCOPED(textwords) struct textwords *words = lines_words(bare);
    struct clues clues = read_clues(language, bare, words);
    return clues.bracketed && clues.verb && clues.runs >= DATE_TIME_RUNS && !clues.first_person &&
           clues.small <= 2;
}

/* The shortest run of lines that begins with a date wins, so that no line of the sender's above it
 * is taken along; without such a run the shortest one. */
struct intro intro_ending(const struct language *language, struct lines *lines, unsigned last)
{
    struct intro best = {.certainty = INTRO_NONE, .from = last};
    if (!may_end(language, &lines->list[last])) {
        return best;
    }
    for (unsigned count = 0; count < INTRO_LINES && count <= last; count++) {
        unsigned from = last - count;
        if (!line_speaks(&lines->list[from])) {
            break;
        }
        bool early = false;
        enum intro_certainty certainty = judge(language, lines, from, last, &early);
        bool better = certainty > best.certainty || (certainty == best.certainty && early);
        if (certainty != INTRO_NONE && better) {
            best = (struct intro){.certainty = certainty, .from = from};
        }
        if (best.certainty != INTRO_NONE && early && best.from == from) {
            break;
        }
    }
    return best;
}
