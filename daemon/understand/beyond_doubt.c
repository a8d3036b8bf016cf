#include "understand/beyond_doubt.h"

#include <string.h>

#include "understand/beside.h"
#include "understand/clause.h"
#include "understand/thanks.h"

#define FAINT 0.2 /* below, nobody is asked */

static struct order_span span_of(const struct search *search, unsigned from, unsigned to)
{
    const struct word *first = &search->own->all->list[from];
    const struct word *last = &search->own->all->list[to - 1];
    return (struct order_span){.from = first->start, .to = last->start + last->length};
}

/* Whether the sentence that asks to be unsubscribed, or what stands beside it in [from, to), speaks
 * against that. */
static bool is_reserved(const struct search *search, const struct hunch_found *found, unsigned from,
                        unsigned to)
{
    struct order_span whole = span_of(search, from, to);
    struct order_span sentence = span_of(search, found->from, found->to);
    g_autoptr(GArray) wishes = g_array_new(FALSE, FALSE, sizeof(struct order_span));
    g_array_append_val(wishes, whole);
    return beside_is_reserved(search->language, search->own, &sentence, BESIDE_ALL) ||
           beside_is_unclear(search->language, search->own, &whole, BESIDE_ALL, wishes);
}

/* "Når jeg går på pension, skal jeg ikke have brevet mere": not now. */
static bool is_conditional(const struct search *search, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->all;
    for (unsigned at = from; at < to; at++) {
        if (language_has_word(search->language, "betingelse", words, at) &&
            language_longest(search->language, "hoeflig-betingelse", words, at, true) == 0) {
            return true;
        }
    }
    return false;
}

static bool does_harm(const char *intent)
{
    return strcmp(intent, "unsubscribe") == 0 || strcmp(intent, "erase") == 0;
}

static bool has_list(const struct search *search, const char *list, unsigned from, unsigned to)
{
    return clause_has(search->language, list, search->own->all, from, to);
}

/* "Stop! Jeg har fundet et job til dig" may mean anything, "jeg skal i byretten, så meld mig fra"
 * the meeting; but not "Jeg kommer til mødet. Men brevet vil jeg slippe for". */
static bool names_mails(const struct search *search, const struct hunch_found *found, unsigned from,
                        unsigned to)
{
    bool said = has_list(search, "mails-ord", found->from, found->to) &&
                !has_list(search, "andet-sted", found->from, found->to);
    bool elsewhere = has_list(search, "andet-sted", from, to);
    return said || (!elsewhere && (has_list(search, "mails-ord", from, to) ||
                                   has_list(search, "klart-ord", from, to)));
}

bool beyond_is_doubtful(const struct search *search, const char *intent,
                        const struct hunch_found *found, unsigned from, unsigned to)
{
    bool unsubscribe = strcmp(intent, "unsubscribe") == 0;
    return does_harm(intent) && (is_conditional(search, found->from, found->to) ||
                                 (unsubscribe && (!names_mails(search, found, from, to) ||
                                                  is_reserved(search, found, from, to))));
}

static bool phrase_is_in(const struct search *search, const char *name, unsigned from, unsigned to)
{
    for (unsigned at = from; at < to; at++) {
        if (language_longest(search->language, name, search->own->all, at, true) > 0) {
            return true;
        }
    }
    return false;
}

/* "Jeg kan ikke finde stedet": the tables know that it is none to the invitation. */
static bool is_no_answer(const struct search *search, const struct hunch_found *found)
{
    return phrase_is_in(search, "fremmoede-andet", found->from, found->to) ||
           found->certainty < FAINT;
}

/* In answer to our question much looks like a yes to the weights ("Jeg har det godt", "Ja, men ret
 * lige mit navn", "Ja, jeg har fået jeres mail"), and "I har ikke misforstået noget" like a no. */
bool beyond_is_unanswered(const struct search *search, char **parts, unsigned from, unsigned to)
{
    if (strcmp(parts[0], "confirm") != 0) {
        return false;
    }
    if (g_strcmp0(parts[1], "yes") != 0) {
        return phrase_is_in(search, "intet-forkert", from, to);
    }
    return !has_list(search, "ja-tegn", from, to) || has_list(search, "ja-forbehold", from, to) ||
           phrase_is_in(search, "ja-modtaget", from, to);
}

/* "Fjern billedet af mig" wants no mail to end, "stop den politik med 12 uger" no pause. */
static bool is_other_matter(const struct search *search, const char *intent, unsigned from,
                            unsigned to)
{
    bool pause = strcmp(intent, "pause") == 0;
    /* "Vi vil af med en på 61, kan han komme i seniorjob?" */
    if (strcmp(intent, "subscribe") == 0 && !has_list(search, "mails-ord", from, to) &&
        search->own->all->list[to - 1].asked) {
        return true;
    }
    return ((pause || strcmp(intent, "unsubscribe") == 0) &&
            has_list(search, "anden-ting", from, to)) ||
           (pause && !has_list(search, "pause-tegn", from, to));
}

/* "Julefri fra jer til d. 28/12 tak", "den anden på listen, tak": no mere thanks. */
static bool says_when_or_which(const struct search *search, unsigned from, unsigned to)
{
    bool number = false;
    for (unsigned at = from; at < to; at++) {
        number |= search->own->all->list[at].number;
    }
    return number || has_list(search, "peger-ud", from, to);
}

bool beyond_is_nothing(const struct search *search, const char *intent,
                       const struct hunch_found *found, unsigned from, unsigned to)
{
    bool unsure = found->certainty < 1;
    if (strcmp(intent, "attend") == 0) {
        return is_no_answer(search, found);
    }
    if (strcmp(intent, "none") == 0) {
        return unsure || says_when_or_which(search, from, to) || thanks_ask(search);
    }
    /* "Haven er stor, og cyklen er solgt": nobody is asked whether they want to leave */
    bool asked_in_vain =
        unsure && strcmp(intent, "unsubscribe") == 0 && !names_mails(search, found, from, to);
    return asked_in_vain || is_other_matter(search, intent, from, to);
}
