#include "understand/verdict.h"

#include <string.h>

static void bounce_free(gpointer data)
{
    struct verdict_bounce *bounce = data;
    g_free(bounce->address);
    g_free(bounce->action);
    g_free(bounce->status);
    g_free(bounce);
}

struct verdict_intent *verdict_intent_new(const char *name, const char *rule, char *words)
{
    struct verdict_intent *intent = g_new0(struct verdict_intent, 1);
    intent->name = g_strdup(name);
    intent->slots = json_object();
    intent->rule = g_strdup(rule);
    intent->words = words;
    return intent;
}

void verdict_intent_free(gpointer data)
{
    struct verdict_intent *intent = data;
    if (intent == NULL) {
        return;
    }
    g_free(intent->name);
    json_decref(intent->slots);
    g_free(intent->rule);
    g_free(intent->words);
    g_free(intent);
}

static void calendar_free(struct verdict_calendar *calendar)
{
    if (calendar == NULL) {
        return;
    }
    char *const texts[] = {calendar->method,        calendar->uid,          calendar->attendee,
                           calendar->partstat,      calendar->comment,      calendar->dtstamp,
                           calendar->recurrence_id, calendar->start,        calendar->end,
                           calendar->zone,          calendar->delegated_to, calendar->opinion};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    g_free(calendar);
}

static void attachment_free(gpointer data)
{
    struct verdict_attachment *attachment = data;
    g_free(attachment->filename);
    g_free(attachment->type);
    g_free(attachment->sha256);
    g_free(attachment->text);
    g_free(attachment->unread);
    g_free(attachment->open_text);
    g_free(attachment);
}

struct verdict *verdict_new(void)
{
    struct verdict *verdict = g_new0(struct verdict, 1);
    verdict->text = g_strdup("");
    verdict->to = g_ptr_array_new_with_free_func(g_free);
    verdict->to_names = g_ptr_array_new_with_free_func(g_free);
    verdict->bounces = g_ptr_array_new_with_free_func(bounce_free);
    verdict->intents = g_ptr_array_new_with_free_func(verdict_intent_free);
    verdict->guesses = g_ptr_array_new_with_free_func(verdict_intent_free);
    verdict->attachments = g_ptr_array_new_with_free_func(attachment_free);
    verdict->open = json_object();
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
    g_free(verdict->reply_to_name);
    g_free(verdict->subject);
    g_free(verdict->message_id);
    g_free(verdict->in_reply_to);
    g_free(verdict->date);
    g_free(verdict->returned_id);
    g_free(verdict->text);
    g_free(verdict->body);
    g_ptr_array_unref(verdict->to);
    g_ptr_array_unref(verdict->to_names);
    g_ptr_array_unref(verdict->bounces);
    calendar_free(verdict->calendar);
    g_free(verdict->why);
    g_free(verdict->away_until);
    g_ptr_array_unref(verdict->intents);
    g_ptr_array_unref(verdict->guesses);
    g_ptr_array_unref(verdict->attachments);
    json_decref(verdict->open);
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

const char *verdict_open_text(const struct verdict *verdict)
{
    return json_string_value(json_object_get(verdict->open, "open_text"));
}

bool verdict_is_by_weights(const struct verdict_intent *intent)
{
    return g_strcmp0(intent->rule, VERDICT_WEIGHTS) == 0;
}

const char *verdict_slot(const struct verdict_intent *intent, const char *slot)
{
    return json_string_value(json_object_get(intent->slots, slot));
}

void verdict_set_slot(struct verdict_intent *intent, const char *slot, const char *value)
{
    if (value != NULL) {
        json_object_set_new(intent->slots, slot, json_string(value));
    }
}
