#!/usr/bin/env bats
# plain only: unit/act/test_bounce and test_failures walk the same code under sanitizers.
# What comes back after a newsletter: bounces of several kinds to the envelope addresses, refusals
# of the relay, complaints; who gets the next issue, and how an address comes back.
# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads

load helpers

setup() {
    open_site
}

teardown() {
    end_processes
}

# The envelope sender of the newest mail to somebody.
envelope_of() { # ADDRESS
    address_in "$(header "$(newest_to "$1")" Return-Path)"
}

# A delivery report about the newest mail to somebody arrives.
report_in() { # ADDRESS ACTION STATUS [TO]
    mail_in 'Mail Delivery System <MAILER-DAEMON@mx.post.example>' "${4:-$(envelope_of "$1")}" \
        'Undelivered Mail Returned to Sender' 'Auto-Submitted: auto-replied' 'MIME-Version: 1.0' \
        'Content-Type: multipart/report; report-type=delivery-status; boundary="xx"' <<MAIL
--xx
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.post.example.

--xx
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example

Final-Recipient: rfc822; $1
Action: $2
Status: $3

--xx
Content-Type: text/rfc822-headers

Message-ID: $(header "$(newest_to "$1")" Message-ID)

--xx--
MAIL
}

# A feedback report about the newest mail to somebody, to the address that a provider knows.
complaint_in() { # ADDRESS TYPE
    mail_in 'feedback@provider.example' seniorjob@seniorjob.example 'Abuse report' 'MIME-Version: 1.0' \
        'Content-Type: multipart/report; report-type=feedback-report; boundary="xx"' <<MAIL
--xx
Content-Type: text/plain; charset=us-ascii

This is an email abuse report.

--xx
Content-Type: message/feedback-report

Feedback-Type: $2
User-Agent: Provider/1.0
Version: 1

--xx
Content-Type: text/rfc822-headers

From: Seniorjobberen <seniorjob@seniorjob.example>
Message-ID: $(header "$(newest_to "$1")" Message-ID)

--xx--
MAIL
}

send_april() {
    now=2013-04-17T10:00
    moe newsletter approve 2013-04 >/dev/null 2>&1
    moe newsletter send 2013-04 --yes --as-approved >"$BATS_TEST_TMPDIR/april" 2>&1 || {
        cat "$BATS_TEST_TMPDIR/april"
        return 1
    }
}

reason_of() { # ADDRESS
    moe suppress list --json 2>/dev/null | grep -F "\"$1\"" | sed 's/.*"reason":"\([a-z]*\)".*/\1/'
}

@test "a mailbox that does not exist gets nothing more; the others get the next issue" {
    send_march
    now=2013-03-20T10:00
    report_in karen@post.example failed 5.1.1
    report_in ove@post.example failed 5.2.2
    report_in lene@boernehave.example delayed 4.4.1
    round_at 2013-03-20T10:05
    is "$(reason_of karen@post.example)" hard
    is "$(reason_of ove@post.example)" ''
    is "$(reason_of lene@boernehave.example)" ''
    expect 0 moe suppress list
    says hard 2013-03-20 karen@post.example 5.1.1 'Karen Sørensen' '(mail ' '(outgoing '
    expect 0 moe people show karen@post.example
    says 'suppressed      karen@post.example, hard since'
    send_april
    is "$(count_to karen@post.example)" 1
    is "$(count_to ove@post.example)" 2
    is "$(count_to lene@boernehave.example)" 2
    is "$(newsletter_state karen@post.example)" active
}

@test "the morning after, staff learn whom to ring, once" {
    send_march
    now=2013-03-20T10:00
    report_in karen@post.example failed 5.1.1
    round_at 2013-03-20T10:05
    round_at 2013-03-20T18:00
    is "$(count_to mette@seniorjob.example)" 0
    round_at 2013-03-21T08:00
    round_at 2013-03-21T12:00
    round_at 2013-03-22T12:00
    is "$(count_to mette@seniorjob.example)" 1
    body_has "$(newest_to mette@seniorjob.example)" 'Karen Sørensen'
    body_has "$(newest_to mette@seniorjob.example)" 'adressen findes ikke'
}

@test "staff bring an address back, and close one; both are told" {
    send_march
    now=2013-03-20T10:00
    report_in karen@post.example failed 5.1.1
    round_at 2013-03-20T10:05
    expect 6 moe suppress remove ove@post.example
    expect 0 moe suppress remove Karen@post.example
    expect 0 moe suppress add ove@post.example er flyttet til Spanien
    expect 0 moe suppress add ove@post.example
    says already
    expect 2 moe suppress add 'no address'
    expect 2 moe suppress remove
    expect 0 moe suppress list --all
    says lifted 'er flyttet til Spanien'
    send_april
    is "$(count_to karen@post.example)" 2
    is "$(count_to ove@post.example)" 1
}

