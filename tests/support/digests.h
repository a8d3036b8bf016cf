/* A site for tests of digests: employers and seekers with open postings and profiles, and a market
 * that answers what the test says. Thursday 21 March 2013 is the first day of digests.
 */
#pragma once

#include "support/talk.h"

#include "act/digest_timer.h"
#include "act/market.h"
#include "base/failure.h"
#include "store/away.h"
#include "store/pause.h"
#include "store/suppression.h"

#define DIGESTS_MOST 16

struct digests {
    struct talk talk; /* Ole has a job, Kirsten seeks; both are open */
    int64_t posting, profile;
};

/* What the market answers for a listing, and what it was asked last. */
static json_t *market_answers, *market_asked;

/* Takes the place of the real one. */
json_t *market_best(struct market *market, int64_t listing, const json_t *wishes, GError **error)
{
    (void)market;
    char key[24];
    g_snprintf(key, sizeof key, "%d", (int)listing);
    json_decref(market_asked);
    market_asked = json_deep_copy(wishes);
    json_t *answer = json_deep_copy(json_object_get(market_answers, key));
    if (answer == NULL) {
        return json_pack("{s:i, s:[], s:[]}", "count", 0, "items", "without");
    }
    json_t *failure = json_object_get(answer, "failure");
    if (failure != NULL) {
        g_set_error_literal(error, ACT_ERROR, (gint)json_integer_value(failure), "no answer");
        json_decref(answer);
        return NULL;
    }
    json_t *items = json_object_get(answer, "items");
    const json_t *exclude = json_object_get(wishes, "exclude");
    for (size_t at = json_array_size(items); at > 0; at--) {
        json_t *id = json_object_get(json_array_get(items, at - 1), "listing");
        bool out = false;
        for (size_t k = 0; k < json_array_size(exclude); k++) {
            out = out || json_equal(json_array_get(exclude, k), id);
        }
        if (out) {
            json_array_remove(items, at - 1);
        }
    }
    return answer;
}

/* How often staff were told what is set aside. */
static unsigned market_told_aside;

bool market_tell_aside(struct market *market, GError **error)
{
    (void)market;
    (void)error;
    market_told_aside++;
    return true;
}

/* "Whoever asks for `listing` gets this" (JSON text). */
static inline void digests_answer(int64_t listing, const char *answer)
{
    char key[24];
    g_snprintf(key, sizeof key, "%d", (int)listing);
    json_t *parsed = json_loads(answer, 0, NULL);
    assert_non_null(parsed);
    json_object_set_new(market_answers, key, parsed);
}

/* "Whoever asks for `listing` gets this error" (base/failure). */
static inline void digests_fail(int64_t listing, int code)
{
    g_autofree char *answer = g_strdup_printf("{\"failure\":%d}", code);
    digests_answer(listing, answer);
}

static inline void digests_open_listing(struct test_office *test, int64_t id)
{
    g_autoptr(GError) error = NULL;
    struct store *store = test->office.store;
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *listing = listing_get(store, id, &error);
    assert_true(store_begin(store, &error) &&
                listing_confirm(store, &cause, listing, listing->newest, &error) &&
                listing_change(store, &cause, listing, LISTING_OPEN, NULL, &error) &&
                store_commit(store, &error));
}

/* Another person with an open listing. */
static inline int64_t digests_add(struct test_office *test, enum listing_kind kind,
                                  const char *name, const char *address, const char *facts)
{
    g_autoptr(GError) error = NULL;
    struct store *store = test->office.store;
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    const struct listing listing = {
        .kind = kind,
        .person = test_office_person(
            test, kind == LISTING_PROFILE ? PERSON_SEEKER : PERSON_EMPLOYER, name, address, true)};
    int64_t id = 0;
    assert_true(store_begin(store, &error) &&
                listing_add(store, &cause, &listing, facts, &id, &error) &&
                store_commit(store, &error));
    digests_open_listing(test, id);
    return id;
}

#define PROFILE_FACTS                                                                    \
    "{\"titles\":[\"lagermedarbejder\"],\"hours\":{\"min\":20,\"max\":30},\"portrait\":" \
    "[\"Kirsten har 15 år på et centrallager.\",\"Jeg kører truck.\"]}"
