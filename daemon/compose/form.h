/* The compiled form of a newsletter issue for one role: literal octets, already encoded, and slots.
 *
 * An issue is compiled once; a person costs only slots. The form is frozen in the store when the
 * issue is approved, and the approval binds to its hash. The same form and the same slot values
 * give the same octets.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "base/scope.h"
#include "compose/templates.h"

struct form;

/* Compiles an issue. `site`: the fields that are the same for everybody (fields.h), including
 * `dato` of the issue; headers of a newsletter copy (outbound.md 3b) are part of the form.
 * FAILURE_INPUT with file:line:column. The caller owns it. */
struct form *form_compile(struct templates *templates, const char *issue, enum person_role role,
                          const json_t *site, GError **error);

/* To and from the octets that the store keeps. FAILURE_INPUT for a damaged one. */
GBytes *form_freeze(const struct form *form);
struct form *form_thaw(GBytes *frozen, GError **error);
void form_free(struct form *form);
SCOPE_DEFINE(form, form_free)

/* SHA-256 of the frozen form in hexadecimal. The caller owns it. */
char *form_hash(GBytes *frozen);

/* The fields that a person has to bring, in slot order, NULL-terminated. Borrowed. */
const char *const *form_fields(const struct form *form);

/* Slot values in that order, from an object of all fields of a person and a mail (fields.h); a
 * missing one is empty. The caller owns it. */
GBytes *form_slots(const struct form *form, const json_t *values);

/* Appends the whole message (CRLF) for these slot values. Values are cleaned to one line and
 * escaped. False when the slots do not fit the form. */
bool form_run(const struct form *form, GBytes *slots, GString *message);

/* HTML, plain text, subject and pictures for preview, from the same form; pictures_in_page
 * (mail/picture.h) makes one page of it. */
bool form_preview(const struct form *form, GBytes *slots, struct rendered *rendered);
