/* The head of an earlier mail, as clients write it into an answer. */
#include <string.h>

#include "base/text.h"
#include "understand/lines.h"

#define HEADER_LINES 16
#define LABEL_LENGTH 40
#define CONTINUED_LINES 3 /* of a long Til: */
#define NOTES_LINES 10
#define DATE_DIGIT_RUNS 3 /* a date with its year, or with a time */
#define WHEN_DIGIT_RUNS 4 /* day, month or year, hour, minute */

enum header_role {
    ROLE_NONE = 0,
    ROLE_FROM = 1,
    ROLE_SENT = 2,
    ROLE_TO = 4,
    ROLE_SUBJECT = 8,
    ROLE_OTHER = 16
};

struct head {
    enum header_role role;
    const char *value;
};

static enum header_role role_named(const struct language *language, const char *label)
{
    static const struct {
        const char *name;
        enum header_role role;
    } roles[] = {{"fra-hoved", ROLE_FROM},
                 {"sendt-hoved", ROLE_SENT},
                 {"til-hoved", ROLE_TO},
                 {"emne-hoved", ROLE_SUBJECT},
                 {"andet-hoved", ROLE_OTHER}};
    g_autofree char *folded = text_fold(label);
    g_strdelimit(folded, " -", '_');
    for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (language_has(language, roles[i].name, folded)) {
            return roles[i].role;
        }
    }
    return ROLE_NONE;
}

/* The colon at `at`, also the wide one of Chinese, or 0 octets. */
static size_t colon_length(const char *at)
{
    bool wide = at[0] == '\xEF' && at[1] == '\xBC' && at[2] == '\x9A';
    return *at == ':' ? 1 : wide ? 3 : 0;
}

/* "1. april kan jeg ..." and "30. juni" behind Fra: and Til: are the sender's own words. */
static bool is_plausible(enum header_role role, const char *value)
{
    bool person = role == ROLE_FROM || role == ROLE_TO;
    bool time = g_ascii_isdigit(*value) || g_ascii_strncasecmp(value, "kl", 2) == 0;
    return !person || !time || strchr(value, '@') != NULL;
}

/* What a line such as "*Fra:* Peter" says. */
static struct head read_head(const struct language *language, const char *text)
{
    struct head head = {.role = ROLE_NONE, .value = ""};
    const char *start = line_start(text);
    size_t length = 0;
    while (length <= LABEL_LENGTH && start[length] != '\0' && start[length] != '*' &&
           colon_length(start + length) == 0) {
        length++;
    }
    const char *colon = start + length + strspn(start + length, "* ");
    if (length == 0 || length > LABEL_LENGTH || colon_length(colon) == 0) {
        return head;
    }
    g_autofree char *label = g_strchomp(g_strndup(start, length));
    const char *value = colon + colon_length(colon);
    value += strspn(value, "* \t");
    enum header_role role = role_named(language, label);
    if (role != ROLE_NONE && is_plausible(role, value)) {
        head.role = role;
        head.value = value;
    }
    return head;
}

static unsigned digit_runs(const char *text)
{
    unsigned runs = 0;
    for (const char *c = text; *c != '\0'; c++) {
        runs += g_ascii_isdigit(*c) && !g_ascii_isdigit(c[1]) ? 1 : 0;
    }
    return runs;
}

struct block {
    unsigned seen;   /* roles */
    unsigned length; /* lines */
    bool address;    /* behind Fra: or Til: */
    bool sender;     /* an address behind Fra: */
    bool dated;      /* a whole date behind Sendt: */
    bool timed;      /* date and time behind it */
};

static void add_head(struct block *block, const struct head *head)
{
    bool address = strchr(head->value, '@') != NULL;
    block->seen |= head->role;
    block->address =
        block->address || (address && (head->role & (ROLE_FROM | ROLE_TO)) != ROLE_NONE);
    block->sender = block->sender || (address && head->role == ROLE_FROM);
    if (head->role == ROLE_SENT) {
        unsigned runs = digit_runs(head->value);
        block->dated = block->dated || runs >= DATE_DIGIT_RUNS;
        block->timed = block->timed || runs >= WHEN_DIGIT_RUNS;
    }
}

