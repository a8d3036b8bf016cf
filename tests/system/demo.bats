# plain only: other stories walk the same code.
# The demo is a story that has to come out right: who got which mail, and what the answers changed.

setup_file() {
    export tree
    tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)
    export demo=$BATS_FILE_TMPDIR/demo
    "$tree/contrib/demo-play" "$(command -v moedested)" "$demo" >"$BATS_FILE_TMPDIR/timeline" 2>"$BATS_FILE_TMPDIR/talk" || {
        cat "$BATS_FILE_TMPDIR/talk"
        false
    }
    export timeline=$BATS_FILE_TMPDIR/timeline
}

site() {
    moedested -c "$demo/site/moedested.conf" --at 2013-04-18T08:00 "$@"
}

# How many mails to an address have this in their headers.
mails() { # ADDRESS WORDS
    perl -0777 -ne '
        BEGIN { ($address, $words) = splice @ARGV, 0, 2 }
        my ($head) = split /\r?\n\r?\n/;
        my $unfolded = $head =~ s/\r?\n//gr;
        $count++ if index($unfolded, "<$address>") >= 0 && $head =~ /$words/m;
        END { print $count + 0 }' "$1" "$2" "$demo"/site/outbox/new/*
}

newsletters() { # ADDRESS ISSUE
    mails "$1" "^Message-ID: <$2\."
}

@test "everybody with a consent got the newsletter of March, nobody twice" {
    [ "$(newsletters bodil.aagaard@post.example 2013-03)" -eq 1 ]
    [ "$(newsletters henning.kjaer@mail.example 2013-03)" -eq 1 ]
    [ "$(newsletters leder@maelkeboetten.example 2013-03)" -eq 1 ]
    # Two people share an address, and each has a copy.
    [ "$(newsletters grethe.og.knud@post.example 2013-03)" -eq 2 ]
    # Asked first, said JA the day before.
    [ "$(newsletters leder@kastanien.example 2013-03)" -eq 1 ]
    [ "$(newsletters lone.aeroe@nyhed.example 2013-03)" -eq 0 ]
}

@test "who left gets no April, who came back and who joined do" {
    [ "$(newsletters henning.kjaer@mail.example 2013-04)" -eq 0 ]
    [ "$(newsletters soeren.noergaard@gmail.example 2013-04)" -eq 0 ]
    [ "$(newsletters bodil.aagaard@post.example 2013-04)" -eq 1 ]
    [ "$(newsletters lone.aeroe@nyhed.example 2013-04)" -eq 1 ]
    [ "$(newsletters birgit.oestergaard@yahoo.example 2013-04)" -eq 1 ]
}

@test "the same mail twice was answered once" {
    # And two more in May: her yes to the meeting, and her mark.
    [ "$(mails bodil.aagaard@post.example '^Auto-Submitted: auto-replied')" -eq 4 ]
}

@test "automatic mail and bounces were not answered" {
    # What she got is the answer to her own yes in April.
    [ "$(mails anna.groenbech@solgaarden.example '^Auto-Submitted: auto-replied')" -eq 1 ]
    run grep -rl '^To:.*MAILER-DAEMON' "$demo/site/outbox/new"
    [ "$status" -ne 0 ]
}

@test "what was not understood waits for a human, also the hopeless one" {
    run site inbox list
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *poul.erik@post.example* ]]
    [[ $output == *palle@arbejde.example* ]]
    [ "$(wc -l <<<"$output")" -ge 4 ]
}

@test "a person's story tells what happened and by which mail" {
    run site people show bodil.aagaard@post.example
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *2013-03-20* && $output == *2013-03-21* ]]
}

@test "the meeting: four calendars and one in words, who came, and what they thought of it" {
    run moedested -c "$demo/site/moedested.conf" --at 2013-05-09T08:00 meeting list --all
    [[ $output == *'yes 3, maybe 1, no 1'*'companions 1; came 2, absent 1; mean 5.0 of 1 marks'* ]]
    run moedested -c "$demo/site/moedested.conf" --at 2013-05-09T08:00 meeting guests 2013-05
    [[ $output == *'no '*'Palle Møller'* && $output == *'maybe '*'Søren Nørgaard'* ]]
}

@test "a match from two mails to a job, and neither saw who the other was before" {
    run moedested -c "$demo/site/moedested.conf" --at 2013-06-18T08:00 jobs list --all
    [[ $output == *filled*kontor@blaagaardbib.example*pedel* ]]
    [ "$(mails mehmet.yilmaz@mail.example '^Message-ID: <funnel-hired')" -eq 1 ]
    [ "$(mails kontor@blaagaardbib.example '^Message-ID: <funnel-followup')" -eq 1 ]
    local mails
    mapfile -t mails < <(grep -l '^To:.*mehmet' "$demo"/site/outbox/new/*)
    run grep -lE 'Torben|blaagaardbib' "${mails[@]}"
    [ "$status" -eq 1 ]
    mapfile -t mails < <(grep -l '^To:.*blaagaardbib' "$demo"/site/outbox/new/*)
    run grep -lE 'Mehmet|20 11 22 12' "${mails[@]}"
    [ "$status" -eq 1 ]
}

@test "the timeline is printed, and the overview shows every mail" {
    [ "$(wc -l <"$timeline")" -ge 20 ]
    [ -s "$demo/index.html" ]
    grep -q 'Bodil' "$demo/index.html"
    ! grep -q '<script' "$demo/index.html"
}

@test "played again, it comes out the same, and does not touch what is not its own" {
    ! grep -q __asan_init "$(command -v moedested)" || skip 'the same with a build without sanitizers'
    "$tree/contrib/demo-play" "$(command -v moedested)" "$demo" >"$BATS_TEST_TMPDIR/again" 2>/dev/null
    diff "$timeline" "$BATS_TEST_TMPDIR/again"
    mkdir -p "$BATS_TEST_TMPDIR/other/site"
    echo precious >"$BATS_TEST_TMPDIR/other/site/file"
    run "$tree/contrib/demo-play" "$(command -v moedested)" "$BATS_TEST_TMPDIR/other"
    [ "$status" -eq 1 ]
    [ "$(cat "$BATS_TEST_TMPDIR/other/site/file")" = precious ]
}
