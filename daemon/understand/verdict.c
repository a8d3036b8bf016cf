#include "understand/verdict.h"

#include <string.h>

#include "base/failure.h"

static void bounce_free(gpointer data)
{
    struct verdict_bounce *bounce = data;
    g_free(bounce->address);
    g_free(bounce->action);
    g_free(bounce->status);
    g_free(bounce);
}

static void intent_free(gpointer data)
{
    struct verdict_intent *intent = data;
    g_free(intent->name);
    g_free(intent->scope);
    g_free(intent->command);
    g_free(intent->answer);
    g_free(intent->rule);
    g_free(intent->words);
    g_free(intent);
}

static void attachment_free(gpointer data)
{
    struct verdict_attachment *attachment = data;
    g_free(attachment->filename);
    g_free(attachment->type);
    g_free(attachment->sha256);
    g_free(attachment);
}

struct verdict *verdict_new(void)
{
    struct verdict *verdict = g_new0(struct verdict, 1);
    verdict->text = g_strdup("");
    verdict->to = g_ptr_array_new_with_free_func(g_free);
    verdict->bounces = g_ptr_array_new_with_free_func(bounce_free);
    verdict->intents = g_ptr_array_new_with_free_func(intent_free);
    verdict->attachments = g_ptr_array_new_with_free_func(attachment_free);
    verdict->warnings = g_ptr_array_new_with_free_func(g_free);
    return verdict;
}

void verdict_free(struct verdict *verdict)
{
    if (verdict == NULL) {
        return;
    }
    g_free(verdict->from_address);
    g_free(verdict->from_name);
    g_free(verdict->reply_to);
    g_free(verdict->subject);
    g_free(verdict->message_id);
    g_free(verdict->in_reply_to);
    g_free(verdict->date);
    g_free(verdict->returned_id);
    g_free(verdict->text);
    g_free(verdict->body);
    g_ptr_array_unref(verdict->to);
    g_ptr_array_unref(verdict->bounces);
    g_ptr_array_unref(verdict->intents);
    g_ptr_array_unref(verdict->attachments);
    g_ptr_array_unref(verdict->warnings);
    g_free(verdict);
}

static const char *const kind_names[] = {
    [VERDICT_MESSAGE] = "message",     [VERDICT_BOUNCE] = "bounce",
    [VERDICT_AUTOREPLY] = "autoreply", [VERDICT_CALENDAR_REPLY] = "calendar-reply",
    [VERDICT_COMPLAINT] = "complaint", [VERDICT_MALFORMED] = "malformed",
};

const char *verdict_kind_name(enum verdict_kind kind)
{
    g_assert((size_t)kind < G_N_ELEMENTS(kind_names));
    return kind_names[kind];
}

const struct verdict_intent *verdict_intent(const struct verdict *verdict, const char *name)
{
    for (guint i = 0; i < verdict->intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(verdict->intents, i);
        if (strcmp(intent->name, name) == 0) {
            return intent;
        }
    }
    return NULL;
}

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
        put_text(object, "scope", intent->scope);
        put_text(object, "name", intent->command);
        put_text(object, "answer", intent->answer);
        if (full) {
            put_text(object, "rule", intent->rule);
            put_text(object, "words", intent->words);
        }
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *attachments_to_json(const GPtrArray *attachments)
{
    json_t *list = json_array();
    for (guint i = 0; i < attachments->len; i++) {
        const struct verdict_attachment *attachment = g_ptr_array_index(attachments, i);
        json_t *object = json_object();
        put_text(object, "filename", attachment->filename);
        put_text(object, "type", attachment->type);
        json_object_set_new(object, "size", json_integer((json_int_t)attachment->size));
        put_text(object, "sha256", attachment->sha256);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *strings_to_json(const GPtrArray *strings, bool addresses)
{
    json_t *list = json_array();
    for (guint i = 0; i < strings->len; i++) {
        const char *text = g_ptr_array_index(strings, i);
        json_array_append_new(list, addresses ? address_to_json(text, NULL) : json_string(text));
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
        json_object_set_new(object, "reply_to", address_to_json(verdict->reply_to, NULL));
    }
    put_list(object, "to", strings_to_json(verdict->to, true), false);
    put_text(object, "subject", verdict->subject);
    put_text(object, "message_id", verdict->message_id);
    put_text(object, "in_reply_to", verdict->in_reply_to);
    put_text(object, "date", verdict->date);
    put_text(object, "text", verdict->text);
    if (full) {
        put_text(object, "body", verdict->body);
    }
    put_list(object, "attachments", attachments_to_json(verdict->attachments), false);
    json_object_set_new(object, "bulk", json_boolean(verdict->bulk));
    json_object_set_new(object, "cpr", json_boolean(verdict->cpr));
    put_list(object, "bounces", bounces_to_json(verdict->bounces), false);
    put_list(object, "intents", intents_to_json(verdict->intents, full), true);
    if (full) {
        put_text(object, "returned_id", verdict->returned_id);
        json_object_set_new(object, "automatic", json_boolean(verdict->automatic));
        json_object_set_new(object, "ours", json_boolean(verdict->ours));
        put_list(object, "warnings", strings_to_json(verdict->warnings, false), false);
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

static void take_intents(struct verdict *verdict, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *object = json_array_get(list, i);
        if (!json_is_string(json_object_get(object, "intent"))) {
            continue;
        }
        struct verdict_intent *intent = g_new0(struct verdict_intent, 1);
        intent->name = take_text(object, "intent");
        intent->scope = take_text(object, "scope");
        intent->command = take_text(object, "name");
        intent->answer = take_text(object, "answer");
        intent->rule = take_text(object, "rule");
        intent->words = take_text(object, "words");
        g_ptr_array_add(verdict->intents, intent);
    }
}

static void take_attachments(struct verdict *verdict, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *object = json_array_get(list, i);
        struct verdict_attachment *attachment = g_new0(struct verdict_attachment, 1);
        attachment->filename = take_text(object, "filename");
        attachment->type = take_text(object, "type");
        attachment->sha256 = take_text(object, "sha256");
        attachment->size = (size_t)json_integer_value(json_object_get(object, "size"));
        g_ptr_array_add(verdict->attachments, attachment);
    }
}

static void take_strings(GPtrArray *strings, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        const json_t *text = json_is_object(entry) ? json_object_get(entry, "address") : entry;
        if (json_is_string(text)) {
            g_ptr_array_add(strings, g_strdup(json_string_value(text)));
        }
    }
}

static bool take_kind(const json_t *json, enum verdict_kind *kind)
{
    const char *name = json_string_value(json_object_get(json, "kind"));
    for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(kind_names); i++) {
        if (strcmp(name, kind_names[i]) == 0) {
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
    take_strings(verdict->to, json_object_get(json, "to"));
    take_strings(verdict->warnings, json_object_get(json, "warnings"));
    take_bounces(verdict, json_object_get(json, "bounces"));
    take_intents(verdict, json_object_get(json, "intents"));
    take_attachments(verdict, json_object_get(json, "attachments"));
    return g_steal_pointer(&verdict);
}
