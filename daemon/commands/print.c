#include "commands/print.h"

#include <stdio.h>

void print_row(const json_t *row)
{
    g_autofree char *text = json_dumps(row, JSON_COMPACT | JSON_REAL_PRECISION(6));
    puts(text);
}

char *print_time(const struct clock *clock, int64_t moment)
{
    g_autoptr(GDateTime) civil = clock_civil(clock, moment);
    return g_date_time_format(civil, "%Y-%m-%d %H:%M");
}
