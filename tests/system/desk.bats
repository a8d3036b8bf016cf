# Staff at work by mail: what waits for a human, and their reply to it.

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

# Ove has asked something, and staff have it. (His own mail is of no interest any more.)
ove_asks() {
    mail_in 'Ove Kjær <ove@post.example>' seniorjob@seniorjob.example 'Løn?' <<<'Hvor meget får man i løn?'
    round_at 2013-03-19T14:10
    is "$(count_to mette@seniorjob.example)" 1
}

waiting() {
    moe inbox list 2>/dev/null | wc -l
}

@test "what staff reply goes to the person under our address, without theirs, and the case is closed" {
    ove_asks
    local before
    before=$(count_to ove@post.example)
    answers mette@seniorjob.example 'Hej Ove

Man får løn efter overenskomst, cirka 23.000 kr. om måneden.

Venlig hilsen
Mette

-- 
Mette Holm, tlf. 33 17 00 01, mette@seniorjob.example'
    round_at 2013-03-19T14:20
    is "$(count_to ove@post.example)" $((before + 1))
    local mail
    mail=$(newest_to ove@post.example)
    body "$mail" | grep -q '23.000 kr. om måneden'
    is "$(header "$mail" Subject)" 'Re: Løn?'
    is "$(header "$mail" In-Reply-To)" '<in-1@client.example>'
    is "$(address_in "$(header "$mail" From)")" seniorjob@seniorjob.example
    lacks grep -q 'mette@seniorjob.example\|33 17 00 01' "$mail"
    is "$(waiting)" 0
    body "$(newest_to mette@seniorjob.example)" | grep -q 'Mette Holm har svaret ove@post.example'
}

@test "KLARET settles the case, and nobody is written to" {
    ove_asks
    local before
    before=$(count_to ove@post.example)
    answers mette@seniorjob.example 'KLARET'
    round_at 2013-03-19T14:20
    is "$(count_to ove@post.example)" "$before"
    is "$(waiting)" 0
    body "$(newest_to mette@seniorjob.example)" | grep -q 'Mette Holm har klaret den'
}

@test "a remark behind KLARET stays with staff" {
    ove_asks
    local before
    before=$(count_to ove@post.example)
    body "$(newest_to mette@seniorjob.example)" | grep -q 'KLARET som det'
    answers mette@seniorjob.example 'KLARET - han er lidt besværlig, har ringet

Venlig hilsen
Mette'
    round_at 2013-03-19T14:20
    is "$(count_to ove@post.example)" "$before"
    is "$(waiting)" 0
    lacks grep -rq 'besv' "$site/outbox/new"
    local note
    note=$(newest_to mette@seniorjob.example)
    body "$note" | grep -q 'Mette Holm har klaret den'
    body "$note" | grep -q 'Det er mail nr. 2\.'
    moe inbox show 2 | grep -q 'han er lidt besværlig'
}

@test "a remark behind a greeting or a whole sentence stays with staff, and the receipt says what went out" {
    local words before note hour=10
    for words in 'Hej, KLARET - han er lidt besværlig' 'Det er klaret. Han er lidt besværlig.' 'Klaret! Han er lidt besværlig.'; do
        mail_in 'Ove Kjær <ove@post.example>' seniorjob@seniorjob.example 'Løn?' <<<"Hvor meget får man i løn efter klokken $hour?"
        round_at 2013-03-19T$hour:10
        before=$(count_to ove@post.example)
        answers mette@seniorjob.example "$words"
        round_at 2013-03-19T$hour:20
        hour=$((hour + 1))
        is "$(count_to ove@post.example)" "$before"
        is "$(waiting)" 0
        note=$(newest_to mette@seniorjob.example)
        body "$note" | grep -q 'Vi har ikke sendt noget til'
        body "$note" | grep -q 'Skal afsenderen have et svar'
    done
    lacks grep -rq 'besv' "$site/outbox/new"
    answers mette@seniorjob.example 'Hej Ove. Man får løn efter overenskomst.' # to the receipt
    round_at 2013-03-19T13:30
    is "$(count_to ove@post.example)" $((before + 1))
    body "$(newest_to ove@post.example)" | grep -q 'efter overenskomst'
}

@test "when it may be a remark or an answer, nobody but staff gets it, and they say which it is" {
    ove_asks
    local before
    before=$(count_to ove@post.example)
    answers mette@seniorjob.example 'Det er klaret. Du får et brev på mandag.'
    round_at 2013-03-19T14:20
    is "$(count_to ove@post.example)" "$before"
    is "$(waiting)" 1
    body "$(newest_to mette@seniorjob.example)" | grep -q 'Svaret fra Mette Holm er ikke sendt'
    answers mette@seniorjob.example 'Ja'
    round_at 2013-03-19T14:25
    is "$(count_to ove@post.example)" "$before"
    body "$(newest_to mette@seniorjob.example)" | grep -q 'TIL AFSENDEREN'
    answers mette@seniorjob.example 'TIL AFSENDEREN: Det er klaret. Du får et brev på mandag.'
    round_at 2013-03-19T14:30
    is "$(waiting)" 0
    is "$(count_to ove@post.example)" $((before + 1))
    body "$(newest_to ove@post.example)" | grep -q 'brev på mandag'
    lacks eval "body '$(newest_to ove@post.example)' | grep -q AFSENDEREN"
}

