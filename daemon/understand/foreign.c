#include "understand/foreign.h"

bool foreign_text(const struct search *search)
{
    const struct own *own = search->own;
    unsigned foreign = 0, danish = 0;
    for (unsigned at = own->from; at < own->to; at++) {
        const char *word = own->all->list[at].folded;
        foreign += language_has(search->language, "fremmed-ord", word);
        danish += language_has(search->language, "dansk-ord", word);
    }
    return foreign > danish;
}
