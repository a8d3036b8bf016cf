#include "commands/jobs_post.h"

#include <stdio.h>
#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "mail/address.h"
#include "mail/mime_write.h"
#include "process/understander.h"
#include "store/inbound.h"

#define FILE_LIMIT (256u * 1024u)

/* What the file says. `text` and the values are pieces of `owned`. */
struct paper {
    const char *file;
    char *owned;
    char *from, *subject, *text;
};

/* The value of a line "Fra: ..." at `at`, and where the next line begins; NULL: it is another line.
 */
static char *take_line(const struct office *office, char *at, const char *key, char **next)
{
    static const char *const languages[] = {"da", "en"};
    size_t length = strcspn(at, "\n");
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
        const char *word = templates_word(office->templates, languages[i], "posting-file", key);
        size_t size = strlen(word);
        if (size < length && at[size] == ':' && g_ascii_strncasecmp(at, word, size) == 0) {
            *next = at + length + (at[length] == '\n' ? 1 : 0);
            at[length] = '\0';
            return g_strstrip(at + size + 1);
        }
    }
    return NULL;
}

static bool read_paper(const struct office *office, struct paper *paper, GError **error)
{
    paper->owned = file_read_text(paper->file, FILE_LIMIT, error);
    if (paper->owned == NULL) {
        return false;
    }
    char *at = paper->owned;
    for (bool found = true; found;) {
        at += strspn(at, "\n \t");
        char *from = take_line(office, at, "from", &at);
        char *subject = from == NULL ? take_line(office, at, "subject", &at) : NULL;
        paper->from = from != NULL ? from : paper->from;
        paper->subject = subject != NULL ? subject : paper->subject;
        found = from != NULL || subject != NULL;
    }
    paper->text = g_strchomp(at);
    if (*paper->text == '\0') {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s: there is no text in it; write what the job is, as its employer would",
                    paper->file);
    }
    return *paper->text != '\0';
}

/* Whose job it is. The caller owns it; NULL: `error`. */
static struct person *employer_of(const struct office *office, const struct paper *paper,
                                  const char *given, GError **error)
{
    const char *written = given != NULL ? given : paper->from;
    if (written == NULL) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s:1: whose job is it? Begin with a line \"%s: ADDRESS\", or say --employer "
                    "ADDRESS",
                    paper->file, templates_word(office->templates, "da", "posting-file", "from"));
        return NULL;
    }
    g_autofree char *address = address_parse(written, error);
    g_autoptr(GPtrArray) people =
        address != NULL ? person_by_address(office->store, address, error) : NULL;
    if (people == NULL) {
        return NULL;
    }
    for (guint i = 0; i < people->len; i++) {
        const struct person *person = people->pdata[i];
        if (person->role == PERSON_EMPLOYER) {
            return person_get(office->store, person->id, error);
        }
    }
    g_set_error(error, BASE_ERROR, FAILURE_NOT_FOUND,
                people->len == 0 ? "%s: nobody is known with the address %s (moedested import)"
                                 : "%s: %s is no employer (moedested people show)",
                paper->file, written);
    return NULL;
}

/* The mail that the employer might have written. The caller owns it. */
static GBytes *as_mail(const struct office *office, const struct paper *paper,
                       const struct person *person, GError **error)
{
    g_autofree char *unique = g_uuid_string_random();
    const char *domain = config_text(office->config, CONFIG_SITE_DOMAIN);
    g_autofree char *id = g_strconcat(unique, "@", *domain == '\0' ? "localhost" : domain, NULL);
    int64_t now = clock_now(office->clock);
    const struct mail_draft draft = {
        .from = {.name = person->name, .address = person_address(person)},
        .to = {.address = config_text(office->config, CONFIG_SITE_ADDRESS)},
        .subject = paper->subject != NULL ? paper->subject : "",
        .date = now,
        .message_id = id,
        .text = paper->text};
    return mail_write(&draft, error);
}

/* Whether it is understood as a posting; says so when not. */
static bool is_posting(const struct office *office, const struct paper *paper, GBytes *raw,
                       GError **error)
{
    SCOPED(understander)
    struct understander *understander = understander_start_for(office->config, error);
    g_autofree char *today = clock_format(office->clock, clock_now(office->clock));
    today[strlen("2013-03-20")] = '\0';
    struct understander_mail mail = {.replying_to = "none", .today = today};
    mail.raw = g_bytes_get_data(raw, &mail.length);
    if (understander == NULL || !understander_read(understander, &mail, 1, error)) {
        return false;
    }
    SCOPED(verdict) struct verdict *verdict = mail.verdict;
    bool found = verdict != NULL && verdict_intent(verdict, "job") != NULL;
    if (!found) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s: no job posting was understood in it; say what is wanted in a sentence, "
                    "such as \"Vi søger en pedel, 20 timer om ugen\"",
                    paper->file);
    }
    return found;
}

static bool keep(const struct office *office, const struct paper *paper, GBytes *raw,
                 GError **error)
{
    g_autofree char *unique = g_uuid_string_random();
    g_autofree char *source = g_strconcat("post:", unique, NULL);
    int64_t id = 0;
    bool fresh = false;
    size_t length = 0;
    const char *octets = g_bytes_get_data(raw, &length);
    if (!inbound_keep(office->store, clock_now(office->clock), source, NULL, octets, length, &id,
                      &fresh, error)) {
        return false;
    }
    fprintf(stderr,
            "%s: taken in as mail %" G_GINT64_FORMAT "; after the next round its employer is asked "
            "whether it is right\n",
            paper->file, id);
    return true;
}

static bool post(const struct office *office, struct paper *paper, const char *employer,
                 GError **error)
{
    if (!read_paper(office, paper, error)) {
        return false;
    }
    SCOPED(person) struct person *person = employer_of(office, paper, employer, error);
    g_autoptr(GBytes) raw = person != NULL ? as_mail(office, paper, person, error) : NULL;
    return raw != NULL && is_posting(office, paper, raw, error) && keep(office, paper, raw, error);
}

int jobs_post(const struct invocation *invocation, const char *file, const char *employer)
{
    struct site site;
    int status = site_open(invocation, HOUSE_NOTE, "jobs", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    g_autoptr(GError) error = NULL;
    struct paper paper = {.file = file};
    if (!post(&site.house->office, &paper, employer, &error)) {
        status = command_fail(error);
    }
    g_free(paper.owned);
    site_close(&site);
    return status;
}
