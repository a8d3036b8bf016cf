/* A pair that talks, for tests of act/: Kirsten seeks, Ole has a job, both have said yes. Mails are
 * whole ones, understood by the shipped tables.
 */
#pragma once

#include "support/incoming.h"
#include "support/language.h"

#include "act/relay.h"
#include "store/listing.h"
#include "understand/understand.h"

struct talk {
    struct test_office *test;
    int64_t people[3], pair; /* by side */
    unsigned mails;
};

static const struct {
    const char *name, *address, *phone, *workplace;
} talkers[] = {
    [PAIR_EMPLOYER] = {"Ole Bruun", "ole@vest.example", "33 44 55 66", "Vestre Bibliotek"},
    [PAIR_SEEKER] = {"Kirsten Sørensen", "kirsten@example.dk", "20 11 22 33", ""}};

#define TALK_DO(talk, action)                                                      \
    do {                                                                           \
        g_autoptr(GError) error = NULL;                                            \
        bool done = store_begin((talk)->test->office.store, &error) && (action) && \
                    store_commit((talk)->test->office.store, &error);              \
        if (!done) {                                                               \
            fail_msg("%s", error->message);                                        \
        }                                                                          \
    } while (0)

/* The person of a side becomes what `talkers` says of side `like`. */
static inline void talk_name(struct talk *talk, enum pair_side side, enum pair_side like)
{
    struct store *store = talk->test->office.store;
    const struct cause cause = {.at = clock_now(talk->test->clock), .actor = "import"};
    SCOPED(person) struct person *before = person_get(store, talk->people[side], NULL);
    SCOPED(person) struct person *after = person_get(store, talk->people[side], NULL);
    g_free(after->phone);
    after->phone = g_strdup(talkers[like].phone);
    g_free(after->workplace);
    after->workplace = g_strdup(talkers[like].workplace);
    bool changed = false;
    TALK_DO(talk, person_update(store, &cause, before, after, &changed, &error));
}

/* `swapped`: Kirsten has the job and Ole seeks. Nobody has said yes yet. */
static inline struct talk talk_start(bool swapped)
{
    struct talk talk = {.test = test_office_open()};
    struct store *store = talk.test->office.store;
    const struct cause cause = {.at = clock_now(talk.test->clock), .actor = "import"};
    test_office_person(talk.test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    int64_t listings[3] = {0};
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        enum pair_side like = swapped ? pair_other(side) : side;
        talk.people[side] =
            test_office_person(talk.test, side == PAIR_EMPLOYER ? PERSON_EMPLOYER : PERSON_SEEKER,
                               talkers[like].name, talkers[like].address, false);
        talk_name(&talk, side, like);
        const struct listing listing = {.kind = side == PAIR_EMPLOYER ? LISTING_POSTING
                                                                      : LISTING_PROFILE,
                                        .person = talk.people[side]};
        TALK_DO(&talk, listing_add(store, &cause, &listing, "{}", &listings[side], &error));
    }
    TALK_DO(&talk, pair_add(store, &cause, listings[PAIR_SEEKER], listings[PAIR_EMPLOYER],
                            &talk.pair, &error));
    return talk;
}

static inline void talk_agree(struct talk *talk, enum pair_side side)
{
    const struct cause cause = {.at = clock_now(talk->test->clock), .actor = "mail"};
    TALK_DO(talk, relay_agree(&talk->test->office, &cause, talk->pair, side, &error));
}

static inline struct talk talk_open(bool swapped)
{
    struct talk talk = talk_start(swapped);
    talk_agree(&talk, PAIR_EMPLOYER);
    talk_agree(&talk, PAIR_SEEKER);
    return talk;
}

static inline void talk_close(struct talk *talk)
{
    test_office_close(talk->test);
}

struct last_to {
    int64_t person, row;
    const char *kind; /* NULL: any of the relay */
};

static inline bool talk_take_last(const struct ledger_mail *mail, void *data)
{
    struct last_to *last = data;
    bool kind = last->kind == NULL ? g_str_has_prefix(mail->kind, "relay")
                                   : strcmp(mail->kind, last->kind) == 0;
    last->row = mail->person == last->person && kind ? mail->id : last->row;
    return true;
}

/* The last mail of the talk to a side, 0: none. */
static inline int64_t talk_last(struct talk *talk, enum pair_side side, const char *kind)
{
    struct last_to last = {.person = talk->people[side], .kind = kind};
    assert_true(ledger_each(talk->test->office.store, NULL, 0, 0, talk_take_last, &last, NULL));
    return last.row;
}

