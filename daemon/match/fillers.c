#include "match/fillers.h"

#include <string.h>

#include "base/text.h"

GHashTable *fillers_read(const char *text)
{
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        (*line)[strcspn(*line, "#")] = '\0';
        g_auto(GStrv) parts = g_strsplit_set(*line, " \t\r", -1);
        for (char **part = parts; *part != NULL; part++) {
            if (**part != '\0') {
                g_hash_table_add(words, text_fold(*part));
            }
        }
    }
    return words;
}

bool fillers_have(GHashTable *fillers, const char *folded)
{
    return fillers != NULL && g_hash_table_contains(fillers, folded);
}
