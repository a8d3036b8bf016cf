# plain only: it is about what is on disk; unit/post/test_deliver_crash walks the same code.
# The machine goes down in the middle of a sending. Nobody is lost, nobody gets two but for the one
# mail that nobody can know about, and staff see which one that was.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
# smtp-sink forgets what stands behind a dot that it delays, so it may not offer PIPELINING (-p).
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    RANDOM=4711 # the same moments in every run
}

teardown() {
    end_processes
}

ready_to_send() { # PEOPLE
    import_many "$1"
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
}

by_smtp() { # WORDS OF smtp-sink...
    start_sink "$@"
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
}

there_are() { # DIRECTORY COUNT
    [ "$(find "$1" -type f 2>/dev/null | wc -l)" -ge "$2" ]
}

# Starts a sending and kills it, with nothing but -9, when so many mails are there. Adds to `hits`
# when it was still alive then, and to `tree` what it had started.
killed_at() { # DIRECTORY COUNT
    begin newsletter send 2013-03 --yes
    until there_are "$1" "$2" || ! alive "$child"; do sleep 0.01; done
    if alive "$child"; then
        mapfile -t -O "${#tree[@]}" tree < <(descendants "$child")
        kill -9 "$child" 2>/dev/null && hits=$((hits + 1)) # it may have come to its end now
    fi
    wait "$child" || true
    wait_for 10 none_alive "${tree[@]}"
}

