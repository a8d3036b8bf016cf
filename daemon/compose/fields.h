/* The fields that templates may use, in Danish because staff write them.
 *
 * Site (the same for everybody): center, kontaktnavn, telefon, telefontid, postadresse, hjemmeside,
 * afsender, domaene; issue: nummer, emne, forhaandsvisning, dato. Role (known when an issue is
 * compiled): soeger, arbejdsgiver, medarbejder. Person: fornavn, navn, mailadresse, telefonnummer,
 * postnummer, arbejdssted, forvaltning. Any may be empty. Mail: svaradresse, afmeldadresse,
 * afmeldlink (mailto:...), konvolut (envelope sender), beskedid, datolinje (value of Date). A
 * letter may have more: fields_table.c names them for each letter, with an example for `check`.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "base/config.h"
#include "store/person.h"

enum field_group { FIELD_SITE = 1, FIELD_ROLE, FIELD_PERSON, FIELD_MAIL, FIELD_LETTER };

struct field {
    const char *name;
    enum field_group group;
    /* Where the row holds: NULL everywhere, "" newsletter issues only, "*" every letter, else the
     * letters that have it, separated by blanks ("meeting-*": all that begin so). A name may have
     * several rows; the first that holds for a letter counts. */
    const char *letters;
    bool may_be_empty; /* then the template must have a fallback, {{^fornavn}}...{{/fornavn}} */
    const char *example;
};

/* The table, ended by a NULL name. */
const struct field *fields_all(void);

/* Whether the row holds for letter `letter` (NULL: a newsletter issue). */
bool field_holds(const struct field *field, const char *letter);

/* The field if letter `letter` (NULL: a newsletter issue) may use it, or NULL. */
const struct field *fields_find(const char *letter, const char *name);

/* The nearest name that it may use, or NULL. */
const char *fields_nearest(const char *letter, const char *name);

/* The letters that the program sends, NULL-terminated. */
const char *const *fields_letters(void);

/* The site's fields from the configuration. New reference. */
json_t *fields_site(const struct config *config);

/* Adds the person's fields (and soeger, arbejdsgiver, medarbejder) to `values`; NULL person: a
 * stranger, all empty. */
void fields_person(json_t *values, const struct person *person);
