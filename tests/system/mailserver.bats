# needs root; plain only: it is about the servers and their samples; unit/post has the program talk to real ones.
# A whole site as contrib/INSTALL-mail.md sets it up: real Postfix, OpenDKIM and Dovecot with the
# samples of contrib/, moedested beside them, and Karen with a mail client somewhere in the world.

# shellcheck disable=SC2154,SC2034 # what the helpers set and read
load helpers
load helpers-mailserver

setup() {
    tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)
    why=$(have_mailserver) || skip "$why"
    make_mail_folder
    open_site "$mail/site"
    start_mailserver
    install_moedested
}

teardown() {
    stop_mailserver
    end_processes
}

# The headers that large receivers want below the signature.
signed='From To Reply-To Subject Date Message-ID MIME-Version Content-Type List-Id List-Unsubscribe List-Unsubscribe-Post Feedback-ID'

# Karen, whose mailbox is in the world, and somebody whom nobody knows there.
import_world() {
    cat >"$site/people.csv" <<'CSV'
address,name,role,consent_source,consent_date
karen@post.example,Karen Sørensen,seeker,tilmeldingskort,2013-03-05
mette@post.example,Mette Holm,staff,ansat,2013-01-02
ukendt@post.example,Ib Ukendt,seeker,tilmeldingskort,2013-03-05
CSV
    expect 0 moe import "$site/people.csv"
}

approve_issue() {
    import_world
    expect 0 moe newsletter approve 2013-03
    now=2013-03-20T09:00
}

# What happened between the servers, when a story fails.
told() {
    cat "$mail/log" "$mail/world/log" "$mail/servers.log"
    moe timeline
    return 1
}

# The names of what a signature covers, one a line.
signed_names() { # MAIL
    raw_header "$1" DKIM-Signature | tr -d ' \t' | sed -E 's/.*;h=([^;]*);.*/\1/' | tr ':' '\n'
}

# Says lines to a server as somebody from another place (127.0.0.2), and prints the answers.
stranger_says() { # PORT LINES...
    perl -MIO::Socket::INET -e '
        my $port = shift;
        my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, LocalAddr => "127.0.0.2") or die $!;
        my $answer = sub { while (<$server>) { print; last if /^\d{3} / } };
        $answer->();
        for (@ARGV) { print $server "$_\r\n"; $answer->() }' "$@"
}

@test "an issue goes out signed, AFMELD from a mail client comes back, a bounce finds its person" {
    expect 0 moe check
    approve_issue
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=2 failed=0 doubt=0'
    wait_for 30 holds 1 karen@post.example || told
    wait_for 30 holds 2 arkiv@seniorjob.example || told # a copy of each

    # What her provider says of the mail, and what the signature covers: also what is not there.
    copy=$(newest_in karen@post.example)
    header "$copy" Authentication-Results | grep -q 'mx.post.example;.*dkim=pass' || told
    for name in $signed; do
        signed_names "$copy" | grep -qix -- "$name" || {
            echo "h= lacks $name: $(signed_names "$copy")"
            false
        }
    done
    is "$(signed_names "$copy" | grep -cix from)" 2
    # The check itself can fail: the same mail with another unsubscribe address.
    sed 's/?subject=afmeld/?subject=hej/' "$copy" >"$mail/world/changed"
    cp "$copy" "$mail/world/same"
    run opendkim -x "$mail/world/opendkim.conf" -t "$mail/world/changed,$mail/world/same"
    says 'changed: verification' 'failed: signature verification failed' 'same: verification' succeeded

    # Karen presses reply. The envelope sender of what nobody took came back to its token.
    answers_by_client karen@post.example AFMELD
    wait_for 30 holds 2 seniorjob@seniorjob.example || told
    round_at 2013-03-20T09:30
    is "$(newsletter_state karen@post.example)" ended || told
    # What is in the store has left the INBOX, and is still there to look at.
    is "$(box seniorjob@seniorjob.example | wc -l)" 0
    is "$(find "$mail"/boxes/seniorjob.example/seniorjob/Maildir/.Moedested.Done/{new,cur} -type f | wc -l)" 2
    wait_for 30 holds 2 karen@post.example || told
    confirmation=$(newest_in karen@post.example)
    header "$confirmation" Subject | grep -qi afmeldt || told
    header "$confirmation" Authentication-Results | grep -q 'dkim=pass' || told
    run moe people show ukendt@post.example
    says 'bounce hard' 5.1.1 || told
}

# The answer to a mail that went out was lost.
in_doubt() { # ADDRESS
    sqlite3 "$site/moedested.db" "UPDATE outgoing SET state = 5 WHERE recipient = '$1' AND state = 3"
}

