/* Finds the subcommand. */
#include <glib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "commands/command.h"

int main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return EXIT_USAGE;
}
