#include "store/guest.h"

#include "base/token.h"
#include "store/statement.h"

#define ALL_FIELDS                                                                        \
    "meeting, person, invited, sequence, answer, said, said_id, said_sequence, inbound, " \
    "companions, words, seat, queue, offer, by_staff, number, presence"

void guest_free(struct guest *guest)
{
    if (guest == NULL) {
        return;
    }
    g_free(guest->said_id);
    g_free(guest->words);
    g_free(guest);
}

struct guest *guest_copy(const struct guest *guest)
{
    struct guest *copy = g_memdup2(guest, sizeof *guest);
    copy->said_id = g_strdup(guest->said_id);
    copy->words = g_strdup(guest->words);
    return copy;
}

const char *guest_answer_name(enum guest_answer answer)
{
    static const char *const names[] = {
        [GUEST_SILENT] = "none", [GUEST_YES] = "yes", [GUEST_MAYBE] = "maybe", [GUEST_NO] = "no"};
    return names[answer];
}

const char *guest_seat_name(enum guest_seat seat)
{
    static const char *const names[] = {[GUEST_NO_SEAT] = "none",
                                        [GUEST_SEATED] = "seated",
                                        [GUEST_WAITING] = "waiting",
                                        [GUEST_OFFERED] = "offered"};
    return names[seat];
}

const char *guest_presence_name(enum guest_presence presence)
{
    static const char *const names[] = {
        [GUEST_UNKNOWN] = "unknown", [GUEST_CAME] = "came", [GUEST_ABSENT] = "absent"};
    return names[presence];
}

/* Parameters ?1 to ?17, in the order of ALL_FIELDS. */
static void put_fields(struct statement *write, const struct guest *guest)
{
    statement_put_number(write, guest->meeting);
    statement_put_number(write, guest->person);
    statement_put_reference(write, guest->invited);
    statement_put_number(write, guest->sequence);
    statement_put_number(write, guest->answer);
    statement_put_reference(write, guest->said);
    statement_put_text(write, guest->said_id);
    statement_put_number(write, guest->said_sequence);
    statement_put_reference(write, guest->inbound);
    statement_put_number(write, guest->companions);
    statement_put_text(write, guest->words);
    statement_put_number(write, guest->seat);
    statement_put_reference(write, guest->queue);
    statement_put_reference(write, guest->offer);
    statement_put_number(write, guest->by_staff);
    statement_put_number(write, guest->number);
    statement_put_number(write, guest->presence);
}

static bool tell(struct store *store, const struct cause *cause, const struct guest *guest,
                 const char *detail, const char *was, const char *is, GError **error)
{
    return g_strcmp0(was, is) == 0 ||
           event_add(store, cause, guest->person, 0, "meeting", detail, was, is, error);
}

/* `before` NULL: a new guest. */
static bool tell_all(struct store *store, const struct cause *cause, const struct guest *before,
                     const struct guest *after, GError **error)
{
    const struct guest blank = {.answer = GUEST_SILENT};
    const struct guest *was = before != NULL ? before : &blank;
    return tell(store, cause, after, "answer", guest_answer_name(was->answer),
                guest_answer_name(after->answer), error) &&
           tell(store, cause, after, "seat", guest_seat_name(was->seat),
                guest_seat_name(after->seat), error) &&
           tell(store, cause, after, "presence", guest_presence_name(was->presence),
                guest_presence_name(after->presence), error);
}

bool guest_add(struct store *store, const struct cause *cause, const struct guest *guest,
               const char *token, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO guest (" ALL_FIELDS ", token) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
               "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)");
    uint8_t hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    put_fields(add, guest);
    statement_put_octets(add, hash, sizeof hash);
    return statement_run(add, error) && tell_all(store, cause, NULL, guest, error);
}

