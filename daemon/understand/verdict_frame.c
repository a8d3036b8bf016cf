#include "understand/verdict_frame.h"

#include <stdlib.h>

#include "understand/cpr.h"
#include "understand/verdict_mask.h"

/* Goes over a verdict and writes or fills it: one list of its members for both directions. */
struct passage {
    GByteArray *out;         /* NULL: it is filled */
    struct frame_cursor *in; /* NULL: it is written */
    bool masked;
};

typedef void (*pass_item)(const struct passage *passage, void *item);

static void pass_number(const struct passage *passage, int64_t *number)
{
    if (passage->out != NULL) {
        frame_put_number(passage->out, *number);
    } else {
        *number = frame_take_number(passage->in);
    }
}

static void pass_flag(const struct passage *passage, bool *flag)
{
    int64_t number = *flag;
    pass_number(passage, &number);
    *flag = number != 0;
}

/* What others must find as it was: addresses and identifiers. */
static void pass_exact(const struct passage *passage, char **text)
{
    if (passage->out != NULL) {
        frame_put_text(passage->out, *text);
        return;
    }
    const char *taken = frame_take_text(passage->in);
    *text = taken != NULL && g_utf8_validate(taken, -1, NULL) ? g_strdup(taken) : NULL;
}

static void pass_text(const struct passage *passage, char **text)
{
    pass_exact(passage, text);
    if (passage->out == NULL && passage->masked && *text != NULL && cpr_found(*text)) {
        char *masked = cpr_mask(*text);
        g_free(*text);
        *text = masked;
    }
}

/* A text that is never NULL. */
static void pass_needed(const struct passage *passage, char **text, bool exact)
{
    (exact ? pass_exact : pass_text)(passage, text);
    if (passage->in != NULL && *text == NULL) {
        *text = g_strdup("");
    }
}

static unsigned pass_count(const struct passage *passage, const GPtrArray *list)
{
    int64_t count = list->len;
    pass_number(passage, &count);
    /* each has at least a number */
    if (passage->in != NULL && (count < 0 || (size_t)count > passage->in->left / sizeof count)) {
        passage->in->broken = true;
        return 0;
    }
    return (unsigned)count;
}

/* `size`: of an item, which `pass` goes over. */
static void pass_list(const struct passage *passage, GPtrArray *list, size_t size, pass_item pass)
{
    unsigned count = pass_count(passage, list);
    for (unsigned i = 0; i < count && (passage->in == NULL || !passage->in->broken); i++) {
        if (passage->in != NULL) {
            g_ptr_array_add(list, g_malloc0(size));
        }
        pass(passage, g_ptr_array_index(list, i));
    }
}

static void pass_slots(const struct passage *passage, json_t **slots)
{
    char *text = NULL;
    if (passage->out != NULL) {
        text = json_object_size(*slots) > 0 ? json_dumps(*slots, JSON_COMPACT) : NULL;
        frame_put_text(passage->out, text);
        free(text);
        return;
    }
    pass_exact(passage, &text);
    *slots = text != NULL ? json_loads(text, 0, NULL) : json_object();
    if (!json_is_object(*slots)) {
        passage->in->broken = true;
    } else if (passage->masked) {
        verdict_mask(*slots);
    }
    g_free(text);
}

static void pass_intent(const struct passage *passage, void *item)
{
    struct verdict_intent *intent = item;
    pass_needed(passage, &intent->name, false);
    pass_slots(passage, &intent->slots);
    pass_text(passage, &intent->rule);
    pass_text(passage, &intent->words);
}

static void pass_bounce(const struct passage *passage, void *item)
{
    struct verdict_bounce *bounce = item;
    pass_exact(passage, &bounce->address);
    pass_text(passage, &bounce->action);
    pass_text(passage, &bounce->status);
    pass_flag(passage, &bounce->hard);
}

static void pass_attachment(const struct passage *passage, void *item)
{
    struct verdict_attachment *attachment = item;
    pass_text(passage, &attachment->filename);
    pass_text(passage, &attachment->type);
    pass_exact(passage, &attachment->sha256);
    pass_text(passage, &attachment->text);
    pass_text(passage, &attachment->unread);
    pass_text(passage, &attachment->open_text);
    int64_t size = (int64_t)attachment->size;
    pass_number(passage, &size);
    attachment->size = (size_t)size;
}

