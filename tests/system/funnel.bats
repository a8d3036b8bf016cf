# From a search to a job and twelve weeks of it, by mail.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers
load helpers-talk

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    configure digest mails off # what goes out here was asked for
    import_people
    now=2013-03-20T10:00
}

teardown() {
    end_processes
}

karen=karen@post.example
lene=lene@boernehave.example
mette=mette@seniorjob.example

newest_has() { # ADDRESS WORDS...
    local mail word text
    mail=$(newest_to "$1")
    text=$(body "$mail" | sed 's/^> //' | tr -s '\n' ' ')
    for word in "${@:2}"; do
        [[ $text == *"$word"* ]] || {
            echo "the newest mail to $1 does not say: $word"
            body "$mail"
            return 1
        }
    done
}

# Karen has a profile (1), Lene a job (2).
open_both() {
    write_anew $karen 2013-03-20T10:05 'Jeg søger arbejde som pedel, 25 timer om ugen i 2400. Jeg har været pedel på en skole i tolv år.'
    say $karen 2013-03-20T10:10 Ja
    write_anew $lene 2013-03-20T10:15 'Vi søger en pedel til børnehaven i 2400 København NV, 25 timer om ugen.'
    say $lene 2013-03-20T10:20 'Ekstra opgave: at bygge et drivhus med børnene'
    say $lene 2013-03-20T10:30 Ja
    is "$(state_of 1)" open
    is "$(state_of 2)" open
}

# They have found each other and may write.
talk() {
    open_both
    say $lene 2013-03-20T10:40 'SØG pedel 2400'
    newest_has $lene 'Det fandt vi' 'A. Seniorjob kandidat 1' 'pedel på en skole i tolv år'
    lacks body_has "$(newest_to $lene)" Karen
    say $lene 2013-03-20T10:50 'A ja'
    newest_has $karen 'Svar JA eller NEJ'
    say $karen 2013-03-20T11:00 Ja
    mails_to $lene | while read -r mail; do body "$mail"; done | grep -q 'I har begge sagt ja'
}

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

@test "a wrong answer is taken back by FORTRYD, and both go on from there" {
    talk
    round_at 2013-03-27T09:00
    say $lene 2013-03-27T09:30 'AFTALT 3. april'
    newest_has $lene 'I mødes onsdag den 3. april 2013.' 'Svar FORTRYD'
    say $lene 2013-03-27T09:40 FORTRYD
    newest_has $lene 'Det, du skrev sidst, gælder ikke mere.'
    newest_has $karen 'har taget sit sidste svar tilbage'
    round_at 2013-04-08T09:00
    newest_has $karen 'Har I talt sammen?'
    say $karen 2013-04-08T10:00 'Nej, det blev ikke til noget'
    newest_has $lene 'går ikke videre'
    say $karen 2013-04-08T10:10 FORTRYD
    newest_has $lene 'Alt er som før.'
    say $lene 2013-04-08T10:20 'Vi har ansat hende'
    newest_has $karen 'Tillykke!'
}

@test "somebody in a match wants to be erased: staff know of it, nothing is left, the other side hears no name" {
    talk
    round_at 2013-03-27T09:00
    say $karen 2013-03-27T09:10 'AFTALT 3. april'
    say $karen 2013-03-27T09:20 'Slet mig'
    say $karen 2013-03-27T09:30 'Ja'
    newest_has $mette 'GDPR' 'Profil 1. Åbne match: 1' 'moedested jobs erase NUMMER --yes'
    local write
    write=$(mails_to $lene | while read -r mail; do header "$mail" Subject | grep -q 'Samtale med' && header "$mail" Reply-To; done | tail -n 1)
    expect 1 moe jobs erase 1
    expect 0 moe jobs erase 1 --yes
    round_at 2013-03-27T10:00
    newest_has $lene 'Kandidaten er ikke med mere' 'Seniorjob kandidat 1 (pedel)'
    lacks body_has "$(newest_to $lene)" 'Karen\|Sørensen'
    local before table
    before=$(count_to $karen)
    now=2013-03-27T10:10
    mail_in $lene "$(address_in "$write")" 'Vedr. på torsdag' <<<'Kommer du stadig?'
    round_at 2013-03-27T10:10
    is "$(count_to $karen)" "$before"
    round_at 2013-04-08T09:00 # nobody is asked anything any more
    is "$(count_to $karen)" "$before"
    for table in pair pair_step pair_days gate relay_mail digest_item; do
        is "$table $(sqlite3 "$site/moedested.db" "SELECT count(*) FROM $table")" "$table 0"
    done
    is "$(sqlite3 "$site/moedested.db" 'SELECT count(*) FROM listing_version WHERE listing = 1')" 0
    expect 6 moe jobs show 1
    is "$(state_of 2)" open
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
