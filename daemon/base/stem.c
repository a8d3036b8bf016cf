#include "base/stem.h"

#include <libstemmer.h>
#include <string.h>

struct stemmer {
    struct sb_stemmer *snowball;
};

struct stemmer *stemmer_new(void)
{
    struct stemmer *stemmer = g_new0(struct stemmer, 1);
    stemmer->snowball = sb_stemmer_new("danish", "UTF_8");
    g_assert(stemmer->snowball != NULL);
    return stemmer;
}

void stemmer_free(struct stemmer *stemmer)
{
    if (stemmer != NULL) {
        sb_stemmer_delete(stemmer->snowball);
        g_free(stemmer);
    }
}

const char *stemmer_stem(struct stemmer *stemmer, const char *word)
{
    const void *stem =
        sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word, (int)strlen(word));
    g_assert(stem != NULL); /* out of memory */
    return stem;
}
