#include "act/newsletter_proof.h"

#include <string.h>

#include "act/letter.h"
#include "act/newsletter.h"
#include "act/staff.h"
#include "base/failure.h"
#include "base/text.h"
#include "mail/mime_write.h"
#include "store/approval.h"
#include "store/ledger.h"

static struct person *made_up(enum person_role role, const char *name, const char *workplace)
{
    struct person *person = person_new();
    person->role = role;
    g_free(person->name);
    person->name = g_strdup(name);
    g_free(person->workplace);
    person->workplace = g_strdup(workplace);
    g_ptr_array_add(person->addresses, g_strdup("karen.oestergaard@post.example"));
    return person;
}

GPtrArray *proof_made_up(enum person_role role)
{
    GPtrArray *people = g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
    g_ptr_array_add(people, made_up(role, "Karen Østergaard", "Børnehuset Åkanden"));
    g_ptr_array_add(people, made_up(role,
                                    "Anne-Marie Charlotte Elisabeth Frederikke von "
                                    "Rosenkrantz-Løvenskiold-Brockenhuus-Schack",
                                    "Den Selvejende Institution Plejehjemmet Sølund, "
                                    "afdelingen for genoptræning og aktiviteter"));
    g_ptr_array_add(people, made_up(role, "", ""));
    g_ptr_array_add(people, made_up(role, "Søren Ærø <b>Ågård</b>", "*Æ* & [Ø](http://x)"));
    return people;
}

bool proof_render(const struct office *office, const char *issue, const struct person *person,
                  struct rendered *rendered, bool *gets_it, GError **error)
{
    *gets_it = false;
    g_autoptr(GError) failure = NULL;
    SCOPED(form) struct form *form = newsletter_compile(office, issue, person->role, &failure);
    if (form == NULL) {
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        return true;
    }
    *gets_it = true;
    g_autoptr(GBytes) slots = newsletter_slots(office, form, issue, person, 0, NULL, NULL);
    if (!form_preview(form, slots, rendered)) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT, "issue %s does not render", issue);
        return false;
    }
    return true;
}

/* Whom a proof goes to. */
struct reader {
    const char *address, *issue;
    const char *hash; /* of the issue: their reply counts; NULL: it does not */
    int64_t person;   /* 0: a stranger */
};

static bool queue_proof(const struct office *office, const struct reader *reader,
                        const struct rendered *rendered, GError **error)
{
    int64_t row = 0;
    if (!ledger_next(office->store, &row, error)) {
        return false;
    }
    json_auto_t *values = json_object();
    struct mail_tokens tokens;
    letter_addresses(office, "proof", reader->person, row, values, &tokens);
    const char *language = "da";
    g_autofree char *subject =
        g_strdup_printf("[%s] %s", templates_word(office->templates, language, "timeline", "proof"),
                        rendered->subject);
    int64_t now = clock_now(office->clock);
    g_autoptr(GDateTime) civil = clock_civil(office->clock, now);
    struct mail_draft draft = {
        .from = {config_text(office->config, CONFIG_SITE_NAME),
                 config_text(office->config, CONFIG_SITE_ADDRESS)},
        .to = {NULL, reader->address},
        .reply_to = {NULL, json_string_value(json_object_get(values, "svaradresse"))},
        .subject = subject,
        .date = now,
        .offset = (int)(g_date_time_get_utc_offset(civil) / G_TIME_SPAN_SECOND),
        .message_id = json_string_value(json_object_get(values, "beskedid")),
        .auto_submitted = "auto-generated",
        .language = language,
        .text = rendered->text,
        .html = rendered->html,
        .pictures = rendered->pictures,
    };
    g_autoptr(GBytes) composed = mail_write(&draft, error);
    if (composed == NULL) {
        return false;
    }
    g_autofree char *kind = g_strdup("proof");
    g_autofree char *recipient = g_strdup(reader->address);
    g_autofree char *sender = g_strdup(json_string_value(json_object_get(values, "konvolut")));
    g_autofree char *message_id = g_strdup(draft.message_id);
    struct ledger_mail mail = {.id = row,
                               .state = LEDGER_QUEUED,
                               .class = LEDGER_OPEN,
                               .kind = kind,
                               .person = reader->person,
                               .recipient = recipient,
                               .sender = sender,
                               .message_id = message_id,
                               .queued = now,
                               .due = now,
                               .composed = composed};
    struct cause cause = {.at = now, .actor = "staff"};
    const char *const words[] = {tokens.reply, tokens.bounce};
    static const enum token_purpose purposes[] = {TOKEN_REPLY, TOKEN_BOUNCE};
    bool added = false;
    return ledger_queue(office->store, &cause, &mail, "proof", words, purposes, G_N_ELEMENTS(words),
                        &added, error) &&
           (reader->hash == NULL ||
            approval_proof_add(office->store, row, reader->issue, reader->hash, error));
}

