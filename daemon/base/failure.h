/* What can go wrong, as the caller has to decide about it.
 *
 * Each room has its own GError domain; the codes are the same everywhere, so that a caller
 * can decide without knowing who spoke. The text of an error is one sentence for a person:
 * what happened, where, and what to do.
 */
#pragma once

#include <glib.h>

enum failure {
    FAILURE_INPUT = 1,     /* what somebody gave us is wrong: tell them, or quarantine it */
    FAILURE_TEMPORARY,     /* try again later */
    FAILURE_PERMANENT,     /* trying again will not help */
    FAILURE_CONFIGURATION, /* stop at the start and say which line */
    FAILURE_LOCKED,        /* another instance has it */
    FAILURE_NOT_FOUND      /* what was asked for is not there */
};

#define BASE_ERROR g_quark_from_static_string("moedested-base")
#define MAIL_ERROR g_quark_from_static_string("moedested-mail")
#define CALENDAR_ERROR g_quark_from_static_string("moedested-calendar")
#define STORE_ERROR g_quark_from_static_string("moedested-store")
#define UNDERSTAND_ERROR g_quark_from_static_string("moedested-understand")
#define MATCH_ERROR g_quark_from_static_string("moedested-match")
#define COMPOSE_ERROR g_quark_from_static_string("moedested-compose")
#define POST_ERROR g_quark_from_static_string("moedested-post")
#define ACT_ERROR g_quark_from_static_string("moedested-act")
#define PROCESS_ERROR g_quark_from_static_string("moedested-process")
