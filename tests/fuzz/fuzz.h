/* What the fuzz targets share. `make fuzz` builds and runs them, each with NAME.dict and the saved
 * corpus in corpus/NAME.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mail/mime_read.h"
#include "understand/understand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline struct language *fuzz_language(void)
{
    static struct language *language;
    if (language == NULL) {
        mime_read_start();
        language = language_load("config/language", NULL);
        g_assert(language != NULL);
    }
    return language;
}

/* Understands a mail, and takes the verdict through its two forms. */
static inline void fuzz_understand(const char *raw, size_t length, const char *replying_to)
{
    const struct understand_context context = {.replying_to = replying_to,
                                               .today = "2013-04-02",
                                               .site_domain = "seniorjob.example",
                                               .full = true};
    SCOPED(verdict)
    struct verdict *verdict = understand(fuzz_language(), &context, raw, length);
    json_t *json = verdict_to_json(verdict, true);
    char *text = json_dumps(json, JSON_COMPACT);
    g_assert(text != NULL);
    free(text);
    SCOPED(verdict) struct verdict *back = verdict_from_json(json, NULL);
    g_assert(back != NULL);
    json_decref(json);
}

/* The same for the data between a head and a tail. */
static inline void fuzz_inside(const char *head, const uint8_t *data, size_t size, const char *tail,
                               const char *replying_to)
{
    g_autoptr(GString) raw = g_string_new(head);
    g_string_append_len(raw, (const char *)data, (gssize)size);
    g_string_append(raw, tail);
    fuzz_understand(raw->str, raw->len, replying_to);
}

/* The data as a text of ours: valid UTF-8 without control characters. Owned. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    g_autofree char *copy = g_strndup((const char *)data, size);
    char *text = g_utf8_make_valid(copy, -1);
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if ((unsigned char)*from >= ' ' || *from == '\n' || *from == '\t') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return text;
}