#define POSTING_FACTS                                                                  \
    "{\"title\":\"lagermedhjælper\",\"workplace\":\"Vestre Bibliotek\",\"postcode\":" \
    "\"1620\",\"licences\":[\"B\"],\"hours\":{\"min\":25,\"max\":25},\"extra\":"       \
    "\"at køre bøger ud\",\"text\":\"Vi søger en lagermedhjælper\"}"

static inline void digests_write(struct digests *site, int64_t id, const char *facts)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    int number = 0;
    TALK_DO(&site->talk, listing_write(store, &cause, listing, facts, &number, &error));
    digests_open_listing(site->talk.test, id);
}

static inline struct digests digests_open(void)
{
    static int market;
    struct digests site = {.talk = talk_start(false)};
    SCOPED(pair) struct pair *pair = pair_get(site.talk.test->office.store, site.talk.pair, NULL);
    site.posting = pair->posting;
    site.profile = pair->profile;
    site.talk.test->office.market = (struct market *)(void *)&market;
    json_decref(market_answers);
    market_answers = json_object();
    digests_write(&site, site.posting, POSTING_FACTS);
    digests_write(&site, site.profile, PROFILE_FACTS);
    return site;
}

/* The posting and the profile fit well, but for a licence. */
static inline void digests_fit(const struct digests *site, const char *level, int score)
{
    g_autofree char *candidates = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"score\":%d,\"level\":\"%s\",\"fits\":[\"lager\","
        "\"truck\"],\"quotes\":[\"15 år på et centrallager\"],\"missing\":[{\"condition\":"
        "\"licence\",\"word\":\"B\",\"gain\":12}],\"unknown\":[\"start\"]}],\"without\":[{"
        "\"condition\":\"licence\",\"word\":\"B\",\"count\":3}]}",
        (int)site->profile, score, level);
    g_autofree char *jobs = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"score\":%d,\"level\":\"%s\",\"fits\":[\"lager\"]"
        ","
        "\"quotes\":[\"lagermedhjælper\"],\"missing\":[{\"condition\":\"licence\",\"word\":\"B\","
        "\"gain\":12}],\"unknown\":[]}],\"without\":[]}",
        (int)site->posting, score, level);
    digests_answer(site->posting, candidates);
    digests_answer(site->profile, jobs);
}

static inline void digests_close(struct digests *site)
{
    talk_close(&site->talk);
    g_clear_pointer(&market_answers, json_decref);
    g_clear_pointer(&market_asked, json_decref);
}

/* What is due at that time; then the letters that went since the last call are compared. */
static inline void digests_round(struct digests *site, const char *when)
{
    g_autoptr(GError) error = NULL;
    bool more = true;
    test_office_at(site->talk.test, when);
    while (more) {
        if (!digest_timer(&site->talk.test->office, &more, &error)) {
            fail_msg("%s", error->message);
        }
    }
}

#define DIGESTS_EXPECT(site, letters) test_office_expect((site)->talk.test, (letters))

static inline void digests_pace(struct digests *site, enum pair_side side, enum digest_pace pace)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "mail"};
    bool changed = false;
    TALK_DO(&site->talk,
            digest_pace_set(store, &cause, site->talk.people[side], pace, &changed, &error));
}

/* Five days of lists. */
static const char *const digests_days[] = {"2013-03-21T09:00", "2013-03-28T09:30",
                                           "2013-04-04T09:00", "2013-04-11T09:00",
                                           "2013-04-18T12:00"};

#define OLE "digest-candidates>ole@vest.example"
#define KIRSTEN "digest-jobs>kirsten@example.dk"

#define CANDIDATES "digest-candidates"
#define JOBS "digest-jobs"

/* Both have had their first list. */
static inline struct digests digests_listed(void)
{
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    return site;
}

/* A reply to the newest letter of that kind, and what is done with it. */
#define SAYS(site, side, kind, text, outcome) \
    TALK_EXPECT(&(site)->talk, (side), (kind), "", (text), (outcome))
