#include "understand/thanks.h"

/* Who writes more than this has something to say. */
#define WORD_LIMIT 60u

/* In answers to other mails a sentence that is not understood may be the answer. */
static bool may_chat(const char *replying_to)
{
    static const char *const kinds[] = {"newsletter", "none", "survey", NULL};
    return g_strv_contains(kinds, replying_to);
}

/* "Større skrift tak": behind something else in its sentence, and the last of it, it is a please.
 */
static bool is_please(const struct search *search, unsigned at, unsigned end, unsigned polite_end)
{
    const struct own *own = search->own;
    const struct textwords *words = own->all;
    bool last = end == own->to || words->list[end].before > BREAK_COMMA;
    return at > own->from && end == at + 1 && at != polite_end && last &&
           words->list[at].before == BREAK_NONE &&
           language_has(search->language, "boen-ord", words->list[at].folded);
}

/* The end of what thanks or praises at word `at`, or 0. */
static unsigned thanks_end(const struct search *search, unsigned at)
{
    const struct own *own = search->own;
    unsigned polite = language_longest(search->language, "hoeflig", own->all, at, false);
    unsigned praise = language_longest(search->language, "ros", own->all, at, false);
    return MAX(MAX(polite, praise), own_thanks_end(search->language, own, at, own->to));
}

bool thanks_ask(const struct search *search)
{
    unsigned polite_end = search->own->from;
    for (unsigned at = search->own->from; at < search->own->to;) {
        unsigned end = thanks_end(search, at);
        if (end > 0 && is_please(search, at, end, polite_end)) {
            return true;
        }
        polite_end = end > 0 ? end : polite_end;
        at = MAX(end, at + 1);
    }
    return false;
}

bool thanks_only(const struct search *search)
{
    const struct own *own = search->own;
    const struct language *language = search->language;
    if (own->to - own->from > WORD_LIMIT || !may_chat(search->replying_to)) {
        return false;
    }
    bool thanked = false;
    for (unsigned at = own->from; at < own->to;) {
        unsigned end = thanks_end(search, at);
        if (end > 0) {
            thanked = true;
            at = end;
            continue;
        }
        if (own->all->list[at].number || own->all->list[at].address || own->all->list[at].asked ||
            language_longest(language, "anliggende", own->all, at, true) > 0) {
            return false;
        }
        at++;
    }
    return thanked && !thanks_ask(search);
}