static void pass_calendar(const struct passage *passage, struct verdict_calendar **calendar)
{
    bool there = *calendar != NULL;
    pass_flag(passage, &there);
    if (!there) {
        return;
    }
    if (passage->out == NULL) {
        *calendar = g_new0(struct verdict_calendar, 1);
    }
    struct verdict_calendar *all = *calendar;
    char **const texts[] = {&all->method,  &all->attendee,      &all->partstat, &all->comment,
                            &all->dtstamp, &all->recurrence_id, &all->start,    &all->end,
                            &all->zone,    &all->delegated_to,  &all->opinion};
    pass_exact(passage, &all->uid);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        pass_text(passage, texts[i]);
    }
    pass_number(passage, &all->sequence);
    pass_number(passage, &all->guests);
}

/* Address and name of each; the lists are as long as each other. */
static void pass_recipients(const struct passage *passage, struct verdict *verdict)
{
    unsigned count = pass_count(passage, verdict->to);
    for (unsigned i = 0; i < count && (passage->in == NULL || !passage->in->broken); i++) {
        if (passage->in != NULL) {
            g_ptr_array_add(verdict->to, NULL);
            g_ptr_array_add(verdict->to_names, NULL);
        }
        pass_needed(passage, (char **)&g_ptr_array_index(verdict->to, i), true);
        pass_text(passage, (char **)&g_ptr_array_index(verdict->to_names, i));
    }
}

static void pass_warnings(const struct passage *passage, GPtrArray *warnings)
{
    unsigned count = pass_count(passage, warnings);
    for (unsigned i = 0; i < count && (passage->in == NULL || !passage->in->broken); i++) {
        if (passage->in != NULL) {
            g_ptr_array_add(warnings, NULL);
        }
        pass_needed(passage, (char **)&g_ptr_array_index(warnings, i), false);
    }
}

static void pass_kind(const struct passage *passage, enum verdict_kind *kind)
{
    int64_t number = *kind;
    pass_number(passage, &number);
    if (number >= VERDICT_MESSAGE && number <= VERDICT_MALFORMED) {
        *kind = (enum verdict_kind)number;
    } else {
        passage->in->broken = true;
    }
}

static void pass_verdict(const struct passage *passage, struct verdict *verdict)
{
    char **const exact[] = {&verdict->from_address, &verdict->reply_to, &verdict->message_id,
                            &verdict->in_reply_to,  &verdict->date,     &verdict->returned_id};
    char **const texts[] = {&verdict->from_name, &verdict->reply_to_name, &verdict->subject,
                            &verdict->body,      &verdict->why,           &verdict->away_until};
    bool *const flags[] = {&verdict->bulk, &verdict->cpr, &verdict->automatic, &verdict->ours};
    pass_kind(passage, &verdict->kind);
    for (size_t i = 0; i < G_N_ELEMENTS(exact); i++) {
        pass_exact(passage, exact[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        pass_text(passage, texts[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++) {
        pass_flag(passage, flags[i]);
    }
    pass_needed(passage, &verdict->text, false);
    pass_recipients(passage, verdict);
    pass_calendar(passage, &verdict->calendar);
    pass_list(passage, verdict->bounces, sizeof(struct verdict_bounce), pass_bounce);
    pass_list(passage, verdict->intents, sizeof(struct verdict_intent), pass_intent);
    pass_list(passage, verdict->guesses, sizeof(struct verdict_intent), pass_intent);
    pass_list(passage, verdict->attachments, sizeof(struct verdict_attachment), pass_attachment);
    pass_warnings(passage, verdict->warnings);
    pass_slots(passage, &verdict->open);
}

void verdict_frame_put(GByteArray *body, struct verdict *verdict)
{
    const struct passage passage = {.out = body};
    pass_verdict(&passage, verdict);
}

struct verdict *verdict_frame_take(struct frame_cursor *cursor, bool masked)
{
    const struct passage passage = {.in = cursor, .masked = masked};
    SCOPED(verdict) struct verdict *verdict = verdict_new();
    g_clear_pointer(&verdict->text, g_free);
    json_decref(g_steal_pointer(&verdict->open));
    pass_verdict(&passage, verdict);
    return cursor->broken ? NULL : g_steal_pointer(&verdict);
}
