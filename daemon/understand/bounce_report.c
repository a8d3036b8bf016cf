#include "understand/bounce_report.h"

#include <string.h>

#include "mail/address.h"
#include "understand/bounce_status.h"

#define BOUNCE_LIMIT 200u

static bool is_report(const struct message_part *part)
{
    return part->text != NULL && (strcmp(part->type, "message/delivery-status") == 0 ||
                                  strcmp(part->type, "message/global-delivery-status") == 0);
}

bool bounce_report_found(const struct message *message, bool mailer)
{
    for (guint i = 0; i < message->parts->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->parts, i);
        bool inside = part->report != NULL && strcmp(part->report, "delivery-status") == 0;
        if (inside ||
            (is_report(part) && (part->report != NULL || mailer || message->parts->len == 1))) {
            return true;
        }
    }
    return false;
}

/* "rfc822; hans@example.dk" and "<hans@example.dk> (Hans)" to the address; NULL when there is
 * none. */
static char *recipient_of(const char *value)
{
    const char *type = strchr(value, ';');
    g_autofree char *bare = g_strdup(type == NULL ? value : type + 1);
    g_strdelimit(bare, "<>\"\t()", ' ');
    g_auto(GStrv) words = g_strsplit(bare, " ", -1);
    for (size_t i = 0; words[i] != NULL; i++) {
        char *address = strchr(words[i], '@') == NULL ? NULL : address_parse(words[i], NULL);
        if (address != NULL) {
            return address;
        }
    }
    return NULL;
}

struct group {
    char *final, *original, *action, *status, *diagnostic;
};

/* The status that is stated; a vague one gives way to what the diagnostic says. */
static char *group_status(const struct language *language, const struct group *group)
{
    bool vague = group->status == NULL || g_str_has_suffix(group->status, ".0.0");
    char *better =
        vague && group->diagnostic != NULL ? bounce_status_find(group->diagnostic) : NULL;
    if (better != NULL || group->status != NULL) {
        return better != NULL ? better : g_strdup(group->status);
    }
    return group->diagnostic == NULL ? NULL : bounce_status_from_words(language, group->diagnostic);
}

static const char *action_by(const char *status)
{
    return status == NULL || *status == '5' ? "failed" : *status == '4' ? "delayed" : "delivered";
}

static void group_end(struct verdict *verdict, const struct language *language, struct group *group)
{
    char *address = group->final == NULL ? NULL : recipient_of(group->final);
    if (address == NULL && group->original != NULL) {
        address = recipient_of(group->original);
    }
    if (address != NULL && verdict->bounces->len < BOUNCE_LIMIT) {
        struct verdict_bounce *bounce = g_new0(struct verdict_bounce, 1);
        bounce->address = address;
        bounce->status = group_status(language, group);
        bounce->action =
            g_strdup(group->action != NULL ? group->action : action_by(bounce->status));
        bounce->hard =
            bounce_status_hard(language, bounce->action, bounce->status, group->diagnostic);
        g_ptr_array_add(verdict->bounces, bounce);
    } else {
        g_free(address);
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
        group->status = bounce_status_find(value);
    } else if (strcmp(name, "diagnostic-code") == 0 && group->diagnostic == NULL) {
        group->diagnostic = g_steal_pointer(&value);
    }
}

/* Groups of fields (RFC 3464 2.1), a blank line between them. */
static void read_report(struct verdict *verdict, const struct language *language, const char *text)
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
            group_end(verdict, language, &group);
        }
    }
    group_field(&group, field->str);
    group_end(verdict, language, &group);
}

void bounce_report_read(struct verdict *verdict, const struct language *language,
                        const struct message *message)
{
    for (guint i = 0; i < message->parts->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->parts, i);
        if (is_report(part)) {
            read_report(verdict, language, part->text);
        }
    }
}
