# What staff see of outgoing mail, and what they may do with it.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
}

teardown() {
    end_processes
}

relay_is() { # WORDS OF smtp-sink...
    start_sink "$@"
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
}

id_to() { # ADDRESS
    moe queue list --all --json 2>/dev/null | grep -F "\"$1\"" | sed 's/.*"id":\([0-9]*\).*/\1/'
}

# The three copies of March are refused for good.
march_fails() {
    relay_is -f RCPT
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    run moe newsletter send 2013-03 --yes
    says 'failed=3'
}

@test "an empty queue says so; what is sent is listed only when asked for" {
    expect 0 moe queue list
    says 'nothing waits or failed'
    send_march
    expect 0 moe queue list
    says 'nothing waits or failed'
    expect 0 moe queue list --all
    says 'newsletter 2013-03' karen@post.example '3 mails: 3 sent'
    expect 0 moe queue list --state sent --issue 2013-03 --json
    says '"format":1' '"state":"sent"' '"recipient":"ove@post.example"'
}

@test "what failed: list, show, status; send --failed goes to exactly those, when the cause is mended" {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    march_fails
    expect 0 moe queue list --issue 2013-03
    says failed 500 '3 mails: 3 failed' $'\n       3 x failed  500 '
    expect 0 moe queue list
    says staff-refused # 5.3: the relay speaks of itself
    expect 0 moe queue show "$(id_to karen@post.example)"
    says karen@post.example failed 'you can:    retry or drop'
    expect 0 moe newsletter status 2013-03
    says 'failed=3' 'failed ' lene@boernehave.example 'send 2013-03 --failed'
    expect 0 moe queue drop "$(id_to ove@post.example)"
    says '1 mail dropped'
    expect 0 moe newsletter send 2013-03 --failed --dry-run
    says 'go again to 2 people' karen@post.example 'one copy for a seeker' 'Nothing was sent'
    lacks says ove@post.example
    configure relay type maildir
    configure relay path outbox
    expect 0 moe newsletter send 2013-03 --failed --yes
    says 'sent=2 failed=0'
    expect 0 moe newsletter send 2013-03 --failed --yes
    says 'sent=0 failed=0'
    is "$(count_to karen@post.example)" 1
    is "$(count_to lene@boernehave.example)" 1
    is "$(count_to ove@post.example)" 0
    expect 0 moe newsletter status 2013-03 --all
    says ': sent' 'sent    2013-03-20 09:00  karen@post.example  250' 'dropped 2013-03-20 09:00  ove@post.example'
}

# The relay refuses the one copy that may leave that day; then there is a better one.
one_fails_two_wait() {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    relay_is -f RCPT
    moe newsletter approve 2013-03
    configure newsletter per-day 1
    now=2013-03-20T09:00
    run moe tick
    configure relay type maildir
    configure relay path outbox
}

@test "send --failed of an issue that is held as too late: the copies that were never tried stay where they are" {
    one_fails_two_wait
    now=2013-03-23T09:00
    expect 1 moe tick
    says 'held: 2013-03 (late)'
    expect 0 moe newsletter status 2013-03
    says 'held (late)' 'queued=2' 'failed=1'
    expect 0 moe newsletter send 2013-03 --failed --dry-run
    says 'It would not go' 'newsletter resume 2013-03'
    expect 1 moe newsletter send 2013-03 --failed --yes
    says 'held (late)' 'newsletter resume 2013-03'
    is "$(count_to karen@post.example)" 0
    is "$(all_mails)" "$(count_to mette@seniorjob.example)" # letters to staff alone
}

@test "given up with copies that failed: neither send nor send --failed goes on with it, and nobody is written to" {
    one_fails_two_wait
    expect 0 moe newsletter stop 2013-03 --drop
    says '2 copies are given up'
    local words
    for words in '' --failed; do
        # shellcheck disable=SC2086 # no word, or one
        expect 1 moe newsletter send 2013-03 $words --yes
        says 'issue 2013-03 was given up'
        lacks says 'newsletter resume'
        # shellcheck disable=SC2086
        expect 0 moe newsletter send 2013-03 $words --dry-run
        says 'Nothing was sent' '2013-03 was given up'
        lacks says 'newsletter resume'
    done
    expect 0 moe newsletter status 2013-03
    says 'given up' 'failed=1'
    lacks says 'send 2013-03 --failed'
    round_at 2013-03-20T10:00
    is "$(all_mails)" "$(count_to mette@seniorjob.example)" # letters to staff alone
}

