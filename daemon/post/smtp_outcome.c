#include "post/smtp_outcome.h"

#include <stddef.h>

#include "base/text.h"

#define WORDS_LIMIT 300u /* characters of the relay's text that we keep */

/* 530, 534, 535, 538 (RFC 4954 6), and whatever is said against our sender: never about the person.
 */
static bool is_about_us(const struct smtp_trace *trace, const struct smtp_reply *reply)
{
    return reply == &trace->mail || reply->code == 530 || reply->code == 534 ||
           reply->code == 535 || reply->code == 538;
}

/* "5.7.x, we do not relay for you" (RFC 3463 3.8). When the relay took another recipient of the
 * session it is about this one. */
static bool may_be_about_us(const struct smtp_trace *trace, const struct smtp_reply *reply)
{
    return reply == &trace->recipient && reply->class == 5 && reply->subject == 7 &&
           !trace->recipient_accepted;
}

static struct smtp_outcome refused(const struct smtp_trace *trace, const struct smtp_reply *reply)
{
    struct smtp_outcome outcome = {.result = LEDGER_REFUSED, .reply = reply};
    if (reply->code == 421 && trace->told_to_leave_before) {
        return (struct smtp_outcome){.result = 0};
    }
    if (reply->code < 500) {
        outcome.result = LEDGER_LATER;
        outcome.at_mail = reply == &trace->mail;
    } else if (is_about_us(trace, reply)) {
        outcome.result = LEDGER_OUR_FAULT;
    } else if (may_be_about_us(trace, reply)) {
        outcome.result = LEDGER_OUR_FAULT;
        outcome.unsure = true;
    }
    return outcome;
}

struct smtp_outcome smtp_outcome(const struct smtp_trace *trace)
{
    if (trace->login_refused) {
        return (struct smtp_outcome){.result = 0};
    }
    if (trace->taken_back) {
        return (struct smtp_outcome){.result = LEDGER_NOT_TRIED};
    }
    const struct smtp_reply *replies[] = {&trace->mail, &trace->recipient, &trace->transfer};
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        if (replies[i]->code >= 400) {
            return refused(trace, replies[i]);
        }
    }
    /* With BDAT the first chunk alone brings a 250, so the end must have been seen. */
    if (trace->ended && trace->transfer.code / 100 == 2) {
        return (struct smtp_outcome){.result = LEDGER_ACCEPTED, .reply = &trace->transfer};
    }
    if (trace->asked) {
        return (struct smtp_outcome){.result = LEDGER_IN_DOUBT};
    }
    return (struct smtp_outcome){.result = 0};
}

char *smtp_reply_status(const struct smtp_reply *reply)
{
    if (reply->class == 0) {
        return g_strdup_printf("%d", reply->code);
    }
    return g_strdup_printf("%d %d.%d.%d", reply->code, reply->class, reply->subject, reply->detail);
}

char *smtp_outcome_status(const struct smtp_outcome *outcome)
{
    g_autofree char *status = smtp_reply_status(outcome->reply);
    return g_strconcat(status, outcome->at_mail ? LEDGER_AT_MAIL : "", NULL);
}

char *smtp_reply_words(const char *text)
{
    g_autofree char *clean = text_clean(text == NULL ? "" : text, -1);
    return text_one_line(clean, WORDS_LIMIT);
}
