#include "understand/refs.h"

#include <string.h>

#include "understand/numbers.h"
#include "understand/phrases.h"

struct refs {
    const struct search *search;
    const struct textwords *words;
    GArray *found;
};

static bool is_in(const struct refs *refs, const char *name, unsigned at)
{
    return at < refs->words->count &&
           language_has_word(refs->search->language, name, refs->words, at);
}

static const char *raw(const struct refs *refs, unsigned at)
{
    return refs->words->text + refs->words->list[at].start;
}

static int letter_index(char c)
{
    int index = g_ascii_toupper(c) - 'A';
    return index >= 0 && index < REFS_LETTERS && index != 'I' - 'A' ? index : -1;
}

static guint range(int from, int to)
{
    guint items = 0;
    for (int i = from; i <= to; i++) {
        items |= 1u << i;
    }
    return items;
}

static const struct ref *last_found(const struct refs *refs, unsigned at)
{
    if (refs->found->len == 0) {
        return NULL;
    }
    const struct ref *last = &g_array_index(refs->found, struct ref, refs->found->len - 1);
    bool near = last->to == at || (last->to + 1 == at && is_in(refs, "samt", at - 1));
    return near ? last : NULL;
}

/* "A ska ha den der B": the A of Jutland is "jeg". */
static bool first_item(char letter)
{
    return letter_index(letter) == 0;
}

/* "Peter A. Hansen", "kørekort B", "8000 C", "d. 3": no item. */
static bool is_other_letter(const struct refs *refs, unsigned at)
{
    const struct word *word = &refs->words->list[at];
    const struct word *before = at > 0 && word->before == BREAK_NONE ? word - 1 : NULL;
    const struct word *next = at + 1 < refs->words->count ? word + 1 : NULL;
    bool dot = raw(refs, at)[1] == '.';
    bool number = next != NULL && next->number && next->before == BREAK_NONE;
    if (number || (first_item(*raw(refs, at)) && is_in(refs, "a-jysk", at + 1))) {
        return true;
    }
    if (before == NULL) {
        return false;
    }
    bool first = at == 1 || before->before >= BREAK_SENTENCE;
    bool initial = dot && before->title && next != NULL && next->title;
    return is_in(refs, "ikke-valg-foran", at - 1) || before->number ||
           (before->title && !before->capitals && before->length > 1 &&
            !is_in(refs, "kandidatord", at - 1) && (!first || initial));
}

/* A small letter counts where the mail has a word for it, or nothing that could be said instead. */
static bool is_small_letter(const struct refs *refs, unsigned at)
{
    const struct word *word = &refs->words->list[at];
    bool alone = refs->words->count == 1;
    bool known =
        alone || (at > 0 && is_in(refs, "kandidatord", at - 1)) || last_found(refs, at) != NULL;
    bool mark = strchr(":=),", raw(refs, at)[1]) != NULL;
    bool followed = is_in(refs, "valg-ord", at + 1) || is_in(refs, "samt", at + 1);
    bool led = at > 0 && is_in(refs, "valg-ord", at - 1) && word->before < BREAK_SENTENCE;
    return known || mark || followed || led;
}

/* Letters that the word stands for: "A", "A-C", "A's"; 0 for none. */
static guint letters_of(const struct refs *refs, unsigned at)
{
    const struct word *word = &refs->words->list[at];
    const char *written = raw(refs, at);
    int first = letter_index(*written);
    if (first < 0 || word->length > 6) {
        return 0;
    }
    if (word->length == 3 && written[1] == '-') {
        int last = letter_index(written[2]);
        return last > first ? range(first, last) : 0;
    }
    bool genitive = word->length > 2 && (written[1] == '\'' || g_str_has_prefix(written + 1, "’"));
    if ((word->length != 1 && !genitive) || is_other_letter(refs, at) ||
        (g_ascii_islower(*written) && !is_small_letter(refs, at))) {
        return 0;
    }
    return 1u << first;
}

static int ordinal_of(const struct refs *refs, unsigned at)
{
    static const char *const names[] = {"orden-1", "orden-2", "orden-3",
                                        "orden-4", "orden-5", "orden-6"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (is_in(refs, names[i], at)) {
            return (int)i + 1;
        }
    }
    return -1;
}

/* "3eren" and "2'eren", which is two words: the number in it; -1: none. */
static int nickname_of(const struct refs *refs, unsigned at, unsigned *end)
{
    const struct word *word = &refs->words->list[at];
    size_t digits = strspn(word->folded, "0123456789");
    bool apart = word->folded[digits] == '\0' && at + 1 < refs->words->count &&
                 word[1].start == word->start + word->length + 1 && word[1].before == BREAK_NONE;
    const char *rest = apart ? word[1].folded : word->folded + digits;
    bool named = digits > 0 && digits < 3 && g_str_has_prefix(rest, "er") && strlen(rest) <= 4;
    int number = named ? (int)g_ascii_strtoull(word->folded, NULL, 10) : -1;
    *end = at + (apart ? 2 : 1);
    return number >= 1 && number <= REFS_LETTERS && !g_str_equal(rest, "er") ? number : -1;
}

static int number_at(const struct refs *refs, unsigned at)
{
    int number =
        at < refs->words->count ? number_of(refs->search->language, &refs->words->list[at]) : -1;
    return number >= 1 && number <= REFS_LETTERS ? number : -1;
}

static void add(struct refs *refs, struct ref ref)
{
    g_array_append_val(refs->found, ref);
}

/* Whether what stands behind a bare number, or behind the row "1, 2 og 5" that begins with it, lets
 * it name an item. */
