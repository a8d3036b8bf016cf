#include "post/imap_client.h"

#include <string.h>

#include "base/failure.h"
#include "post/imap_session.h"

#define SAYING_LIMIT 120 /* characters of the server's that are repeated */

void imap_begin(struct imap *imap, size_t octets)
{
    imap_stream_allow(imap->stream, imap->settings->timeout, octets);
}

void imap_begin_mails(struct imap *imap, size_t mails, size_t octets)
{
    imap_stream_allow(imap->stream, imap->settings->timeout + (int)(mails / IMAP_STREAM_SLOWEST),
                      octets);
}

/* What the server said, fit for a line of the log. The caller owns it. */
static char *saying(const char *text)
{
    GString *said = g_string_new(NULL);
    for (; text != NULL && *text != '\0' && said->len < SAYING_LIMIT; text++) {
        g_string_append_c(said, g_ascii_isprint(*text) && *text != '"' ? *text : ' ');
    }
    return g_strstrip(g_string_free(said, FALSE));
}

/* After an answer that libetpan has no word for: whether the next one is to what we say next. */
static bool goes_on(struct imap *imap)
{
    imap_begin(imap, IMAP_ANSWER);
    return imap_stream_problem(imap->stream) == NULL &&
           mailimap_noop(imap->session) == MAILIMAP_NO_ERROR;
}

/* Only this command was not understood: a refusal, when the connection goes on. */
static void refuse_bad(struct imap *imap, const char *what, const char *said, GError **error)
{
    g_set_error(error, POST_ERROR, goes_on(imap) ? FAILURE_PERMANENT : FAILURE_TEMPORARY,
                "%s: the server answers BAD: %s", what, said);
}

bool imap_fine(struct imap *imap, int result, const char *what, GError **error)
{
    if (result == MAILIMAP_NO_ERROR || result == MAILIMAP_NO_ERROR_AUTHENTICATED ||
        result == MAILIMAP_NO_ERROR_NON_AUTHENTICATED) {
        return true;
    }
    const char *broken = imap_stream_problem(imap->stream);
    g_autofree char *said = saying(imap->session->imap_response);
    if (broken != NULL) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "%s: %s", what, broken);
    } else if (result == MAILIMAP_ERROR_PARSE) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY,
                    "%s: the server's answer is no IMAP that we understand", what);
    } else if (result == MAILIMAP_ERROR_PROTOCOL) { /* tagged BAD (RFC 3501 7.1.3) */
        refuse_bad(imap, what, said, error);
    } else if (result <= MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "%s: the server hangs up: %s", what,
                    said);
    } else {
        g_set_error(error, POST_ERROR, FAILURE_PERMANENT, "%s: the server says no: %s", what, said);
    }
    return false;
}

/* ---- opening -----------------------------------------------------------------------------------
 */

static bool greet(struct imap *imap, GError **error)
{
    imap_begin(imap, IMAP_ANSWER);
    imap->session = mailimap_new(0, NULL);
    int result = mailimap_connect(imap->session, imap_stream_lend(imap->stream));
    if (!imap_fine(imap, result, "greeting", error)) {
        return false;
    }
    if (result == MAILIMAP_NO_ERROR_AUTHENTICATED) {
        /* Whoever is in the way could leave out STARTTLS by it (RFC 3501 6.2.1). */
        g_set_error_literal(error, POST_ERROR, FAILURE_TEMPORARY,
                            "greeting: the server says that we have logged in, which we have not");
        return false;
    }
    return true;
}

static bool start_tls(struct imap *imap, GError **error)
{
    imap_begin(imap, IMAP_ANSWER);
    int result = mailimap_starttls(imap->session);
    if (imap_stream_injected(imap->stream)) { /* libetpan says so as well, but not why */
        g_set_error_literal(error, POST_ERROR, FAILURE_TEMPORARY,
                            "STARTTLS: the server's answers before TLS were tampered with");
        return false;
    }
    return imap_fine(imap, result, "STARTTLS", error) &&
           imap_stream_secure(imap->stream, imap->tls, error);
}

