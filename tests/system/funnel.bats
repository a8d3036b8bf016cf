# plain only: its rooms run under sanitizers in unit/act; these stories are many small programs.
# From a search to a job and twelve weeks of it, by mail.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers
load helpers-talk
load helpers-funnel

@test "from a search by mail to a job, and after it for twelve weeks" {
    talk
    round_at 2013-03-27T09:00
    newest_has $karen 'Har I talt sammen?' 'Arbejdsplads 2 (pedel)'
    newest_has $lene 'Svar JA, NEJ eller AFTALT'
    say $lene 2013-03-27T09:30 'AFTALT 3. april'
    newest_has $karen 'I mødes onsdag den 3. april 2013.'
    round_at 2013-04-04T09:00
    newest_has $karen 'Hvordan gik samtalen?' 'onsdag den 3. april 2013'
    say $karen 2013-04-04T10:00 'PRAKTIK 8. april til 19. april'
    newest_has $lene 'Praktikken er aftalt' 'fredag den 19. april 2013 kl. 14.00'
    newest_has $karen 'Sidste dag: fredag den 19. april 2013'
    grep -q 'method=REQUEST' "$(newest_to $karen)"
    newest_has $mette 'Kom med til samtalen' 'Karen Sørensen' 'Lene Skovgaard'
    round_at 2013-04-22T09:00
    newest_has $lene 'Bliver det til et job?'
    say $lene 2013-04-22T10:00 'JA 1. maj'
    newest_has $karen 'Tillykke!' 'Din første dag er onsdag den 1. maj 2013'
    newest_has $lene 'I har ansat Seniorjob kandidat 1 (pedel)'
    is "$(state_of 1)" filled
    is "$(state_of 2)" filled
    local day
    for day in 2013-05-08 2013-05-29 2013-07-24; do
        round_at "${day}T09:00"
        newest_has $karen 'Går det godt?'
        say $karen "${day}T10:00" 'Ja, det går rigtig godt'
        say $lene "${day}T11:00" 'Det går fint'
        newest_has $lene 'Det går godt.'
    done
    local before
    before=$(all_mails)
    round_at 2013-07-29T09:00
    is "$(all_mails)" "$before"
    expect 0 moe inbox list
    lacks says $karen
}

@test "nobody answers: two reminders, then a human" {
    talk
    local day
    for day in 2013-03-27 2013-04-04 2013-04-09; do
        round_at "${day}T09:00"
        newest_has $karen 'Har I talt sammen?'
        newest_has $lene 'Har I talt sammen?'
    done
    newest_has $karen 'ringer et menneske'
    local before
    before=$(count_to $karen)
    round_at 2013-04-12T09:00
    newest_has $mette 'De har ikke svaret på tre mails' 'Karen Sørensen' '20 11 22 33' '33 17 10 01'
    expect 0 moe inbox list
    says 'match 1' silent contact '1 match waits for a human'
    round_at 2013-04-18T08:00
    is "$(count_to $karen)" "$before"
}

@test "two who say the opposite are called by a human" {
    talk
    round_at 2013-03-27T09:00
    say $lene 2013-03-27T10:00 'Vi har ansat hende'
    newest_has $karen 'Tillykke!'
    say $karen 2013-03-27T11:00 'Nej, jeg fik ikke jobbet'
    newest_has $mette 'De to i et match siger hver sit'
    is "$(state_of 2)" filled
}

@test "the same answer twice, and a crash between, moves a match once" {
    talk
    round_at 2013-03-27T09:00
    now=2013-03-27T10:00
    answers $lene JA
    answers $lene JA
    round_at 2013-03-27T10:00
    round_at 2013-03-27T10:01
    round_at 2013-04-08T09:00
    newest_has $karen 'Hvordan gik samtalen?'
    is "$(mails_to $karen | while read -r mail; do header "$mail" Subject; done | grep -c 'Hvordan gik samtalen')" 1
}

@test "STATUS tells both sides their case, and a stranger nothing" {
    talk
    write_anew $karen 2013-03-25T09:00 STATUS
    newest_has $karen 'Du vil se, hvordan din sag står.'
    say $karen 2013-03-25T09:10 Ja
    newest_has $karen 'Sådan står din sag' 'I kan skrive sammen' 'Du får Seniorjobberen'
    round_at 2013-03-27T09:00
    say $karen 2013-03-27T09:10 STATUS
    newest_has $karen 'Det venter vi på fra dig' 'Arbejdsplads 2 (pedel): Har I talt sammen?' \
        'pedel: Vi leder efter job til dig.'
    lacks body_has "$(newest_to $karen)" Lene
    say $lene 2013-03-27T09:20 STATUS
    newest_has $lene 'Seniorjob kandidat 1 (pedel): I kan skrive sammen.'
    lacks body_has "$(newest_to $lene)" Karen
    write_anew stranger@x.example 2013-03-27T09:30 STATUS
    lacks body_has "$(newest_to stranger@x.example)" 'Sådan står din sag'
}

@test "SØG and VIS from both sides, and a job that is no longer there" {
    open_both
    say $karen 2013-03-20T11:00 'SØG pedel'
    newest_has $karen 'Det fandt vi' 'A. pedel' 'at bygge et drivhus med børnene'
    lacks body_has "$(newest_to $karen)" Skovgaard
    say $karen 2013-03-20T11:10 'VIS JOB A'
    newest_has $karen 'Det ville du se' 'A. pedel'
    say $karen 2013-03-20T11:20 'SØG astronaut'
    newest_has $karen 'Vi fandt ikke noget' 'SØG kantine 2300'
    say $lene 2013-03-20T11:30 'Jobbet er lukket'
    say $karen 2013-03-20T11:40 'VIS 2'
    newest_has $karen 'Vi fandt det ikke'
}
