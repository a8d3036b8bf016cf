#include "understand/attendance.h"

#include <string.h>

#include "understand/additions.h"
#include "understand/numbers.h"
#include "understand/phrases.h"

#define GUESTS_LIMIT 200 /* no guest list is longer */

enum meaning { CAME, ABSENT, EXCEPT, EVERYBODY, NOBODY, WAITING, KEEP, OTHER, NUMBER };

/* A number or a range of a guest list, or what is said of some. */
struct mark {
    enum meaning meaning;
    int from, to; /* of a NUMBER */
    unsigned word, end;
    unsigned part; /* the sentence or line that it stands in */
    const struct rule *rule;
};

struct list {
    const struct search *search;
    GArray *marks;       /* struct mark */
    const GArray *taken; /* struct additions_span: words that are about other things */
    guint8 came[GUESTS_LIMIT + 1], absent[GUESTS_LIMIT + 1], waiting[GUESTS_LIMIT + 1];
    bool everybody, nobody, waits, keeps;
    const struct mark *first;
};

static const struct mark *mark_at(const struct list *list, guint index)
{
    return &g_array_index(list->marks, struct mark, index);
}

static void add_number(struct list *list, int from, int to, unsigned word)
{
    if (from >= 1 && to >= from && to <= GUESTS_LIMIT) {
        struct mark mark = {
            .meaning = NUMBER, .from = from, .to = to, .word = word, .end = word + 1};
        g_array_append_val(list->marks, mark);
    }
}

/* "1-5" is a range, "1.4.7" three numbers. */
static void read_digits(struct list *list, const struct word *word, unsigned at)
{
    g_auto(GStrv) numbers = g_strsplit_set(word->folded, ".:/", -1);
    for (size_t i = 0; numbers[i] != NULL; i++) {
        g_auto(GStrv) ends = g_strsplit(numbers[i], "-", 2);
        int from = (int)g_ascii_strtoull(ends[0] == NULL ? "" : ends[0], NULL, 10);
        bool range = ends[0] != NULL && ends[1] != NULL;
        add_number(list, from, range ? (int)g_ascii_strtoull(ends[1], NULL, 10) : from, at);
    }
}

/* "1 til 5", "1 - 5": the number before it becomes a range. */
static bool joins(const struct list *list, unsigned at)
{
    const struct textwords *words = list->search->own->matched;
    if (list->marks->len == 0 || at == 0) {
        return false;
    }
    const struct mark *last = mark_at(list, list->marks->len - 1);
    if (last->meaning != NUMBER || last->from != last->to) {
        return false;
    }
    const struct word *before = &words->list[last->word], *word = &words->list[at];
    if (last->end + 1 == at && strcmp(words->list[at - 1].folded, "til") == 0) {
        return true;
    }
    const char *between = words->text + before->start + before->length;
    g_autofree char *mark = g_strndup(between, (size_t)(words->text + word->start - between));
    g_strstrip(mark);
    return last->end == at &&
           (strcmp(mark, "-") == 0 || strcmp(mark, "–") == 0 || strcmp(mark, "--") == 0);
}

static void read_numbers(struct list *list, const GArray *phrases)
{
    const struct textwords *words = list->search->own->matched;
    for (unsigned at = 0; at < words->count; at++) {
        const struct word *word = &words->list[at];
        bool other = word->asked || additions_take(list->taken, at);
        for (guint i = 0; i < phrases->len; i++) {
            const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
            other |= phrase->meaning == OTHER && at >= phrase->from && at < phrase->to;
        }
        int written = word->number ? -1 : number_of(list->search->language, word);
        bool single = strcmp(word->folded, "en") == 0 || strcmp(word->folded, "et") == 0;
        if (other || (!word->number && (written < 0 || single))) {
            continue;
        }
        if (word->number && joins(list, at)) {
            struct mark *last = &g_array_index(list->marks, struct mark, list->marks->len - 1);
            last->to = MAX(last->from, (int)MIN(g_ascii_strtoull(word->folded, NULL, 10),
                                                (guint64)GUESTS_LIMIT));
            last->end = at + 1;
        } else if (word->number) {
            read_digits(list, word, at);
        } else {
            add_number(list, written, written, at);
        }
    }
}

