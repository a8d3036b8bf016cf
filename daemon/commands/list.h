/* The entry of every subcommand; each stands in the file of its name.
 */
#pragma once

#include "commands/command.h"

int command_backup(const struct invocation *invocation, int argc, char **argv);
int command_check(const struct invocation *invocation, int argc, char **argv);
int command_config(const struct invocation *invocation, int argc, char **argv);
int command_explain(const struct invocation *invocation, int argc, char **argv);
int command_import(const struct invocation *invocation, int argc, char **argv);
int command_inbox(const struct invocation *invocation, int argc, char **argv);
int command_init(const struct invocation *invocation, int argc, char **argv);
int command_match(const struct invocation *invocation, int argc, char **argv);
int command_meeting(const struct invocation *invocation, int argc, char **argv);
int command_newsletter(const struct invocation *invocation, int argc, char **argv);
int command_parse(const struct invocation *invocation, int argc, char **argv);
int command_people(const struct invocation *invocation, int argc, char **argv);
int command_queue(const struct invocation *invocation, int argc, char **argv);
int command_receive(const struct invocation *invocation, int argc, char **argv);
int command_restore(const struct invocation *invocation, int argc, char **argv);
int command_run(const struct invocation *invocation, int argc, char **argv);
int command_jobs(const struct invocation *invocation, int argc, char **argv);
int command_suppress(const struct invocation *invocation, int argc, char **argv);
int command_taxonomy(const struct invocation *invocation, int argc, char **argv);
int command_template(const struct invocation *invocation, int argc, char **argv);
int command_tick(const struct invocation *invocation, int argc, char **argv);
int command_timeline(const struct invocation *invocation, int argc, char **argv);
