/* One line an event on standard error: "<6>deliver sent=64 issue=2013-03". Keys and ids only, never
 * addresses, names or subjects: they are personal data. The level prefix is written when standard
 * error goes to journald (RFC 5424 numbers, sd-daemon(3)), "moedested: " otherwise.
 */
#pragma once

#include <glib.h>

enum log_level {
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_NOTICE = 5,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7
};

/* Lines above this level are dropped. Default: LOG_LEVEL_NOTICE. */
void log_set_level(enum log_level level);

void log_line(enum log_level level, const char *format, ...) G_GNUC_PRINTF(2, 3);

#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_notice(...) log_line(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_info(...) log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)