static int by_word(gconstpointer a, gconstpointer b)
{
    const struct mark *left = a, *right = b;
    return left->word < right->word ? -1 : left->word > right->word;
}

/* Sentences and lines, but not behind a colon. */
static void number_parts(const struct list *list)
{
    const struct textwords *words = list->search->own->matched;
    unsigned part = 0;
    guint next = 0;
    for (unsigned at = 0; at < words->count; at++) {
        const struct word *word = &words->list[at];
        bool colon = at > 0 && words->text[word[-1].start + word[-1].length] == ':';
        part += at > 0 && word->before >= BREAK_LINE && !colon ? 1 : 0;
        for (; next < list->marks->len && mark_at(list, next)->word <= at; next++) {
            g_array_index(list->marks, struct mark, next).part = part;
        }
    }
}

static bool is_label(const struct mark *mark)
{
    return mark->meaning == CAME || mark->meaning == ABSENT || mark->meaning == WAITING;
}

/* What is said of the numbers at `index`: the label before them when the part begins with one
 * ("mødt: 1,4"), else the one behind ("2 og 8 kom ikke"), else that they came. */
static enum meaning said_of(const struct list *list, guint index)
{
    guint first = index;
    while (first > 0 && mark_at(list, first - 1)->part == mark_at(list, index)->part) {
        first--;
    }
    bool leads = is_label(mark_at(list, first));
    for (guint i = index + 1; !leads && i < list->marks->len; i++) {
        if (mark_at(list, i)->part != mark_at(list, index)->part) {
            break;
        }
        if (is_label(mark_at(list, i))) {
            return mark_at(list, i)->meaning;
        }
    }
    for (guint i = index; i > first; i--) {
        if (is_label(mark_at(list, i - 1))) {
            return mark_at(list, i - 1)->meaning;
        }
    }
    return CAME;
}

/* "alle undtagen 3", "ingen undtagen 3": what the numbers behind it are; NUMBER: no such word. */
static enum meaning exception(const struct list *list, guint index)
{
    bool except = false;
    for (guint i = index; i > 0; i--) {
        const struct mark *before = mark_at(list, i - 1);
        if (before->part != mark_at(list, index)->part) {
            break;
        }
        except |= before->meaning == EXCEPT;
        if (except && before->meaning == NOBODY) {
            return CAME;
        }
    }
    return except ? ABSENT : NUMBER;
}

static void note(struct list *list)
{
    bool numbers = false;
    for (guint i = 0; i < list->marks->len; i++) {
        const struct mark *mark = mark_at(list, i);
        if (mark->meaning == NUMBER) {
            enum meaning meaning = exception(list, i);
            meaning = meaning == NUMBER ? said_of(list, i) : meaning;
            guint8 *noted = meaning == CAME     ? list->came
                            : meaning == ABSENT ? list->absent
                                                : list->waiting;
            memset(noted + mark->from, 1, (size_t)(mark->to - mark->from) + 1);
            list->first = list->first == NULL ? mark : list->first;
            numbers = true;
        }
    }
    for (guint i = 0; i < list->marks->len; i++) {
        list->waits |= mark_at(list, i)->meaning == WAITING;
        list->keeps |= mark_at(list, i)->meaning == KEEP;
    }
    for (guint i = 0; !numbers && i < list->marks->len; i++) {
        const struct mark *mark = mark_at(list, i);
        list->everybody |= mark->meaning == EVERYBODY;
        list->nobody |= mark->meaning == NOBODY;
        list->first = mark->meaning == EVERYBODY || mark->meaning == NOBODY ? mark : list->first;
    }
}

static json_t *numbers_of(const guint8 *noted)
{
    json_t *numbers = json_array();
    for (int i = 1; i <= GUESTS_LIMIT; i++) {
        if (noted[i] != 0) {
            json_array_append_new(numbers, json_integer(i));
        }
    }
    return numbers;
}

