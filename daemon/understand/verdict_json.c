/* A verdict as JSON, and back. */
#include <string.h>

#include "base/failure.h"
#include "understand/verdict.h"

static void put_text(json_t *object, const char *key, const char *value)
{
    if (value != NULL) {
        json_object_set_new(object, key, json_string(value));
    }
}

static json_t *address_to_json(const char *address, const char *name)
{
    json_t *object = json_object();
    put_text(object, "address", address);
    put_text(object, "name", name);
    return object;
}

static json_t *bounces_to_json(const GPtrArray *bounces)
{
    json_t *list = json_array();
    for (guint i = 0; i < bounces->len; i++) {
        const struct verdict_bounce *bounce = g_ptr_array_index(bounces, i);
        json_t *object = address_to_json(bounce->address, NULL);
        put_text(object, "action", bounce->action);
        put_text(object, "status", bounce->status);
        json_object_set_new(object, "hard", json_boolean(bounce->hard));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *intents_to_json(const GPtrArray *intents, bool full)
{
    json_t *list = json_array();
    for (guint i = 0; i < intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(intents, i);
        json_t *object = json_object();
        put_text(object, "intent", intent->name);
        json_object_update(object, intent->slots);
        if (full) {
            put_text(object, "rule", intent->rule);
            put_text(object, "words", intent->words);
        }
        json_array_append_new(list, object);
    }
    return list;
}

static const struct {
    const char *key;
    size_t offset;
    bool full; /* not in the contract */
} calendar_texts[] = {
    {"method", offsetof(struct verdict_calendar, method), false},
    {"uid", offsetof(struct verdict_calendar, uid), false},
    {"attendee", offsetof(struct verdict_calendar, attendee), false},
    {"partstat", offsetof(struct verdict_calendar, partstat), false},
    {"comment", offsetof(struct verdict_calendar, comment), false},
    {"dtstamp", offsetof(struct verdict_calendar, dtstamp), true},
    {"recurrence_id", offsetof(struct verdict_calendar, recurrence_id), true},
    {"start", offsetof(struct verdict_calendar, start), true},
    {"end", offsetof(struct verdict_calendar, end), true},
    {"zone", offsetof(struct verdict_calendar, zone), true},
    {"delegated_to", offsetof(struct verdict_calendar, delegated_to), true},
    {"opinion", offsetof(struct verdict_calendar, opinion), true},
};

static json_t *calendar_to_json(const struct verdict_calendar *calendar, bool full)
{
    json_t *object = json_object();
    for (size_t i = 0; i < G_N_ELEMENTS(calendar_texts); i++) {
        const void *text = (const char *)calendar + calendar_texts[i].offset;
        if (full || !calendar_texts[i].full) {
            put_text(object, calendar_texts[i].key, *(const char *const *)text);
        }
    }
    if (calendar->sequence >= 0) {
        json_object_set_new(object, "sequence", json_integer(calendar->sequence));
    }
    if (full && calendar->guests > 0) {
        json_object_set_new(object, "guests", json_integer(calendar->guests));
    }
    return object;
}

static json_t *attachments_to_json(const GPtrArray *attachments, bool full)
{
    json_t *list = json_array();
    for (guint i = 0; i < attachments->len; i++) {
        const struct verdict_attachment *attachment = g_ptr_array_index(attachments, i);
        json_t *object = json_object();
        put_text(object, "filename", attachment->filename);
        put_text(object, "type", attachment->type);
        json_object_set_new(object, "size", json_integer((json_int_t)attachment->size));
        put_text(object, "sha256", attachment->sha256);
        if (full) {
            put_text(object, "text", attachment->text);
            put_text(object, "unread", attachment->unread);
            put_text(object, "open_text", attachment->open_text);
        }
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *strings_to_json(const GPtrArray *strings)
{
    json_t *list = json_array();
    for (guint i = 0; i < strings->len; i++) {
        json_array_append_new(list, json_string(g_ptr_array_index(strings, i)));
    }
    return list;
}

static json_t *to_to_json(const struct verdict *verdict)
{
    json_t *list = json_array();
    for (guint i = 0; i < verdict->to->len; i++) {
        json_array_append_new(list, address_to_json(g_ptr_array_index(verdict->to, i),
                                                    g_ptr_array_index(verdict->to_names, i)));
    }
    return list;
}

static void put_list(json_t *object, const char *key, json_t *list, bool always)
{
    if (always || json_array_size(list) > 0) {
        json_object_set_new(object, key, list);
    } else {
        json_decref(list);
    }
}

json_t *verdict_to_json(const struct verdict *verdict, bool full)
{
    json_t *object = json_pack("{s:i,s:s}", "format", 1, "kind", verdict_kind_name(verdict->kind));
    g_assert(object != NULL);
    if (verdict->from_address != NULL || verdict->from_name != NULL) {
        json_object_set_new(object, "from",
                            address_to_json(verdict->from_address, verdict->from_name));
    }
    if (verdict->reply_to != NULL) {
        json_object_set_new(object, "reply_to",
                            address_to_json(verdict->reply_to, verdict->reply_to_name));
    }
    put_list(object, "to", to_to_json(verdict), false);
    put_text(object, "subject", verdict->subject);
    put_text(object, "message_id", verdict->message_id);
    put_text(object, "in_reply_to", verdict->in_reply_to);
    put_text(object, "date", verdict->date);
    put_text(object, "text", verdict->text);
    if (full) {
        put_text(object, "body", verdict->body);
    }
    put_list(object, "attachments", attachments_to_json(verdict->attachments, full), false);
    json_object_set_new(object, "bulk", json_boolean(verdict->bulk));
    json_object_set_new(object, "cpr", json_boolean(verdict->cpr));
    put_list(object, "bounces", bounces_to_json(verdict->bounces), false);
    if (verdict->calendar != NULL) {
        json_object_set_new(object, "calendar", calendar_to_json(verdict->calendar, full));
    }
    put_list(object, "intents", intents_to_json(verdict->intents, full), true);
    if (full) {
        put_list(object, "guesses", intents_to_json(verdict->guesses, true), false);
        put_text(object, "why", verdict->why);
        put_text(object, "away_until", verdict->away_until);
        put_text(object, "returned_id", verdict->returned_id);
        json_object_set_new(object, "automatic", json_boolean(verdict->automatic));
        json_object_set_new(object, "ours", json_boolean(verdict->ours));
        put_list(object, "warnings", strings_to_json(verdict->warnings), false);
        json_object_update(object, verdict->open);
    }
    return object;
}

static char *take_text(const json_t *object, const char *key)
{
    return g_strdup(json_string_value(json_object_get(object, key)));
}

static void take_bounces(struct verdict *verdict, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *object = json_array_get(list, i);
        struct verdict_bounce *bounce = g_new0(struct verdict_bounce, 1);
        bounce->address = take_text(object, "address");
        bounce->action = take_text(object, "action");
        bounce->status = take_text(object, "status");
        bounce->hard = json_is_true(json_object_get(object, "hard"));
        g_ptr_array_add(verdict->bounces, bounce);
    }
}

static void take_intents(GPtrArray *intents, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *object = json_array_get(list, i);
        if (!json_is_string(json_object_get(object, "intent"))) {
            continue;
        }
        struct verdict_intent *intent = verdict_intent_new(
            json_string_value(json_object_get(object, "intent")),
            json_string_value(json_object_get(object, "rule")), take_text(object, "words"));
        json_object_update(intent->slots, object);
        json_object_del(intent->slots, "intent");
        json_object_del(intent->slots, "rule");
        json_object_del(intent->slots, "words");
        g_ptr_array_add(intents, intent);
    }
}

static struct verdict_calendar *take_calendar(const json_t *object)
{
    if (!json_is_object(object)) {
        return NULL;
    }
    const json_t *sequence = json_object_get(object, "sequence");
    struct verdict_calendar *calendar = g_new0(struct verdict_calendar, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(calendar_texts); i++) {
        G_STRUCT_MEMBER(char *, calendar, calendar_texts[i].offset) =
            take_text(object, calendar_texts[i].key);
    }
    calendar->sequence = json_is_integer(sequence) ? json_integer_value(sequence) : -1;
    calendar->guests = json_integer_value(json_object_get(object, "guests"));
    return calendar;
}

static void take_attachments(struct verdict *verdict, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *object = json_array_get(list, i);
        struct verdict_attachment *attachment = g_new0(struct verdict_attachment, 1);
        attachment->filename = take_text(object, "filename");
        attachment->type = take_text(object, "type");
        attachment->sha256 = take_text(object, "sha256");
        attachment->text = take_text(object, "text");
        attachment->unread = take_text(object, "unread");
        attachment->open_text = take_text(object, "open_text");
        attachment->size = (size_t)json_integer_value(json_object_get(object, "size"));
        g_ptr_array_add(verdict->attachments, attachment);
    }
}

static void take_strings(GPtrArray *strings, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *text = json_array_get(list, i);
        if (json_is_string(text)) {
            g_ptr_array_add(strings, g_strdup(json_string_value(text)));
        }
    }
}

