/* A match on its way from the first contact to a job, for tests of act/funnel: the clock is moved,
 * what is due is done, the two answer.
 */
#pragma once

#include "support/talk.h"

#include "act/funnel.h"
#include "base/text.h"
#include "store/gate.h"
#include "store/pause.h"

/* The clock stands at that moment, and what is due is done. */
static inline void pass_to(struct talk *talk, const char *when)
{
    g_autoptr(GError) error = NULL;
    test_office_at(talk->test, when);
    if (!funnel_timer(&talk->test->office, &error)) {
        fail_msg("%s", error->message);
    }
}

static inline enum pair_stage stage_of(struct talk *talk, int64_t id)
{
    SCOPED(pair) struct pair *pair = pair_get(talk->test->office.store, id, NULL);
    assert_non_null(pair);
    return pair->stage;
}

#define IS_AT(talk, wanted) \
    assert_string_equal(pair_stage_name(stage_of(talk, (talk)->pair)), wanted)

struct letters {
    const char *kind;
    int64_t person;
    unsigned count;
};

static inline bool count_one(const struct ledger_mail *mail, void *data)
{
    struct letters *letters = data;
    letters->count += strcmp(mail->kind, letters->kind) == 0 &&
                      (letters->person == 0 || letters->person == mail->person);
    return true;
}

/* Letters of a kind to a side (PAIR_NOBODY: to anybody). */
static inline unsigned count(struct talk *talk, enum pair_side side, const char *kind)
{
    struct letters letters = {.kind = kind, .person = talk->people[side]};
    assert_true(ledger_each(talk->test->office.store, NULL, 0, 0, count_one, &letters, NULL));
    return letters.count;
}

/* As TALK_READS, wherever its lines break. */
static inline void reads(struct talk *talk, enum pair_side side, const char *kind,
                         const char *words)
{
    g_autofree char *text = talk_text(talk, side, kind);
    g_autofree char *line = text_one_line(text, strlen(text) + 1);
    g_auto(GStrv) pieces = g_strsplit(line, "> ", -1);
    g_autofree char *whole = g_strjoinv("", pieces);
    if (strstr(whole, words) == NULL) {
        fail_msg("\"%s\" is not in the letter %s:\n%s", words, kind, text);
    }
}

static inline void answer(struct talk *talk, enum pair_side side, const char *kind,
                          const char *words, const char *outcome)
{
    TALK_EXPECT(talk, side, kind, "", words, outcome);
}

/* A pair whose two were asked whether they have talked. */
static inline struct talk asked(void)
{
    struct talk talk = talk_open(false);
    pass_to(&talk, "2013-03-27T09:00");
    return talk;
}

/* A pair whose two were asked how their talk went. */
static inline struct talk met(void)
{
    struct talk talk = asked();
    answer(&talk, PAIR_EMPLOYER, "funnel-talked", "Ja", "funnel-moved");
    pass_to(&talk, "2013-04-08T09:00");
    return talk;
}
