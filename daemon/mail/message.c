#include "mail/message.h"

#include <string.h>

static void mailbox_free(gpointer data)
{
    struct message_mailbox *mailbox = data;
    if (mailbox != NULL) {
        g_free(mailbox->name);
        g_free(mailbox->address);
        g_free(mailbox);
    }
}

static void header_free(gpointer data)
{
    struct message_header *header = data;
    g_free(header->name);
    g_free(header->value);
    g_free(header);
}

static void part_free(gpointer data)
{
    struct message_part *part = data;
    g_free(part->type);
    g_free(part->method);
    g_free(part->report);
    g_free(part->filename);
    g_free(part->id);
    g_free(part->text);
    if (part->octets != NULL) {
        g_byte_array_unref(part->octets);
    }
    g_free(part);
}

struct message *message_new(void)
{
    struct message *message = g_new0(struct message, 1);
    message->to = g_ptr_array_new_with_free_func(mailbox_free);
    message->headers = g_ptr_array_new_with_free_func(header_free);
    message->parts = g_ptr_array_new_with_free_func(part_free);
    message->body = g_ptr_array_new();
    message->warnings = g_ptr_array_new_with_free_func(g_free);
    return message;
}

void message_free(struct message *message)
{
    if (message == NULL) {
        return;
    }
    mailbox_free(message->from);
    mailbox_free(message->reply_to);
    g_free(message->subject);
    g_free(message->message_id);
    g_free(message->in_reply_to);
    g_free(message->date);
    g_ptr_array_unref(message->to);
    g_ptr_array_unref(message->headers);
    g_ptr_array_unref(message->parts);
    g_ptr_array_unref(message->body);
    g_ptr_array_unref(message->warnings);
    g_free(message);
}

const char *message_header(const struct message *message, const char *name)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const struct message_header *header = g_ptr_array_index(message->headers, i);
        if (*header->name == *name && strcmp(header->name, name) == 0) {
            return header->value;
        }
    }
    return NULL;
}

const struct message_part *message_part(const struct message *message, const char *type)
{
    for (guint i = 0; i < message->parts->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->parts, i);
        if (strcmp(part->type, type) == 0) {
            return part;
        }
    }
    return NULL;
}
