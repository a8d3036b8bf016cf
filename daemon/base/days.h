/* Days as numbers that one can count with, of the Gregorian calendar; weeks are those of ISO 8601.
 * Years 1900 to 2200.
 */
#pragma once

#include <stdbool.h>

#define DAYS_ISO_ROOM 11

/* The number of YYYY-MM-DD, or 0 when it is no day. */
int days_from_iso(const char *text);

/* Writes YYYY-MM-DD. */
void days_to_iso(int day, char iso[DAYS_ISO_ROOM]);

/* The number of a day, or 0: 31 June is none. */
int days_from_civil(int year, int month, int day);

void days_to_civil(int number, int *year, int *month, int *day);

/* 1 Monday ... 7 Sunday. */
int days_weekday(int day);

/* Monday of a week, or 0: not every year has a week 53. */
int days_of_week(int year, int week);

int days_easter_sunday(int year);

/* The same day some months later, or the last of that month. */
int days_add_months(int day, int months);

int days_last_of_month(int year, int month);
