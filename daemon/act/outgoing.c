#include "act/outgoing.h"

#include "base/failure.h"
#include "compose/form.h"
#include "store/issue.h"
#include "store/person.h"

GBytes *outgoing_octets(const struct office *office, const struct ledger_mail *mail, GError **error)
{
    if (mail->composed != NULL) {
        return g_bytes_ref(mail->composed);
    }
    SCOPED(person)
    struct person *person =
        mail->issue != NULL ? person_get(office->store, mail->person, error) : NULL;
    g_autoptr(GBytes) frozen =
        person != NULL ? issue_compiled(office->store, mail->issue, person->role, error) : NULL;
    SCOPED(form) struct form *form = frozen != NULL ? form_thaw(frozen, error) : NULL;
    GString *message = g_string_new(NULL);
    if (form != NULL && mail->slots != NULL && form_run(form, mail->slots, message)) {
        return g_string_free_to_bytes(message);
    }
    g_string_free(message, TRUE);
    if (error != NULL && *error == NULL) {
        g_set_error(error, ACT_ERROR, FAILURE_NOT_FOUND,
                    "mail %" G_GINT64_FORMAT " cannot be made again", mail->id);
    }
    return NULL;
}
