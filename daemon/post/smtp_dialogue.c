#include "post/smtp_dialogue.h"

#include <ctype.h>
#include <glib.h>
#include <stdint.h>
#include <string.h>

void smtp_dialogue_begin(struct smtp_dialogue *dialogue)
{
    memset(dialogue, 0, sizeof *dialogue);
}

static bool begins(const char *octets, size_t length, const char *word)
{
    return length >= strlen(word) && memcmp(octets, word, strlen(word)) == 0;
}

void smtp_dialogue_wrote(struct smtp_dialogue *dialogue, const char *octets, size_t length)
{
    dialogue->complete = false;
    dialogue->greeting = begins(octets, length, "EHLO ");
    dialogue->mailing = dialogue->mailing || begins(octets, length, "MAIL FROM:");
    if (begins(octets, length, "STARTTLS\r\n")) {
        dialogue->asked = SMTP_ASKED_STARTTLS;
    } else if (begins(octets, length, "AUTH ")) {
        dialogue->asked = SMTP_ASKED_LOGIN;
    } else if (begins(octets, length, "MAIL FROM:") || begins(octets, length, "EHLO ") ||
               begins(octets, length, "HELO ") || begins(octets, length, "QUIT\r\n")) {
        dialogue->asked = SMTP_ASKED_OTHER; /* anything else goes on with a login */
    }
}

static void take_line(struct smtp_dialogue *dialogue)
{
    const char *line = dialogue->line;
    bool last = dialogue->length < 4 || line[3] != '-';
    /* What comes after a refused login only hides it. */
    if ((line[0] == '4' || line[0] == '5') && dialogue->login != SMTP_LOGIN_REFUSED) {
        memcpy(dialogue->objection, line, dialogue->length + 1);
    }
    if (!last) {
        return;
    }
    dialogue->complete = true;
    if (dialogue->asked == SMTP_ASKED_STARTTLS) {
        dialogue->starttls_accepted = line[0] == '2';
    } else if (dialogue->asked == SMTP_ASKED_LOGIN) {
        if (line[0] == '2') {
            dialogue->login = SMTP_LOGIN_ACCEPTED;
        } else if (line[0] == '4') {
            dialogue->login = SMTP_LOGIN_LATER;
        } else if (line[0] == '5') {
            dialogue->login = SMTP_LOGIN_REFUSED;
        }
    }
}

void smtp_dialogue_read(struct smtp_dialogue *dialogue, const char *octets, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (dialogue->complete && !dialogue->secure) {
            dialogue->out_of_turn = true;
        }
        if (octets[i] == '\n') {
            dialogue->line[dialogue->length] = '\0';
            take_line(dialogue);
            dialogue->length = 0;
        } else if (octets[i] != '\r' && dialogue->length < SMTP_REPLY_LIMIT - 1) {
            dialogue->line[dialogue->length++] = octets[i];
        }
    }
}

void smtp_dialogue_secured(struct smtp_dialogue *dialogue)
{
    dialogue->secure = true;
    dialogue->length = 0;
}

void smtp_dialogue_hide_chunking(const char *octets, size_t length)
{
    static const char word[] = "CHUNKING";
    const char *found = memmem(octets, length, word, sizeof word - 1);
    if (found != NULL) {
        *(char *)(uintptr_t)found = 'X';
    }
}