static bool send_role(const struct office *office, const struct reader *reader,
                      enum person_role role, unsigned *mails, GError **error)
{
    g_autoptr(GPtrArray) people = proof_made_up(role);
    struct rendered rendered = {0};
    bool gets_it = false;
    bool done = proof_render(office, reader->issue, people->pdata[0], &rendered, &gets_it, error);
    if (done && gets_it) {
        done = queue_proof(office, reader, &rendered, error);
        *mails += done ? 1 : 0;
    }
    rendered_clear(&rendered);
    return done;
}

static bool send_both(const struct office *office, const struct reader *reader, unsigned *mails,
                      GError **error)
{
    return send_role(office, reader, PERSON_SEEKER, mails, error) &&
           send_role(office, reader, PERSON_EMPLOYER, mails, error);
}

bool proof_send(const struct office *office, const char *issue, const char *address,
                unsigned *mails, GError **error)
{
    const struct reader reader = {.address = address, .issue = issue};
    *mails = 0;
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && send_both(office, &reader, mails, error) &&
           store_commit(office->store, error);
}

/* The letter that says what to do with the proofs; a reply to it counts as one to them. */
static bool send_letter(const struct office *office, const struct cause *cause,
                        const struct reader *reader, const struct person *person, GError **error)
{
    g_autofree char *needed =
        g_strdup_printf("%d", (int)config_number(office->config, CONFIG_NEWSLETTER_APPROVALS));
    json_auto_t *more = json_pack("{s:s, s:s, s:s}", "nummer", reader->issue, "godkendere", needed,
                                  "flere", strcmp(needed, "1") != 0 ? "ja" : "");
    int64_t row = 0;
    const struct letter letter = {.name = "staff-proof",
                                  .person = person,
                                  .recipient = reader->address,
                                  .replies = "proof",
                                  .queued = &row,
                                  .more = more};
    return letter_send(office, cause, &letter, error) &&
           (row == 0 || approval_proof_add(office->store, row, reader->issue, reader->hash, error));
}

bool proof_send_staff(const struct office *office, const struct cause *cause, const char *issue,
                      unsigned *mails, GError **error)
{
    g_autofree char *hash = newsletter_hash(office, issue, error);
    g_autoptr(GArray) ids = hash != NULL ? staff_all(office, error) : NULL;
    if (ids == NULL) {
        return false;
    }
    for (guint at = 0; at < ids->len; at++) {
        SCOPED(person)
        struct person *person = person_get(office->store, g_array_index(ids, int64_t, at), error);
        if (person == NULL) {
            return false;
        }
        const struct reader reader = {
            .address = person_address(person), .issue = issue, .hash = hash, .person = person->id};
        if (!send_both(office, &reader, mails, error) ||
            !send_letter(office, cause, &reader, person, error)) {
            return false;
        }
        *mails += 1;
    }
    return true;
}
