/* Who is about a text. */
#include "match/offers_inner.h"

#define MOST 100.0
#define ELSEWHERE 0.7 /* at another postcode than the one that was asked for */
#define ANYWHERE 0.9  /* at one that is not known */

static bool has_term(const GArray *phrases, unsigned term)
{
    for (guint i = 0; i < phrases->len; i++) {
        const GArray *terms = g_array_index(phrases, struct side_phrase, i).terms;
        for (guint k = 0; k < terms->len; k++) {
            if (g_array_index(terms, struct term, k).id == term) {
                return true;
            }
        }
    }
    return false;
}

/* The share of the words that the other side has, rare ones counting more. */
static double holds(const struct side *text, const struct side *other)
{
    double all = 0, found = 0;
    for (guint i = 0; i < text->called->len; i++) {
        const GArray *terms = g_array_index(text->called, struct side_phrase, i).terms;
        for (guint k = 0; k < terms->len; k++) {
            const struct term *term = &g_array_index(terms, struct term, k);
            double weight = (double)term->weight * (double)term->weight;
            bool there = has_term(other->called, term->id) || has_term(other->skills, term->id) ||
                         has_term(other->nice, term->id);
            all += weight;
            found += there ? weight : 0;
        }
    }
    return all > 0 ? found / all : 0;
}

static bool asks_where(const struct offer *text)
{
    return text->postcodes != NULL && text->postcodes[0] != NULL;
}

double offers_about(const struct offer *text, const struct offer *other, double work)
{
    double about = MAX(work, MOST * holds(text->side, other->side));
    bool only_where = text->titles[0][0] == '\0';
    about = only_where && asks_where(text) ? MOST : about;
    if (!asks_where(text)) {
        return about;
    }
    if (!asks_where(other)) {
        return about * ANYWHERE;
    }
    bool there = g_strv_contains((const char *const *)other->postcodes, text->postcodes[0]);
    return about * (there ? 1 : ELSEWHERE);
}