@test "addresses that were suppressed meanwhile: send --failed says how many, and does not end as if all had gone" {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    relay_is -B '550 5.1.1 <nobody>: Recipient address rejected' -f RCPT
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    run moe newsletter send 2013-03 --yes
    says 'failed=3'
    configure relay type maildir
    configure relay path outbox
    expect 0 moe suppress remove karen@post.example
    expect 0 moe newsletter send 2013-03 --failed --dry-run
    says 'go again to 1 people' '2 are suppressed'
    expect 1 moe newsletter send 2013-03 --failed --yes
    says 'sent=1 failed=0' '2 copies were dropped' 'suppress list'
    expect 0 moe newsletter status 2013-03
    says 'dropped 2013-03-20 09:00  ove@post.example  suppressed'
    expect 0 moe newsletter send 2013-03 --failed --yes # that was then
    says 'sent=0 failed=0'
}

@test "a relay that knows nobody for an hour: the issue stops itself, and when it is mended nobody is left out" {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    import_many 60
    relay_is -B '550 5.1.1 <nobody>: Recipient address rejected' -f RCPT
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    run moe tick
    expect 0 moe newsletter list
    expect 0 moe suppress list
    lacks says many.example
    configure relay type maildir
    configure relay path outbox
    now=2013-03-20T10:00
    run moe newsletter resume 2013-03
    expect 0 moe newsletter send 2013-03 --failed --yes
    local n
    for n in 1 20 60; do
        is "$(count_to "seeker-$n@many.example")" 1
    done
    is "$(moe newsletter status 2013-03 | grep -c 'sent=63 failed=0 doubt=0 dropped=0')" 1
}

@test "status and list sum up the answers of the relay, the most frequent first, then name everybody" {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    relay_is -r RCPT
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    run moe newsletter send 2013-03 --yes
    sqlite3 "$site/moedested.db" "UPDATE outgoing SET state = 4, status = '550', answer = 'gone' WHERE recipient = 'karen@post.example'"
    expect 0 moe newsletter status 2013-03
    says $'\n       2 x queued  450 ' $'\n       1 x failed  550 gone\n' '  queued  2013-03-20 09:00  ove@post.example'
    is "$(grep -n ' 2 x queued' <<<"$output" | cut -d: -f1)" 4
    is "$(grep -n ' 1 x failed' <<<"$output" | cut -d: -f1)" 5
    is "$(moe newsletter status 2013-03 --json | grep -c ' x ')" 0
}

@test "hold, release and drop; wrong numbers and states in plain words" {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    relay_is -r RCPT
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    run moe tick
    expect 0 moe queue list
    says '2013-03-20 09:01' '3 mails: 3 queued'
    local karen ove
    karen=$(id_to karen@post.example) ove=$(id_to ove@post.example)
    expect 0 moe queue hold "$karen"
    expect 1 moe queue hold "$karen" 999
    says "mail $karen is held, so there is nothing to hold: release or drop it" 'there is no outgoing mail 999' '0 mails held'
    expect 6 moe queue show 999
    expect 1 moe queue release "$ove"
    says 'is queued, so there is nothing to release'
    expect 1 moe queue drop --issue 2013-03
    says '3 mails would be dropped for good' --yes
    expect 0 moe queue drop "$ove"
    configure relay type maildir
    configure relay path outbox
    round_at 2013-03-20T09:10
    is "$(count_to karen@post.example)" 0
    is "$(count_to ove@post.example)" 0
    is "$(count_to lene@boernehave.example)" 1
    expect 0 moe queue release --all
    says '1 mail released'
    round_at 2013-03-20T09:20
    is "$(count_to karen@post.example)" 1
    expect 1 moe queue drop "$karen"
    says 'it has gone, and nothing takes it back'
}

@test "retry: what would wait for hours is tried at once, beside the daemon" {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    relay_is -r RCPT
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    run moe tick
    configure relay type maildir
    configure relay path outbox
    now=2013-03-20T09:00:10
    start_daemon
    is "$(all_mails)" 0
    expect 0 moe queue retry --issue 2013-03
    says '3 mails to be tried again'
    all_three() { [ "$(all_mails)" -eq 3 ]; }
    wait_for 20 all_three
}

@test "words that do not fit: what to say instead" {
    expect 2 moe queue
    says 'say list, show, hold, release, retry or drop'
    expect 2 moe queue drop
    says 'drop which?'
    expect 2 moe queue hold first
    says '"first" is no number of a mail'
    expect 2 moe queue list --state fialed
    says 'did you mean failed?'
    expect 2 moe queue retry 1 --all
    says 'not both'
    expect 2 moe queue hold --restored
    expect 6 moe queue list --issue 2013-03
    says 'has not been approved'
}