@test "bodies of garbage are matched all the same" {
    send_march
    local copy garbage number=0
    copy=$(envelope_of karen@post.example)
    now=2013-03-20T10:00
    for garbage in '' 'xx' $'--xx\nContent-Type: message/delivery-status\n\n\x01\x02' $'\xff\xfe' '<html>'; do
        number=$((number + 1))
        mail_in MAILER-DAEMON@mx.example "$copy" "Rapport $number" 'Auto-Submitted: auto-replied' \
            'MIME-Version: 1.0' 'Content-Type: multipart/report; boundary="xx"' <<<"$garbage"
    done
    printf 'To: %s\n\n' "$copy" >"$BATS_TEST_TMPDIR/bare"
    drop "$BATS_TEST_TMPDIR/bare"
    round_at 2013-03-20T10:05
    expect 0 moe inbox list --all --json
    is "$(grep -c '"effect":"bounce"' <<<"$output")" 6
    expect 0 moe people show karen@post.example
    is "$(grep -c ' bounce soft' <<<"$output")" 1 # one mail bounces once
}

@test "a complaint ends it all at once and is not answered; 'not spam' is nothing" {
    send_march
    local before
    before=$(all_mails)
    now=2013-03-20T10:00
    complaint_in karen@post.example abuse
    complaint_in ove@post.example not-spam
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" ended
    is "$(newsletter_state ove@post.example)" active
    is "$(reason_of karen@post.example)" complaint
    is "$(reason_of ove@post.example)" ''
    is "$(all_mails)" "$before"
}

@test "whoever writes is reachable again; without our address only a human may decide" {
    send_march
    now=2013-03-20T10:00
    report_in karen@post.example failed 5.1.1
    round_at 2013-03-20T10:05
    mail_in karen@post.example seniorjob@seniorjob.example 'Hej' <<<'Hvornår er der møde?'
    round_at 2013-03-20T10:10
    is "$(reason_of karen@post.example)" hard
    is "$(count_answers_to karen@post.example)" 1 # she wrote: she may be answered
    now=2013-03-20T10:20
    answers karen@post.example 'Tak'
    round_at 2013-03-20T10:25
    is "$(reason_of karen@post.example)" ''
    expect 0 moe people show karen@post.example
    says 'suppression karen@post.example: hard -> none'
}

@test "a bounce without our token goes to a human, a bounce to our answer or of a bounce to nobody" {
    send_march
    now=2013-03-20T10:00
    mail_in MAILER-DAEMON@mx.example seniorjob@seniorjob.example 'Undelivered Mail Returned to Sender' \
        'Return-Path: <>' <<<'karen@post.example: 550 5.1.1 unknown user'
    round_at 2013-03-20T10:05
    is "$(reason_of karen@post.example)" ''
    expect 0 moe inbox list
    says 'retur'
    answers ove@post.example AFMELD
    round_at 2013-03-20T10:10
    is "$(count_to ove@post.example)" 2
    local before
    before=$(all_mails)
    now=2013-03-20T10:15
    report_in ove@post.example failed 4.4.7
    report_in ove@post.example failed 4.4.7
    report_in ove@post.example failed 5.1.1 MAILER-DAEMON@mx.post.example
    round_at 2013-03-20T10:20
    round_at 2013-03-20T10:25
    is "$(all_mails)" "$before"
    is "$(reason_of ove@post.example)" ''
}

@test "what the relay refuses itself follows the same rules" {
    import_people
    start_sink -f RCPT -B '550 5.1.1 unknown user'
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
    configure relay tls none
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
    is "$(reason_of karen@post.example)" hard
    is "$(reason_of ove@post.example)" hard
    is "$(moe suppress list --json 2>/dev/null | grep -c '"detail":"5.1.1"')" 3
}

# Reports that other people's software wrote, from the data of the project when it is there.
@test "real reports to the envelope address are all matched to the person" {
    local folder=${MAIL_DATA:-$BATS_TEST_DIRNAME/../../../shared/data/mail}/bounces file count=0
    [ -d "$folder" ] || skip "no mail data at $folder"
    send_march
    now=2013-03-20T10:00
    local to
    to=$(envelope_of karen@post.example)
    while read -r file; do
        count=$((count + 1))
        expect 0 moe receive --recipient "$to" "$file"
    done < <(find "$folder" -type f ! -name '*.md' ! -name 'LICENSE*' | sort)
    [ "$count" -ge 10 ]
    round_at 2013-03-20T10:05
    expect 0 moe inbox list --all --json
    local kept
    kept=$(grep -c . <<<"$(grep '^{' <<<"$output")") # two of them are the same mail
    [ "$kept" -ge $((count - 1)) ]
    expect 0 moe people show karen@post.example
    is "$(grep -cE 'mail-in (bounced?|ignored): new -> done' <<<"$output")" "$kept"
}
