#include "understand/traits.h"

#include <string.h>

/* Moves what is not yet there. */
static void merge(GPtrArray *into, GPtrArray *from)
{
    for (guint i = 0; i < from->len; i++) {
        g_autofree char *folded = g_utf8_casefold(g_ptr_array_index(from, i), -1);
        bool known = false;
        for (guint k = 0; k < into->len && !known; k++) {
            g_autofree char *other = g_utf8_casefold(g_ptr_array_index(into, k), -1);
            known = strcmp(folded, other) == 0;
        }
        if (!known) {
            g_ptr_array_add(into, g_strdup(g_ptr_array_index(from, i)));
        }
    }
}

static unsigned kinds_said(const struct traits *traits)
{
    const GPtrArray *const lists[] = {traits->postcodes, traits->licences, traits->languages,
                                      traits->titles};
    unsigned count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        count += lists[i]->len > 0 ? 1 : 0;
    }
    return count;
}

void traits_add_file(struct traits *traits, const struct search *search, const char *text)
{
    SCOPED(own) struct own *own = own_read(search->language, text, NULL);
    struct search file = *search;
    file.own = own;
    unsigned from, to;
    if (own->from >= own->to || traits_cue(&file, "opslag", &from, &to) != NULL) {
        return; /* a posting is no CV */
    }
    SCOPED(traits) struct traits *said = traits_read(&file, true);
    unsigned before = kinds_said(traits);
    merge(traits->titles, said->titles);
    merge(traits->licences, said->licences);
    merge(traits->languages, said->languages);
    for (guint i = 0; i < said->postcodes->len && traits->postcodes->len == 0; i++) {
        const char *postcode = g_ptr_array_index(said->postcodes, i);
        if (strstr(text, postcode) != NULL) {
            g_ptr_array_add(traits->postcodes, g_strdup(postcode));
        }
    }
    traits->count += kinds_said(traits) - before;
}
