/* The index in this process. */
#include "act/market.h"
#include "base/config.h"
#include "match/desk.h"

struct here {
    char *taxonomy, *words, *fillers, *travel;
    struct desk *desk; /* NULL: nobody has asked yet */
};

static json_t *here_ask(void *data, const json_t *question, GError **error)
{
    struct here *here = data;
    if (here->desk == NULL) {
        const struct desk_places places = {.taxonomy = here->taxonomy,
                                           .word_list = here->words,
                                           .fillers = here->fillers,
                                           .travel = here->travel};
        here->desk = desk_new(&places, error);
    }
    return here->desk != NULL ? desk_answer(here->desk, question) : NULL;
}

static void here_free(void *data)
{
    struct here *here = data;
    desk_free(here->desk);
    g_free(here->taxonomy);
    g_free(here->words);
    g_free(here->fillers);
    g_free(here->travel);
    g_free(here);
}

struct market_desk market_desk_here(const struct config *config)
{
    struct here *here = g_new0(struct here, 1);
    g_autofree char *language = config_path(config, CONFIG_SITE_LANGUAGE, "config/language");
    here->taxonomy = config_path(config, CONFIG_SITE_TAXONOMY, "config/taxonomy");
    here->words = config_path(config, CONFIG_MATCH_WORDS, NULL);
    here->fillers = g_build_filename(language, "fyldord.txt", NULL);
    here->travel = g_build_filename(language, "rejsetid.tsv", NULL);
    return (struct market_desk){.desk = here, .ask = here_ask, .free = here_free};
}
