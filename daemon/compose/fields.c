#include "compose/fields.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define EVERYWHERE NULL
#define ISSUES ""
#define LETTERS "*"

/* Examples are ordinary on purpose: a proof that reads well is checked better. */
static const struct field fields[] = {
    {"center", FIELD_SITE, EVERYWHERE, false, "Seniorjob København"},
    {"kontaktnavn", FIELD_SITE, EVERYWHERE, false, "Mette Lund"},
    {"telefon", FIELD_SITE, EVERYWHERE, false, "33 17 00 00"},
    {"telefontid", FIELD_SITE, EVERYWHERE, false, "mandag til fredag kl. 9-15"},
    {"postadresse", FIELD_SITE, EVERYWHERE, false, "Musvågevej 15, 2400 København NV"},
    {"hjemmeside", FIELD_SITE, EVERYWHERE, true, "https://seniorjob.example/"},
    {"afsender", FIELD_SITE, EVERYWHERE, false, "seniorjob@seniorjob.example"},
    {"domaene", FIELD_SITE, EVERYWHERE, false, "seniorjob.example"},
    {"emne", FIELD_SITE, EVERYWHERE, false, "Seniorjobberen i marts"},
    {"forhaandsvisning", FIELD_SITE, EVERYWHERE, true, "Tre nye job og et møde"},
    {"nummer", FIELD_LETTER, "staff-held staff-failures staff-proof staff-proofed", false,
     "2013-03"},
    {"nummer", FIELD_SITE, ISSUES, false, "2013-03"},
    {"nummer", FIELD_SITE, LETTERS, true, ""},
    {"dato", FIELD_SITE, ISSUES, false, "tirsdag den 5. marts 2013"},
    {"dato", FIELD_SITE, LETTERS, true, ""},

    {"soeger", FIELD_ROLE, EVERYWHERE, true, "ja"},
    {"arbejdsgiver", FIELD_ROLE, EVERYWHERE, true, ""},
    {"medarbejder", FIELD_ROLE, EVERYWHERE, true, ""},

    {"fornavn", FIELD_PERSON, EVERYWHERE, true, "Karen"},
    {"navn", FIELD_PERSON, EVERYWHERE, true, "Karen Sørensen"},
    {"mailadresse", FIELD_PERSON, ISSUES, false, "karen@mail.example"},
    {"mailadresse", FIELD_PERSON, LETTERS, true, "karen@mail.example"},
    {"telefonnummer", FIELD_PERSON, EVERYWHERE, true, "20 12 34 56"},
    {"postnummer", FIELD_PERSON, EVERYWHERE, true, "2400"},
    {"arbejdssted", FIELD_PERSON, EVERYWHERE, true, "Bispebjerg Bibliotek"},
    {"forvaltning", FIELD_PERSON, EVERYWHERE, true, "Kultur- og Fritidsforvaltningen"},

    {"svaradresse", FIELD_MAIL, EVERYWHERE, false,
     "seniorjob+abcdefghijklmnopqrstuvwxyz@seniorjob.example"},
    {"afmeldadresse", FIELD_MAIL, ISSUES, false,
     "seniorjob+zyxwvutsrqponmlkjihgfedcba@seniorjob.example"},
    {"afmeldadresse", FIELD_MAIL, LETTERS, true,
     "seniorjob+zyxwvutsrqponmlkjihgfedcba@seniorjob.example"},
    {"afmeldlink", FIELD_MAIL, ISSUES, false,
     "mailto:seniorjob+zyxwvutsrqponmlkjihgfedcba@seniorjob.example?subject=afmeld"},
    {"afmeldlink", FIELD_MAIL, LETTERS, true,
     "mailto:seniorjob+zyxwvutsrqponmlkjihgfedcba@seniorjob.example?subject=afmeld"},
    {"konvolut", FIELD_MAIL, EVERYWHERE, false,
     "seniorjob+qrstuvwxyzabcdefghijklmnop@seniorjob.example"},
    {"beskedid", FIELD_MAIL, EVERYWHERE, false,
     "2013-03.opqrstuvwxyzabcdefghijklmn@seniorjob.example"},
    {"datolinje", FIELD_MAIL, EVERYWHERE, false, "Tue, 05 Mar 2013 09:00:00 +0100"},

    {"modtaget", FIELD_LETTER,
     "received unreadable confirm-unsubscribe confirm-guess confirm-wish gdpr staff-inbox "
     "staff-call staff-quarantine",
     false, "tirsdag den 5. marts 2013 kl. 10.12"},
    {"forstor", FIELD_LETTER, "unreadable", true, "ja"},
    {"filnavn", FIELD_LETTER, "file-unread", true, "Karens CV.pdf"},
    {"filgrund", FIELD_LETTER, "file-unread", false, "Den er låst med en adgangskode."},
    {"vedroerende", FIELD_LETTER, "received", true, "Spørgsmål om mødet"},
    {"sag", FIELD_LETTER, "staff-inbox staff-call staff-quarantine staff-case", false, "17"},
    {"afsendernavn", FIELD_LETTER, "staff-inbox staff-call", true, "Karen Sørensen"},
    {"afsenderadresse", FIELD_LETTER, "staff-inbox staff-call", true, "karen@mail.example"},
    {"emnelinje", FIELD_LETTER, "staff-inbox staff-call", true, "Spørgsmål om mødet"},
    {"brevtekst", FIELD_LETTER, "staff-answer", false,
     "Kære Karen\nDu må gerne tage din mand med.\n\nVenlig hilsen\nHanne"},
    {"brevtekst", FIELD_LETTER, "staff-inbox staff-call", true,
     "Hej.\nKan jeg tage min mand med?\n\nVenlig hilsen\nKaren"},
    {"grund", FIELD_LETTER, "staff-inbox staff-call staff-quarantine", true,
     "Mailen stiller et spørgsmål."},
    {"gaet", FIELD_LETTER, "staff-inbox staff-call", true, "spørgsmål"},
    {"besvaret", FIELD_LETTER, "staff-inbox staff-call", true, "ja"},
    {"svarmodtager", FIELD_LETTER, "staff-inbox staff-call staff-case", true, "karen@mail.example"},
    {"medarbejdernavn", FIELD_LETTER, "staff-case staff-proofed", false, "Hanne Madsen"},
    {"godkendere", FIELD_LETTER, "staff-proof", false, "2"},
    {"flere", FIELD_LETTER, "staff-proof", true, "ja"},
    {"godkendtaf", FIELD_LETTER, "staff-proofed", true, "Mette Holm, Hanne Madsen"},
    {"udsendes", FIELD_LETTER, "staff-proofed", true, "tirsdag den 5. marts 2013 kl. 9.00"},
    {"mangler", FIELD_LETTER, "staff-proofed", true, "1"},
    {"rettelser", FIELD_LETTER, "staff-proofed", true, "\"kl. 10\" -> \"kl. 11\": rettet"},
    {"rettet", FIELD_LETTER, "staff-proofed", true, "ja"},
    {"aendret", FIELD_LETTER, "staff-proofed", true, ""},
    {"bemaerkning", FIELD_LETTER, "staff-proofed", true, "Vent, jeg vil se det igen."},
    {"fejl", FIELD_LETTER, "staff-proofed", true, "newsletter/2013-03.md:7: ukendt felt"},
    {"ingensag", FIELD_LETTER, "staff-case", true, ""},
    {"klaretfoer", FIELD_LETTER, "staff-case", true, ""},
    {"vedhaeftet", FIELD_LETTER, "staff-case", true, "ja"},
    {"ingenadresse", FIELD_LETTER, "staff-case", true, ""},
    {"frist", FIELD_LETTER, "staff-inbox staff-call", true, "fredag den 5. april 2013"},
    {"mailnummer", FIELD_LETTER, "staff-inbox staff-call", true, "20 12 34 56"},
    {"kendtnummer", FIELD_LETTER, "staff-inbox staff-call", true, "33 17 10 01"},
    {"ringeord", FIELD_LETTER, "staff-inbox staff-call", true, "Ring gerne efter kl. 15"},
    {"forstaaet", FIELD_LETTER, "confirm-guess confirm-wish", false,
     "Du vil holde pause til torsdag den 1. august 2013."},
    {"gjort", FIELD_LETTER, "confirm-guess confirm-wish", true, "Et menneske ringer til dig."},
    {"gjort", FIELD_LETTER, "done", false,
     "Du får ingen mails før torsdag den 1. august 2013.\nEt menneske ringer til dig."},
    {"fortryd", FIELD_LETTER, "done", true, "ja"},
    {"afsenderadresse", FIELD_LETTER, "confirm-guess confirm-wish", true, "ove@mail.example"},
    {"dag", FIELD_LETTER, "paused", false, "torsdag den 1. august 2013"},
    {"udendag", FIELD_LETTER, "paused", true, "ja"},
    {"karakter", FIELD_LETTER, "rated", false, "4"},
    {"utilfreds", FIELD_LETTER, "rated", true, ""},
    {"ringenummer", FIELD_LETTER, "call-back", true, "20 12 34 56"},
    {"gammeladresse", FIELD_LETTER,
     "address-asked address-same address-changed address-moved address-refused address-stopped",
     false, "karen@mail.example"},
    {"nyadresse", FIELD_LETTER,
     "address-asked address-same address-changed address-moved address-refused address-stopped",
     false, "karen@post.example"},
    {"antal", FIELD_LETTER, "staff-suppressed", false, "2"},
    {"personer", FIELD_LETTER, "staff-suppressed", false,
     "Karen Sørensen, karen@mail.example, 20 12 34 56: adressen findes ikke\n"
     "Ove Kjær, ove@mail.example: intet er nået frem i flere uger"},
    {"sag", FIELD_LETTER, "staff-refused", false, "17"},
    {"modtager", FIELD_LETTER, "staff-refused", false, "mail.example"},
    {"grund", FIELD_LETTER, "staff-refused", false, "5.7.1"},
    {"udsendes", FIELD_LETTER, "staff-held", false, "tirsdag den 5. marts 2013 kl. 9.00"},
    {"senest", FIELD_LETTER, "staff-held", false, "onsdag den 6. marts 2013 kl. 9.00"},
    {"fejl", FIELD_LETTER, "staff-alarm staff-alarm-over", false, "Vi kan ikke sende mails"},
    {"siden", FIELD_LETTER, "staff-alarm staff-alarm-over", false,
     "tirsdag den 5. marts 2013 kl. 9.00"},
    {"detalje", FIELD_LETTER, "staff-alarm", true, "535 5.7.8 authentication failed"},
    {"afviste", FIELD_LETTER, "staff-failures", false, "14"},
    {"proevede", FIELD_LETTER, "staff-failures", false, "200"},
    {"venter", FIELD_LETTER, "staff-failures", true, "ja"},
    {"svarene", FIELD_LETTER, "staff-failures staff-given-up", false,
     "12 × 550 5.1.1 User unknown\n2 × 554 5.7.1 Rejected as spam"},
    {"opgivne", FIELD_LETTER, "staff-given-up", false, "3"},
    {"flere", FIELD_LETTER, "staff-given-up", true, "ja"},
    {NULL, 0, NULL, false, NULL}};

