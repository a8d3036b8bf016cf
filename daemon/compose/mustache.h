/* Mustache (mustache(5), specification 1.4.2 with ~inheritance; no lambdas, no dynamic names).
 *
 * Logic-less: no loops that hang, no code, no files but the partials that the caller hands out.
 * Nesting of partials and parents is limited, and so is the size of the output.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "base/scope.h"

#define MUSTACHE_DEPTH_LIMIT 64
#define MUSTACHE_OUTPUT_LIMIT (1024u * 1024u)

struct mustache;

/* Parses a template. `file` and `first_line` are for messages (`file:line:column: what`).
 * FAILURE_INPUT for an unclosed section, a stray closing tag, an unclosed tag. The caller owns it.
 */
struct mustache *mustache_parse(const char *file, unsigned first_line, const char *text,
                                GError **error);
void mustache_free(struct mustache *mustache);
SCOPE_DEFINE(mustache, mustache_free)

/* The _LINES ones are for letters that quote a text of several lines: a line end within a value
 * becomes <br>, or gets the "> " of the line that the value stands in. */
enum mustache_escape { MUSTACHE_HTML, MUSTACHE_PLAIN, MUSTACHE_HTML_LINES, MUSTACHE_PLAIN_LINES };

/* How a template is rendered. All but `data` may be NULL or zero. */
struct mustache_run {
    const json_t *data;
    enum mustache_escape escape;
    size_t output_limit; /* octets; 0: MUSTACHE_OUTPUT_LIMIT */
    /* The partial or parent `name`, borrowed until the end of the run; NULL: not there (renders as
     * nothing, by the specification). */
    const struct mustache *(*partial)(const char *name, void *context);
    /* Names that are known only later, for each person: instead of being rendered they go to the
     * three calls below. */
    bool (*deferred)(const char *name, void *context);
    void (*slot)(const char *name, bool raw, void *context);
    void (*section)(const char *name, bool inverted,
                    void *context); /* opens; a non-empty value is true */
    void (*section_end)(void *context);
    void (*literal)(const char *text, size_t length,
                    void *context); /* with it nothing goes to `out` */
    /* A name that the data does not hold; file:line:column is where. By the specification nothing
     * is rendered; `check` collects them here. */
    void (*unknown)(const char *name, const char *file, unsigned line, unsigned column,
                    void *context);
    void *context;
};

/* What stands for this character in HTML text and attributes, NULL: itself. */
const char *mustache_entity(char c);

/* Renders. FAILURE_INPUT when a limit is broken. */
bool mustache_render(const struct mustache *mustache, const struct mustache_run *run, GString *out,
                     GError **error);

/* Every name that occurs, with its place; for `check`. */
void mustache_names(const struct mustache *mustache,
                    void (*each)(const char *name, unsigned line, unsigned column, void *data),
                    void *data);

/* Every value shown where it may be empty: outside a section {{#name}}, and no {{^name}} anywhere
 * in the template stands for it; for `check`. */
void mustache_unguarded(const struct mustache *mustache,
                        void (*each)(const char *name, unsigned line, unsigned column, void *data),
                        void *data);