/* The address that the mail `row` of ours says to reply to. The caller owns it. */
static inline char *talk_reply_address(struct talk *talk, enum pair_side side, int64_t row)
{
    char token[TOKEN_LENGTH + 1];
    token_make(talk->test->office.key, TOKEN_REPLY, talk->people[side], row, token);
    return token_address(config_text(talk->test->config, CONFIG_SITE_ADDRESS), token);
}

/* A side answers our mail `row` with this whole mail. The caller owns what was settled. */
static inline struct inbound *talk_mail(struct talk *talk, enum pair_side side, int64_t row,
                                        const char *mail, size_t length)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &talk->test->office;
    char token[TOKEN_LENGTH + 1];
    token_make(office->key, TOKEN_REPLY, talk->people[side], row, token);
    SCOPED(ledger_proof) struct ledger_proof *proof = ledger_prove(office->store, token, &error);
    assert_non_null(proof);
    g_autoptr(GDateTime) civil = clock_civil(office->clock, clock_now(office->clock));
    g_autofree char *today = g_date_time_format(civil, "%Y-%m-%d");
    struct understand_context context = {.replying_to = proof->replies,
                                         .today = today,
                                         .site_domain =
                                             config_text(office->config, CONFIG_SITE_DOMAIN)};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, mail, length);
    g_autofree char *source = g_strdup_printf("mail-%u", ++talk->mails);
    int64_t id = 0;
    bool fresh = false;
    assert_true(inbound_keep(office->store, clock_now(office->clock), source, NULL, mail, length,
                             &id, &fresh, &error));
    if (!incoming_act(office, id, proof, verdict, &error)) {
        fail_msg("%s", error->message);
    }
    return inbound_get(office->store, id, NULL);
}

/* The same with a text, to the last letter of `kind` (NULL: of the talk); gives
 * "effect[!reason]". `head`: further header lines. The caller owns it. */
static inline char *talk_say(struct talk *talk, enum pair_side side, const char *kind,
                             const char *head, const char *text)
{
    SCOPED(person)
    struct person *person = person_get(talk->test->office.store, talk->people[side], NULL);
    int64_t row = talk_last(talk, side, kind);
    assert_true(row != 0);
    g_autofree char *to = talk_reply_address(talk, side, row);
    g_autofree char *mail = g_strdup_printf(
        "From: %s <%s>\nTo: <%s>\nSubject: SV: Samtale\nMessage-ID: <m%u@mail.example>\n%s"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n%s\n",
        person->name, person_address(person), to, talk->mails + 1, head, text);
    SCOPED(inbound) struct inbound *settled = talk_mail(talk, side, row, mail, strlen(mail));
    bool waits = settled->state == INBOUND_HUMAN;
    return waits ? g_strdup_printf("%s!%s", settled->effect, settled->reason)
                 : g_strdup(settled->effect);
}

#define TALK_EXPECT(talk, side, kind, head, text, outcome)                              \
    do {                                                                                \
        g_autofree char *came_of_it = talk_say((talk), (side), (kind), (head), (text)); \
        assert_string_equal(came_of_it, (outcome));                                     \
    } while (0)

/* The mail `row` as it goes out. The caller owns it. */
static inline struct message *talk_read(struct talk *talk, int64_t row, struct ledger_mail **mail)
{
    *mail = ledger_get(talk->test->office.store, row, NULL);
    assert_non_null(*mail);
    gsize length = 0;
    const char *octets = g_bytes_get_data((*mail)->composed, &length);
    return mime_read(octets, length);
}

/* The plain text of the last mail of a kind to a side. The caller owns it. */
static inline char *talk_text(struct talk *talk, enum pair_side side, const char *kind)
{
    int64_t row = talk_last(talk, side, kind);
    if (row == 0) {
        fail_msg("no letter %s", kind);
    }
    SCOPED(ledger_mail) struct ledger_mail *mail = NULL;
    SCOPED(message) struct message *message = talk_read(talk, row, &mail);
    return g_strdup(message_part(message, "text/plain")->text);
}

#define TALK_READS(talk, side, kind, words)                                               \
    do {                                                                                  \
        g_autofree char *whole_text = talk_text((talk), (side), (kind));                  \
        if (strstr(whole_text, (words)) == NULL) {                                        \
            fail_msg("\"%s\" is not in the letter %s:\n%s", (words), (kind), whole_text); \
        }                                                                                 \
    } while (0)
