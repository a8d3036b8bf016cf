#include "understand/thanks.h"

/* Who writes more than this has something to say. */
#define WORD_LIMIT 60u

/* In answers to other mails a sentence that is not understood may be the answer. */
static bool may_chat(const char *replying_to)
{
    static const char *const kinds[] = {"newsletter", "none", "survey", NULL};
    return g_strv_contains(kinds, replying_to);
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
        unsigned polite = language_longest(language, "hoeflig", own->all, at, false);
        unsigned praise = language_longest(language, "ros", own->all, at, false);
        unsigned end = MAX(MAX(polite, praise), own_thanks_end(language, own, at, own->to));
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
    return thanked;
}
