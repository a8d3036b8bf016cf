/* The compiled language tables, for the files of this room. The notation:
 * config/language/README.md.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "understand/language.h"
#include "understand/pattern.h"

enum rule_mode {
    RULE_ANYWHERE,
    RULE_ALONE,     /* alene: the mail says nothing else */
    RULE_FIRST,     /* først: the mail begins with it */
    RULE_REQUEST,   /* bøn: a question that is an order: kan I afmelde mig? */
    RULE_EXCEPTION, /* undtagen: the sentence with it does not hold the wish */
};

struct rule {
    struct pattern *pattern;
    enum rule_mode mode;
    bool guess;  /* gæt: likely, but its sender is asked before anything is done */
    char *scope; /* what stands behind =>, or NULL */
    char *place; /* file:line */
};

/* What a person may want. */
struct wish {
    char *intent;
    json_t *slots;     /* what its heading says: answer, stage, state */
    char **replies_to; /* kun=: counts only in answers to these kinds of mail; NULL: always */
    char **never_to;   /* ikke=: does not count in answers to these; NULL: always */
    bool mentioned;    /* counts only when the newsletter has been mentioned before it */
    bool guess;        /* all its rules are guesses */
    bool careful;      /* destructive: any doubt leaves it to a human */
    GPtrArray *rules;  /* struct rule */
};

/* What our mails teach: FORTRYD, STOP MAIL. */
struct command_word {
    char **words; /* folded */
    char *name;   /* undo */
    char *place;
};

struct language {
    GHashTable *words;           /* folded name: GPtrArray of struct pattern_word */
    GHashTable *patterns;        /* folded name: GPtrArray of struct rule */
    GHashTable *names;           /* folded name: struct lexicon */
    GHashTable *found[3];        /* the same three by the address of the name asked for */
    struct lexicon *occupations; /* labels of config/taxonomy: id; NULL: there are none */
    GPtrArray *wishes;           /* struct wish */
    GPtrArray *commands;         /* struct command_word */
};

/* [ord NAME] and [mønstre NAME]; both are checked to exist when the tables are read. Borrowed. */
const GPtrArray *language_words(const struct language *language, const char *name);
const GPtrArray *language_patterns(const struct language *language, const char *name);

/* The end of the longest match of [mønstre NAME] at word `at`; 0 for none. `divided`: clauses also
 * begin and end at [ord ordskel]. */
unsigned language_longest(const struct language *language, const char *name,
                          const struct textwords *words, unsigned at, bool divided);

/* The first pattern of [mønstre NAME] that matches at the beginning of `words`, or NULL. `hit` may
 * be NULL. Borrowed. */
const struct rule *language_line_match(const struct language *language, const char *name,
                                       const struct textwords *words);

/* Whether a pattern of [mønstre NAME] matches anywhere in `words`. */
bool language_says(const struct language *language, const char *name,
                   const struct textwords *words);
