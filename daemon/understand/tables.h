/* The compiled language tables, for the files of this room. The notation:
 * config/language/README.md.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "understand/hunch.h"
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
    bool guess;        /* gæt: likely, but its sender is asked before anything is done */
    const char *scope; /* what stands behind =>, or NULL; static */
    char *place;       /* file:line, a GRefString */
    unsigned number;   /* among the rules of all tables; those of a list follow each other */
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
    struct vocabulary *vocabulary;
    GHashTable *patterns;            /* folded name: GPtrArray of struct rule */
    GHashTable *names;               /* folded name: struct lexicon */
    struct language_found *found[3]; /* the same three by the address of the name asked for */
    struct hunch *hunch;             /* what no rule understands; NULL: there is none */
    struct lexicon *occupations;     /* labels of config/taxonomy: id; NULL: there are none */
    GPtrArray *wishes;               /* struct wish */
    GPtrArray *commands;             /* struct command_word */
    struct candidates *candidates;   /* of the patterns of all rules, by their numbers */
};

/* [ord NAME] and [mønstre NAME]; both are checked to exist when the tables are read. A name is
 * known by its address: it is a literal. Borrowed. */
const struct pattern_words *language_words(const struct language *language, const char *name);
const GPtrArray *language_patterns(const struct language *language, const char *name);

/* Whether the folded word is in [ord NAME]. */
bool language_has(const struct language *language, const char *name, const char *folded);

/* The same of word `at`; quick when the words are marked. */
bool language_has_word(const struct language *language, const char *name,
                       const struct textwords *words, unsigned at);

/* Finds out which rules can match these words at all, for language_next; to be done once. */
void language_mark(const struct language *language, struct textwords *words);

/* The same for words that are a part of marked ones and have their lists. */
void language_mark_part(const struct language *language, struct textwords *part,
                        const struct textwords *whole);

/* The place from `from` on in a list of rules (wishes, language_patterns) of one that these words
 * may have; the length of the list for none. Quick when the words are marked, else the next one. */
guint language_next(const GPtrArray *rules, guint from, const struct textwords *words);

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
