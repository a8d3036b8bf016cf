/* What a mail means: the result of `understand`, printed by `moedested parse` (shared contract) and
 * handed from the understanding process to main, in both cases as this JSON.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scope.h"

enum verdict_kind {
    VERDICT_MESSAGE,
    VERDICT_BOUNCE,
    VERDICT_AUTOREPLY,
    VERDICT_CALENDAR_REPLY,
    VERDICT_COMPLAINT,
    VERDICT_MALFORMED
};

struct verdict_bounce {
    char *address; /* final recipient */
    char *action;  /* failed, delayed, delivered, relayed, expanded */
    char *status;  /* enhanced status code, 5.1.1 */
    bool hard;
};

struct verdict_intent {
    char *name;    /* unsubscribe, subscribe, command, question, human, confirm, none ... */
    json_t *slots; /* object: the slots of the contract by their names; never NULL */
    char *rule;    /* the rule of the language table that fired, file:line */
    char *words;   /* the words it fired on */
};

/* What an iTIP answer says (RFC 5546), as the contract names it. NULL, -1: not there. */
struct verdict_calendar {
    char *method; /* REPLY, COUNTER, REFRESH */
    char *uid;    /* as we gave it */
    int64_t sequence;
    char *attendee; /* who answers: an address */
    char *partstat; /* ACCEPTED, DECLINED, TENTATIVE, DELEGATED, NEEDS-ACTION */
    char *comment;  /* a person's own words */
    /* Not in the contract: times as they stand there, 20261201T100000 or ...Z. */
    char *dtstamp, *recurrence_id;
    char *start, *end;  /* of the meeting; of a COUNTER: what is proposed instead */
    char *zone;         /* TZID of start, NULL: none or UTC */
    char *delegated_to; /* an address */
    char *opinion;      /* what the comment says beside the button: yes, no, maybe; NULL: nothing */
    int64_t guests;     /* whom they bring, by the comment */
};

struct verdict_attachment {
    char *filename, *type, *sha256; /* sha256 in hexadecimal, of the decoded octets */
    size_t size;
    /* Not in the contract: */
    char *text;      /* what the file says, UTF-8, LF; NULL: it was not read */
    char *unread;    /* why a document could not be read: encrypted, picture, broken, too-large,
                        too-many, winmail, no-program, other; NULL: it was, or is none */
    char *open_text; /* the same as others may see it (redact.h), or NULL */
};

struct verdict {
    enum verdict_kind kind;
    char *from_address, *from_name, *reply_to; /* addresses folded to ASCII form, NULL: none */
    char *reply_to_name;                       /* NULL: none */
    GPtrArray *to;                             /* char *, addresses of To and Cc */
    GPtrArray *to_names;                       /* char *, as many; NULL: none */
    char *subject, *message_id, *in_reply_to, *date;
    char *text; /* what the sender wrote, UTF-8, LF, without quotes; never NULL */
    char *body; /* the whole text; NULL unless asked for */
    bool bulk, cpr;
    bool automatic; /* must not be answered: Auto-Submitted, Precedence, List-*, null sender, robots
                       (RFC 3834) */
    bool ours;      /* made by a moedested of this domain: drop it (loop) */
    GPtrArray *bounces; /* struct verdict_bounce */
    char *returned_id;  /* bounces, complaints: Message-ID of the mail that came back, or NULL */
    struct verdict_calendar *calendar; /* NULL: none */
    char *why; /* what speaks for the kind, or for a machine, for a person to read; NULL: nothing */
    char *away_until; /* automatic replies: the day of return that it names, YYYY-MM-DD, or NULL */
    GPtrArray *intents;     /* struct verdict_intent, in the order of the text */
    GPtrArray *guesses;     /* the same, likely but not sure enough to act on: main asks */
    GPtrArray *attachments; /* struct verdict_attachment */
    json_t *open; /* what others may see (shown.h): open_text, masked {kind: how many}, clean (of
                     a profile, for the matcher), portrait
                     [sentences], left_out and held [{reason, words}]; abusive, about_self (true or
                     not there): a talk's tone, and that it is about the writer's name; told: an
                     answer to a question of ours without greeting and sign-off; bare: an answer to
                     the invitation says no more (bare.h); says, days, heard (gate.h); turndown
                     {item: ground} (turndown.h); onward, greets, calls, polite (casework.h);
                     never NULL */
    GPtrArray
        *warnings; /* char *: conflicting headers and the like; never an automatic action then */
};

struct verdict *verdict_new(void);
void verdict_free(struct verdict *verdict);
SCOPE_DEFINE(verdict, verdict_free)

/* "message", "bounce", "autoreply" ... as in the contract. */
const char *verdict_kind_name(enum verdict_kind kind);

/* The whole verdict (`full`: with body, rules, warnings, automatic, ours; otherwise what the
 * contract of `parse` names). New reference. */
json_t *verdict_to_json(const struct verdict *verdict, bool full);

/* Back from verdict_to_json(full). FAILURE_INPUT when it is none. The caller owns it. */
struct verdict *verdict_from_json(const json_t *json, GError **error);

/* The same from text; NULL for NULL and for what is no verdict. The caller owns it. */
struct verdict *verdict_from_text(const char *text);

/* The first intent of this name, or NULL. Borrowed. */
const struct verdict_intent *verdict_intent(const struct verdict *verdict, const char *name);

/* The `rule` of what no table says, but the weights alone (hunch.h). */
#define VERDICT_WEIGHTS "skoen.tsv"

/* Whether it is: then it may be anything that looks alike. */
bool verdict_is_by_weights(const struct verdict_intent *intent);

/* An intent without slots; `words` becomes its own, `rule` is copied. The caller owns it. */
struct verdict_intent *verdict_intent_new(const char *name, const char *rule, char *words);
void verdict_intent_free(gpointer intent);

/* The text as the other side of a relay may see it, or NULL: nobody asked for it. Borrowed. */
const char *verdict_open_text(const struct verdict *verdict);

/* A slot that is a text, or NULL. Borrowed. */
const char *verdict_slot(const struct verdict_intent *intent, const char *slot);

/* Sets a text slot; nothing when `value` is NULL. */
void verdict_set_slot(struct verdict_intent *intent, const char *slot, const char *value);
