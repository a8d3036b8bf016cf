#include "post/imap_mail.h"

#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "post/imap_session.h"
#include "post/maildir_in.h"

#define SEARCH_ANSWER (16u * 1024u * 1024u) /* octets: a million numbers and more */
#define MAIL_SHARE 4096u                    /* octets around each mail in an answer */
#define FIND_LIMIT 16

/* Takes over a text that libetpan will free. */
static char *lasting(const char *text)
{
    char *copy = strdup(text);
    g_assert(copy != NULL);
    return copy;
}

/* A server that says nothing gives no list at all. */
static clistiter *first_of(const clist *list)
{
    return list != NULL ? clist_begin(list) : NULL;
}

/* Ascending numbers, neighbours as ranges. libetpan owns it afterwards, or mailimap_set_free. */
static struct mailimap_set *set_of(const GArray *uids)
{
    struct mailimap_set *set = mailimap_set_new_empty();
    for (guint at = 0; at < uids->len;) {
        guint first = at++;
        while (at < uids->len &&
               g_array_index(uids, uint32_t, at) == g_array_index(uids, uint32_t, at - 1) + 1) {
            at++;
        }
        mailimap_set_add_interval(set, g_array_index(uids, uint32_t, first),
                                  g_array_index(uids, uint32_t, at - 1));
    }
    return set;
}

static int ascending(gconstpointer one, gconstpointer other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return a < b ? -1 : a > b;
}

/* Takes the key. Numbers from `first` on, ascending. */
static GArray *search(struct imap *imap, struct mailimap_search_key *key, uint32_t first,
                      GError **error)
{
    clist *found = NULL;
    imap_begin(imap, SEARCH_ANSWER);
    int result = mailimap_uid_search(imap->session, NULL, key, &found);
    mailimap_search_key_free(key);
    if (!imap_fine(imap, result, "UID SEARCH", error)) {
        return NULL;
    }
    GArray *uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (clistiter *at = first_of(found); at != NULL; at = clist_next(at)) {
        const uint32_t *uid = clist_content(at);
        /* N:* is never empty: it holds the last mail, whatever its number (RFC 3501 6.4.8). */
        if (*uid >= first) {
            g_array_append_val(uids, *uid);
        }
    }
    g_clear_pointer(&found, mailimap_search_result_free);
    g_array_sort(uids, ascending);
    return uids;
}

GArray *imap_uids(struct imap *imap, uint32_t first, GError **error)
{
    /* 0 is the star. */
    struct mailimap_search_key *key =
        mailimap_search_key_new_uid(mailimap_set_new_interval(first, 0));
    if (imap->way == IMAP_KEYWORD) {
        struct mailimap_search_key *both = mailimap_search_key_new_multiple_empty();
        mailimap_search_key_multiple_add(both, key);
        mailimap_search_key_multiple_add(
            both, mailimap_search_key_new_unkeyword(lasting(IMAP_DONE_KEYWORD)));
        key = both;
    }
    return search(imap, key, first, error);
}

GArray *imap_older(struct imap *imap, int64_t moment, GError **error)
{
    g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(moment);
    struct mailimap_date *date = mailimap_date_new(
        g_date_time_get_day_of_month(day), g_date_time_get_month(day), g_date_time_get_year(day));
    return search(imap, mailimap_search_key_new_before(date), 1, error);
}

/* ---- fetching ----------------------------------------------------------------------------------
 */

/* What one answer to FETCH says; others than those asked for come too. */
struct fetched {
    uint32_t uid, size;
    const char *octets; /* NULL: none; borrowed */
    size_t length;
};

static struct fetched read_answer(const struct mailimap_msg_att *answer)
{
    struct fetched fetched = {0};
    for (clistiter *at = first_of(answer->att_list); at != NULL; at = clist_next(at)) {
        const struct mailimap_msg_att_item *item = clist_content(at);
        const struct mailimap_msg_att_static *one =
            item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC ? item->att_data.att_static : NULL;
        if (one == NULL) {
            continue;
        }
        if (one->att_type == MAILIMAP_MSG_ATT_UID) {
            fetched.uid = one->att_data.att_uid;
        } else if (one->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE) {
            fetched.size = one->att_data.att_rfc822_size;
        } else if (one->att_type == MAILIMAP_MSG_ATT_BODY_SECTION) {
            fetched.octets = one->att_data.att_body_section->sec_body_part;
            fetched.length = one->att_data.att_body_section->sec_length;
        }
    }
    return fetched;
}

/* What the answers of a FETCH weigh. */
struct weight {
    size_t said; /* for which there is time */
    size_t most; /* that may come; what is more than was said must come at a fair speed */
};