/* Four heads are enough by themselves, three with an address or a date, two with both. */
static bool is_complete(const struct block *block)
{
    bool from = (block->seen & ROLE_FROM) != 0, to = (block->seen & ROLE_TO) != 0;
    bool sent = (block->seen & ROLE_SENT) != 0, subject = (block->seen & ROLE_SUBJECT) != 0;
    unsigned heads = (from ? 1u : 0u) + (to ? 1u : 0u) + (sent ? 1u : 0u) + (subject ? 1u : 0u);
    bool certain = block->address || (subject ? block->dated : block->timed);
    return heads == 4 || (heads == 3 && certain) ||
           (from && sent && block->sender && block->timed) ||
           (to && subject && block->address && (block->seen & ROLE_OTHER) != 0);
}

static struct block read_block(const struct language *language, const struct lines *lines,
                               unsigned from)
{
    struct block block = {0};
    unsigned continued = 0, blanks = 0;
    for (unsigned i = from; i < lines->count && i < from + HEADER_LINES; i++) {
        if (lines->list[i].blank) {
            if (++blanks > 1) {
                break;
            }
            continue;
        }
        struct head head = read_head(language, lines->list[i].text);
        bool separator = g_str_has_prefix(lines->list[i].text, "--") ||
                         g_str_has_prefix(lines->list[i].text, "__");
        bool again = head.role != ROLE_OTHER && (block.seen & head.role) != 0;
        if (again || separator ||
            (head.role == ROLE_NONE && (blanks > 0 || ++continued > CONTINUED_LINES))) {
            break;
        }
        blanks = 0;
        if (head.role != ROLE_NONE) {
            continued = 0;
            add_head(&block, &head);
            block.length = i - from + 1;
        }
    }
    return block;
}

/* The next line that says something and is nothing but a label of this role; 0 for none within
 * reach. */
static unsigned find_label(const struct language *language, const struct lines *lines,
                           unsigned from, unsigned reach, enum header_role role)
{
    for (unsigned i = from; i < lines->count && i < from + reach; i++) {
        const struct line *line = &lines->list[i];
        if (!line->blank) {
            g_autofree char *label = g_strstrip(g_strdup(line->text));
            if (strlen(label) < LABEL_LENGTH && role_named(language, label) == role) {
                return i;
            }
        }
    }
    return 0;
}

/* "20-03-2013 09:00" and not much more. */
static bool is_moment(const struct lines *lines, unsigned at)
{
    return at < lines->count && strlen(lines->list[at].text) < LABEL_LENGTH &&
           digit_runs(lines->list[at].text) >= WHEN_DIGIT_RUNS;
}

/* Lotus Notes: name, date and time, and then labels and values in lines of their own: "Til",
 * "Kirsten", "cc", "Emne", "Seniorjobberen". In columns "Til" may stand above the date. */
static unsigned notes_length(const struct language *language, const struct lines *lines,
                             unsigned from)
{
    if (from > 0 && !lines->list[from - 1].blank) {
        return 0;
    }
    unsigned below = is_moment(lines, from) ? from : lines_next(lines, from + 1);
    bool column = g_ascii_isspace(*lines->list[from].text);
    unsigned to = 0;
    if (is_moment(lines, below)) {
        to = find_label(language, lines, below + 1, 3, ROLE_TO);
    } else if (column) {
        to = find_label(language, lines, from + 1, 4, ROLE_TO);
    }
    unsigned subject = to == 0 ? 0 : find_label(language, lines, to + 1, NOTES_LINES, ROLE_SUBJECT);
    return subject == 0 ? 0 : lines_next(lines, subject + 1) - from + 1;
}

unsigned header_block_length(const struct language *language, const struct lines *lines,
                             unsigned from)
{
    struct head first = read_head(language, lines->list[from].text);
    if (first.role == ROLE_NONE || first.role == ROLE_OTHER) {
        return notes_length(language, lines, from);
    }
    struct block block = read_block(language, lines, from);
    return is_complete(&block) ? block.length : 0;
}
