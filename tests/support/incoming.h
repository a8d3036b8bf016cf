/* Mails in hand for tests of act/: verdicts are written by hand, nothing is parsed. */
#pragma once

#include "support/office.h"

#include "act/incoming.h"
#include "store/inbound.h"

static const char karens_address[] = "karen@post.example";

#define UNSUBSCRIBE "{\"intent\":\"unsubscribe\",\"scope\":\"newsletter\"}"
#define SUBSCRIBE "{\"intent\":\"subscribe\",\"scope\":\"newsletter\"}"
#define QUESTION "{\"intent\":\"question\"}"

static inline struct verdict *meaning(const char *from, const char *text, const char *intents)
{
    g_autofree char *json = g_strdup_printf(
        "{\"format\":1,\"kind\":\"message\",\"from\":{\"address\":\"%s\",\"name\":\"Karen\"},"
        "\"subject\":\"SV: Seniorjobberen\",\"message_id\":\"m1@post.example\",\"text\":\"%s\","
        "\"bulk\":false,\"cpr\":false,\"intents\":[%s]}",
        from, text, intents);
    json_auto_t *parsed = json_loads(json, 0, NULL);
    assert_non_null(parsed);
    struct verdict *verdict = verdict_from_json(parsed, NULL);
    assert_non_null(verdict);
    return verdict;
}

/* Hands one mail in; gives the row that was settled. */
static inline struct inbound *arrive(struct test_office *test, const struct ledger_proof *proof,
                                     const struct verdict *verdict, const char *unique)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *raw = g_strdup_printf("Message-ID: <%s@x>\n\n%s\n", unique, unique);
    int64_t id = 0;
    bool fresh = false;
    assert_true(inbound_keep(test->office.store, clock_now(test->clock), unique, NULL, raw,
                             strlen(raw), &id, &fresh, &error));
    bool done = verdict != NULL
                    ? incoming_act(&test->office, id, proof, verdict, &error)
                    : store_begin(test->office.store, &error) &&
                          incoming_unread(&test->office, id, "killed", proof, NULL, &error) &&
                          store_commit(test->office.store, &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
    return inbound_get(test->office.store, id, NULL);
}

static inline struct ledger_proof newsletter_proof(int64_t person, enum token_purpose purpose)
{
    static char newsletter[] = "newsletter";
    return (struct ledger_proof){.person = person,
                                 .outgoing = 0,
                                 .purpose = purpose,
                                 .replies = newsletter,
                                 .kind = newsletter,
                                 .recipient = NULL};
}

/* The last letter of a kind, as the proof that a reply to it carries. */
struct wanted {
    const char *kind;
    struct ledger_proof proof;
};

static inline bool take_last(const struct ledger_mail *mail, void *data)
{
    struct wanted *wanted = data;
    if (strcmp(mail->kind, wanted->kind) == 0) {
        wanted->proof.outgoing = mail->id;
        wanted->proof.person = mail->person;
    }
    return true;
}

static inline struct ledger_proof reply_to(struct test_office *test, const char *kind)
{
    static char confirmation[] = "confirmation";
    static char letter[64];
    g_strlcpy(letter, kind, sizeof letter);
    struct wanted wanted = {
        .kind = kind, .proof = {.purpose = TOKEN_REPLY, .replies = confirmation, .kind = letter}};
    assert_true(ledger_each(test->office.store, NULL, 0, 0, take_last, &wanted, NULL));
    assert_true(wanted.proof.outgoing != 0);
    return wanted.proof;
}
