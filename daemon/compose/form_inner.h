/* The inside of a compiled issue: a short program of literals, slots and jumps forward. Inside this
 * room only.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "compose/form.h"

#define FORM_FIELDS_LIMIT 64u
#define FORM_OPS_LIMIT 20000u
#define FORM_POOL_LIMIT (4u * 1024u * 1024u)

enum form_kind {
    FORM_LITERAL = 1, /* a: where in the pool, b: octets */
    FORM_SLOT,        /* the field's value, encoded */
    FORM_IF,          /* jump to op a unless the field has a value */
    FORM_UNLESS,      /* jump to op a if the field has a value */
    FORM_MAILBOX,     /* `field`: name, a: field of the address */
    FORM_TEXT_BEGIN,  /* from here on into a scratch text ... */
    FORM_TEXT_END     /* ... which is now written as a header's text; a: column */
};

enum form_encoder {
    FORM_AS_HTML = 1, /* HTML-escaped, quoted-printable */
    FORM_AS_TEXT,     /* quoted-printable */
    FORM_AS_HEADER,   /* printable ASCII only */
    FORM_AS_IS        /* into the scratch text */
};

struct form_op {
    uint8_t kind, encoder;
    uint16_t field;
    uint32_t a, b;
};

struct form {
    struct form_op *ops;
    uint32_t count;
    char *pool; /* literal octets */
    uint32_t pool_length;
    char **fields; /* NULL-terminated */
    uint32_t field_count;
    char *boundary;
};

/* The parsed slots, borrowed from their GBytes. */
struct form_value {
    const char *text;
    size_t length;
};
bool form_values(const struct form *form, GBytes *slots, struct form_value *values);

/* Runs with parsed values; `subject` (may be NULL) gets the last scratch text. */
void form_execute(const struct form *form, const struct form_value *values, GString *message,
                  GString *subject);

/* Whether every number in the form is within its bounds. */
bool form_is_sound(const struct form *form);
