#include "act/relay_mask.h"

#include <string.h>

#include "base/text.h"

enum {
    NAMES_MOST = 64,  /* of one person: the name on the mail is a stranger's */
    SHORT = 3,        /* letters of a name that is often a word, too: Bo, Dan, Ea */
    GROWN = 6,        /* letters of names grown together: AnnaHolm */
    LOCAL_LEAST = 5,  /* letters of the part before the @ that is looked for as a word */
    PHONE_DIGITS = 8, /* of a number, from its end */
    GAP = 4           /* octets between two digits of one number */
};

/* A word of the text. */
struct piece {
    size_t from, to; /* octets */
    char *folded;
    bool title;
};

static void piece_clear(gpointer data)
{
    struct piece *piece = data;
    g_free(piece->folded);
}

static bool is_letter(const char *at)
{
    gunichar c = g_utf8_get_char(at);
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* The words of a text, folded: struct piece. Owned. */
static GArray *pieces_of(const char *text)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
    g_array_set_clear_func(pieces, piece_clear);
    for (const char *at = text; *at != '\0';) {
        const char *from = at;
        while (*at != '\0' && is_letter(at)) {
            at = text_next(at);
        }
        if (at == from) {
            at = text_next(at);
            continue;
        }
        g_autofree char *word = g_strndup(from, (gsize)(at - from));
        struct piece piece = {.from = (size_t)(from - text),
                              .to = (size_t)(at - text),
                              .folded = text_fold(word),
                              .title = g_unichar_isupper(g_utf8_get_char(from))};
        g_array_append_val(pieces, piece);
    }
    return pieces;
}

static void add_names(GPtrArray *names, const char *name, size_t least)
{
    g_autoptr(GArray) pieces = pieces_of(name != NULL ? name : "");
    for (guint i = 0; i < pieces->len && names->len < NAMES_MOST; i++) {
        const struct piece *piece = &g_array_index(pieces, struct piece, i);
        if (g_utf8_strlen(piece->folded, -1) >= (glong)least &&
            !g_ptr_array_find_with_equal_func(names, piece->folded, g_str_equal, NULL)) {
            g_ptr_array_add(names, g_strdup(piece->folded));
        }
    }
}

/* Every word that is a name of the person, once: char *, folded. Owned. */
static GPtrArray *names_of(const struct person *person, const char *display)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    add_names(names, person->name, 2);
    add_names(names, display, 2);
    bool known = names->len > 0;
    for (guint i = 0; i < person->addresses->len; i++) {
        const char *address = person->addresses->pdata[i];
        g_autofree char *local = g_strndup(address, strcspn(address, "@+"));
        add_names(names, local, known ? LOCAL_LEAST : SHORT);
    }
    return names;
}

