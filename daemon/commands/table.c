/* The table of subcommands: what `moedested --help` lists, in the order in which one meets them. */
#include "commands/command.h"
#include "commands/list.h"

const struct command commands[] = {
    {"init", "make a directory that works at once", "DIR",
     "Makes DIR with moedested.conf (SQLite, Maildir in and out), the templates, the key of our\n"
     "reply addresses and an empty store. Nothing that is there already is overwritten.",
     command_init},
    {"check", "read the configuration and every template, and say what is wrong", "[--json]",
     "Findings are printed as file:line:column: message. Exit status 1 when there is an error, 3\n"
     "when the configuration names a key, store, folder or password file that cannot be used.",
     command_check},
    {"config", "show the effective configuration", "[--changed | --sample]", NULL, command_config},
    {"import", "bring people in from a sheet", "FILE.csv",
     "Columns: address,name,role,language,phone,postcode,workplace,administration,\n"
     "consent_source,consent_date. Several addresses are separated by a blank; role is seeker,\n"
     "employer or staff. With an empty consent_source the person is asked first. A bad row is\n"
     "named with its line, the good ones go in; the same sheet twice changes nothing.",
     command_import},
    {"people", "who is known, and one person's story",
     "list [--role ROLE] [--json]\nshow ADDRESS [--json]", NULL, command_people},
    {"newsletter", "preview, approve and send an issue",
     "list [--json]\n"
     "preview ISSUE [--to DIR] [--person ADDRESS]\n"
     "test ISSUE ADDRESS\n"
     "approve ISSUE\n"
     "send ISSUE [--dry-run] [--yes] [--as-approved] [--failed]\n"
     "stop [ISSUE] [--drop]\n"
     "resume [ISSUE]\n"
     "status ISSUE [--all] [--json]",
     "An issue is templates/newsletter/ISSUE.md. Approving freezes it; a changed template needs a\n"
     "new approval (list and status name it). `run` and `tick` send an approved issue when it is\n"
     "due, as it was approved; `send` sends it now, stops when its file has changed since unless\n"
     "--as-approved says so, and can be repeated: nobody gets a second copy. While a daemon runs,\n"
     "`send` and `test` queue the copies and it sends them. `send --failed` goes again to exactly\n"
     "those whose copy failed, when the cause is mended. `test` reads no mail, and neither plans\n"
     "anything else that is due; mail that waits in the queue goes with what they send.\n"
     "`stop` is the emergency brake: beside a running daemon too, nothing leaves after it but "
     "what\n"
     "is on the line already; without ISSUE it stops all. `resume` goes on where it was, `stop\n"
     "--drop` gives up the rest. A file with the line \"retter: 2013-03\" is a correction: it goes "
     "to\n"
     "exactly those whom 2013-03 has reached, or may have.",
     command_newsletter},
    {"meeting", "the information meetings: when they are, who is invited, changes",
     "list [--all] [--json]\n"
     "next\n"
     "invite [DATE]\n"
     "guests DATE [--json]\n"
     "guests DATE --add ADDRESS [--companions N] | --remove ADDRESS | --walk-in ADDRESS\n"
     "guests DATE --came 1,4,7|all | --absent 3 | --waiting 4,7|last\n"
     "move DATE [TIME] [--place PLACE] [--access TEXT] [--capacity N|none] [--yes]\n"
     "cancel DATE [--reason TEXT] [--yes]\n"
     "feed [FILE] [--for WHOM]",
     "DATE is a month (2026-12), a day (2026-12-01), or the name of an extra meeting; TIME is\n"
     "2026-12-08T13:00, 2026-12-08 or 13:00. `run` and `tick` plan the meetings, invite, remind "
     "and\n"
     "tell of changes by themselves ([meeting] of the configuration); `invite` does not wait for "
     "the\n"
     "day. `move` and `cancel` tell every guest at once and work beside a running daemon; a "
     "meeting\n"
     "that has begun stays as it was. `feed` writes all dates as a calendar to subscribe to.\n"
     "`guests` is the list that staff get by mail the day before, and may answer with who came. "
     "Who\n"
     "rang up is added: a seat or the waiting list, and a letter that says so. Where only those "
     "who\n"
     "came are named all others who had a seat were absent, and the other way round; the last "
     "word\n"
     "counts. --walk-in: somebody is there who was not on the list.",
     command_meeting},
    {"match", "who fits a job, which jobs fit a seeker, and why",
     "job NUMBER [--explain] [--limit N] [--json]\n"
     "seeker ADDRESS [--explain] [--limit N] [--json]\n"
     "digest [--dry-run]\n"
     "eval CORPUS QUERIES",
     "Ranks the open profiles for a job, or the open jobs for a seeker's profile, as a digest "
     "does;\n"
     "--explain says what fits, in words of their own texts, and what is missing with the points\n"
     "that it costs.\n"
     "digest queues the lists of candidates and jobs that are due, as the daemon does by itself.\n"
     "eval measures: CORPUS is a folder with a taxonomy (occupations.tsv, skills.tsv, isco.tsv,\n"
     "occupation_skills.tsv) and candidates.tsv, QUERIES has a line for each question: id, task,\n"
     "what is looked for (occ, cand or group), text; a tab between them. Prints a line for each:\n"
     "id, tab, the ids of the best hundred. Changes nothing.",
     command_match},
    {"taxonomy", "occupations and skills by which is matched", "import FOLDER|FILE...",
     "Reads the official ESCO download, CSV in Danish: a folder or ZIP archives with\n"
     "occupations_da.csv, skills_da.csv, ISCOGroups_da.csv and occupationSkillRelations_da.csv, "
     "or\n"
     "these files. Writes it, descriptions included, to the folder that taxonomy names in [site] "
     "of\n"
     "the configuration, in place of what is there.",
     command_taxonomy},
    {"queue", "outgoing mail: what waits, what failed, and what becomes of it",
     "list [--state STATE] [--issue ISSUE] [--all] [--json]\n"
     "show ID [--json]\n"
     "hold ID... | --issue ISSUE | --all\n"
     "release ID... | --issue ISSUE | --all | --restored\n"
     "retry ID... | --failed | --state STATE | --issue ISSUE | --all\n"
     "drop ID... | (--state STATE | --issue ISSUE | --all) --yes",
     "States: queued (waits for its turn), claimed (is being sent), sent, failed, doubt (may have\n"
     "gone), held (waits for staff), dropped (taken back). `hold` keeps back what is queued,\n"
     "`release` lets it go, `retry` sends again what failed and tries now what waits, `drop` "
     "gives\n"
     "up. With a selection only those mails change that the word fits. Works beside the daemon.\n"
     "After a backup was restored nothing is delivered before `queue release --restored`.",
     command_queue},
    {"run", "the daemon, in the foreground", "", "Reloads on SIGHUP, stops cleanly on SIGTERM.",
     command_run},
    {"tick", "one round: retrieve, understand, act, deliver what is due; then exit", "", NULL,
     command_tick},
    {"receive", "take messages from standard input or files as if they had arrived",
     "[--recipient ADDRESS] [FILE...]",
     "For delivery by a mail server through a pipe. The next round acts on them. Exit status 75\n"
     "when one could not be stored: the mail server then tries again; 1 when some files were "
     "taken\n"
     "and others were not.",
     command_receive},
    {"inbox", "mails that wait for a human", "list [--all] [--json]\nshow ID [--raw]\ndone ID",
     NULL, command_inbox},
    {"jobs", "the job bank: postings of employers, profiles of seekers",
     "list [--profiles] [--all] [--json]\nshow NUMBER [--json]\n"
     "post FILE [--employer ADDRESS]\nstate NUMBER STATE [--reason WORDS]\nerase NUMBER --yes "
     "[--keep-mails]",
     "What an employer or a seeker writes becomes a draft; their yes to it makes it open. STATE "
     "is\n"
     "open, paused, filled or closed. draft releases one that is held.\n"
     "Employers change it by a reply: \"jobbet er besat\".\n"
     "post: FILE is a text as the employer would have mailed it, whose first line may be\n"
     "\"Fra: ADDRESS\"; the next round asks that employer whether it is right.\n"
     "erase: for who wants to be erased: it goes with all its matches, whose other sides hear "
     "that\n"
     "it is no longer there, and with the words of its mails.",
     command_jobs},
    {"suppress", "addresses that get nothing, each with its reason",
     "list [--all] [--json]\nadd ADDRESS [REASON...]\nremove ADDRESS",
     "The program adds an address whose mailbox does not exist, one that nothing has reached for\n"
     "weeks, and one whose reader complained of spam; it lifts what a bounce caused when the "
     "person\n"
     "writes from that address. `list --all` also shows what was lifted.",
     command_suppress},
    {"backup", "a copy of the store, while the daemon runs", "FILE",
     "FILE must not be there yet. Keep the key of our reply addresses with it ([store] key): "
     "without\n"
     "the key answers to mails already sent cannot be understood. A copy of the store's file "
     "alone\n"
     "(cp) is no backup while something runs.",
     command_backup},
    {"restore", "put a backup in the place of the store", "FILE",
     "Stop the daemon first. FILE is looked through before anything changes; the store that is "
     "there\n"
     "is kept under another name. Afterwards delivery is on hold, because what went out after the\n"
     "backup would go out again: look at `queue list` and `newsletter list`, drop what has gone, "
     "then\n"
     "`queue release --restored`.",
     command_restore},
    {"parse", "what a message means, as JSON",
     "[--replying-to KIND] [--today YYYY-MM-DD] [--full] [FILE...]",
     "One object a line, in the order given. Needs no configuration and changes nothing.",
     command_parse},
    {"explain", "what a message means, and by which rule",
     "[--replying-to KIND] [--today YYYY-MM-DD] FILE",
     "With -c, or where moedested.conf is, also what the daemon would do. Changes nothing.",
     command_explain},
    {"template", "render one Mustache template", "render FILE --data FILE.json [--partials DIR]",
     NULL, command_template},
    {"timeline", "what happened, as a story", "[--from TIME] [--to TIME] [--html FILE]",
     "Prints what went out, what came in, how it was understood and what changed. With --html an\n"
     "overview with every mail as its reader sees it.",
     command_timeline},
    {NULL, NULL, NULL, NULL, NULL},
};