static const char *const letters[] = {"confirm-subscribe",
                                      "welcome",
                                      "declined",
                                      "unsubscribed",
                                      "undone",
                                      "received",
                                      "unreadable",
                                      "file-unread",
                                      "confirm-unsubscribe",
                                      "kept",
                                      "staff-inbox",
                                      "staff-quarantine",
                                      "staff-held",
                                      "staff-alarm",
                                      "staff-alarm-over",
                                      "staff-failures",
                                      "staff-given-up",
                                      "staff-suppressed",
                                      "staff-refused",
                                      "confirm-guess",
                                      "confirm-wish",
                                      "confirm-address",
                                      "done",
                                      "paused",
                                      "resumed",
                                      "rated",
                                      "call-back",
                                      "gdpr",
                                      "address-asked",
                                      "address-same",
                                      "address-changed",
                                      "address-moved",
                                      "address-refused",
                                      "address-stopped",
                                      "too-late",
                                      "unchanged",
                                      "staff-call",
                                      "staff-answer",
                                      "staff-case",
                                      "staff-proof",
                                      "staff-proofed",
                                      NULL};

const struct field *fields_all(void)
{
    return fields;
}

const char *const *fields_letters(void)
{
    return letters;
}

/* Whether `list`, words separated by blanks, has `word`. */
static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word)) {
        bool starts = at == list || at[-1] == ' ';
        if (starts && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
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
    return strcmp(field->letters, LETTERS) == 0 || has_word(field->letters, letter);
}

const struct field *fields_find(const char *letter, const char *name)
{
    for (const struct field *field = fields; field->name != NULL; field++) {
        if (strcmp(field->name, name) == 0 && field_holds(field, letter)) {
            return field;
        }
    }
    return NULL;
}

const char *fields_nearest(const char *letter, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const struct field *field = fields; field->name != NULL; field++) {
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
