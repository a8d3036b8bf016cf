/* Every wish against every proof: done, asked back, or for a human. */
#include "support/dialogue.h"

struct row {
    const char *name, *from, *answers, *intents, *outcome, *letters;
};

#define WIFE "mand@post.example"
#define STAFF "staff-inbox>mette@kk.example"

static const struct row rows[] = {
    {"a pause with a token", karens_address, "welcome", PAUSE, "paused",
     "paused>karen@post.example"},
    {"a pause without one is asked back", karens_address, NULL, PAUSE, "asked",
     "confirm-wish>karen@post.example"},
    {"a pause with a token from a strange mailbox is asked at the known one", WIFE, "welcome",
     PAUSE, "asked", "confirm-wish>karen@post.example"},
    {"a stranger's pause changes nothing", WIFE, NULL, PAUSE, "to-human!unknown-person",
     "received>" WIFE " " STAFF},
    {"a pause until yesterday", karens_address, "welcome",
     "{\"intent\":\"pause\",\"until\":\"2013-03-19\"}", "to-human!unclear",
     "received>karen@post.example " STAFF},
    {"a pause until today", karens_address, "welcome",
     "{\"intent\":\"pause\",\"until\":\"2013-03-20\"}", "to-human!unclear",
     "received>karen@post.example " STAFF},
    {"a pause for years", karens_address, "welcome",
     "{\"intent\":\"pause\",\"until\":\"2016-03-20\"}", "to-human!unclear",
     "received>karen@post.example " STAFF},
    {"a pause until no day at all", karens_address, "welcome",
     "{\"intent\":\"pause\",\"until\":\"2013-02-30\"}", "to-human!unclear",
     "received>karen@post.example " STAFF},
    {"a mark with a token", karens_address, "welcome", RATING(4), "rated",
     "rated>karen@post.example"},
    {"a low mark is told to staff", karens_address, "welcome", RATING(2), "rated!low-rating",
     "rated>karen@post.example " STAFF},
    {"a mark without a token", karens_address, NULL, RATING(4), "asked",
     "confirm-wish>karen@post.example"},
    {"no mark at all", karens_address, "welcome", RATING(7), "to-human!unclear",
     "received>karen@post.example " STAFF},
    {"a new address with a token", karens_address, "welcome", MOVE, "address-asked",
     "confirm-address>ny@post.example address-asked>karen@post.example"},
    {"a new address without one is asked at the old one first", karens_address, NULL, MOVE, "asked",
     "confirm-wish>karen@post.example"},
    {"a new address from there with a token is asked at the old one first", "ny@post.example",
     "welcome", MOVE, "asked", "confirm-wish>karen@post.example"},
    {"a new address from a stranger", "ny@post.example", NULL, MOVE, "to-human!unknown-person",
     "received>ny@post.example " STAFF},
    {"a call with a token", karens_address, "welcome", HUMAN, "to-human!human",
     "call-back>karen@post.example staff-call>mette@kk.example"},
    {"a call from a stranger", "who@x.example", NULL, HUMAN, "to-human!human",
     "call-back>who@x.example staff-call>mette@kk.example"},
    {"what is stored about me", karens_address, "welcome", "{\"intent\":\"data-access\"}",
     "to-human!data-access", "gdpr>karen@post.example " STAFF},
    {"erase me", karens_address, "welcome", "{\"intent\":\"erase\"}", "to-human!erase",
     "gdpr>karen@post.example " STAFF},
    {"erase me and no more mails", karens_address, "welcome", UNSUBSCRIBE ",{\"intent\":\"erase\"}",
     "unsubscribed!erase", "done>karen@post.example " STAFF},
    {"what later parts do", karens_address, "welcome",
     "{\"intent\":\"outcome\",\"stage\":\"interview\"}", "to-human!which-match",
     "received>karen@post.example " STAFF},
    {"a profile is a draft", karens_address, "welcome",
     "{\"intent\":\"profile\",\"profile\":{\"titles\":[\"kok\"]}}", "listing-read",
     "listing-form>karen@post.example"},
    {"a seeker has no job to offer", karens_address, "welcome",
     "{\"intent\":\"job\",\"job\":{\"title\":\"kok\"}}", "to-human!other-role",
     "received>karen@post.example " STAFF},
    {"coming, and there is no meeting", karens_address, "welcome",
     "{\"intent\":\"attend\",\"answer\":\"no\"}", "to-human!no-meeting",
     "received>karen@post.example " STAFF},
    {"several wishes, one answer", karens_address, "welcome", PAUSE "," RATING(5), "paused,rated",
     "done>karen@post.example"},
    {"a wish and a call", karens_address, "welcome", PAUSE "," HUMAN, "paused!human",
     "done>karen@post.example staff-call>mette@kk.example"},
    {"thanks beside a wish are no wish", karens_address, "welcome", PAUSE ",{\"intent\":\"none\"}",
     "paused", "paused>karen@post.example"},
    {"two wishes without a token: one question", karens_address, NULL, PAUSE "," RATING(5), "asked",
     "confirm-wish>karen@post.example"},
    {"a pause from the list that one wants to stay on", karens_address, "welcome",
     PAUSE "," SUBSCRIBE, "paused,already", "done>karen@post.example"},
    {"leaving and pausing contradict each other", karens_address, "welcome", UNSUBSCRIBE "," PAUSE,
     "asked!several-intents", "confirm-unsubscribe>karen@post.example " STAFF},
};

static void acts(void **state)
{
    const struct row *row = *state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, row->from, row->answers, row->intents, row->outcome);
    dialogue_letters(&dialogue, row->letters);
    dialogue_close(&dialogue);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].name,
                                        .test_func = acts,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/wishes", tests, NULL, NULL);
}