@test "what colleagues write to the note that a case is done is not mailed to who wrote" {
    ove_asks
    answers mette@seniorjob.example 'Hej Ove. Man får løn efter overenskomst.'
    round_at 2013-03-19T14:20
    local before words hour=15
    before=$(count_to ove@post.example)
    for words in 'Tak Mette, godt du tog den. Han er helt umulig.' 'Tak' 'Godt. Du er skrap.'; do
        answers mette@seniorjob.example "$words"
        round_at 2013-03-19T$hour:20
        hour=$((hour + 1))
        is "$(count_to ove@post.example)" "$before"
        body "$(newest_to mette@seniorjob.example)" | grep -q 'er ikke sendt'
        body "$(newest_to mette@seniorjob.example)" | grep -q 'skal du ikke'
    done
    lacks grep -rq 'umulig' "$site/outbox/new"
    is "$(waiting)" 0
    answers mette@seniorjob.example 'Hej Ove. Du kan ringe i morgen.'
    round_at 2013-03-19T19:20
    body "$(newest_to ove@post.example)" | grep -q 'ringe i morgen'
}

@test "thanks alone are for a colleague perhaps: nobody is written to" {
    ove_asks
    local before
    before=$(count_to ove@post.example)
    answers mette@seniorjob.example 'Tak'
    round_at 2013-03-19T14:20
    is "$(count_to ove@post.example)" "$before"
    is "$(waiting)" 1
}

@test "of an answer without words staff are told that it was empty" {
    ove_asks
    local before
    before=$(count_to ove@post.example)
    answers mette@seniorjob.example '> Hvor meget får man i løn?'
    round_at 2013-03-19T14:20
    is "$(count_to ove@post.example)" "$before"
    is "$(waiting)" 1
    body "$(newest_to mette@seniorjob.example)" | grep -q 'ingen tekst'
    lacks eval "body '$(newest_to mette@seniorjob.example)' | grep -q 'Vi ved ikke'"
}

@test "a second answer goes too, and staff learn that the case was closed before" {
    ove_asks
    local note
    note=$(newest_to mette@seniorjob.example)
    answers mette@seniorjob.example 'Det får du svar på i morgen.'
    round_at 2013-03-19T14:20
    mail_in mette@seniorjob.example "$(address_in "$(header "$note" Reply-To)")" 'SV: Mail nr. 1' <<<'Hej Ove. Nu ved jeg det: 23.000 kr.'
    round_at 2013-03-19T14:30
    body "$(newest_to ove@post.example)" | grep -q '23.000 kr.'
    body "$(newest_to mette@seniorjob.example)" | grep -q 'klaret i forvejen'
}

@test "a stranger with the same address, or staff's automatic answer, sends nobody anything" {
    ove_asks
    local note to before
    note=$(newest_to mette@seniorjob.example)
    to=$(address_in "$(header "$note" Reply-To)")
    before=$(count_to ove@post.example)
    mail_in fremmed@x.example "$to" 'SV: Mail nr. 1' <<<'Du er fyret.'
    mail_in mette@seniorjob.example "$to" 'Automatisk svar: Mail nr. 1' 'Auto-Submitted: auto-replied' <<<'Jeg er på ferie.'
    mail_in karen@post.example "$to" 'SV: Mail nr. 1' <<<'Det er mig.'
    round_at 2013-03-19T14:20
    is "$(count_to ove@post.example)" "$before"
    lacks grep -rlE 'Du er fyret|ferie' "$site/outbox/new" --include='*ove*'
    [ "$(waiting)" -ge 1 ]
}

@test "a CPR number that staff write is masked on its way" {
    ove_asks
    answers mette@seniorjob.example 'Vi har fundet din sag, 070761-4285.'
    round_at 2013-03-19T14:20
    body "$(newest_to ove@post.example)" | grep -q '070761-xxxx'
    lacks grep -rq '4285' "$site/outbox/new"
}

@test "an answer that comes twice goes once" {
    ove_asks
    answers mette@seniorjob.example 'Kom på tirsdag.'
    drop "$written"
    round_at 2013-03-19T14:20
    local after
    after=$(count_to ove@post.example)
    drop "$written"
    round_at 2013-03-19T14:30
    is "$(count_to ove@post.example)" "$after"
    is "$(grep -rlF 'Kom p' "$site/outbox/new" | xargs grep -l 'To:.*ove@' | wc -l)" 1
}
