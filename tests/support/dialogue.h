/* A dialogue for tests of act/: Karen has had a letter of ours and answers it, and what comes of
 * that. Verdicts are written by hand.
 */
#pragma once

#include "support/incoming.h"

#include "act/letter.h"

struct dialogue {
    struct test_office *test;
    int64_t karen;
    unsigned mails;
};

static const char karens_phone[] = "20 11 22 33";

/* A letter of ours to Karen; she may answer it. */
static inline void dialogue_send(struct dialogue *dialogue, const char *name)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &dialogue->test->office;
    struct cause cause = {.at = clock_now(office->clock), .actor = "staff"};
    SCOPED(person) struct person *person = person_get(office->store, dialogue->karen, &error);
    struct letter letter = {
        .name = name, .person = person, .recipient = person_address(person), .replies = "survey"};
    if (!store_begin(office->store, &error) || !letter_send(office, &cause, &letter, &error) ||
        !store_commit(office->store, &error)) {
        fail_msg("%s", error->message);
    }
}

static inline struct dialogue dialogue_open(void)
{
    struct dialogue dialogue = {.test = test_office_open()};
    g_autoptr(GError) error = NULL;
    struct store *store = dialogue.test->office.store;
    test_office_person(dialogue.test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    dialogue.karen =
        test_office_person(dialogue.test, PERSON_SEEKER, "Karen", karens_address, true);
    struct cause cause = {.at = clock_now(dialogue.test->clock), .actor = "import"};
    SCOPED(person) struct person *before = person_get(store, dialogue.karen, &error);
    SCOPED(person) struct person *after = person_get(store, dialogue.karen, &error);
    g_free(after->phone);
    after->phone = g_strdup(karens_phone);
    bool changed = false;
    assert_true(store_begin(store, &error));
    assert_true(person_update(store, &cause, before, after, &changed, &error));
    assert_true(store_commit(store, &error));
    dialogue_send(&dialogue, "welcome");
    return dialogue;
}

static inline void dialogue_close(struct dialogue *dialogue)
{
    test_office_close(dialogue->test);
}

/* What the address of our last letter of this kind proves. The caller owns it. */
static inline struct ledger_proof *dialogue_proof(struct dialogue *dialogue, const char *kind)
{
    struct wanted wanted = {.kind = kind};
    assert_true(ledger_each(dialogue->test->office.store, NULL, 0, 0, take_last, &wanted, NULL));
    if (wanted.proof.outgoing == 0) {
        fail_msg("no letter %s went out", kind);
    }
    char token[TOKEN_LENGTH + 1];
    token_make(dialogue->test->office.key, TOKEN_REPLY, wanted.proof.person, wanted.proof.outgoing,
               token);
    struct ledger_proof *proof = ledger_prove(dialogue->test->office.store, token, NULL);
    assert_non_null(proof);
    return proof;
}

/* A mail with this meaning; `kind`: the letter of ours that it answers, NULL: none. The caller owns
 * what was settled. */
static inline struct inbound *dialogue_hear(struct dialogue *dialogue, const char *kind,
                                            const struct verdict *verdict)
{
    SCOPED(ledger_proof)
    struct ledger_proof *proof = kind != NULL ? dialogue_proof(dialogue, kind) : NULL;
    g_autofree char *unique = g_strdup_printf("mail-%u", ++dialogue->mails);
    return arrive(dialogue->test, proof, verdict, unique);
}

/* The same by its text and intents; gives "effect" or "effect!reason". The caller owns it. */
static inline char *dialogue_say(struct dialogue *dialogue, const char *from, const char *kind,
                                 const char *intents)
{
    g_autofree char *text = g_strdup_printf("%s %u", "tekst", dialogue->mails);
    SCOPED(verdict) struct verdict *verdict = meaning(from, text, intents);
    SCOPED(inbound) struct inbound *settled = dialogue_hear(dialogue, kind, verdict);
    bool waits = settled->state == INBOUND_HUMAN;
    return waits ? g_strdup_printf("%s!%s", settled->effect, settled->reason)
                 : g_strdup(settled->effect);
}

#define DIALOGUE_EXPECT(dialogue, from, kind, intents, outcome)                            \
    do {                                                                                   \
        g_autofree char *came_of_it = dialogue_say((dialogue), (from), (kind), (intents)); \
        assert_string_equal(came_of_it, (outcome));                                        \
    } while (0)

/* The letters that went out after the first one (the welcome). */
static inline void dialogue_letters(struct dialogue *dialogue, const char *expected)
{
    g_autofree char *all =
        g_strdup_printf("welcome>karen@post.example%s%s", *expected != '\0' ? " " : "", expected);
    test_office_expect(dialogue->test, all);
}

/* The text of the last letter of a kind, whole and decoded enough to look for words of ASCII. The
 * caller owns it. */
static inline char *dialogue_text(struct dialogue *dialogue, const char *kind)
{
    struct wanted wanted = {.kind = kind};
    assert_true(ledger_each(dialogue->test->office.store, NULL, 0, 0, take_last, &wanted, NULL));
    SCOPED(ledger_mail)
    struct ledger_mail *mail =
        ledger_get(dialogue->test->office.store, wanted.proof.outgoing, NULL);
    assert_non_null(mail);
    gsize length = 0;
    const char *octets = g_bytes_get_data(mail->composed, &length);
    g_autofree char *whole = g_strndup(octets, length);
    g_auto(GStrv) soft = g_strsplit(whole, "=\r\n", -1); /* quoted-printable */
    g_autofree char *joined = g_strjoinv("", soft);
    GString *text = g_string_new(NULL);
    for (const char *at = joined; *at != '\0'; at++) {
        if (*at == '=' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
            g_string_append_c(
                text, (char)(g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2])));
            at += 2;
        } else {
            g_string_append_c(text, *at);
        }
    }
    return g_string_free(text, FALSE);
}

#define DIALOGUE_READS(dialogue, kind, words)                                             \
    do {                                                                                  \
        g_autofree char *whole_text = dialogue_text((dialogue), (kind));                  \
        if (strstr(whole_text, (words)) == NULL) {                                        \
            fail_msg("\"%s\" is not in the letter %s:\n%s", (words), (kind), whole_text); \
        }                                                                                 \
    } while (0)

#define YES "{\"intent\":\"confirm\",\"answer\":\"yes\"}"
#define NO "{\"intent\":\"confirm\",\"answer\":\"no\"}"
#define UNDO "{\"intent\":\"command\",\"name\":\"undo\"}"
#define PAUSE "{\"intent\":\"pause\",\"until\":\"2013-08-01\"}"
#define HUMAN "{\"intent\":\"human\"}"
#define MOVE "{\"intent\":\"address-change\",\"address\":\"ny@post.example\"}"
#define RATING(value) "{\"intent\":\"rating\",\"value\":" #value "}"
