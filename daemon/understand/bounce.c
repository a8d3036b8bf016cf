#include "understand/bounce.h"

#include <string.h>

#include "mail/address.h"

#define BOUNCE_LIMIT 200u
#define TEXT_SEARCH_LIMIT 8000u
#define ID_LIMIT 250u

bool bounce_is_report(const struct message *message)
{
    const struct message_part *part = message_part(message, "message/delivery-status");
    part = part == NULL ? message_part(message, "message/global-delivery-status") : part;
    return part != NULL && part->text != NULL;
}

/* "rfc822; hans@example.dk" and "<hans@example.dk>" to the address; NULL when there is none. */
static char *recipient_of(const char *value)
{
    const char *type = strchr(value, ';');
    g_autofree char *bare = g_strdup(type == NULL ? value : type + 1);
    g_strdelimit(bare, "<>\"", ' ');
    g_strstrip(bare);
    if (strchr(bare, '@') == NULL) {
        return NULL;
    }
    char *address = address_parse(bare, NULL);
    return address;
}

static bool is_digit(char c)
{
    return g_ascii_isdigit(c);
}

/* The enhanced status code (RFC 3463) that begins at `at`: its length, or 0. */
static size_t status_length(const char *at)
{
    if (strchr("245", at[0]) == NULL || at[0] == '\0' || at[1] != '.' || !is_digit(at[2])) {
        return 0;
    }
    size_t length = 2;
    for (int i = 0; is_digit(at[length]) && i < 3; i++) {
        length++;
    }
    if (at[length] != '.' || !is_digit(at[length + 1])) {
        return 0;
    }
    length++;
    for (int i = 0; is_digit(at[length]) && i < 3; i++) {
        length++;
    }
    return at[length] == '.' || is_digit(at[length]) ? 0 : length;
}

static char *find_status(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        bool starts = at == text || (!is_digit(at[-1]) && at[-1] != '.');
        size_t length = starts ? status_length(at) : 0;
        if (length > 0) {
            return g_strndup(at, length);
        }
    }
    return NULL;
}

/* For good: class 5, but a full mailbox, a mail too large, one that was too long on its way, and
 * refusals by policy (5.7) say nothing of the address. */
static bool is_hard(const char *action, const char *status)
{
    static const char *const passing[] = {"5.2.2", "5.2.3", "5.3.1", "5.3.2", "5.3.3",
                                          "5.3.4", "5.4.5", "5.4.7", NULL};
    if (action != NULL && strcmp(action, "failed") != 0) {
        return false;
    }
    return status != NULL && status[0] == '5' && !g_str_has_prefix(status, "5.7.") &&
           !g_strv_contains(passing, status);
}

static void add(struct verdict *verdict, char *address, char *action, char *status)
{
    struct verdict_bounce *bounce = g_new0(struct verdict_bounce, 1);
    bounce->address = address;
    bounce->action = action;
    bounce->status = status;
    bounce->hard = is_hard(action, status);
    g_ptr_array_add(verdict->bounces, bounce);
}

struct group {
    char *final, *original, *action, *status, *diagnostic;
};

static void group_end(struct verdict *verdict, struct group *group)
{
    const char *recipient = group->final == NULL ? group->original : group->final;
    char *address = recipient == NULL ? NULL : recipient_of(recipient);
    if (address == NULL && group->original != NULL) {
        address = recipient_of(group->original);
    }
    g_autofree char *better = group->diagnostic == NULL ? NULL : find_status(group->diagnostic);
    bool vague = group->status == NULL || g_str_has_suffix(group->status, ".0.0");
    char *status = g_strdup(vague && better != NULL ? better : group->status);
    if (address != NULL && verdict->bounces->len < BOUNCE_LIMIT) {
        add(verdict, address, g_strdup(group->action), status);
    } else {
        g_free(address);
        g_free(status);
    }
    g_free(group->final);
    g_free(group->original);
    g_free(group->action);
    g_free(group->status);
    g_free(group->diagnostic);
    *group = (struct group){0};
}

static void group_field(struct group *group, const char *line)
{
    const char *colon = strchr(line, ':');
    if (colon == NULL) {
        return;
    }
    g_autofree char *name = g_ascii_strdown(line, colon - line);
    g_autofree char *value = g_strstrip(g_strdup(colon + 1));
    g_strstrip(name);
    if (strcmp(name, "final-recipient") == 0 && group->final == NULL) {
        group->final = g_steal_pointer(&value);
    } else if (strcmp(name, "original-recipient") == 0 && group->original == NULL) {
        group->original = g_steal_pointer(&value);
    } else if (strcmp(name, "action") == 0 && group->action == NULL) {
        group->action = g_ascii_strdown(value, (gssize)strcspn(value, " \t;("));
    } else if (strcmp(name, "status") == 0 && group->status == NULL) {
        group->status = find_status(value);
    } else if (strcmp(name, "diagnostic-code") == 0 && group->diagnostic == NULL) {
        group->diagnostic = g_steal_pointer(&value);
    }
}

