/* Where a value stands that cannot be used. */
#include "base/config_data.h"
#include "base/failure.h"

void config_blame(const struct config *config, enum config_key key, GError **error)
{
    if (error == NULL || *error == NULL) {
        return;
    }
    const struct config_row *row = config_row(key);
    unsigned line = config_line(config, key);
    g_autofree char *number = line > 0 ? g_strdup_printf(":%u", line) : g_strdup("");
    g_prefix_error(error, "%s%s: [%s] %s: ", config->file != NULL ? config->file : "configuration",
                   number, row->section, row->name);
    if ((*error)->code != FAILURE_TEMPORARY) {
        (*error)->domain = BASE_ERROR;
        (*error)->code = FAILURE_CONFIGURATION;
    }
}

bool config_refuse(const struct config *config, enum config_key key, GError **error,
                   const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autoptr(GError) failure =
        g_error_new_valist(BASE_ERROR, FAILURE_CONFIGURATION, format, values);
    va_end(values);
    config_blame(config, key, &failure);
    g_propagate_error(error, g_steal_pointer(&failure));
    return false;
}
