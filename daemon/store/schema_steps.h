/* The steps from an empty store to today's: literals of each, closed by NULL. Private to
 * daemon/store/.
 */
#pragma once

extern const char *const *const schema_steps[];
extern const int schema_step_count;

extern const char *const schema_meetings[];
extern const char *const schema_listings[];
extern const char *const schema_pairs[];
extern const char *const schema_digests[];
extern const char *const schema_funnel[];
extern const char *const schema_overdue[];
extern const char *const schema_aside[];
extern const char *const schema_fresh[];
extern const char *const schema_liked[];
extern const char *const schema_numbers[];
