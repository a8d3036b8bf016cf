#include "act/newsletter_proof.h"

#include "act/letter.h"
#include "act/newsletter.h"
#include "base/failure.h"
#include "base/text.h"
#include "mail/mime_write.h"
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

static bool queue_proof(const struct office *office, const char *address,
                        const struct rendered *rendered, GError **error)
{
    int64_t row = 0;
    if (!ledger_next(office->store, &row, error)) {
        return false;
    }
    json_auto_t *values = json_object();
    struct mail_tokens tokens;
    letter_addresses(office, "proof", 0, row, values, &tokens);
    const char *language = "da";
    g_autofree char *subject =
        g_strdup_printf("[%s] %s", templates_word(office->templates, language, "timeline", "proof"),
                        rendered->subject);
    int64_t now = clock_now(office->clock);
    g_autoptr(GDateTime) civil = clock_civil(office->clock, now);
    struct mail_draft draft = {
        .from = {config_text(office->config, CONFIG_SITE_NAME),
                 config_text(office->config, CONFIG_SITE_ADDRESS)},
        .to = {NULL, address},
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
    g_autofree char *recipient = g_strdup(address);
    g_autofree char *sender = g_strdup(json_string_value(json_object_get(values, "konvolut")));
    g_autofree char *message_id = g_strdup(draft.message_id);
    struct ledger_mail mail = {.id = row,
                               .state = LEDGER_QUEUED,
                               .class = LEDGER_OPEN,
                               .kind = kind,
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
                        &added, error);
}

static bool send_role(const struct office *office, const char *issue, enum person_role role,
                      const char *address, unsigned *mails, GError **error)
{
    g_autoptr(GPtrArray) people = proof_made_up(role);
    struct rendered rendered = {0};
    bool gets_it = false;
    bool done = proof_render(office, issue, people->pdata[0], &rendered, &gets_it, error);
    if (done && gets_it) {
        done = queue_proof(office, address, &rendered, error);
        *mails += done ? 1 : 0;
    }
    rendered_clear(&rendered);
    return done;
}

bool proof_send(const struct office *office, const char *issue, const char *address,
                unsigned *mails, GError **error)
{
    *mails = 0;
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           send_role(office, issue, PERSON_SEEKER, address, mails, error) &&
           send_role(office, issue, PERSON_EMPLOYER, address, mails, error) &&
           store_commit(office->store, error);
}