static bool can(struct imap *imap, const char *extension)
{
    return mailimap_has_extension(imap->session, extension) != 0;
}

static bool log_in(struct imap *imap, GError **error)
{
    const struct imap_settings *settings = imap->settings;
    imap_begin(imap, IMAP_ANSWER);
    int result = mailimap_login(imap->session, settings->user, settings->password);
    if (!imap_fine(imap, result, "login", error)) {
        return false;
    }
    /* What was said before the login, and before TLS, does not count. */
    struct mailimap_capability_data *offers = NULL;
    imap_begin(imap, IMAP_ANSWER);
    result = mailimap_capability(imap->session, &offers);
    if (!imap_fine(imap, result, "CAPABILITY", error)) {
        return false;
    }
    g_clear_pointer(&offers, mailimap_capability_data_free);
    imap->idles = mailimap_has_idle(imap->session) != 0;
    imap->uidplus = mailimap_has_uidplus(imap->session) != 0;
    return true;
}

/* A name as the server writes it: modified UTF-7 (RFC 3501 5.1.3), its own sign between the levels.
 * The caller owns it. */
static char *server_name(const char *name, char delimiter)
{
    g_autofree char *own = g_strdup(name);
    if (delimiter != '\0') {
        g_strdelimit(own, "/", delimiter);
    }
    char *encoded = g_convert(own, -1, "UTF-7-IMAP", "UTF-8", NULL, NULL, NULL);
    return encoded != NULL ? encoded : g_steal_pointer(&own);
}

/* LIST "" NAME: how many there are, and the sign between the levels of the last one. */
static bool list(struct imap *imap, const char *name, unsigned *count, char *delimiter,
                 GError **error)
{
    clist *found = NULL;
    imap_begin(imap, IMAP_ANSWER);
    if (!imap_fine(imap, mailimap_list(imap->session, "", name, &found), "LIST", error)) {
        return false;
    }
    *count = 0;
    for (clistiter *at = found != NULL ? clist_begin(found) : NULL; at != NULL;
         at = clist_next(at)) {
        const struct mailimap_mailbox_list *one = clist_content(at);
        *delimiter = one->mb_delimiter;
        ++*count;
    }
    g_clear_pointer(&found, mailimap_list_result_free);
    return true;
}

static bool prepare_done(struct imap *imap, char delimiter, GError **error)
{
    unsigned count = 0;
    char unused = '\0';
    imap->done = server_name(imap->settings->done, delimiter);
    if (!list(imap, imap->done, &count, &unused, error)) {
        return false;
    }
    if (count > 0) {
        return true;
    }
    imap_begin(imap, IMAP_ANSWER);
    if (!imap_fine(imap, mailimap_create(imap->session, imap->done), "CREATE", error)) {
        return false;
    }
    /* Mail programs show what is subscribed to; a server that does not want it is no trouble. */
    imap_begin(imap, IMAP_ANSWER);
    mailimap_subscribe(imap->session, imap->done);
    return imap_stream_problem(imap->stream) == NULL ||
           imap_fine(imap, MAILIMAP_ERROR_STREAM, "SUBSCRIBE", error);
}

static bool takes_keyword(const struct mailimap_selection_info *folder)
{
    for (clistiter *at = folder->sel_perm_flags != NULL ? clist_begin(folder->sel_perm_flags)
                                                        : NULL;
         at != NULL; at = clist_next(at)) {
        const struct mailimap_flag_perm *flag = clist_content(at);
        if (flag->fl_type == MAILIMAP_FLAG_PERM_ALL) {
            return true;
        }
    }
    return false;
}

bool imap_select(struct imap *imap, GError **error)
{
    imap_begin(imap, IMAP_ANSWER);
    if (!imap_fine(imap, mailimap_select(imap->session, imap->folder), "SELECT", error)) {
        return false;
    }
    /* Such a server has no numbers that stay with their mails (RFC 3501 6.3.1): another mail than
     * the one that was read could be moved. */
    if (imap_uidvalidity(imap) == 0) {
        g_set_error_literal(error, POST_ERROR, FAILURE_PERMANENT,
                            "SELECT: the server gives no UIDVALIDITY: which mail is which cannot "
                            "be told, and nothing is read");
        return false;
    }
    return true;
}

