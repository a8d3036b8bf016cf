/* An IMAP server by script, which says what no server should. Included by one program each, so
 * everything is static.
 */
#pragma once

#include <sys/mman.h>

#include "unit/post/imap_server.h"

/* What the server says instead of what it should; %s is the tag. NULL: what it should. */
struct oddity {
    const char *name, *greeting, *starttls, *login, *select, *search, *sizes, *fetch, *idle;
    const char *tls;
    bool idle_ends;      /* the connection, at once */
    const char *problem; /* a part of what staff are told; NULL: nothing is wrong */
    const char *seventh; /* to every FETCH of a body in which mail 7 is, of the mails 7 and 8 */
    const char *move;    /* of mail 7 */
    const char *store;   /* without MOVE mails are copied and marked */
    unsigned copies;     /* how many UID COPY it got */
    size_t said, octets; /* of mail 7; 0: as its FETCH says */
};

static inline void say(int fd, const char *format, const char *tag)
{
    g_auto(GStrv) pieces = g_strsplit(format, "%s", -1);
    g_autofree char *text = g_strjoinv(tag, pieces);
    if (write(fd, text, strlen(text)) < 0) {
        return;
    }
}

static inline const char *answer_of_two(const struct oddity *odd, const char *command)
{
    if (strstr(command, "RFC822.SIZE") != NULL) {
        return "* 1 FETCH (UID 7 RFC822.SIZE 50)\r\n* 2 FETCH (UID 8 RFC822.SIZE 50)\r\n"
               "%s OK done\r\n";
    }
    return strchr(command, '7') != NULL
               ? odd->seventh
               : "* 2 FETCH (UID 8 BODY[] {14}\r\nSubject: x\r\n\r\n)\r\n%s OK done\r\n";
}

/* RFC822.SIZE, or BODY[] with or without <0.N>, of a mail that weighs what it weighs. */
static inline void give_heavy(int fd, const struct oddity *odd, const char *tag,
                              const char *command)
{
    if (strstr(command, "RFC822.SIZE") != NULL) {
        g_autofree char *size =
            g_strdup_printf("* 1 FETCH (UID 7 RFC822.SIZE %zu)\r\n%s OK done\r\n", odd->said, tag);
        say(fd, size, "");
        return;
    }
    const char *part = strstr(command, "]<0.");
    size_t octets = part == NULL ? odd->octets : MIN(odd->octets, strtoul(part + 4, NULL, 10));
    g_autofree char *head =
        g_strdup_printf("* 1 FETCH (UID 7 BODY[]%s {%zu}\r\n", part == NULL ? "" : "<0>", octets);
    say(fd, head, "");
    g_autofree char *mail = g_strnfill(octets, 'x');
    memcpy(mail, "Subject: x\r\n\r\n", MIN(octets, 14));
    for (size_t put = 0; put < octets;) {
        ssize_t count = write(fd, mail + put, octets - put);
        if (count < 0) {
            return;
        }
        put += (size_t)count;
    }
    say(fd, ")\r\n%s OK done\r\n", tag);
}

static inline const char *answer_to(const struct oddity *odd, const char *command)
{
    static const char fine[] = "%s OK done\r\n";
    if (g_str_has_prefix(command, "STARTTLS")) {
        return odd->starttls;
    }
    if (g_str_has_prefix(command, "LOGIN")) {
        return odd->login != NULL ? odd->login : fine;
    }
    if (g_str_has_prefix(command, "CAPABILITY")) {
        return odd->store == NULL ? "* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n%s OK done\r\n"
                                  : "* CAPABILITY IMAP4rev1 IDLE UIDPLUS\r\n%s OK done\r\n";
    }
    if (g_str_has_prefix(command, "LIST")) {
        return "* LIST () \"/\" x\r\n%s OK done\r\n";
    }
    if (g_str_has_prefix(command, "SELECT")) {
        return odd->select != NULL
                   ? odd->select
                   : "* 1 EXISTS\r\n* OK [UIDVALIDITY 3] ok\r\n%s OK [READ-WRITE] done\r\n";
    }
    if (g_str_has_prefix(command, "UID SEARCH")) {
        return odd->search != NULL    ? odd->search
               : odd->seventh != NULL ? "* SEARCH 7 8\r\n%s OK done\r\n"
                                      : "* SEARCH 7\r\n%s OK done\r\n";
    }
    if (odd->sizes != NULL && strstr(command, "RFC822.SIZE") != NULL) {
        return odd->sizes;
    }
    if (odd->seventh != NULL && g_str_has_prefix(command, "UID FETCH")) {
        return answer_of_two(odd, command);
    }
    if (strstr(command, "RFC822.SIZE") != NULL) {
        return "* 1 FETCH (UID 7 RFC822.SIZE 500)\r\n%s OK done\r\n";
    }
    if (g_str_has_prefix(command, "UID FETCH")) {
        return odd->fetch != NULL ? odd->fetch : fine;
    }
    if (odd->store != NULL && g_str_has_prefix(command, "UID STORE")) {
        return odd->store;
    }
    if (g_str_has_prefix(command, "UID MOVE")) {
        return odd->move != NULL && strchr(command, '7') != NULL ? odd->move : fine;
    }
    if (g_str_has_prefix(command, "IDLE")) {
        return odd->idle != NULL ? odd->idle : "+ idling\r\n";
    }
    return fine;
}

/* One conversation; what is half said ends it. */
static inline void talk(int fd, struct oddity *odd)
{
    say(fd, odd->greeting != NULL ? odd->greeting : "* OK here\r\n", "");
    FILE *in = fdopen(fd, "r");
    char line[5000], idle[20] = "";
    while (fgets(line, sizeof line, in) != NULL) {
        char *command = strchr(line, ' ');
        if (command == NULL) {
            say(fd, "%s OK done\r\n", idle); /* DONE */
            continue;
        }
        *command++ = '\0';
        if (g_str_has_prefix(command, "IDLE")) {
            g_strlcpy(idle, line, sizeof idle);
        }
        if (odd->octets > 0 && g_str_has_prefix(command, "UID FETCH")) {
            give_heavy(fd, odd, line, command);
            continue;
        }
        if (g_str_has_prefix(command, "UID COPY")) {
            odd->copies++;
        }
        const char *answer = answer_to(odd, command);
        say(fd, answer, line);
        bool cut = answer == odd->fetch || answer == odd->seventh || answer == odd->move;
        if ((cut && strstr(answer, "%s") == NULL) ||
            (odd->idle_ends && g_str_has_prefix(command, "IDLE"))) {
            break;
        }
    }
    fclose(in);
}

/* Shared with the server: what it says may change. */
static inline struct oddity *odd_share(const struct oddity *odd)
{
    struct oddity *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *shared = *odd;
    return shared;
}

static inline pid_t odd_server(struct oddity *odd, int *port)
{
    int listener = listener_open(port);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGPIPE, SIG_IGN);
        for (;;) {
            talk(accept(listener, NULL, NULL), odd);
        }
    }
    close(listener);
    return pid;
}
