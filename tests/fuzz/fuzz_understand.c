/* Any octets as a mail. Built and run by hand:
 *
 *     make SAN=1 CC=clang CFLAGS=-fsanitize=fuzzer-no-link build-clang-san/libmoedested.a
 *     clang ... -fsanitize=fuzzer,address,undefined tests/fuzz/fuzz_understand.c
 * build-clang-san/libmoedested.a
 *     ./fuzz_understand -max_len=20000 -dict=tests/fuzz/understand.dict CORPUS tests/data/replies
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/mime_read.h"
#include "understand/understand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct language *tables(void)
{
    static struct language *language;
    if (language == NULL) {
        mime_read_start();
        language = language_load("config/language", NULL);
        g_assert(language != NULL);
    }
    return language;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct understand_context context = {.replying_to = "confirmation",
                                                      .today = "2013-04-02",
                                                      .site_domain = "seniorjob.example",
                                                      .full = true};
    SCOPED(verdict)
    struct verdict *verdict = understand(tables(), &context, (const char *)data, size);
    json_t *json = verdict_to_json(verdict, true);
    char *text = json_dumps(json, JSON_COMPACT);
    g_assert(text != NULL);
    free(text);
    SCOPED(verdict) struct verdict *back = verdict_from_json(json, NULL);
    g_assert(back != NULL);
    json_decref(json);
    return 0;
}
