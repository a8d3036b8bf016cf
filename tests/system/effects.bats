# What answers change: people write, the effect is there, the answer says it, FORTRYD takes it back.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers
load helpers-talk

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    send_march
    now=2013-03-20T10:00
}

teardown() {
    end_processes
}

# The answer of the mailbox FROM to a mail that went to somebody else.
answer_of_another() { # FROM MAIL WORDS
    mail_in "$1" "$(address_in "$(header "$2" Reply-To)")" Re: 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' <<<"$3"
}

april() { # TIME: the issue of April goes out
    now=2013-04-16T15:00
    moe newsletter approve 2013-04 >/dev/null 2>&1
    round_at "$1"
}

@test "a pause: confirmed with its day, the next issue passes over, then mails go on by themselves" {
    say karen@post.example 2013-03-20T10:05 'Jeg vil gerne holde pause fra jeres mails'
    newest_has karen@post.example 'fredag den 19. april 2013' 'Du skrev ikke, hvor længe' FORTRYD
    is "$(count_answers_to karen@post.example)" 1
    expect 0 moe people show karen@post.example
    says 'pause           until 2013-04-19' 'pause until: - -> 2013-04-19'
    expect 0 moe people list
    says 'seeker    paused    karen@post.example' 'seeker    active    ove@post.example'
    april 2013-04-17T09:00
    is "$(count_to karen@post.example)" 2
    is "$(count_to ove@post.example)" 2
    expect 0 moe newsletter status 2013-04
    says 'dropped=1' 'karen@post.example  pause'
    expect 0 moe people show karen@post.example
    says 'newsletter 2013-04 to karen@post.example (pause)'
    # Her own mails are answered meanwhile.
    say karen@post.example 2013-04-18T10:00 RING
    newest_has karen@post.example '20 11 22 33'
    # The day has come: nobody writes about it.
    round_at 2013-04-19T09:00
    is "$(count_to karen@post.example)" 3
    expect 0 moe people show karen@post.example
    lacks grep -q 'pause           until' <<<"$output"
    expect 0 moe timeline
    says 'Det skete der: holder pause'
}

@test "a pause is over in time for the next issue" {
    configure answers pause '14 days'
    say karen@post.example 2013-03-20T10:05 'Jeg vil gerne holde pause fra jeres mails'
    newest_has karen@post.example 'onsdag den 3. april 2013'
    april 2013-04-17T09:00
    is "$(count_to karen@post.example)" 3
}

@test "a pause until a day that the mail names" {
    say karen@post.example 2013-03-20T10:05 'Jeg vil gerne holde pause indtil 1. maj'
    newest_has karen@post.example 'onsdag den 1. maj 2013' FORTRYD
    lacks body_has "$(newest_to karen@post.example)" 'Du skrev ikke, hvor længe'
    expect 0 moe people show karen@post.example
    says 'pause           until 2013-05-01'
}

@test "FORTRYD ends a pause, and so does TILMELD" {
    say karen@post.example 2013-03-20T10:05 'Jeg vil gerne holde pause fra jeres mails'
    say karen@post.example 2013-03-20T10:10 FORTRYD
    newest_has karen@post.example 'Din pause er slut'
    say karen@post.example 2013-03-20T10:15 'Jeg vil nu alligevel gerne holde pause'
    newest_has karen@post.example '19. april 2013'
    say karen@post.example 2013-03-20T10:20 'Tilmeld mig igen'
    newest_has karen@post.example 'Din pause er slut'
    april 2013-04-17T09:00
    is "$(count_to karen@post.example)" 6
}

@test "a pause in somebody's name changes nothing until she says yes" {
    write_anew karen@post.example 2013-03-20T10:05 'Jeg vil gerne holde pause fra jeres mails'
    newest_has karen@post.example 'Kom den mail fra dig' 'holde pause'
    expect 0 moe people show karen@post.example
    lacks grep -q 'pause           until' <<<"$output"
    say karen@post.example 2013-03-20T10:10 JA
    newest_has karen@post.example 'fredag den 19. april 2013' FORTRYD
}

