/* The list of guests: its order, its numbers, the mail to staff. */
#include "support/meeting_day.h"

#include "act/meeting_list.h"
#include "store/quota.h"

static const struct guest comes = {.answer = GUEST_YES};

static void fill(struct meeting_day *day)
{
    meeting_day_guest(day, PERSON_SEEKER, "Åse Holm", "aase@post.example", comes);
    meeting_day_guest(day, PERSON_EMPLOYER, "Ole Bruun", "ole@kk.example",
                      (struct guest){.answer = GUEST_YES, .companions = 1});
    meeting_day_guest(
        day, PERSON_SEEKER, "Anna Dam", "anna@post.example",
        (struct guest){.answer = GUEST_YES, .words = (char[]){"Jeg sidder\ni kørestol"}});
    meeting_day_guest(day, PERSON_SEEKER, "Bo Ærø", "bo@post.example",
                      (struct guest){.answer = GUEST_MAYBE});
    meeting_day_guest(day, PERSON_SEEKER, "Ida Lund", "ida@post.example",
                      (struct guest){.answer = GUEST_YES, .seat = GUEST_WAITING, .queue = 1});
    meeting_day_guest(day, PERSON_SEEKER, "Per Nej", "per@post.example",
                      (struct guest){.answer = GUEST_NO});
}

static void expect(struct meeting_day *day, const char *expected)
{
    g_autoptr(GPtrArray) list = meeting_list_read(&day->test->office, day->meeting, NULL);
    assert_non_null(list);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        static const char parts[] = {'c', 'm', 'w', 'r'};
        g_string_append_printf(all, "%s%d%c:%s", all->len > 0 ? " " : "", listed->guest->number,
                               parts[listed->part], person_address(listed->person));
    }
    g_auto(GStrv) halves = g_strsplit(all->str, "@post.example", -1);
    g_autofree char *brief = g_strjoinv("", halves);
    assert_string_equal(brief, expected);
}

static bool send_list(struct meeting_day *day, const struct cause *cause, bool after,
                      GError **error)
{
    return meeting_list_send(&day->test->office, cause, day->meeting, after, error);
}

static void order_and_numbers(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    fill(&day);
    expect(&day, "0c:anna 0c:ole@kk.example 0c:aase 0m:bo 0w:ida 0r:per");
    MEETING_DAY_DO(&day, send_list(&day, &cause, false, &error));
    expect(&day, "1c:anna 2c:ole@kk.example 3c:aase 4m:bo 5w:ida 0r:per");
    meeting_day_guest(&day, PERSON_SEEKER, "Aage Ny", "ny@post.example", comes);
    MEETING_DAY_DO(&day, send_list(&day, &cause, true, &error));
    expect(&day, "1c:anna 2c:ole@kk.example 3c:aase 6c:ny 4m:bo 5w:ida 0r:per");
    meeting_day_close(&day);
}

/* Two more who subscribed, beside the one of the dialogue. */
static void who_was_not_invited_is_counted(void **state)
{
    (void)state;
    for (int limited = 0; limited <= 1; limited++) {
        struct meeting_day day;
        meeting_day_open(&day);
        fill(&day);
        struct quota *quota = quota_new();
        quota_limit_all(quota, (struct quota_limit){limited, 0});
        quota_apply(day.test->office.store, quota);
        for (int at = 0; at < 2; at++) {
            g_autofree char *address = g_strdup_printf("ny%d@post.example", at);
            int64_t id = test_office_person(day.test, PERSON_SEEKER, "Ny Ven", address, false);
            MEETING_DAY_DO(&day, subscription_begin(day.test->office.store, &cause, id, INVITATIONS,
                                                    "kort", cause.at, &error));
        }
        MEETING_DAY_DO(&day, send_list(&day, &cause, false, &error));
        g_autofree char *text = dialogue_text(&day.dialogue, "staff-guests");
        assert_int_equal(strstr(text, "Ikke inviteret: 3") != NULL, limited);
        meeting_day_close(&day);
    }
}

static void staff_get_it_once(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    fill(&day);
    MEETING_DAY_DO(&day, send_list(&day, &cause, false, &error));
    MEETING_DAY_DO(&day, send_list(&day, &cause, false, &error));
    dialogue_letters(&day.dialogue, "staff-guests>mette@kk.example");
    static const char *const words[] = {"De kommer: 4 med ledsagere",
                                        "1. Anna Dam, jobsøger: Jeg sidder i kørestol",
                                        "2. Ole Bruun, arbejdsgiver, + 1 ledsager",
                                        "3. Åse Holm, jobsøger",
                                        "4. Bo Ærø",
                                        "5. Ida Lund",
                                        "meeting guests 2026-12"};
    for (size_t at = 0; at < G_N_ELEMENTS(words); at++) {
        DIALOGUE_READS(&day.dialogue, "staff-guests", words[at]);
    }
    g_autofree char *text = dialogue_text(&day.dialogue, "staff-guests");
    assert_null(strstr(text, "Per Nej"));
    SCOPED(ledger_proof)
    struct ledger_proof *proof = dialogue_proof(&day.dialogue, "staff-guests");
    assert_string_equal(proof->replies, "guest-list");
    SCOPED(ledger_mail)
    struct ledger_mail *mail = ledger_get(day.test->office.store, proof->outgoing, NULL);
    assert_int_equal(mail->class, LEDGER_CONFIDENTIAL);
    meeting_day_close(&day);
}

static void one_who_comes_alone(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    meeting_day_guest(&day, PERSON_SEEKER, "Åse Holm", "aase@post.example", comes);
    MEETING_DAY_DO(&day, send_list(&day, &cause, false, &error));
    DIALOGUE_READS(&day.dialogue, "staff-guests", "De kommer: 1");
    g_autofree char *text = dialogue_text(&day.dialogue, "staff-guests");
    assert_null(strstr(text, "med ledsagere"));
    meeting_day_close(&day);
}

static void nobody_comes(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    MEETING_DAY_DO(&day, send_list(&day, &cause, false, &error));
    DIALOGUE_READS(&day.dialogue, "staff-guests", "Ingen har sagt ja");
    meeting_day_close(&day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_and_numbers), cmocka_unit_test(who_was_not_invited_is_counted),
        cmocka_unit_test(staff_get_it_once), cmocka_unit_test(one_who_comes_alone),
        cmocka_unit_test(nobody_comes),
    };
    return cmocka_run_group_tests_name("act/meeting_list", tests, NULL, NULL);
}
