/* A row of digits that may be a CPR number, in the ways people write one: with blanks, dashes, line
 * breaks, marks that nobody sees, wide digits, the year with four digits. Between cpr.c and
 * cpr_read.c only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define CPR_DIGITS 10

/* What may stand between two digits of a number. */
enum cpr_divider {
    CPR_NONE,
    CPR_BLANK, /* blanks, also a line break and the marks of a quotation behind it */
    CPR_DASH,  /* with or without blanks around it */
    CPR_DOT,   /* or a slash, or the low line of file names */
    CPR_OTHER
};

struct cpr_number {
    int digits[CPR_DIGITS];           /* DDMMYY, and the four behind them */
    enum cpr_divider day, date, last; /* behind two, six, eight of them */
    bool spaced;                      /* a blank behind every digit: "1 5 0 3 5 8 - 1 2 3 4" */
    int century;                      /* 19 or 20 when the year has four digits, or 0 */
    bool tail;                        /* nothing but the four: "de sidste fire er 1234" */
    const char *end;
};

/* The octets of the digit that begins at `at`, or 0. */
size_t cpr_digit_length(const char *at);

/* The number that begins at `at`; false when there is none. Its date may be none. */
bool cpr_read(const char *at, struct cpr_number *number);

/* The same of ten digits, or twelve with the year first or last, whatever marks stand between them:
 * for places where one is announced. Letters that look like a digit count as one. */
bool cpr_read_loosely(const char *at, struct cpr_number *number);

/* Four digits that stand alone, and are no year. */
bool cpr_read_tail(const char *at, struct cpr_number *number);