@test "the spouse's mailbox: asked at hers, and known from then on" {
    now=2013-03-20T10:05
    answer_of_another mand@post.example "$(newest_to karen@post.example)" \
        'Jeg vil gerne holde pause fra jeres mails'
    round_at 2013-03-20T10:05
    is "$(count_to mand@post.example)" 0
    newest_has karen@post.example mand@post.example
    say karen@post.example 2013-03-20T10:10 JA
    newest_has karen@post.example 'fredag den 19. april 2013'
    answer_of_another mand@post.example "$(newest_to karen@post.example)" FORTRYD
    round_at 2013-03-20T10:15
    newest_has mand@post.example 'Din pause er slut'
    expect 0 moe people show karen@post.example
    says 'address         mand@post.example'
}

@test "a new address moves only when it has said yes; the old one is known still" {
    say karen@post.example 2013-03-20T10:05 'Min nye mailadresse er karen.ny@post.example'
    newest_has karen@post.example karen.ny@post.example FORTRYD
    newest_has karen.ny@post.example 'Svar JA'
    lacks grep -qi 'sørensen' <<<"$(body "$(newest_to karen.ny@post.example)")"
    expect 0 moe people show karen@post.example
    says 'new address     karen.ny@post.example'
    say karen.ny@post.example 2013-03-21T10:00 'Ja tak'
    newest_has karen.ny@post.example 'Fra nu af'
    newest_has karen@post.example FORTRYD
    expect 0 moe people show karen.ny@post.example
    says 'former address  karen@post.example'
    april 2013-04-17T09:00
    is "$(header "$(newest_to karen.ny@post.example)" From)" "$(header "$(newest_to ove@post.example)" From)"
    newest_has karen.ny@post.example 'Kære Karen'
    # An answer from the old mailbox is hers.
    say karen@post.example 2013-04-18T10:00 AFMELD
    is "$(newsletter_state karen.ny@post.example)" ended
}

@test "the old address stops it, before and after; answers that cross do no harm" {
    say karen@post.example 2013-03-20T10:05 'Min nye mailadresse er karen.ny@post.example'
    now=2013-03-20T10:10
    answers karen@post.example FORTRYD # both are in the inbox at once
    answers karen.ny@post.example JA
    round_at 2013-03-20T10:10
    expect 0 moe people show karen@post.example
    lacks grep -q 'former address' <<<"$output"
    newest_has karen.ny@post.example 'for længe siden'
    say karen@post.example 2013-03-21T10:05 'Min nye mailadresse er karen.ny@post.example'
    say karen.ny@post.example 2013-03-21T10:10 JA
    say karen@post.example 2013-03-22T10:10 FORTRYD
    newest_has karen@post.example 'Det er fortrudt'
    expect 6 moe people show karen.ny@post.example
    expect 0 moe people show karen@post.example
    lacks grep -q 'former address' <<<"$output"
}

@test "wrong tokens and strangers move nobody's address" {
    say karen@post.example 2013-03-20T10:05 'Min nye mailadresse er karen.ny@post.example'
    local question
    question=$(newest_to karen.ny@post.example)
    now=2013-03-20T10:10
    answer_of_another who@x.example "$question" JA
    answer_of_another karen@post.example "$question" JA
    mail_in karen.ny@post.example seniorjob+aaaaaaaaaaaaaaaaaaaaaaaaaa@seniorjob.example Re: <<<JA
    mail_in karen.ny@post.example seniorjob@seniorjob.example Re: <<<JA
    round_at 2013-03-20T10:10
    write_anew ove.ny@post.example 2013-03-20T10:15 'Min nye mailadresse er ove.ny@post.example'
    expect 0 moe people show karen@post.example
    lacks grep -q 'former address' <<<"$output"
    expect 6 moe people show ove.ny@post.example
}

