/* Builds the program of a form: literals are encoded here, once, and slots get a line of their own
 * to begin on. Inside this room only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "compose/form_inner.h"

enum form_mode {
    FORM_MODE_HEADER, /* literals as they are */
    FORM_MODE_TEXT,   /* plain text, quoted-printable; never two blank lines */
    FORM_MODE_HTML    /* HTML, quoted-printable */
};

struct form_build;

struct form_build *form_build_new(void);
void form_build_free(struct form_build *build);
SCOPE_DEFINE(form_build, form_build_free)

/* What follows is of this mode. */
void form_build_mode(struct form_build *build, enum form_mode mode);

void form_build_literal(struct form_build *build, const char *text, size_t length);
void form_build_slot(struct form_build *build, const char *field, enum form_encoder encoder);
void form_build_mailbox(struct form_build *build, const char *name, const char *address);
void form_build_if(struct form_build *build, const char *field, bool inverted);
void form_build_end(struct form_build *build);

/* Around text that becomes a header's value, which begins at `column`. */
void form_build_capture(struct form_build *build);
void form_build_captured(struct form_build *build, unsigned column);

/* The form; NULL when it would be too large. The caller owns it. */
struct form *form_build_finish(struct form_build *build, const char *boundary);
