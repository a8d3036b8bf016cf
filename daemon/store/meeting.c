#include "store/meeting.h"

#include <string.h>

#include "base/failure.h"
#include "store/statement.h"

#define ALL_FIELDS                                                                              \
    "id, name, title, state, starts, ends, zone, place, access, capacity, seekers, employers, " \
    "sequence, time_sequence"

void meeting_free(struct meeting *meeting)
{
    if (meeting == NULL) {
        return;
    }
    g_free(meeting->name);
    g_free(meeting->title);
    g_free(meeting->starts);
    g_free(meeting->ends);
    g_free(meeting->zone);
    g_free(meeting->place);
    g_free(meeting->access);
    g_free(meeting);
}

struct meeting *meeting_copy(const struct meeting *meeting)
{
    struct meeting *copy = g_memdup2(meeting, sizeof *meeting);
    copy->name = g_strdup(meeting->name);
    copy->title = g_strdup(meeting->title);
    copy->starts = g_strdup(meeting->starts);
    copy->ends = g_strdup(meeting->ends);
    copy->zone = g_strdup(meeting->zone);
    copy->place = g_strdup(meeting->place);
    copy->access = g_strdup(meeting->access);
    return copy;
}

const char *meeting_state_name(enum meeting_state state)
{
    static const char *const names[] = {[MEETING_PLANNED] = "planned",
                                        [MEETING_ANNOUNCED] = "announced",
                                        [MEETING_CANCELLED] = "cancelled",
                                        [MEETING_OVER] = "over"};
    return names[state];
}

/* Parameters ?1 to ?13: everything but id. */
static void put_fields(struct statement *write, const struct meeting *meeting)
{
    statement_put_text(write, meeting->name);
    statement_put_text(write, meeting->title);
    statement_put_number(write, meeting->state);
    statement_put_text(write, meeting->starts);
    statement_put_text(write, meeting->ends);
    statement_put_text(write, meeting->zone);
    statement_put_text(write, meeting->place);
    statement_put_text(write, meeting->access);
    statement_put_number(write, meeting->capacity);
    statement_put_number(write, meeting->seekers);
    statement_put_number(write, meeting->employers);
    statement_put_number(write, meeting->sequence);
    statement_put_number(write, meeting->time_sequence);
}

/* What the event log says of one: when, where, how many, and its state. The caller owns it. */
static char *in_short(const struct meeting *meeting)
{
    return g_strdup_printf("%s %s-%s, %s, %d, %s", meeting->name, meeting->starts,
                           meeting->ends + strlen("2026-12-01T"), meeting->place, meeting->capacity,
                           meeting_state_name(meeting->state));
}

bool meeting_add(struct store *store, const struct cause *cause, struct meeting *meeting,
                 GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO meeting (name, title, state, starts, ends, zone, place, access, "
               "capacity, seekers, employers, sequence, time_sequence) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    put_fields(add, meeting);
    if (!statement_run(add, error)) {
        return false;
    }
    meeting->id = statement_last_id(store);
    g_autofree char *is = in_short(meeting);
    return event_add(store, cause, 0, 0, "meeting", meeting->name, NULL, is, error);
}

bool meeting_update(struct store *store, const struct cause *cause, const struct meeting *before,
                    const struct meeting *after, GError **error)
{
    statement_assert_transaction(store);
    g_assert(before->id == after->id && strcmp(before->name, after->name) == 0);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE meeting SET name = ?1, title = ?2, state = ?3, starts = ?4, ends = ?5, "
               "zone = ?6, place = ?7, access = ?8, capacity = ?9, seekers = ?10, "
               "employers = ?11, sequence = ?12, time_sequence = ?13 WHERE id = ?14");
    put_fields(write, after);
    statement_put_number(write, after->id);
    if (!statement_run(write, error)) {
        return false;
    }
    g_autofree char *was = in_short(before);
    g_autofree char *is = in_short(after);
    return event_add(store, cause, 0, 0, "meeting", after->name, was, is, error);
}

static struct meeting *read_meeting(struct statement *row)
{
    struct meeting *meeting = g_new0(struct meeting, 1);
    meeting->id = statement_number(row, 0);
    meeting->name = statement_text(row, 1);
    meeting->title = statement_text(row, 2);
    meeting->state = (enum meeting_state)statement_number(row, 3);
    meeting->starts = statement_text(row, 4);
    meeting->ends = statement_text(row, 5);
    meeting->zone = statement_text(row, 6);
    meeting->place = statement_text(row, 7);
    meeting->access = statement_text(row, 8);
    meeting->capacity = (int)statement_number(row, 9);
    meeting->seekers = statement_number(row, 10) != 0;
    meeting->employers = statement_number(row, 11) != 0;
    meeting->sequence = (int)statement_number(row, 12);
    meeting->time_sequence = (int)statement_number(row, 13);
    return meeting;
}

struct meeting *meeting_get(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT " ALL_FIELDS " FROM meeting WHERE id = ?1");
    statement_put_number(find, id);
    enum step step = statement_step(find, error);
    if (step == STEP_DONE) {
        g_set_error(error, STORE_ERROR, FAILURE_NOT_FOUND, "there is no meeting %" G_GINT64_FORMAT,
                    id);
    }
    return step == STEP_ROW ? read_meeting(find) : NULL;
}

struct meeting *meeting_by_name(struct store *store, const char *name, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT " ALL_FIELDS " FROM meeting WHERE name = ?1");
    statement_put_text(find, name);
    return statement_step(find, error) == STEP_ROW ? read_meeting(find) : NULL;
}

GPtrArray *meeting_list(struct store *store, const char *from, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT " ALL_FIELDS " FROM meeting WHERE starts >= ?1 ORDER BY starts, id");
    statement_put_text(find, from);
    g_autoptr(GPtrArray) meetings = g_ptr_array_new_with_free_func((GDestroyNotify)meeting_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(meetings, read_meeting(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&meetings) : NULL;
}
