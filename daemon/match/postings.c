#include "match/postings.h"

#include <math.h>

struct postings *postings_new(const GArray *entries, unsigned terms, unsigned documents)
{
    struct postings *postings = g_new0(struct postings, 1);
    postings->terms = terms;
    postings->documents = documents;
    postings->from = g_new0(unsigned, terms + 1);
    postings->document = g_new0(unsigned, entries->len + 1);
    postings->weight = g_new0(float, entries->len + 1);
    postings->idf = g_new0(float, terms + 1);
    g_autofree unsigned *end = g_new0(unsigned, terms + 2);
    for (guint i = 0; i < entries->len; i++) {
        end[g_array_index(entries, struct posting, i).term + 1]++;
    }
    for (unsigned term = 0; term < terms; term++) {
        end[term + 1] += end[term];
        postings->from[term] = end[term];
    }
    for (guint i = 0; i < entries->len; i++) {
        const struct posting *entry = &g_array_index(entries, struct posting, i);
        unsigned place = end[entry->term];
        if (place > postings->from[entry->term] &&
            postings->document[place - 1] == entry->document) {
            postings->weight[place - 1] += entry->weight;
            continue;
        }
        postings->document[place] = entry->document;
        postings->weight[place] = entry->weight;
        end[entry->term]++;
    }
    unsigned filled = 0; /* where entries were summed there are gaps */
    for (unsigned term = 0; term < terms; term++) {
        unsigned first = postings->from[term], count = end[term] - first;
        postings->from[term] = filled;
        for (unsigned i = 0; i < count; i++, filled++) {
            postings->document[filled] = postings->document[first + i];
            postings->weight[filled] = postings->weight[first + i];
        }
        postings->idf[term] =
            count == 0 ? 0 : (float)log(1 + ((double)documents - count + 0.5) / (count + 0.5));
    }
    postings->from[terms] = filled;
    postings->document = g_renew(unsigned, postings->document, filled + 1);
    postings->weight = g_renew(float, postings->weight, filled + 1);
    return postings;
}

void postings_free(struct postings *postings)
{
    if (postings != NULL) {
        g_free(postings->from);
        g_free(postings->document);
        g_free(postings->weight);
        g_free(postings->idf);
        g_free(postings);
    }
}

void postings_cosine(struct postings *postings)
{
    g_autofree double *square = g_new0(double, postings->documents + 1);
    for (unsigned term = 0; term < postings->terms; term++) {
        for (unsigned i = postings->from[term]; i < postings->from[term + 1]; i++) {
            postings->weight[i] *= postings->idf[term];
            square[postings->document[i]] +=
                (double)postings->weight[i] * (double)postings->weight[i];
        }
    }
    for (unsigned i = 0; i < postings->from[postings->terms]; i++) {
        double length = square[postings->document[i]];
        postings->weight[i] = length > 0 ? (float)((double)postings->weight[i] / sqrt(length)) : 0;
    }
}

void postings_bm25(struct postings *postings, double k1, double b)
{
    unsigned count = postings->from[postings->terms];
    g_autofree double *length = g_new0(double, postings->documents + 1);
    double mean = 0;
    for (unsigned i = 0; i < count; i++) {
        length[postings->document[i]] += (double)postings->weight[i];
        mean += (double)postings->weight[i];
    }
    mean = MAX(mean / MAX(postings->documents, 1u), 1e-9);
    for (unsigned term = 0; term < postings->terms; term++) {
        for (unsigned i = postings->from[term]; i < postings->from[term + 1]; i++) {
            double often = (double)postings->weight[i];
            double norm = k1 * (1 - b + b * length[postings->document[i]] / mean);
            postings->weight[i] =
                (float)((double)postings->idf[term] * often * (k1 + 1) / (often + norm));
        }
    }
}

void postings_add(const struct postings *postings, unsigned term, double times, float *scores)
{
    if (term >= postings->terms) {
        return;
    }
    float factor = (float)times;
    for (unsigned i = postings->from[term]; i < postings->from[term + 1]; i++) {
        scores[postings->document[i]] += factor * postings->weight[i];
    }
}

double postings_idf(const struct postings *postings, unsigned term)
{
    double known = term < postings->terms ? (double)postings->idf[term] : 0;
    return known > 0 ? known : log(1 + ((double)postings->documents + 0.5) / 0.5);
}

double postings_of(const struct postings *postings, unsigned term, unsigned document)
{
    unsigned low = 0, high = 0;
    if (term < postings->terms) {
        low = postings->from[term];
        high = postings->from[term + 1];
    }
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (postings->document[middle] == document) {
            return (double)postings->weight[middle];
        }
        low = postings->document[middle] < document ? middle + 1 : low;
        high = postings->document[middle] < document ? high : middle;
    }
    return 0;
}
