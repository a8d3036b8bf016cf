# plain only: it is about what is on disk; other stories walk the same code.
# Each process of a run is killed before one of its system calls, alone or with all the others, and the program is
# started again: nothing is lost, nothing happens twice, and a process that is killed alone does not end the daemon.
# A sample, evenly spread; `make crash` kills at every call. What answers do is in killsweep_answers.bats.

load helpers
load killsweep

@test "a newsletter into a Maildir: everybody gets it once" {
    swept newsletter-maildir main send
}

@test "a newsletter over SMTP: everybody gets it, and at most one of them twice" {
    swept newsletter-smtp main send
}

@test "three connections at a time: at most one a connection comes twice" {
    swept newsletter-sessions main send
}

@test "over TLS with a login: at most one of them comes twice" {
    swept newsletter-secured main send
}

@test "with an archive nothing comes twice" {
    swept newsletter-archive main send
}

@test "nor when the program is killed again while it looks up what is in doubt" {
    swept newsletter-recovery main archive
}

@test "mails that come in: each has its effect and its answer, once" {
    swept inbound main understand
}

@test "the same from a mailbox of a real Dovecot: each is moved, none is lost" {
    [ -x /usr/sbin/dovecot ] || skip 'dovecot is not installed'
    swept inbound-imap main fetch
}

@test "a store of the first release is brought forward, or is as it was" {
    swept migration main understand
}