/* UID FETCH of one thing; takes it. The caller frees the list with mailimap_fetch_list_free. */
static clist *fetch(struct imap *imap, const GArray *uids, struct mailimap_fetch_att *what,
                    struct weight weight, GError **error)
{
    struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();
    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
    mailimap_fetch_type_new_fetch_att_list_add(type, what);
    struct mailimap_set *set = set_of(uids);
    clist *answers = NULL;
    imap_begin_mails(imap, weight.said, weight.most + (size_t)uids->len * MAIL_SHARE + IMAP_ANSWER);
    int result = mailimap_uid_fetch(imap->session, set, type, &answers);
    mailimap_set_free(set);
    mailimap_fetch_type_free(type);
    if (!imap_fine(imap, result, "UID FETCH", error)) {
        return NULL;
    }
    return answers != NULL ? answers : clist_new();
}

/* Where a number stands in `uids`, or -1. */
static int place_of(const GArray *uids, uint32_t uid)
{
    guint place = 0;
    return g_array_binary_search((GArray *)(uintptr_t)uids, &uid, ascending, &place) ? (int)place
                                                                                     : -1;
}

size_t *imap_sizes(struct imap *imap, const GArray *uids, GError **error)
{
    clist *answers =
        fetch(imap, uids, mailimap_fetch_att_new_rfc822_size(), (struct weight){0}, error);
    if (answers == NULL) {
        return NULL;
    }
    size_t *sizes = g_new0(size_t, uids->len);
    for (clistiter *at = first_of(answers); at != NULL; at = clist_next(at)) {
        struct fetched fetched = read_answer(clist_content(at));
        int place = place_of(uids, fetched.uid);
        if (place >= 0) {
            sizes[place] = MAX(fetched.size, 1);
        }
    }
    mailimap_fetch_list_free(answers);
    return sizes;
}

static void mail_free(void *data)
{
    struct imap_mail *mail = data;
    g_free(mail->octets);
    g_free(mail);
}

/* Takes `what`. */
static GPtrArray *fetch_sections(struct imap *imap, const GArray *uids,
                                 struct mailimap_fetch_att *what, struct weight weight,
                                 GError **error)
{
    clist *answers = fetch(imap, uids, what, weight, error);
    if (answers == NULL) {
        return NULL;
    }
    GPtrArray *mails = g_ptr_array_new_with_free_func(mail_free);
    for (clistiter *at = first_of(answers); at != NULL; at = clist_next(at)) {
        struct fetched fetched = read_answer(clist_content(at));
        if (fetched.octets == NULL || place_of(uids, fetched.uid) < 0) {
            continue;
        }
        struct imap_mail *mail = g_new0(struct imap_mail, 1);
        mail->uid = fetched.uid;
        mail->octets = g_malloc(fetched.length + 1);
        memcpy(mail->octets, fetched.octets, fetched.length);
        mail->octets[fetched.length] = '\0';
        mail->length = fetched.length;
        g_ptr_array_add(mails, mail);
    }
    mailimap_fetch_list_free(answers);
    return mails;
}

static GPtrArray *fetch_part(struct imap *imap, const GArray *uids, size_t said, uint32_t part,
                             GError **error)
{
    struct mailimap_fetch_att *what =
        mailimap_fetch_att_new_body_peek_section_partial(mailimap_section_new(NULL), 0, part);
    return fetch_sections(imap, uids, what, (struct weight){MIN(said, part), part}, error);
}

static GPtrArray *fetch_whole(struct imap *imap, const GArray *uids, struct weight weight,
                              GError **error)
{
    struct mailimap_fetch_att *what =
        mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL));
    return fetch_sections(imap, uids, what, weight, error);
}

/* Some servers (Exchange) only estimate the size of a mail, and some are far off: what did not come
 * may weigh whatever can be taken, and at last even more. */
static GPtrArray *fetch_weighed(struct imap *imap, const GArray *uids, size_t octets,
                                unsigned failures, GError **error)
{
    size_t said = octets + octets / 4;
    if (octets > MAILDIR_IN_LIMIT + MAILDIR_IN_LIMIT / 4) {
        return fetch_part(imap, uids, said, MAILDIR_IN_PART, error);
    }
    if (octets > MAILDIR_IN_LIMIT || failures > 1) {
        return fetch_part(imap, uids, said, MAILDIR_IN_LIMIT + 1, error);
    }
    const size_t most = failures == 0 ? said : MAX(said, MAILDIR_IN_LIMIT);
    return fetch_whole(imap, uids, (struct weight){said, most}, error);
}

GPtrArray *imap_fetch(struct imap *imap, const GArray *uids, size_t octets, unsigned failures,
                      GError **error)
{
    GPtrArray *mails = fetch_weighed(imap, uids, octets, failures, error);
    for (guint at = 0; mails != NULL && at < mails->len; at++) {
        struct imap_mail *mail = mails->pdata[at];
        mail->length = mail->length > MAILDIR_IN_LIMIT ? MAILDIR_IN_PART : mail->length;
    }
    return mails;
}