everybody_once() { # PEOPLE
    for file in "$site"/outbox/new/*; do sed -n 's/^To: .*<\(.*\)>/\1/p' "$file"; done | sort >got
    is "$(wc -l <got)" "$1"
    is "$(sort -u got | wc -l)" "$1"
}

@test "Maildir: killed at five moments, then sent to the end: everybody has exactly one" {
    local people=1200 at=0 hits=0 tree=()
    ready_to_send $people
    for _ in 1 2 3 4 5; do
        at=$((at + 20 + RANDOM % 200))
        killed_at "$site/outbox/new" "$at"
    done
    [ "$hits" -ge 3 ]
    expect 0 moe newsletter send 2013-03 --yes # the Maildir knows what arrived: nothing is in doubt
    says 'failed=0 doubt=0'
    everybody_once $people
    expect 0 moe newsletter status 2013-03
    says "queued=0 sent=$people failed=0 doubt=0"
    is "$(find "$site/outbox/new" -type f | wc -l)" "$people"
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=0 failed=0 doubt=0'
}

# In what was printed; or only in its story, when it was killed before it said so.
is_named() { # ADDRESS
    grep -q "in doubt after an interrupted run: $1 .*once more" child.log ||
        sqlite3 "$site/moedested.db" "SELECT 'named' FROM event e JOIN outgoing o ON o.id = e.outgoing
            WHERE o.recipient = '$1' AND e.before = 'doubt' AND e.after = 'queued'" | grep -q named
}

@test "SMTP: killed at five moments: nobody is lost, at most one a connection comes twice, and it is named" {
    local people=250 at=0 hits=0 tree=()
    by_smtp -p -W .:1:15
    configure relay sessions 4
    ready_to_send $people
    for _ in 1 2 3 4 5; do
        at=$((at + 8 + RANDOM % 35))
        killed_at "$sunk" "$at"
    done
    [ "$hits" -ge 3 ]
    begin newsletter send 2013-03 --yes
    local code=0
    wait "$child" || code=$?
    [ "$code" -le 1 ] # 1: what was in doubt is told
    # Whom three of the kills met, by chance, is held as one that might be their cause.
    moe queue release --all >/dev/null 2>&1 || true
    moe newsletter send 2013-03 --yes >/dev/null 2>&1 || true
    swallowed >got
    cat "$BATS_TEST_TMPDIR/child.log"
    is "$(cut -d' ' -f1 got | sort -u | wc -l)" $people
    # A second copy is the same mail: no address has two Message-IDs.
    is "$(sort -u got | wc -l)" $people
    uniq -d got | cut -d' ' -f1 >twice
    [ "$(($(wc -l <got) - people))" -le $((hits * 4)) ]
    local address
    while read -r address; do
        is_named "$address"
    done <twice
    expect 0 moe newsletter status 2013-03
    says "queued=0 sent=$people failed=0 doubt=0"
    run moe newsletter send 2013-03 --yes
    says sent=0
    is "$(swallowed | wc -l)" "$(wc -l <got)"
}

@test "SMTP with doubt = hold: what may have gone out is held, and goes nowhere by itself" {
    local people=60 hits=0 tree=()
    by_smtp -p -W .:1:30
    configure relay sessions 1
    configure relay doubt hold
    ready_to_send $people
    killed_at "$sunk" 10
    is "$hits" 1
    run moe newsletter send 2013-03 --yes
    [ "$status" -le 1 ]
    swallowed >got
    is "$(wc -l <got)" "$(sort -u got | wc -l)" # nothing came twice
    [ "$(wc -l <got)" -ge $((people - 1)) ]
    expect 0 moe newsletter status 2013-03
    says queued=0
    [[ $output == *"sent=$people "* ]] || says "sent=$((people - 1))" held=1
}

@test "every process ends when main is killed, also in the middle of an SMTP conversation" {
    by_smtp -w 30
    ready_to_send 5
    begin newsletter send 2013-03 --yes
    wait_for 20 has_child "$child"
    local tree
    mapfile -t tree < <(descendants "$child")
    [ "${#tree[@]}" -ge 2 ]
    kill -9 "$child"
    wait_for 10 none_alive "${tree[@]}"
}

has_child() {
    [ "$(descendants "$1" | wc -l)" -ge 2 ]
}

@test "the sending process alone is killed: main starts another, and nobody is lost" {
    local people=120 pid
    by_smtp -p -W .:1:5
    configure relay sessions 1
    ready_to_send $people
    begin newsletter send 2013-03 --yes
    wait_for 30 there_are "$sunk" 5
    for pid in $(descendants "$child"); do
        if grep -qi send "/proc/$pid/comm" 2>/dev/null; then
            kill -9 "$pid"
        fi
    done
    local code=0
    wait "$child" || code=$?
    cat child.log
    [ "$code" -le 1 ]
    now=2013-03-20T09:20 # what was on the line is in doubt for ten minutes, then it goes again
    run moe tick
    swallowed >got
    is "$(cut -d' ' -f1 got | sort -u | wc -l)" $people
    [ "$(wc -l <got)" -le $((people + 1)) ]
    is "$(sort -u got | wc -l)" $people
}

@test "AFMELD while a slow sending runs: who has not got it yet does not get it" {
    printf 'address,name,role,consent_source\nlast@boernehave.example,Lis Sidst,employer,\n' >last.csv
    moe import last.csv >/dev/null 2>&1
    round_at 2013-03-19T14:10
    now=2013-03-19T15:00
    answers last@boernehave.example JA
    round_at 2013-03-19T15:05
    is "$(newsletter_state last@boernehave.example)" active
    local to
    to=$(reply_address last@boernehave.example)
    by_smtp -p -W .:1:5
    configure relay sessions 1
    ready_to_send 160
    begin newsletter send 2013-03 --yes
    wait_for 30 there_are "$sunk" 3
    mail_in last@boernehave.example "$to" 'Re: Velkommen' <<<AFMELD
    wait "$child"
    swallowed >got
    is "$(grep -c '^seeker-' got)" 160
    # The one mail to her is the confirmation.
    is "$(grep -c '^last@' got)" 1
    grep '^last@' got | grep -q unsubscribed
    expect 0 moe newsletter status 2013-03
    says 'sent=160'
}

@test "killed while it acts on a hundred replies: each has its effect and its answer, once" {
    local number hits=0
    ready_to_send 100
    moe newsletter send 2013-03 --yes >/dev/null 2>&1
    now=2013-03-20T10:00
    for file in "$site"/outbox/new/*; do
        number=$((${number:-0} + 1))
        printf 'From: %s\nTo: %s\nSubject: Re: Seniorjobberen\nMessage-ID: <r%s@many.example>\n\nAFMELD\n' \
            "$(sed -n 's/^To: .*<\(.*\)>/\1/p' "$file")" \
            "$(grep -A1 '^Reply-To:' "$file" | grep -oE 'seniorjob\+[a-z2-7]{26}@seniorjob.example' | head -n 1)" \
            "$number" >"$site/inbox/new/$number.reply"
    done
    for number in 1 2 3 4 5 6; do
        begin tick
        until [ "$(find "$site/inbox/new" -type f | wc -l)" -le $((95 - number * 14)) ] || ! alive "$child"; do sleep 0.01; done
        if alive "$child"; then
            kill -9 "$child" 2>/dev/null && hits=$((hits + 1)) # it may have come to its end now
        fi
        wait "$child" || true
    done
    echo "killed $hits times"
    expect 0 moe tick
    expect 0 moe people list --json
    is "$(grep -c '"newsletter":"ended"' <<<"$output")" 100
    is "$(all_mails)" 200
    for file in $(grep -l '^Auto-Submitted: auto-replied' "$site"/outbox/new/*); do sed -n 's/^To: .*<\(.*\)>/\1/p' "$file"; done | sort >got
    is "$(wc -l <got)" 100
    is "$(sort -u got | wc -l)" 100
}
