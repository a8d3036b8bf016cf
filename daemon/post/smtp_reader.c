#include "post/smtp_reader.h"

#include <glib.h>
#include <string.h>

void smtp_reader_begin(struct smtp_reader *reader)
{
    memset(reader, 0, sizeof *reader);
}

static bool is_code(const char *line)
{
    return line[0] >= '2' && line[0] <= '5' && g_ascii_isdigit(line[1]) && g_ascii_isdigit(line[2]);
}

/* "4.2.0 text" (RFC 3463 2); its class has to be that of the code. */
static void read_enhanced(struct smtp_reply *reply, const char *text)
{
    unsigned numbers[3] = {0};
    const char *at = text;
    for (unsigned i = 0; i < 3; i++) {
        const char *start = at;
        while (g_ascii_isdigit(*at) && at - start < 3) {
            numbers[i] = numbers[i] * 10 + (unsigned)g_ascii_digit_value(*at++);
        }
        bool ends = i == 2 ? (*at == ' ' || *at == '\0') : *at == '.';
        if (at == start || !ends) {
            return;
        }
        at += i == 2 ? 0 : 1;
    }
    if ((int)numbers[0] == reply->code / 100) {
        reply->class = (int)numbers[0];
        reply->subject = (int)numbers[1];
        reply->detail = (int)numbers[2];
    }
}

/* What stands behind the code; behind the enhanced code too when there is one. */
static const char *words_of(const struct smtp_reply *reply, const char *text)
{
    if (reply->class == 0) {
        return text;
    }
    const char *blank = strchr(text, ' ');
    return blank != NULL ? blank + 1 : "";
}

static enum smtp_reading take_line(struct smtp_reader *reader)
{
    const char *line = reader->line;
    char fourth = reader->length > 3 ? line[3] : ' ';
    if (reader->length < 3 || !is_code(line) || (fourth != ' ' && fourth != '-') ||
        ++reader->lines > SMTP_READER_LINES) {
        return SMTP_READING_NONSENSE;
    }
    const char *text = reader->length > 4 ? line + 4 : "";
    if (reader->lines == 1) {
        reader->reply = (struct smtp_reply){.code = (int)g_ascii_strtoll(line, NULL, 10)};
        reader->pipelining = false;
        read_enhanced(&reader->reply, text);
    }
    reader->pipelining = reader->pipelining || g_ascii_strcasecmp(text, "PIPELINING") == 0;
    g_strlcpy(reader->text, words_of(&reader->reply, text), sizeof reader->text);
    reader->length = 0;
    if (fourth == '-') {
        return SMTP_READING_MORE;
    }
    reader->lines = 0;
    return SMTP_READING_REPLY;
}

enum smtp_reading smtp_reader_take(struct smtp_reader *reader, const char *octets, size_t length,
                                   size_t *used)
{
    for (size_t i = 0; i < length; i++) {
        if (octets[i] == '\n') {
            reader->line[reader->length] = '\0';
            enum smtp_reading reading = take_line(reader);
            if (reading != SMTP_READING_MORE) {
                *used = i + 1;
                return reading;
            }
        } else if (octets[i] != '\r' && reader->length < SMTP_READER_LINE - 1) {
            reader->line[reader->length++] = octets[i];
        }
    }
    *used = length;
    return SMTP_READING_MORE;
}
