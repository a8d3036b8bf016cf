#include "act/meeting_note.h"

#include "act/staff.h"
#include "act/unreachable.h"

bool meeting_note_open(const struct office *office, const struct meeting *meeting,
                       const struct person *person, const char *what, bool *open, GError **error)
{
    const struct letter letter = {.person = person, .recipient = person_address(person)};
    const char *reachable = NULL;
    int64_t before = 0;
    if (!meeting_mail_count(office->store, meeting->id, person->id, what, &before, error) ||
        !unreachable_recipient(office, &letter, &reachable, error)) {
        return false;
    }
    *open = before == 0 && reachable != NULL;
    return true;
}

bool meeting_note_wanted(const struct office *office, const struct meeting *meeting,
                         const char *what, bool *wanted, GError **error)
{
    g_autoptr(GArray) staff = staff_all(office, error);
    *wanted = false;
    for (guint at = 0; staff != NULL && at < staff->len && !*wanted; at++) {
        SCOPED(person)
        struct person *person = person_get(office->store, g_array_index(staff, int64_t, at), error);
        if (person == NULL || !meeting_note_open(office, meeting, person, what, wanted, error)) {
            return false;
        }
    }
    return staff != NULL;
}

/* The letters that are answered as the list is. */
static bool is_list(const char *kind)
{
    static const char *const letters[] = {"staff-guests", "staff-attendance", "staff-room",
                                          "staff-seats",  "staff-added",      NULL};
    return g_strv_contains(letters, kind);
}

static struct meeting *answered(struct matter *matter, GError **error)
{
    struct store *store = matter->office->store;
    struct meeting_mail about = {0};
    if (matter->about == 0 || matter->person->role != PERSON_STAFF) {
        return NULL;
    }
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, matter->about, error);
    if (mail == NULL || !is_list(mail->kind) ||
        !meeting_mail_of(store, matter->about, &about, error) || about.meeting == 0) {
        return NULL;
    }
    matter->spoken.meeting = about.meeting;
    return meeting_get(store, about.meeting, error);
}

bool meeting_note_answered(struct matter *matter, struct meeting **meeting, GError **error)
{
    g_autoptr(GError) failure = NULL;
    *meeting = answered(matter, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (*meeting == NULL || (*meeting)->state == MEETING_CANCELLED) {
        g_clear_pointer(meeting, meeting_free);
        matter->why_human = "unclear";
    }
    return true;
}

static bool send_one(const struct office *office, const struct cause *cause,
                     const struct meeting *meeting, const struct meeting_note *note, int64_t staff,
                     GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, staff, error);
    bool open = true;
    if (person == NULL ||
        (note->once && !meeting_note_open(office, meeting, person, note->what, &open, error))) {
        return false;
    }
    if (!open) {
        return true;
    }
    int64_t row = 0;
    bool theirs = note->answers != NULL && note->by == staff;
    const struct letter letter = {.name = note->name,
                                  .person = person,
                                  .recipient = person_address(person),
                                  .replies = note->replies,
                                  .answers = theirs ? note->answers->message_id : NULL,
                                  .subject = theirs ? note->answers->subject : NULL,
                                  .class = LEDGER_CONFIDENTIAL,
                                  .more = note->fields,
                                  .queued = &row};
    if (!letter_send(office, cause, &letter, error)) {
        return false;
    }
    const struct meeting_mail mail = {.outgoing = row,
                                      .meeting = meeting->id,
                                      .person = note->about != 0 ? note->about : staff,
                                      .what = note->what,
                                      .sequence = meeting->sequence};
    return row == 0 || meeting_mail_note(office->store, &mail, error);
}

bool meeting_note_send(const struct office *office, const struct cause *cause,
                       const struct meeting *meeting, const struct meeting_note *note,
                       GError **error)
{
    if (note->only != 0) {
        return send_one(office, cause, meeting, note, note->only, error);
    }
    g_autoptr(GArray) staff = staff_all(office, error);
    for (guint at = 0; staff != NULL && at < staff->len; at++) {
        if (!send_one(office, cause, meeting, note, g_array_index(staff, int64_t, at), error)) {
            return false;
        }
    }
    return staff != NULL;
}
