#include "mail/mime_calendar.h"

#include <string.h>

#include "base/failure.h"

static bool has_crlf_only(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if ((*at == '\n' && (at == text || at[-1] != '\r')) || (*at == '\r' && at[1] != '\n')) {
            return false;
        }
    }
    return true;
}

/* Outlook believes the property when the two differ (MS-STANOICAL 2.2.168), others the parameter.
 */
static bool has_method(const char *calendar, const char *method)
{
    const char *first = strstr(calendar, "\r\nMETHOD:");
    g_autofree char *wanted = g_strdup_printf("\r\nMETHOD:%s\r\n", method);
    return first != NULL && g_str_has_prefix(first, wanted) &&
           strstr(first + 1, "\r\nMETHOD:") == NULL;
}

bool mime_calendar_check(const struct mail_draft *draft, GError **error)
{
    if (draft->calendar == NULL) {
        return true;
    }
    g_assert(draft->method != NULL && draft->html != NULL);
    if (g_utf8_validate(draft->calendar, -1, NULL) && has_crlf_only(draft->calendar) &&
        has_method(draft->calendar, draft->method)) {
        return true;
    }
    g_set_error(error, MAIL_ERROR, FAILURE_INPUT,
                "the calendar object is not UTF-8 with CRLF, or its METHOD is not %s",
                draft->method);
    return false;
}