static void take_to(struct verdict *verdict, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        if (json_is_string(json_object_get(entry, "address"))) {
            g_ptr_array_add(verdict->to, take_text(entry, "address"));
            g_ptr_array_add(verdict->to_names, take_text(entry, "name"));
        }
    }
}

static void take_open(struct verdict *verdict, const json_t *json)
{
    static const char *const keys[] = {
        "open_text", "masked", "portrait",   "left_out", "held",   "abusive", "about_self",
        "told",      "says",   "days",       "heard",    "clean",  "bare",    "turndown",
        "lacks",     "forget", "of_profile", "onward",   "greets", "calls",   "polite"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        json_t *value = json_object_get(json, keys[i]);
        if (value != NULL) {
            json_object_set(verdict->open, keys[i], value);
        }
    }
}

static bool take_kind(const json_t *json, enum verdict_kind *kind)
{
    const char *name = json_string_value(json_object_get(json, "kind"));
    for (int i = VERDICT_MESSAGE; name != NULL && i <= VERDICT_MALFORMED; i++) {
        if (strcmp(name, verdict_kind_name((enum verdict_kind)i)) == 0) {
            *kind = (enum verdict_kind)i;
            return true;
        }
    }
    return false;
}

struct verdict *verdict_from_json(const json_t *json, GError **error)
{
    SCOPED(verdict) struct verdict *verdict = verdict_new();
    if (!take_kind(json, &verdict->kind)) {
        g_set_error(error, UNDERSTAND_ERROR, FAILURE_INPUT, "This is no verdict: it has no kind");
        return NULL;
    }
    const json_t *from = json_object_get(json, "from");
    verdict->from_address = take_text(from, "address");
    verdict->from_name = take_text(from, "name");
    verdict->reply_to = take_text(json_object_get(json, "reply_to"), "address");
    verdict->reply_to_name = take_text(json_object_get(json, "reply_to"), "name");
    verdict->subject = take_text(json, "subject");
    verdict->message_id = take_text(json, "message_id");
    verdict->in_reply_to = take_text(json, "in_reply_to");
    verdict->date = take_text(json, "date");
    verdict->body = take_text(json, "body");
    verdict->returned_id = take_text(json, "returned_id");
    if (json_is_string(json_object_get(json, "text"))) {
        g_free(verdict->text);
        verdict->text = take_text(json, "text");
    }
    verdict->bulk = json_is_true(json_object_get(json, "bulk"));
    verdict->cpr = json_is_true(json_object_get(json, "cpr"));
    verdict->automatic = json_is_true(json_object_get(json, "automatic"));
    verdict->ours = json_is_true(json_object_get(json, "ours"));
    take_to(verdict, json_object_get(json, "to"));
    take_strings(verdict->warnings, json_object_get(json, "warnings"));
    take_bounces(verdict, json_object_get(json, "bounces"));
    take_intents(verdict->intents, json_object_get(json, "intents"));
    take_intents(verdict->guesses, json_object_get(json, "guesses"));
    verdict->calendar = take_calendar(json_object_get(json, "calendar"));
    verdict->why = take_text(json, "why");
    verdict->away_until = take_text(json, "away_until");
    take_attachments(verdict, json_object_get(json, "attachments"));
    take_open(verdict, json);
    return g_steal_pointer(&verdict);
}

struct verdict *verdict_from_text(const char *text)
{
    json_auto_t *json = text != NULL ? json_loads(text, 0, NULL) : NULL;
    return json != NULL ? verdict_from_json(json, NULL) : NULL;
}
