#include "understand/vocabulary.h"

#include <string.h>

#include "base/failure.h"
#include "base/text.h"

static void list_free(gpointer data)
{
    struct pattern_words *words = data;
    pattern_words_clear(words);
    g_free(words);
}

struct vocabulary *vocabulary_new(void)
{
    struct vocabulary *vocabulary = g_new0(struct vocabulary, 1);
    vocabulary->named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    vocabulary->read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    vocabulary->lists = g_ptr_array_new_with_free_func(list_free);
    return vocabulary;
}

void vocabulary_free(struct vocabulary *vocabulary)
{
    if (vocabulary == NULL) {
        return;
    }
    g_hash_table_unref(vocabulary->named);
    g_hash_table_unref(vocabulary->read);
    g_ptr_array_unref(vocabulary->lists);
    g_free(vocabulary);
}

static struct pattern_words *list_new(struct vocabulary *vocabulary)
{
    struct pattern_words *words = g_new0(struct pattern_words, 1);
    words->number = vocabulary->lists->len;
    g_ptr_array_add(vocabulary->lists, words);
    return words;
}

struct pattern_words *vocabulary_open(struct vocabulary *vocabulary, const char *folded)
{
    struct pattern_words *words = g_hash_table_lookup(vocabulary->named, folded);
    if (words == NULL) {
        words = list_new(vocabulary);
        g_hash_table_insert(vocabulary->named, g_strdup(folded), words);
    }
    return words;
}

static void *fail(GError **error, const char *word, const char *what)
{
    g_set_error(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION, "\"%s\": %s", word, what);
    return NULL;
}

/* The list of <NAME>, or NULL. */
static struct pattern_words *named(const struct vocabulary *vocabulary, const char *name,
                                   GError **error)
{
    size_t length = strlen(name);
    if (length < 3 || name[length - 1] != '>') {
        return fail(error, name, "a word class is written <name>");
    }
    g_autofree char *bare = g_strndup(name + 1, length - 2);
    g_autofree char *folded = text_fold(bare);
    struct pattern_words *words = g_hash_table_lookup(vocabulary->named, folded);
    return words != NULL
               ? words
               : fail(error, name, "there is no such word class; make one with [ord NAME]");
}

/* One of the words that are `written`, or all of a class. */
static bool add_one(struct vocabulary *vocabulary, struct pattern_words *words, const char *one,
                    const char *written, GError **error)
{
    if (*one == '\0' || strcmp(one, "~") == 0 || strcmp(one, "*") == 0) {
        return fail(error, written, "an alternative is empty");
    }
    if (strpbrk(one, "()") != NULL) {
        return fail(error, written, "brackets stand around all of a place: (a|b)");
    }
    if (*one != '<') {
        pattern_words_add(words, one);
        return true;
    }
    const struct pattern_words *members = named(vocabulary, one, error);
    if (members != NULL) {
        pattern_words_copy(words, members);
    }
    return members != NULL;
}

static struct pattern_words *read_new(struct vocabulary *vocabulary, const char *written,
                                      GError **error)
{
    bool one = strchr(written, '|') == NULL;
    if (one && *written == '<') {
        return named(vocabulary, written, error);
    }
    struct pattern_words *words = list_new(vocabulary);
    if (one) { /* most are, and there are thousands of them */
        return add_one(vocabulary, words, written, written, error) ? words : NULL;
    }
    g_auto(GStrv) alternatives = g_strsplit(written, "|", -1);
    for (size_t i = 0; alternatives[i] != NULL; i++) {
        if (!add_one(vocabulary, words, alternatives[i], written, error)) {
            return NULL;
        }
    }
    return words;
}

const struct pattern_words *vocabulary_read(struct vocabulary *vocabulary, const char *written,
                                            GError **error)
{
    struct pattern_words *words = g_hash_table_lookup(vocabulary->read, written);
    if (words == NULL) {
        words = read_new(vocabulary, written, error);
        if (words != NULL) {
            g_hash_table_insert(vocabulary->read, g_strdup(written), words);
        }
    }
    return words;
}