/* "Message-ID: <x>" CRLF CRLF -> whether x is the one. */
static bool is_message_id(const char *header, const char *message_id)
{
    const char *begin = strchr(header, '<');
    const char *end = begin != NULL ? strchr(begin, '>') : NULL;
    return end != NULL && (size_t)(end - begin - 1) == strlen(message_id) &&
           strncmp(begin + 1, message_id, strlen(message_id)) == 0;
}

/* Those of `uids` that have the Message-ID. */
static GArray *confirm(struct imap *imap, const GArray *uids, const char *message_id,
                       GError **error)
{
    clist *names = clist_new();
    clist_append(names, lasting("Message-ID"));
    struct mailimap_section *section =
        mailimap_section_new_header_fields(mailimap_header_list_new(names));
    g_autoptr(GPtrArray) headers = fetch_sections(
        imap, uids, mailimap_fetch_att_new_body_peek_section(section), (struct weight){0}, error);
    if (headers == NULL) {
        return NULL;
    }
    GArray *found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint at = 0; at < headers->len; at++) {
        const struct imap_mail *mail = g_ptr_array_index(headers, at);
        if (is_message_id(mail->octets, message_id)) {
            g_array_append_val(found, mail->uid);
        }
    }
    return found;
}

GArray *imap_find(struct imap *imap, const char *message_id, GError **error)
{
    /* A copy that came since the last command is seen only after it. */
    imap_begin(imap, IMAP_ANSWER);
    if (!imap_fine(imap, mailimap_noop(imap->session), "NOOP", error)) {
        return NULL;
    }
    g_autofree char *wanted = g_strdup_printf("<%s>", message_id);
    g_autoptr(GArray) maybe = search(
        imap, mailimap_search_key_new_header(lasting("Message-ID"), lasting(wanted)), 1, error);
    if (maybe == NULL || maybe->len == 0) {
        return g_steal_pointer(&maybe);
    }
    g_array_set_size(maybe, MIN(maybe->len, FIND_LIMIT));
    return confirm(imap, maybe, message_id, error); /* the search finds substrings */
}

/* ---- away with them ----------------------------------------------------------------------------
 */

/* STORE +FLAGS.SILENT; takes the flag. */
static bool mark(struct imap *imap, struct mailimap_set *set, struct mailimap_flag *flag,
                 GError **error)
{
    struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
    mailimap_flag_list_add(flags, flag);
    struct mailimap_store_att_flags *store = mailimap_store_att_flags_new_add_flags_silent(flags);
    imap_begin(imap, IMAP_ANSWER);
    int result = mailimap_uid_store(imap->session, set, store);
    mailimap_store_att_flags_free(store);
    return imap_fine(imap, result, "UID STORE", error);
}

static bool expunge(struct imap *imap, struct mailimap_set *set, GError **error)
{
    if (!mark(imap, set, mailimap_flag_new_deleted(), error)) {
        return false;
    }
    imap_begin(imap, IMAP_ANSWER);
    return imap_fine(imap, mailimap_uid_expunge(imap->session, set), "UID EXPUNGE", error);
}

static bool settle(struct imap *imap, struct mailimap_set *set, bool *copied, GError **error)
{
    imap_begin(imap, IMAP_ANSWER);
    if (imap->way == IMAP_MOVE) {
        return imap_fine(imap, mailimap_uid_move(imap->session, set, imap->done), "UID MOVE",
                         error);
    }
    *copied = imap_fine(imap, mailimap_uid_copy(imap->session, set, imap->done), "UID COPY", error);
    if (!*copied) {
        return false;
    }
    return imap->way == IMAP_EXPUNGE
               ? expunge(imap, set, error)
               : mark(imap, set, mailimap_flag_new_flag_keyword(lasting(IMAP_DONE_KEYWORD)), error);
}

bool imap_settle(struct imap *imap, const GArray *uids, bool *copied, GError **error)
{
    *copied = false;
    if (uids->len == 0 || imap->way == IMAP_LEAVE || imap->done == NULL) {
        return true;
    }
    struct mailimap_set *set = set_of(uids);
    bool done = settle(imap, set, copied, error);
    mailimap_set_free(set);
    return done;
}

bool imap_remove(struct imap *imap, const GArray *uids, GError **error)
{
    if (!imap->uidplus) {
        g_set_error_literal(error, POST_ERROR, FAILURE_PERMANENT,
                            "the server has no UIDPLUS: nothing can be removed without removing "
                            "what others have marked");
        return false;
    }
    struct mailimap_set *set = set_of(uids);
    bool done = uids->len == 0 || expunge(imap, set, error);
    mailimap_set_free(set);
    return done;
}
