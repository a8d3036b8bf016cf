#include "understand/additions.h"

#include <string.h>

#include "base/text.h"
#include "understand/clause.h"
#include "understand/guests.h"
#include "understand/phrases.h"

enum { PEOPLE_LIMIT = 50, LINE_LIMIT = 120 }; /* lines; characters of one */

struct additions {
    struct search *search;
    const struct textwords *words;
    json_t *people, *unclear; /* borrowed from the intent */
    GArray *taken;
};

/* A sentence or a line; what stands behind a colon belongs to it. */
struct part {
    unsigned from, to;
    unsigned said, said_end; /* the words that say so; said_end 0: none do */
    const struct rule *rule; /* theirs */
    unsigned addresses;
};

bool additions_take(const GArray *taken, unsigned at)
{
    for (guint i = 0; i < taken->len; i++) {
        const struct additions_span *span = &g_array_index(taken, struct additions_span, i);
        if (at >= span->from && at < span->to) {
            return true;
        }
    }
    return false;
}

static unsigned part_end(const struct textwords *words, unsigned from)
{
    unsigned at = from + 1;
    for (; at < words->count; at++) {
        const struct word *before = &words->list[at - 1];
        bool colon = words->text[before->start + before->length] == ':';
        if (words->list[at].before >= BREAK_LINE && !(colon && before->address == false)) {
            break;
        }
    }
    return at;
}

/* "kom", "udeblev" and the like, and no address: it is about who came. */
static bool is_attendance(const struct additions *all, const struct part *part)
{
    static const char *const labels[] = {"navneliste-kom", "navneliste-udeblev", "navneliste-alle",
                                         "navneliste-ingen"};
    for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (phrase_stands(all->search, labels[i], part->from, part->to)) {
            return true;
        }
    }
    return false;
}

static struct part read_part(const struct additions *all, unsigned from)
{
    enum { ALWAYS, WITH_ADDRESS };
    static const struct phrase_section sections[] = {
        {"navneliste-tilfoej", ALWAYS}, {"navneliste-skriv", WITH_ADDRESS}, {NULL, 0}};
    struct part part = {.from = from, .to = part_end(all->words, from)};
    g_autoptr(GArray) phrases = phrases_between(all->search, sections, part.from, part.to);
    for (unsigned at = part.from; at < part.to; at++) {
        part.addresses += all->words->list[at].address ? 1 : 0;
    }
    for (guint i = 0; i < phrases->len && part.said_end == 0; i++) {
        const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
        if (phrase->meaning == ALWAYS || part.addresses > 0) {
            part.said = phrase->from;
            part.said_end = phrase->to;
            part.rule = phrase->rule;
        }
    }
    return part;
}

static void add_unclear(const struct additions *all, unsigned from, unsigned to)
{
    if (from < to) {
        g_autofree char *words = textwords_between(all->words, from, to);
        g_autofree char *line = text_one_line(words, LINE_LIMIT);
        json_array_append_new(all->unclear, json_string(line));
    }
}

/* Where the name before the address begins: words with a capital, next to each other. */
static unsigned name_start(const struct additions *all, unsigned from, unsigned address)
{
    unsigned at = address;
    while (at > from) {
        const struct word *word = &all->words->list[at - 1];
        bool apart = at < address && all->words->list[at].before != BREAK_NONE;
        if (!word->title || word->number || word->address || apart) {
            break;
        }
        at--;
    }
    return at;
}

static unsigned next_address(const struct additions *all, unsigned from, unsigned to)
{
    while (from < to && !all->words->list[from].address) {
        from++;
    }
    return from;
}

/* Everybody of a part that has addresses; `from`: behind the words that say so. */
static void read_people(const struct additions *all, unsigned from, const struct part *part)
{
    unsigned address = next_address(all, from, part->to);
    unsigned name = name_start(all, from, address);
    while (address < part->to) {
        unsigned next = next_address(all, address + 1, part->to);
        unsigned next_name = name_start(all, address + 1, next);
        unsigned end = next < part->to ? next_name : part->to;
        int guests = guests_between(all->search, address + 1, end);
        if (guests < 0) {
            add_unclear(all, name, end);
        } else {
            const struct word *word = &all->words->list[address];
            g_autofree char *written = g_strndup(all->words->text + word->start, word->length);
            g_autofree char *called = textwords_between(all->words, name, address);
            json_array_append_new(all->people, json_pack("{s:s, s:s, s:i}", "address", written,
                                                         "name", called, "guests", guests));
        }
        address = next;
        name = next_name;
    }
}

/* Whether it says that somebody does not come. */
static bool denies(const struct additions *all, const struct part *part)
{
    return clause_has(all->search->language, "naegtelse", all->words, part->from, part->to) ||
           phrase_stands(all->search, "navneliste-udeblev", part->from, part->to);
}

/* What a part says, when it or the one before it (`goes_on`) speaks of somebody to be added.
 * Whether the next one may go on with it. */
static bool take_part(const struct additions *all, const struct part *part, bool goes_on)
{
    bool says = part->said_end != 0;
    if ((!says && !goes_on) || (!says && part->addresses == 0 && is_attendance(all, part))) {
        return false;
    }
    bool behind = says && next_address(all, part->from, part->to) >= part->said_end;
    unsigned from = behind || part->addresses == 0 ? MAX(part->from, part->said_end) : part->from;
    if (part->addresses == 0 || denies(all, part) ||
        json_array_size(all->people) + part->addresses > PEOPLE_LIMIT) {
        add_unclear(all, from, part->to);
    } else {
        read_people(all, from, part);
    }
    if (says) {
        finding_is_order(all->search, all->words, part->said, part->said_end);
    }
    const struct additions_span span = {part->from, part->to};
    g_array_append_val(all->taken, span);
    return true;
}

GArray *additions_find(struct search *search)
{
    GArray *taken = g_array_new(FALSE, FALSE, sizeof(struct additions_span));
    if (strcmp(search->replying_to, "guest-list") != 0) {
        return taken;
    }
    const struct textwords *words = search->own->matched;
    json_t *people = json_array(), *unclear = json_array();
    const struct additions all = {search, words, people, unclear, taken};
    struct part first = {0};
    bool goes_on = false;
    for (unsigned at = 0; at < words->count;) {
        struct part part = read_part(&all, at);
        goes_on = take_part(&all, &part, goes_on);
        first = first.rule == NULL && goes_on ? part : first;
        at = part.to;
    }
    if (first.rule != NULL && json_array_size(people) + json_array_size(unclear) > 0) {
        struct verdict_intent *intent = verdict_intent_new(
            "guest-add", first.rule->place, textwords_between(words, first.from, first.to));
        json_object_set(intent->slots, "people", people);
        json_object_set(intent->slots, "unclear", unclear);
        finding_add(search, intent, words, first.said, first.said_end)->scope_said = true;
    }
    json_decref(people);
    json_decref(unclear);
    return taken;
}