static bool contradicts(const struct list *list)
{
    for (int i = 1; i <= GUESTS_LIMIT; i++) {
        if (list->came[i] != 0 && list->absent[i] != 0) {
            return true;
        }
    }
    return list->everybody && list->nobody;
}

static bool any(const guint8 *noted)
{
    return memchr(noted, 1, GUESTS_LIMIT + 1) != NULL;
}

/* "venteliste: 12, 14", "behold alle": what becomes of seats. One thing at a time, and not together
 * with who came. */
static void add_seats(struct search *search, const struct list *list)
{
    const struct textwords *words = search->own->matched;
    bool excepts = false, came = any(list->came) || any(list->absent) || list->nobody;
    const struct mark *said = NULL;
    for (guint i = 0; i < list->marks->len; i++) {
        const struct mark *mark = mark_at(list, i);
        excepts |= mark->meaning == EXCEPT;
        said = mark->meaning == WAITING || mark->meaning == KEEP ? mark : said;
    }
    if (said == NULL || excepts || came || (list->waits && (list->keeps || list->everybody))) {
        return;
    }
    struct verdict_intent *intent =
        verdict_intent_new("seats", said->rule->place, textwords_between(words, 0, words->count));
    if (list->keeps) {
        json_object_set_new(intent->slots, "keep", json_true());
    } else {
        json_object_set_new(intent->slots, "waiting", numbers_of(list->waiting));
    }
    finding_add(search, intent, words, said->word, said->end)->scope_said = true;
}

static void add(struct search *search, const struct list *list)
{
    const struct textwords *words = search->own->matched;
    const char *rule = "[mønstre navneliste-kom]";
    struct verdict_intent *intent = verdict_intent_new(
        "attendance", list->first->rule == NULL ? rule : list->first->rule->place,
        textwords_between(words, 0, words->count));
    json_t *came = numbers_of(list->came), *absent = numbers_of(list->absent);
    if (json_array_size(came) > 0 || list->nobody) {
        json_object_set(intent->slots, "came", came);
    }
    if (json_array_size(absent) > 0 || list->everybody) {
        json_object_set(intent->slots, "absent", absent);
    }
    json_decref(came);
    json_decref(absent);
    finding_add(search, intent, words, list->first->word, list->first->end)->scope_said = true;
}

static void add_phrases(struct list *list, const GArray *phrases)
{
    for (guint i = 0; i < phrases->len; i++) {
        const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
        struct mark mark = {.meaning = (enum meaning)phrase->meaning,
                            .word = phrase->from,
                            .end = phrase->to,
                            .rule = phrase->rule};
        if (phrase->meaning != OTHER && !additions_take(list->taken, phrase->from)) {
            g_array_append_val(list->marks, mark);
        }
    }
}

void attendance_find(struct search *search, const GArray *taken)
{
    static const struct phrase_section sections[] = {{"navneliste-andet", OTHER},
                                                     {"navneliste-venteliste", WAITING},
                                                     {"navneliste-behold", KEEP},
                                                     {"navneliste-undtagen", EXCEPT},
                                                     {"navneliste-udeblev", ABSENT},
                                                     {"navneliste-ingen", NOBODY},
                                                     {"navneliste-alle", EVERYBODY},
                                                     {"navneliste-kom", CAME},
                                                     {NULL, 0}};
    if (strcmp(search->replying_to, "guest-list") != 0) {
        return;
    }
    struct list list = {.search = search, .taken = taken};
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct mark));
    list.marks = marks;
    g_autoptr(GArray) phrases = phrases_find(search, sections);
    add_phrases(&list, phrases);
    read_numbers(&list, phrases);
    g_array_sort(marks, by_word);
    number_parts(&list);
    note(&list);
    if (list.waits || list.keeps) {
        add_seats(search, &list);
    } else if (list.first != NULL && !contradicts(&list)) {
        add(search, &list);
    }
}
