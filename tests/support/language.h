/* The shipped language tables for a group of tests: read once, by group setup and teardown.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "mail/mime_read.h"
#include "understand/language.h"

static struct language *language;

static inline int load(void **state)
{
    (void)state;
    mime_read_start();
    g_autoptr(GError) error = NULL;
    language = language_load("config/language", &error);
    if (language == NULL) {
        print_error("%s\n", error->message);
    }
    return language == NULL;
}

static inline int unload(void **state)
{
    (void)state;
    language_free(language);
    return 0;
}