static bool ends_number(const struct refs *refs, unsigned place)
{
    const struct word *list = refs->words->list;
    while (place + 1 < refs->words->count && list[place + 1].before == BREAK_COMMA &&
           list[place + 1].number && number_at(refs, place + 1) > 0) {
        place++;
    }
    return place + 1 == refs->words->count || list[place + 1].before >= BREAK_LINE ||
           is_in(refs, "valg-ord", place + 1) ||
           (is_in(refs, "samt", place + 1) && number_at(refs, place + 2) > 0);
}

/* "nr. 3", "kandidat to", "1 og 3", "2 ja"; the word behind it, 0 for none. */
static unsigned take_number(struct refs *refs, unsigned at)
{
    unsigned end = at + 1;
    bool alone = is_in(refs, "orden-alene", at);
    int nickname = alone ? ordinal_of(refs, at) : nickname_of(refs, at, &end);
    if (nickname > 0) {
        add(refs, (struct ref){.items = 1u << (nickname - 1), .from = at, .to = end});
        return end;
    }
    bool named = is_in(refs, "nummerord", at);
    unsigned place = named ? at + 1 : at;
    int number = number_at(refs, place);
    if (number < 0) {
        return 0;
    }
    const struct word *word = &refs->words->list[place];
    const struct ref *last = last_found(refs, at);
    bool digits = word->number;
    bool starts = word->before >= BREAK_COMMA || (at > 0 && is_in(refs, "valg-ord", at - 1));
    bool ends = ends_number(refs, place);
    bool listed = last != NULL && digits && refs->words->list[last->to - 1].number;
    if (!named && !listed && !(digits && starts && ends)) {
        return 0;
    }
    add(refs, (struct ref){.items = 1u << (number - 1), .from = at, .to = place + 1});
    return place + 1;
}

/* "den første", "de to første", "den tredje kandidat". */
static unsigned take_ordinal(struct refs *refs, unsigned at)
{
    unsigned place = at + 1;
    if (!is_in(refs, "den", at)) {
        return 0;
    }
    int count = number_at(refs, place);
    place += count > 0 ? 1 : 0;
    int ordinal = place < refs->words->count ? ordinal_of(refs, place) : -1;
    int behind = ordinal == 1 && count < 0 ? number_at(refs, place + 1) : -1;
    count = behind > 0 ? behind : count;
    if (ordinal < 0 || is_in(refs, "ikke-valg-bag", place + 1) ||
        (count > 0 && (ordinal != 1 || count > REFS_LETTERS))) {
        return 0;
    }
    unsigned to = place + (behind > 0 ? 2 : 1);
    guint items = count > 0 ? range(0, count - 1) : 1u << (ordinal - 1);
    add(refs, (struct ref){.items = items, .from = at, .to = to});
    return to;
}

static int count_in(const struct refs *refs, const struct phrase *phrase)
{
    for (unsigned at = phrase->from; at < phrase->to; at++) {
        int number = number_at(refs, at);
        if (number > 1) {
            return number;
        }
    }
    return 0;
}

enum group { EVERY, NONE, REST, THING };

/* "begge", "alle tre", "ingen af dem", "resten"; the word behind it, 0 for none. */
static unsigned take_group(struct refs *refs, unsigned at)
{
    static const struct phrase_section sections[] = {{"valg-ingen", NONE},
                                                     {"valg-resten", REST},
                                                     {"valg-alle", EVERY},
                                                     {"valg-alle-andet", THING},
                                                     {NULL, 0}};
    g_autoptr(GArray) phrases = phrases_between(refs->search, sections, at, at + 1);
    if (phrases->len == 0) {
        return 0;
    }
    const struct phrase *phrase = &g_array_index(phrases, struct phrase, 0);
    if (phrase->meaning == THING) {
        return phrase->to;
    }
    int count = count_in(refs, phrase);
    add(refs, (struct ref){.kind = phrase->meaning == REST ? REF_REST
                                   : count > 0             ? REF_ITEMS
                                                           : REF_ALL,
                           .none = phrase->meaning == NONE,
                           .counted = phrase->meaning == EVERY && count > 0,
                           .items = count > 0 ? range(0, count - 1) : 0,
                           .from = phrase->from,
                           .to = phrase->to});
    return phrase->to;
}

/* "A til D" is a range when nothing else stands between. */
static void join_range(struct refs *refs, guint items, unsigned at)
{
    struct ref *last = &g_array_index(refs->found, struct ref, refs->found->len - 1);
    int first = g_bit_nth_lsf(last->items, -1), end = g_bit_nth_lsf(items, -1);
    last->items |= first < end ? range(first, end) : items;
    last->to = at + 1;
}

static unsigned take_letters(struct refs *refs, unsigned at)
{
    guint items = letters_of(refs, at);
    if (items == 0) {
        return 0;
    }
    const struct ref *last = refs->found->len == 0
                                 ? NULL
                                 : &g_array_index(refs->found, struct ref, refs->found->len - 1);
    if (last != NULL && last->kind == REF_ITEMS && last->to + 1 == at &&
        strcmp(refs->words->list[at - 1].folded, "til") == 0) {
        join_range(refs, items, at);
    } else {
        add(refs, (struct ref){.items = items, .from = at, .to = at + 1});
    }
    return at + 1;
}

GArray *refs_find(const struct search *search)
{
    struct refs refs = {.search = search,
                        .words = search->own->matched,
                        .found = g_array_new(FALSE, FALSE, sizeof(struct ref))};
    for (unsigned at = 0; at < refs.words->count;) {
        unsigned end = take_letters(&refs, at);
        end = end > 0 ? end : take_ordinal(&refs, at);
        end = end > 0 ? end : take_group(&refs, at);
        end = end > 0 ? end : take_number(&refs, at);
        at = end > 0 ? end : at + 1;
    }
    return refs.found;
}