@test "after a crash the archive says by IMAP what has gone, and only what has not goes again" {
    command -v sqlite3 >/dev/null || skip 'sqlite3 is not installed'
    approve_issue
    expect 0 moe newsletter send 2013-03 --yes
    wait_for 30 holds 1 karen@post.example || told
    wait_for 30 holds 2 arkiv@seniorjob.example || told # a copy of each
    in_doubt karen@post.example
    expect 0 moe newsletter status 2013-03
    says doubt=1
    round_at 2013-03-20T09:10
    expect 0 moe newsletter status 2013-03
    says 'sent=2' 'doubt=0' || told
    holds 1 karen@post.example && lacks holds 2 karen@post.example
    # A mail of which there is no copy has not gone.
    grep -l '^To:.*karen@post.example' "$mail"/boxes/seniorjob.example/arkiv/Maildir/{new,cur}/* | xargs rm
    in_doubt karen@post.example
    round_at 2013-03-20T09:20
    wait_for 30 holds 2 karen@post.example || told
    is "$(header "$(newest_in karen@post.example)" Message-ID)" "$(header "$(box karen@post.example | head -n 1)" Message-ID)"
}

@test "the world may answer us, and may not relay through us" {
    run stranger_says "${at[smtp]}" 'EHLO stranger.example' 'MAIL FROM:<a@b.example>' \
        'RCPT TO:<c@d.example>' 'RCPT TO:<nobody@seniorjob.example>' 'RCPT TO:<seniorjob+abc@seniorjob.example>' 'QUIT'
    is "$status" 0
    says '554 5.7.1 <c@d.example>: Relay access denied' '550 5.1.1 <nobody@seniorjob.example>' '250 2.1.5 Ok' 250-STARTTLS
    lacks grep -q 'CHUNKING\|AUTH' <<<"$output"
    # Without a login nothing, and no login without TLS.
    for name in submission confidential; do
        run stranger_says "${at[$name]}" 'EHLO stranger.example' 'AUTH PLAIN AGEAYg==' 'MAIL FROM:<a@b.example>' 'QUIT'
        says '530 5.7.0 Must issue a STARTTLS command first'
        lacks grep -q 'AUTH\|^250 2.1.0' <<<"$output"
    done
}

@test "while OpenDKIM is down mail waits, and none leaves unsigned" {
    approve_issue
    end_server "${servers[0]}"
    run moe newsletter send 2013-03 --yes
    is "$status" 1
    says 'sent=0 failed=0'
    lacks holds 1 karen@post.example
    serve opendkim -f -x "$mail/opendkim/opendkim.conf"
    wait_for 20 listens milter
    round_at 2013-03-20T10:30
    wait_for 30 holds 1 karen@post.example || told
    header "$(newest_in karen@post.example)" Authentication-Results | grep -q 'dkim=pass' || told
}

# Karen asks something that only a human can answer, so staff get a letter.
karen_asks() { # TIME
    now=$1
    write_mail karen@post.example seniorjob@seniorjob.example "Haven $1" <<<'Den er stor, men cyklen er solgt.'
    expect 0 moe receive "$written"
    run round_at "$1"
}

@test "what staff get leaves with TLS or not at all, and a wrong password says so" {
    import_world
    karen_asks 2013-03-20T09:00
    wait_for 30 holds 1 mette@post.example || told
    letter=$(newest_in mette@post.example)
    grep -q 'using TLSv1.[23]' "$letter"
    header "$letter" Authentication-Results | grep -q dkim=pass
    grep -q 'postfix/confidential/smtp\[.*status=sent' "$mail/log"

    # A password that is not ours: nothing is lost, nobody is blamed, and the log says what to do.
    echo 'et andet' >"$site/moedested.mail"
    karen_asks 2013-03-21T09:00
    cat "$BATS_TEST_TMPDIR/rounds"
    holds 1 mette@post.example
    grep -q 'refuses our login (user, password-file): 535 5.7.8' "$BATS_TEST_TMPDIR/rounds"
    grep -q "retrieve cannot read the inbox.*login: .*Authentication failed" "$BATS_TEST_TMPDIR/rounds"
    # At once, and not after the hour that a relay may be away.
    told=$(sqlite3 "$site/moedested.db" "SELECT value FROM setting WHERE name = 'alarm.relay-refuses'")
    [[ $told == *' 1363852'* ]] # 2013-03-21 09:00
    echo "$password" >"$site/moedested.mail"
    round_at 2013-03-21T12:00
    wait_for 30 holds 2 mette@post.example || told

    # A receiver without TLS: Postfix keeps the letter.
    sed -i 's/^smtpd_tls_security_level = may/smtpd_tls_security_level = none/' "$mail/world/main.cf"
    postfix -c "$mail/world" reload 2>>"$mail/servers.log"
    karen_asks 2013-03-22T09:00
    wait_for 30 grep -q 'postfix/confidential/smtp.*status=deferred (TLS is required, but was not offered' "$mail/log" || told
    is "$(box mette@post.example | xargs grep -L 'using TLSv1.[23]')" ''
}

@test "Postfix hands mail to receive through its pipe, as the user who owns the store" {
    sed -i 's/^#\(seniorjob@\)/\1/' "$mail/postfix/transport"
    postfix -c "$mail/postfix" reload 2>>"$mail/servers.log"
    configure inbox type none
    own_by_nobody
    approve_issue
    expect 0 moe newsletter send 2013-03 --yes
    own_by_nobody
    wait_for 30 holds 1 karen@post.example || told
    answers_by_client karen@post.example AFMELD
    wait_for 30 grep -q 'to=<seniorjob+.*relay=moedested, .*status=sent' "$mail/log" || told
    wait_for 30 pipe_took 2 || told
    round_at 2013-03-20T09:30
    is "$(newsletter_state karen@post.example)" ended || told
    # A store that cannot be written: the mail stays with Postfix.
    own_by_nobody
    mv "$site/moedested.db" "$site/away"
    answers_by_client karen@post.example 'Ja, jeg kommer'
    wait_for 30 grep -q 'relay=moedested, .*status=deferred' "$mail/log" || told
}

pipe_took() { # COUNT
    [ "$(grep -c 'relay=moedested, .*status=sent' "$mail/log")" -ge "$1" ]
}

own_by_nobody() {
    chown -R nobody "$site"
}