static bool is_name(const GPtrArray *names, const char *folded, size_t length)
{
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        if (strlen(name) == length && strncmp(name, folded, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the word is nothing but names, one after the other. Names may begin with one another
 * (Ba, Baba), so what was reached is kept: no way is gone twice. */
static bool grown_together(const GPtrArray *names, const char *folded, size_t length)
{
    g_autofree bool *reached = g_new0(bool, length + 1);
    reached[0] = true;
    for (size_t at = 0; at < length; at++) {
        for (guint i = 0; reached[at] && i < names->len; i++) {
            const char *name = names->pdata[i];
            if (g_str_has_prefix(folded + at, name)) {
                reached[at + strlen(name)] = true;
            }
        }
    }
    return reached[length];
}

/* "Anna", "Annas", "ANNA", "annaholm". */
static bool names_somebody(const GPtrArray *names, const struct piece *piece)
{
    size_t length = strlen(piece->folded);
    bool owner = length > 1 && piece->folded[length - 1] == 's';
    bool found = is_name(names, piece->folded, length) ||
                 (owner && is_name(names, piece->folded, length - 1));
    if (found) {
        return piece->title || length > SHORT;
    }
    return length >= GROWN && grown_together(names, piece->folded, length);
}

static void mask_between(GByteArray *hidden, size_t from, size_t to)
{
    memset(hidden->data + from, 1, to - from);
}

/* Where the words of `phrase` stand one after the other. */
static void hide_phrase(GByteArray *hidden, const GArray *pieces, const char *phrase)
{
    g_autoptr(GArray) wanted = pieces_of(phrase);
    for (guint at = 0; wanted->len > 0 && at + wanted->len <= pieces->len; at++) {
        guint same = 0;
        while (same < wanted->len &&
               strcmp(g_array_index(pieces, struct piece, at + same).folded,
                      g_array_index(wanted, struct piece, same).folded) == 0) {
            same++;
        }
        if (same == wanted->len) {
            mask_between(hidden, g_array_index(pieces, struct piece, at).from,
                         g_array_index(pieces, struct piece, at + same - 1).to);
        }
    }
}

/* The last digits of a number, at most PHONE_DIGITS. Owned. */
static char *digits_of(const char *number)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    for (const char *at = number; *at != '\0'; at++) {
        if (g_ascii_isdigit(*at)) {
            g_string_append_c(digits, *at);
        }
    }
    gsize skipped = digits->len > PHONE_DIGITS ? digits->len - PHONE_DIGITS : 0;
    return g_strdup(digits->str + skipped);
}

static void hide_number(GByteArray *hidden, const char *text, const char *number)
{
    g_autofree char *digits = digits_of(number);
    for (size_t from = 0; strlen(digits) >= PHONE_DIGITS && text[from] != '\0'; from++) {
        size_t at = from, gap = 0;
        const char *wanted = digits;
        while (*wanted != '\0' && text[at] != '\0' && gap <= GAP && g_ascii_isdigit(text[from])) {
            if (!g_ascii_isdigit(text[at])) {
                gap++;
            } else if (text[at] == *wanted) {
                wanted++;
                gap = 0;
            } else {
                break;
            }
            at++;
        }
        if (*wanted == '\0') {
            mask_between(hidden, from, at);
        }
    }
}

/* The text with one mark for each hidden run; runs with nothing but blanks between are one. */
static char *without_hidden(const char *text, const GByteArray *hidden, bool *masked)
{
    GString *out = g_string_new(NULL);
    for (size_t at = 0; text[at] != '\0';) {
        if (hidden->data[at] == 0) {
            g_string_append_c(out, text[at++]);
            continue;
        }
        *masked = true;
        size_t end = at;
        while (text[end] != '\0') {
            size_t blank = strspn(text + end, " -.,_");
            if (hidden->data[end] != 0) {
                end++;
            } else if (blank > 0 && hidden->data[end + blank] != 0) {
                end += blank;
            } else {
                break;
            }
        }
        g_string_append(out, RELAY_MASK_NAME);
        at = end;
    }
    return g_string_free(out, FALSE);
}

char *relay_mask(const char *text, const struct person *person, const char *display, bool all,
                 bool *masked)
{
    g_autoptr(GByteArray) hidden = g_byte_array_new();
    g_byte_array_set_size(hidden, (guint)strlen(text) + 1);
    memset(hidden->data, 0, hidden->len);
    g_autoptr(GArray) pieces = pieces_of(text);
    g_autoptr(GPtrArray) names = names_of(person, display);
    for (guint i = 0; all && i < pieces->len; i++) {
        const struct piece *piece = &g_array_index(pieces, struct piece, i);
        if (names_somebody(names, piece)) {
            mask_between(hidden, piece->from, piece->to);
        }
    }
    hide_phrase(hidden, pieces, person->name);
    hide_phrase(hidden, pieces, display != NULL ? display : "");
    hide_phrase(hidden, pieces, all ? person->workplace : "");
    hide_number(hidden, text, person->phone);
    return without_hidden(text, hidden, masked);
}