/* message/delivery-status (RFC 3464 2.1): groups of fields, a blank line between them. */
static void read_report(struct verdict *verdict, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) field = g_string_new(NULL);
    struct group group = {0};
    for (size_t i = 0; lines[i] != NULL; i++) {
        const char *line = lines[i];
        bool continues = *line == ' ' || *line == '\t';
        if (continues && field->len > 0 && line[strspn(line, " \t")] != '\0') {
            g_string_append(field, line);
            continue;
        }
        group_field(&group, field->str);
        g_string_assign(field, line);
        bool next = group.final != NULL && g_ascii_strncasecmp(line, "final-recipient:", 16) == 0;
        if (line[strspn(line, " \t\r")] == '\0' || next) {
            group_end(verdict, &group);
        }
    }
    group_field(&group, field->str);
    group_end(verdict, &group);
}

static bool is_address_char(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr(".!#$%&'*+-/=?^_`{|}~@", c) != NULL);
}

/* The address that has its @ at `sign`, unless it is one of the mail's own. Owned, or NULL. */
static char *address_around(const struct message *message, const char *text, const char *sign)
{
    const char *start = sign, *end = sign;
    while (start > text && is_address_char(start[-1])) {
        start--;
    }
    while (is_address_char(*end)) {
        end++;
    }
    while (end > sign && end[-1] == '.') {
        end--;
    }
    g_autofree char *found = g_strndup(start, (size_t)(end - start));
    g_autofree char *address = address_parse(found, NULL);
    if (address == NULL || address_is_robot(address)) {
        return NULL;
    }
    for (guint i = 0; i < message->to->len; i++) {
        const struct message_mailbox *to = g_ptr_array_index(message->to, i);
        if (g_ascii_strcasecmp(to->address, address) == 0) {
            return NULL;
        }
    }
    return g_steal_pointer(&address);
}

/* Reports in nobody's standard (qmail, old Exim, providers): the first address in the text and the
 * first status code behind it. */
static void read_text(struct verdict *verdict, const struct message *message, const char *text)
{
    const char *failed = message_header(message, "x-failed-recipients");
    g_autofree char *address = failed == NULL ? NULL : recipient_of(failed);
    g_autofree char *start = g_strndup(text, TEXT_SEARCH_LIMIT);
    for (const char *sign = strchr(start, '@'); sign != NULL && address == NULL;
         sign = strchr(sign + 1, '@')) {
        address = address_around(message, start, sign);
    }
    if (address == NULL) {
        return;
    }
    g_autofree char *status = find_status(start);
    if (status == NULL) {
        const char *reply = strstr(start, "550");
        status = reply != NULL && (reply[3] == ' ' || reply[3] == '-') ? g_strdup("5.0.0") : NULL;
    }
    bool delayed = status != NULL && status[0] == '4';
    add(verdict, g_steal_pointer(&address), g_strdup(delayed ? "delayed" : "failed"),
        g_steal_pointer(&status));
}

void bounce_read(struct verdict *verdict, const struct message *message, const char *text)
{
    for (guint i = 0; i < message->parts->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->parts, i);
        bool report = strcmp(part->type, "message/delivery-status") == 0 ||
                      strcmp(part->type, "message/global-delivery-status") == 0;
        if (report && part->text != NULL) {
            read_report(verdict, part->text);
        }
    }
    if (verdict->bounces->len == 0) {
        read_text(verdict, message, text);
    }
}

/* The first Message-ID: at the start of a line, without angle brackets. */
static char *returned_id(const char *text)
{
    for (const char *line = text; line != NULL && *line != '\0';) {
        if (g_ascii_strncasecmp(line, "message-id:", 11) == 0) {
            const char *id = line + 11 + strspn(line + 11, " \t\r\n<");
            size_t length = strcspn(id, "<> \t\r\n");
            return length > 0 && length <= ID_LIMIT ? g_strndup(id, length) : NULL;
        }
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    return NULL;
}

void bounce_read_returned(struct verdict *verdict, const struct message *message, const char *text)
{
    static const char *const types[] = {"message/rfc822", "text/rfc822-headers", "message/global",
                                        "message/global-headers"};
    for (size_t i = 0; i < G_N_ELEMENTS(types) && verdict->returned_id == NULL; i++) {
        const struct message_part *part = message_part(message, types[i]);
        verdict->returned_id = part != NULL && part->text != NULL ? returned_id(part->text) : NULL;
    }
    if (verdict->returned_id == NULL && !bounce_is_report(message)) {
        verdict->returned_id = returned_id(text); /* qmail, old Exim: behind their own words */
    }
}