@test "RING: staff get the number and when, the sender a receipt" {
    say karen@post.example 2013-03-20T10:05 'Kan I ringe til mig på 40 50 60 70 efter kl. 15?'
    newest_has karen@post.example '40 50 60 70' 'næste arbejdsdag'
    local note
    note=$(newest_to mette@seniorjob.example)
    is "$(header "$note" Subject)" 'Ring til Karen Sørensen, 40 50 60 70'
    newest_has mette@seniorjob.example '20 11 22 33' 'efter kl. 15'
    expect 0 moe inbox list
    says 'vil tale med et menneske'
}

@test "several wishes, one answer that names them all, and one FORTRYD" {
    say karen@post.example 2013-03-20T10:05 'Jeg vil gerne holde pause fra jeres mails. Ring til mig på 40 50 60 70.'
    is "$(count_answers_to karen@post.example)" 1
    newest_has karen@post.example '19. april 2013' '40 50 60 70' FORTRYD
    say karen@post.example 2013-03-20T10:10 FORTRYD
    newest_has karen@post.example 'Din pause er slut'
}

@test "the right to one's data: a receipt with a month, and a note that says GDPR" {
    say karen@post.example 2013-03-20T10:05 'Jeg vil gerne se alle de oplysninger, I har om mig'
    newest_has karen@post.example 'inden en måned'
    [[ $(header "$(newest_to mette@seniorjob.example)" Subject) == GDPR:* ]]
    newest_has mette@seniorjob.example '20. april 2013'
}

@test "the same mail twice, and a kill in between: once" {
    now=2013-03-20T10:05
    answers karen@post.example 'Jeg vil gerne holde pause fra jeres mails'
    drop "$written"
    round_at 2013-03-20T10:05
    drop "$written"
    start_daemon
    kill -9 "$daemon"
    wait "$daemon" 2>/dev/null || true
    round_at 2013-03-20T10:10
    is "$(count_answers_to karen@post.example)" 1
    expect 0 moe people show karen@post.example
    is "$(grep -c 'pause until: ' <<<"$output")" 1
}

@test "away until a day: noted, not answered, and the newsletter goes on" {
    now=2013-03-20T10:05
    mail_in karen@post.example "$(address_in "$(header "$(newest_to karen@post.example)" Reply-To)")" \
        'Automatisk svar: Seniorjobberen' 'Auto-Submitted: auto-replied' 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' \
        <<<'Jeg er på ferie og er tilbage den 8. april 2013.'
    round_at 2013-03-20T10:05
    is "$(count_to karen@post.example)" 1
    expect 0 moe people show karen@post.example
    says 'away            until 2013-04-08'
}

@test "what is only guessed is asked once: a yes does it, staff see it meanwhile" {
    say karen@post.example 2013-03-20T10:05 'Slet mig'
    newest_has karen@post.example 'Forstod vi dig ret' 'dine oplysninger slettet'
    is "$(count_to mette@seniorjob.example)" 0
    expect 0 moe inbox list
    says 'Vi har spurgt afsenderen'
    say karen@post.example 2013-03-20T10:10 'Ja, det er rigtigt'
    newest_has karen@post.example 'inden en måned'
    newest_has mette@seniorjob.example 'Slet mig' '20. april 2013'
    expect 0 moe inbox list
    says 'GDPR'
}

@test "a no to a guess, and silence, go to staff once" {
    say karen@post.example 2013-03-20T10:05 'Slet mig'
    say ove@post.example 2013-03-20T10:05 'Slet mig'
    say karen@post.example 2013-03-20T10:10 Nej
    newest_has mette@seniorjob.example 'Slet mig' 'Vi forstod mailen forkert'
    newest_has karen@post.example 'Et menneske læser den'
    round_at 2013-03-22T09:00
    is "$(count_to mette@seniorjob.example)" 1
    round_at 2013-03-22T10:06
    round_at 2013-03-25T10:00
    is "$(count_to mette@seniorjob.example)" 2
    newest_has mette@seniorjob.example 'ove@post.example' 'Afsenderen har ikke svaret'
}
