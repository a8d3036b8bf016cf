# Backup and restore: a store that is older than the mail that has gone out delivers nothing before
# staff have looked.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    moe newsletter approve 2013-03
}

teardown() {
    end_processes
}

@test "a backup while the daemon runs, mode 0600, with a word about the key; nothing is overwritten" {
    start_daemon
    expect 0 moe backup "$BATS_TEST_TMPDIR/copy.db"
    says 'whole copy' 'Keep the key with it' moedested.key
    is "$(stat -c %a copy.db)" 600
    expect 1 moe backup "$BATS_TEST_TMPDIR/copy.db"
    says 'is there already'
    expect 2 moe backup
    expect 4 moe backup "$BATS_TEST_TMPDIR/no/such/folder/copy.db"
    # Beside a daemon nothing is restored, and no second one works.
    expect 5 moe restore copy.db
    says 'is held by process' 'moedested run'
    expect 5 moe tick
    expect 5 moe run
}

@test "a restored backup starts on hold: nothing goes, everything says why, staff end it, what is late is held" {
    expect 0 moe backup copy.db
    round_at 2013-03-20T09:00
    is "$(all_mails)" 3
    now=2013-03-20T09:30
    expect 0 moe restore copy.db
    says 'is the store now' 'before-restore-2013-03-20T0930' 'on hold' 'queue release --restored'
    expect 75 moe tick
    says 'delivery is on hold' 'restored from a backup' 'queue release --restored'
    expect 75 moe newsletter send 2013-03 --yes
    says 'nothing was sent: delivery is on hold'
    expect 0 moe newsletter status 2013-03
    says 'delivery is on hold'
    expect 0 moe queue list
    says 'delivery is on hold'
    is "$(all_mails)" 3
    # Staff know that it has gone: the issue is stopped and given up before the hold ends.
    expect 0 moe newsletter stop 2013-03
    expect 0 moe queue release --restored
    says 'delivery goes on'
    expect 0 moe queue release --restored
    says 'not on hold'
    expect 0 moe tick
    is "$(all_mails)" 3
}

@test "a backup restored a day later: the issue is too late, held for staff, and goes to nobody again" {
    expect 0 moe backup copy.db
    round_at 2013-03-20T09:00
    now=2013-03-21T09:00
    expect 0 moe restore copy.db
    expect 0 moe queue release --restored
    now=2013-03-21T09:05
    expect 1 moe tick
    is "$(count_to karen@post.example)" 1
    is "$(count_to lene@boernehave.example)" 1
    expect 0 moe newsletter list
    says held '(late)'
}

@test "a snapshot put back by hand is found out by the counter file, beside a running daemon too" {
    cp "$site/moedested.db" old.db
    round_at 2013-03-20T09:00
    is "$(all_mails)" 3
    rm -f "$site"/moedested.db*-wal "$site"/moedested.db*-shm
    cp old.db "$site/moedested.db"
    now=2013-03-20T09:30
    expect 75 moe tick
    says 'older than mail that has gone out'
    start_daemon
    wait_for 10 grep -q 'on hold' "$daemon_log"
    is "$(all_mails)" 3
    # Incoming mail is taken in all the same, and its answer waits.
    now=2013-03-20T09:31
    answers karen@post.example 'Afmeld mig'
    answered() { moe queue list --state queued 2>/dev/null | grep -q karen@post.example; }
    wait_for 20 answered
    is "$(all_mails)" 3
    expect 0 moe newsletter stop 2013-03
    expect 0 moe queue release --restored
    four() { [ "$(all_mails)" -eq 4 ]; }
    wait_for 20 four
    is "$(count_answers_to karen@post.example)" 1
}

@test "a site that was moved without its counter file is on hold, with a sentence for exactly that" {
    round_at 2013-03-20T09:00
    rm "$site/moedested.db.counter"
    now=2013-03-20T09:10
    expect 75 moe tick
    says 'counter file beside the store is missing' 'queue release --restored'
    expect 0 moe queue release --restored
    expect 0 moe tick
}

@test "what is no backup is refused, and the store stays" {
    echo 'no database' >bad.db
    expect 4 moe restore bad.db
    says 'bad.db'
    expect 6 moe restore missing.db
    : >empty.db
    expect 4 moe restore empty.db
    says 'empty.db is no backup that can be restored: it is empty'
    expect 0 moe people list
    says karen@post.example
    expect 0 moe tick
    is "$(find "$site" -name '*before-restore*' | wc -l)" 0
}
