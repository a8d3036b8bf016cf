#include "commands/answers.h"

#include <string.h>

enum { SHOWN = 10 };

GHashTable *answers_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void answers_add(GHashTable *answers, const struct ledger_mail *mail)
{
    bool waits = mail->state == LEDGER_QUEUED, failed = mail->state == LEDGER_FAILED;
    if (!(waits || failed) || (mail->status == NULL && mail->answer == NULL)) {
        return;
    }
    char *key = g_strdup_printf("%-7s %s%s%s", ledger_state_name(mail->state),
                                mail->status != NULL ? mail->status : "",
                                mail->status != NULL && mail->answer != NULL ? " " : "",
                                mail->answer != NULL ? mail->answer : "");
    unsigned count = GPOINTER_TO_UINT(g_hash_table_lookup(answers, key));
    g_hash_table_insert(answers, key, GUINT_TO_POINTER(count + 1));
}

static int more_often(const void *one, const void *other, void *data)
{
    GHashTable *answers = data;
    const char *first = *(const char *const *)one, *second = *(const char *const *)other;
    unsigned of_first = GPOINTER_TO_UINT(g_hash_table_lookup(answers, first));
    unsigned of_second = GPOINTER_TO_UINT(g_hash_table_lookup(answers, second));
    if (of_first != of_second) {
        return of_first > of_second ? -1 : 1;
    }
    return strcmp(first, second);
}

void answers_print(FILE *out, GHashTable *answers)
{
    unsigned count = 0;
    g_autofree char **keys = (char **)g_hash_table_get_keys_as_array(answers, &count);
    g_qsort_with_data(keys, (int)count, sizeof *keys, more_often, answers);
    for (unsigned at = 0; at < MIN(count, (unsigned)SHOWN); at++) {
        fprintf(out, "  %6u x %s\n", GPOINTER_TO_UINT(g_hash_table_lookup(answers, keys[at])),
                keys[at]);
    }
    if (count > SHOWN) {
        fprintf(out, "  and %u other answers\n", count - SHOWN);
    }
}