static bool select_folder(struct imap *imap, GError **error)
{
    unsigned count = 0;
    char delimiter = '\0';
    if (!list(imap, "", &count, &delimiter, error)) {
        return false;
    }
    if (imap->settings->done != NULL && !prepare_done(imap, delimiter, error)) {
        return false;
    }
    imap->folder = server_name(imap->settings->folder, delimiter);
    if (!imap_select(imap, error)) {
        return false;
    }
    imap->way = can(imap, "MOVE")                                   ? IMAP_MOVE
                : imap->uidplus                                     ? IMAP_EXPUNGE
                : takes_keyword(imap->session->imap_selection_info) ? IMAP_KEYWORD
                                                                    : IMAP_LEAVE;
    return true;
}

static bool open_connection(struct imap *imap, GError **error)
{
    const struct imap_settings *settings = imap->settings;
    if (settings->tls != IMAP_CLEAR) {
        imap->tls = tls_open(settings->host, settings->ca_file, error);
        if (imap->tls == NULL) {
            return false;
        }
    }
    imap->stream = imap_stream_open(settings->host, settings->port, settings->tls == IMAP_CLEAR,
                                    settings->timeout, error);
    return imap->stream != NULL &&
           (settings->tls != IMAP_TLS || imap_stream_secure(imap->stream, imap->tls, error)) &&
           greet(imap, error) && (settings->tls != IMAP_STARTTLS || start_tls(imap, error)) &&
           log_in(imap, error) && select_folder(imap, error);
}

struct imap *imap_open(const struct imap_settings *settings, GError **error)
{
    struct imap *imap = g_new0(struct imap, 1);
    imap->settings = settings;
    if (!open_connection(imap, error)) {
        g_prefix_error(error, "IMAP at %s:%d: ", settings->host, settings->port);
        imap_close(imap);
        return NULL;
    }
    return imap;
}

void imap_close(struct imap *imap)
{
    if (imap == NULL) {
        return;
    }
    if (imap->session != NULL) {
        imap_stream_allow(imap->stream, 1, IMAP_ANSWER);
        mailimap_free(imap->session); /* says LOGOUT when it still can */
    }
    imap_stream_close(imap->stream);
    tls_close(imap->tls);
    g_free(imap->folder);
    g_free(imap->done);
    g_free(imap);
}

uint32_t imap_uidvalidity(const struct imap *imap)
{
    return imap->session->imap_selection_info->sel_uidvalidity;
}

/* ---- waiting -----------------------------------------------------------------------------------
 */

bool imap_idle(struct imap *imap, GError **error)
{
    g_assert(!imap->idle && imap->session->imap_selection_info != NULL);
    if (!imap->idles) {
        return true;
    }
    imap_begin(imap, IMAP_ANSWER);
    int result = mailimap_idle(imap->session);
    /* libetpan does not tell a refusal from what it does not understand. */
    if (result != MAILIMAP_NO_ERROR && goes_on(imap)) {
        imap->idles = false;
        return true;
    }
    imap->idle = imap_fine(imap, result, "IDLE", error);
    return imap->idle;
}

bool imap_idle_done(struct imap *imap, GError **error)
{
    if (!imap->idle) {
        return true;
    }
    imap->idle = false;
    imap_begin(imap, IMAP_ANSWER);
    return imap_fine(imap, mailimap_idle_done(imap->session), "DONE", error);
}

bool imap_is_idle(const struct imap *imap)
{
    return imap->idle;
}

int imap_fd(const struct imap *imap)
{
    return imap_stream_fd(imap->stream);
}

bool imap_pending(const struct imap *imap)
{
    return imap_stream_pending(imap->stream);
}
