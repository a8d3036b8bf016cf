#include "compose/fields.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* Whether `pattern`, `length` octets, is the word, or the beginning of it with a * behind. */
static bool fits(const char *pattern, size_t length, const char *word)
{
    if (length > 0 && pattern[length - 1] == '*') {
        return strncmp(word, pattern, length - 1) == 0;
    }
    return strlen(word) == length && strncmp(word, pattern, length) == 0;
}

/* Whether `list`, words separated by blanks, has `word`. */
static bool has_word(const char *list, const char *word)
{
    while (*list != '\0') {
        size_t length = strcspn(list, " ");
        if (fits(list, length, word)) {
            return true;
        }
        list += length;
        list += strspn(list, " ");
    }
    return false;
}

bool field_holds(const struct field *field, const char *letter)
{
    if (field->letters == NULL) {
        return true;
    }
    if (letter == NULL) {
        return field->letters[0] == '\0';
    }
    return has_word(field->letters, letter);
}

const struct field *fields_find(const char *letter, const char *name)
{
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        /* Most differ in the first letter, which spares the call: asked for each tag of a letter.
         */
        if (*field->name == *name && strcmp(field->name, name) == 0 && field_holds(field, letter)) {
            return field;
        }
    }
    return NULL;
}

const char *fields_nearest(const char *letter, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        if (field_holds(field, letter)) {
            g_ptr_array_add(names, (gpointer)(uintptr_t)field->name);
        }
    }
    g_ptr_array_add(names, NULL);
    return text_nearest(name, (const char *const *)names->pdata);
}

static void put(json_t *values, const char *name, const char *text)
{
    g_autofree char *clean = text_clean(text != NULL ? text : "", -1);
    json_object_set_new(values, name, json_string(clean));
}

json_t *fields_site(const struct config *config)
{
    json_t *values = json_object();
    put(values, "center", config_text(config, CONFIG_SITE_NAME));
    put(values, "kontaktnavn", config_text(config, CONFIG_SITE_CONTACT));
    put(values, "telefon", config_text(config, CONFIG_SITE_PHONE));
    put(values, "telefontid", config_text(config, CONFIG_SITE_HOURS));
    put(values, "postadresse", config_text(config, CONFIG_SITE_POSTAL));
    put(values, "hjemmeside", config_text(config, CONFIG_SITE_WEB));
    put(values, "afsender", config_text(config, CONFIG_SITE_ADDRESS));
    put(values, "domaene", config_text(config, CONFIG_SITE_DOMAIN));
    return values;
}

/* "Karen" of "Karen Margrethe Sørensen" and of "Sørensen, Karen Margrethe"; an address is no name.
 * The caller owns it. */
static char *first_name(const char *name)
{
    if (strchr(name, '@') != NULL) {
        return g_strdup("");
    }
    const char *comma = strchr(name, ',');
    const char *start = comma != NULL && comma[1] != '\0' ? comma + 1 : name;
    start += strspn(start, " ");
    return g_strndup(start, strcspn(start, " ,"));
}

void fields_person(json_t *values, const struct person *person)
{
    bool known = person != NULL;
    g_autofree char *name = text_one_line(known && person->name != NULL ? person->name : "", 1000);
    g_autofree char *first = first_name(name);
    bool addressed = known && person->addresses != NULL && person->addresses->len > 0;
    put(values, "fornavn", first);
    put(values, "navn", name);
    put(values, "mailadresse", addressed ? g_ptr_array_index(person->addresses, 0) : "");
    put(values, "telefonnummer", known ? person->phone : "");
    put(values, "postnummer", known ? person->postcode : "");
    put(values, "arbejdssted", known ? person->workplace : "");
    put(values, "forvaltning", known ? person->administration : "");
    put(values, "soeger", known && person->role == PERSON_SEEKER ? "ja" : "");
    put(values, "arbejdsgiver", known && person->role == PERSON_EMPLOYER ? "ja" : "");
    put(values, "medarbejder", known && person->role == PERSON_STAFF ? "ja" : "");
}