bool guest_update(struct store *store, const struct cause *cause, const struct guest *before,
                  const struct guest *after, GError **error)
{
    statement_assert_transaction(store);
    g_assert(before->meeting == after->meeting && before->person == after->person);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE guest SET invited = ?3, sequence = ?4, answer = ?5, said = ?6, "
               "said_id = ?7, said_sequence = ?8, inbound = ?9, companions = ?10, words = ?11, "
               "seat = ?12, queue = ?13, offer = ?14, by_staff = ?15, number = ?16, "
               "presence = ?17 WHERE meeting = ?1 AND person = ?2");
    put_fields(write, after);
    return statement_run(write, error) && tell_all(store, cause, before, after, error);
}

static struct guest *read_guest(struct statement *row)
{
    struct guest *guest = g_new0(struct guest, 1);
    guest->meeting = statement_number(row, 0);
    guest->person = statement_number(row, 1);
    guest->invited = statement_number(row, 2);
    guest->sequence = (int)statement_number(row, 3);
    guest->answer = (enum guest_answer)statement_number(row, 4);
    guest->said = statement_number(row, 5);
    guest->said_id = statement_text(row, 6);
    guest->said_sequence = (int)statement_number(row, 7);
    guest->inbound = statement_number(row, 8);
    guest->companions = (int)statement_number(row, 9);
    guest->words = statement_text(row, 10);
    guest->seat = (enum guest_seat)statement_number(row, 11);
    guest->queue = statement_number(row, 12);
    guest->offer = statement_number(row, 13);
    guest->by_staff = statement_number(row, 14) != 0;
    guest->number = (int)statement_number(row, 15);
    guest->presence = (enum guest_presence)statement_number(row, 16);
    return guest;
}

struct guest *guest_of(struct store *store, int64_t meeting, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT " ALL_FIELDS " FROM guest WHERE meeting = ?1 AND person = ?2");
    statement_put_number(find, meeting);
    statement_put_number(find, person);
    return statement_step(find, error) == STEP_ROW ? read_guest(find) : NULL;
}

struct guest *guest_by_token(struct store *store, const char *token, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT " ALL_FIELDS " FROM guest WHERE token = ?1");
    uint8_t hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    statement_put_octets(find, hash, sizeof hash);
    return statement_step(find, error) == STEP_ROW ? read_guest(find) : NULL;
}

/* The rows of `find`. The caller owns it. */
static GPtrArray *read_all(struct statement *find, GError **error)
{
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func((GDestroyNotify)guest_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(guests, read_guest(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&guests) : NULL;
}

GPtrArray *guest_list(struct store *store, int64_t meeting, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT " ALL_FIELDS " FROM guest WHERE meeting = ?1 "
                              "ORDER BY queue IS NULL, queue, person");
    statement_put_number(find, meeting);
    return read_all(find, error);
}

GPtrArray *guest_story(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT " ALL_FIELDS " FROM guest WHERE person = ?1 ORDER BY "
                              "(SELECT starts FROM meeting WHERE id = guest.meeting)");
    statement_put_number(find, person);
    return read_all(find, error);
}

bool guest_count_seats(struct store *store, int64_t meeting, int64_t without,
                       struct guest_tally *tally, GError **error)
{
    *tally = (struct guest_tally){0};
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT coalesce(sum(CASE WHEN seat IN (1, 3) THEN 1 + companions END), 0), "
               "coalesce(sum(seat = 2), 0) FROM guest WHERE meeting = ?1 AND person <> ?2 "
               "AND seat <> 0");
    statement_put_number(find, meeting);
    statement_put_number(find, without);
    if (statement_step(find, error) != STEP_ROW) {
        return false;
    }
    *tally = (struct guest_tally){.taken = statement_number(find, 0),
                                  .waiting = statement_number(find, 1)};
    return true;
}

bool guest_next_offer(struct store *store, int64_t *moment, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT coalesce(min(offer), 9223372036854775807) FROM guest "
                              "WHERE offer IS NOT NULL");
    return statement_run_number(find, moment, error);
}
