/* Clean-up at the end of a scope for our own structs, which have no typedefs and so cannot
 * use g_autoptr.
 *
 *     SCOPE_DEFINE(config, config_free)            once, in the header of the type
 *     SCOPED(config) struct config *config = ...   wherever one is owned
 */
#pragma once

#include <glib.h>

#define SCOPE_DEFINE(name, release)                          \
    static inline void name##_scope_end(struct name **owned) \
    {                                                        \
        if (*owned != NULL) {                                \
            release(*owned);                                 \
        }                                                    \
    }

#define SCOPED(name) __attribute__((cleanup(name##_scope_end)))
