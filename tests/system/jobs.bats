# plain only: its rooms run under sanitizers in unit/act; these stories are many small programs.
# The job bank by mail: a profile and a posting, from the first mail to the last state.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers
load helpers-talk

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    now=2013-03-20T10:00
}

teardown() {
    end_processes
}

# An answer to that mail of ours, and not to the newest.
say_to() { # FILE ADDRESS TIME WORDS
    now=$3
    mail_in "$2" "$(address_in "$(header "$1" Reply-To)")" 'SV: Mail' 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' <<<"$4"
    round_at "$3"
}

tells_profile() {
    write_anew karen@post.example 2013-03-20T10:05 \
        'Hej. Jeg søger arbejde som pedel eller lagermedarbejder, 25-30 timer om ugen i 2400. Jeg har kørekort B.'
}

posts_job() {
    write_anew lene@boernehave.example 2013-03-20T10:05 \
        'Vi søger en legeonkel til børnehaven Mælkebøtten i 2400 København NV, 20 timer om ugen fra 1. maj.'
}

@test "a profile: a draft that its owner sees as a form, and her yes opens it" {
    tells_profile
    newest_has karen@post.example 'Arbejde: pedel, lagermedarbejder' 'Timer: 25-30' 'Kørekort: B' 'Svar JA'
    newest_has karen@post.example 'Hvornår kan du begynde?'
    is "$(state_of 1)" draft
    say karen@post.example 2013-03-20T10:10 Ja
    is "$(state_of 1)" open
    newest_has karen@post.example 'Din profil er klar' 'Timer: 25-30'
    expect 0 moe jobs list --profiles
    says open karen@post.example 'pedel, lagermedarbejder'
    expect 0 moe jobs list
    says '0 jobs'
}

@test "a corrected line replaces, a sentence adds; what was said yes to counts until the next yes" {
    tells_profile
    say karen@post.example 2013-03-20T10:10 Ja
    say karen@post.example 2013-03-20T10:20 $'Timer: 37\nKørekort: C'
    newest_has karen@post.example 'Timer: 37' 'Kørekort: C' 'Indtil da gælder det, du sagde ja til sidst'
    expect 0 moe jobs show 1
    says 'Timer: 25-30' 'Kørekort: B'
    say karen@post.example 2013-03-20T10:30 'Jeg har også truckcertifikat'
    newest_has karen@post.example 'Kørekort: C, truck' 'Timer: 37'
    say karen@post.example 2013-03-20T10:40 'Ja tak, det er rigtigt'
    expect 0 moe jobs show 1
    says 'Timer: 37' 'Kørekort: C, truck'
}

@test "a no asks what to correct" {
    tells_profile
    say karen@post.example 2013-03-20T10:10 Nej
    newest_has karen@post.example 'Hvad skal vi rette?' 'Arbejde: pedel'
    is "$(state_of 1)" draft
    say karen@post.example 2013-03-20T10:20 'Jeg vil arbejde 20 timer om ugen'
    newest_has karen@post.example 'Timer: 20' 'Passer det her?'
}

@test "a posting is not open before it says which extra task it does" {
    posts_job
    newest_has lene@boernehave.example 'Opgave: legeonkel' 'Timer: 20' 'Hvilken ekstra opgave løses, som ingen har i dag?'
    say lene@boernehave.example 2013-03-20T10:10 $'Hej Mette\n\nJa, det er rigtigt.\n\nVenlig hilsen\nLene Madsen'
    newest_has lene@boernehave.example 'Vi mangler et svar' 'Det må ikke erstatte en ansat'
    is "$(state_of 1)" draft
    say lene@boernehave.example 2013-03-20T10:20 \
        $'Hej Mette\n\nAt læse højt for de små. Det har ingen af os tid til i dag.\n\nVenlig hilsen\nLene Madsen'
    newest_has lene@boernehave.example 'Ekstra opgave: At læse højt for de små. Det har ingen af os tid til i dag.'
    expect 0 moe jobs show 1
    lacks grep -qi hilsen <<<"$output"
    is "$(state_of 1)" draft
    say lene@boernehave.example 2013-03-20T10:30 'Ja, sådan er det'
    is "$(state_of 1)" open
    newest_has lene@boernehave.example 'Jobbet er slået op' 'Ekstra opgave: At læse højt'
}

@test "who writes anew, and not in reply, is answered whatever we sent that day" {
    send_march
    posts_job
    newest_has lene@boernehave.example 'Passer det her?'
    write_anew lene@boernehave.example 2013-03-20T11:05 'Vi søger en gartner i 2400, 15 timer om ugen.'
    newest_has lene@boernehave.example 'Passer det her?' 'Opgave: gartner'
}

@test "a job changes its state by a word, and a pause ends on its day" {
    posts_job
    say lene@boernehave.example 2013-03-20T10:10 'Ekstra opgave: at læse højt for de små'
    newest_has lene@boernehave.example '^> Ekstra opgave: at læse højt'
    say lene@boernehave.example 2013-03-20T10:20 Ja
    is "$(state_of 1)" open
    say lene@boernehave.example 2013-03-20T10:30 'Sæt jobbet i bero til 1. maj'
    is "$(state_of 1)" paused
    newest_has lene@boernehave.example 'På pause' 'onsdag den 1. maj 2013'
    round_at 2013-04-30T12:00
    is "$(state_of 1)" paused
    round_at 2013-05-01T08:00
    is "$(state_of 1)" open
    newest_has lene@boernehave.example 'Vi leder igen'
    say lene@boernehave.example 2013-05-02T10:00 'Jobbet er besat'
    is "$(state_of 1)" filled
    newest_has lene@boernehave.example 'Godt at høre'
}

@test "a job whose last day has passed waits for its owner's word: JA and a new day, BESAT, or staff call" {
    posts_job
    say lene@boernehave.example 2013-03-20T10:10 'Ekstra opgave: at læse højt for de små'
    say lene@boernehave.example 2013-03-20T10:20 Ja
    round_at 2013-05-01T12:00
    is "$(state_of 1)" open
    round_at 2013-05-02T00:05
    is "$(state_of 1)" paused
    round_at 2013-05-02T09:00
    newest_has lene@boernehave.example 'Er jobbet stadig åbent?' 'onsdag den 1. maj 2013' 'Svar JA og en ny dag, BESAT eller LUKKET'
    say lene@boernehave.example 2013-05-02T10:00 'Ja, til 15. maj'
    is "$(state_of 1)" open
    newest_has lene@boernehave.example 'Vi leder igen' '15. maj 2013'
    for day in 16 22 27; do
        round_at "2013-05-${day}T09:00"
    done
    newest_has lene@boernehave.example 'Hører vi ikke fra jer, ringer et menneske'
    round_at 2013-05-30T09:00
    newest_has mette@seniorjob.example 'har ikke svaret på tre mails' 'lene@boernehave.example' 'moedested jobs state 1 filled'
    expect 0 moe jobs state 1 open
    round_at 2013-06-03T09:00
    is "$(state_of 1)" open
}

@test "what is not for the program goes to a human: a stranger's job, a role that does not fit, which of two jobs" {
    write_anew stranger@x.example 2013-03-20T10:05 'Vi søger en gartner til vores have i 2400, 20 timer om ugen'
    write_anew lene@boernehave.example 2013-03-20T10:10 'Jeg er 58 og søger arbejde som pedel, 30 timer om ugen'
    expect 0 moe jobs list
    says '0 jobs'
    expect 0 moe inbox list
    says 'stranger@x.example' 'lene@boernehave.example'
    posts_job
    write_anew lene@boernehave.example 2013-03-20T10:20 'Vi søger en gartner til haven i 2400, 10 timer om ugen'
    expect 0 moe jobs list
    says '2 jobs'
    write_anew lene@boernehave.example 2013-03-20T10:30 'Jobbet er besat'
    is "$(state_of 1)" draft
    is "$(state_of 2)" draft
}

@test "a posting with words that no posting may have waits for staff, until it is said again" {
    write_anew lene@boernehave.example 2013-03-20T10:05 \
        'Vi søger en ung kvinde som barselsvikar i køkkenet i 2400, 30 timer om ugen.'
    is "$(state_of 1)" held
    newest_has lene@boernehave.example 'Et menneske ser på jobbet' 'ikke bede om en bestemt alder'
    expect 0 moe inbox list
    says lene@boernehave.example
    say lene@boernehave.example 2013-03-20T10:10 Ja
    is "$(state_of 1)" held
    say lene@boernehave.example 2013-03-20T10:20 \
        'Vi søger en hjælper til køkkenet i 2400, 30 timer om ugen.'
    is "$(state_of 1)" draft
    newest_has lene@boernehave.example 'Hvilken ekstra opgave løses'
}

@test "an extra task in words that no posting may have waits for staff, too" {
    posts_job
    say lene@boernehave.example 2013-03-20T10:10 \
        'At læse højt for de små. Det skal være en ung kvinde.'
    is "$(state_of 1)" held
    newest_has lene@boernehave.example 'Et menneske ser på jobbet'
    say lene@boernehave.example 2013-03-20T10:12 'Ja, sådan er det'
    is "$(state_of 1)" held
    say lene@boernehave.example 2013-03-20T10:20 \
        'Vi søger en legeonkel til børnehaven i 2400, 20 timer om ugen.'
    is "$(state_of 1)" draft
    newest_has lene@boernehave.example 'Hvilken ekstra opgave løses'
    lacks body_has "$(newest_to lene@boernehave.example)" 'ung kvinde'
}

@test "a yes to an older letter opens nothing: it shows what the job says now" {
    posts_job
    say lene@boernehave.example 2013-03-20T10:10 'Ekstra opgave: at læse højt for de små'
    local first wrong mail minute=0
    first=$(newest_to lene@boernehave.example)
    say lene@boernehave.example 2013-03-20T10:20 \
        'Vi søger en ung kvinde som legeonkel i 2400, 25 timer om ugen.'
    is "$(state_of 1)" held
    wrong=$(newest_to lene@boernehave.example)
    say lene@boernehave.example 2013-03-20T10:30 'Vi søger en legeonkel i 2400, 22 timer om ugen.'
    is "$(state_of 1)" draft
    for mail in "$first" "$wrong"; do
        say_to "$mail" lene@boernehave.example 2013-03-20T10:4$((minute++)) Ja
        is "$(state_of 1)" draft
        newest_has lene@boernehave.example 'Passer det her?' 'Timer: 22'
    done
    say lene@boernehave.example 2013-03-20T10:50 Ja
    is "$(state_of 1)" open
    run sqlite3 "$site/moedested.db" \
        'SELECT facts FROM listing_version v JOIN listing l ON l.id = v.listing AND l.confirmed = v.number'
    says 'læse højt' 'børnehaven Mælkebøtten' '22 timer'
    [[ $output != *'ung kvinde'* ]]
}

@test "no word and no end of a pause opens what is held or was never confirmed; staff release it" {
    write_anew lene@boernehave.example 2013-03-20T10:05 \
        'Vi søger en ung kvinde som barselsvikar i køkkenet i 2400, 30 timer om ugen.'
    say lene@boernehave.example 2013-03-20T10:10 'Sæt jobbet i bero til 1. april'
    is "$(state_of 1)" held
    say lene@boernehave.example 2013-03-20T10:12 'Jobbet er åbent igen'
    is "$(state_of 1)" held
    expect 0 moe jobs state 1 draft
    says released
    say lene@boernehave.example 2013-03-20T10:15 'Sæt jobbet i bero til 1. april'
    is "$(state_of 1)" draft
    round_at 2013-04-01T12:00
    is "$(state_of 1)" draft
    say lene@boernehave.example 2013-04-01T12:10 'Ekstra opgave: at bage med børnene'
    is "$(state_of 1)" draft
    say lene@boernehave.example 2013-04-01T12:20 Ja
    is "$(state_of 1)" open
}

@test "a held job that staff open has the words that its owner confirmed" {
    posts_job
    say lene@boernehave.example 2013-03-20T10:10 'Ekstra opgave: at læse højt for de små'
    say lene@boernehave.example 2013-03-20T10:15 Ja
    is "$(state_of 1)" open
    say lene@boernehave.example 2013-03-20T10:20 'Ret jobbet: Vi søger en ung kvinde som legeonkel i 2400, 25 timer om ugen.'
    is "$(state_of 1)" held
    expect 0 moe jobs state 1 open
    run sqlite3 "$site/moedested.db" \
        'SELECT facts FROM listing_version v JOIN listing l ON l.id = v.listing AND l.newest = v.number'
    says 'læse højt'
    [[ $output != *'ung kvinde'* ]]
}

@test "staff release a held job, or refuse it, by a word in answer to the mail about it" {
    write_anew lene@boernehave.example 2013-03-20T10:05 \
        'Vi søger en ung kvinde som barselsvikar i køkkenet i 2400, 30 timer om ugen.'
    is "$(state_of 1)" held
    newest_has mette@seniorjob.example 'Må jobbet slås op?' 'Svar kun ordet GODKEND eller AFVIS'
    say mette@seniorjob.example 2013-03-20T10:10 Godkend
    is "$(state_of 1)" draft
    newest_has lene@boernehave.example 'Jobbet er godkendt' 'Hvilken ekstra opgave' 'Så viser vi jer jobbet igen'
    newest_has mette@seniorjob.example 'Mette Holm har godkendt opslag nr. 1'
    expect 0 moe inbox list
    says '0 mails wait'
    write_anew lene@boernehave.example 2013-03-21T10:05 \
        'Vi søger en ung gartner på højst 30 år i 2400, 15 timer om ugen.'
    is "$(state_of 2)" held
    say mette@seniorjob.example 2013-03-21T10:10 AFVIS
    is "$(state_of 2)" closed
    newest_has lene@boernehave.example 'Vi kan ikke slå jobbet op' 'Skriv gerne jobbet igen'
}

@test "a seeker sees the portrait, and what was left out of it and why" {
    write_anew karen@post.example 2013-03-20T10:05 \
        'Jeg er 61 år og bor alene. Jeg har været pedel på en skole i tolv år. Jeg kan reparere cykler og vinduer. Jeg søger arbejde som pedel, 25 timer om ugen i 2400.'
    newest_has karen@post.example 'Det viser vi arbejdspladserne' 'pedel på en skole i tolv år' 'Vi har ikke taget det med, der handler om' alder
    lacks body_has "$(newest_to karen@post.example)" '61'
    lacks grep -aqi '61 år' <(sqlite3 "$site/moedested.db" 'SELECT facts FROM listing_version')
}

@test "staff see and change a job, and wrong words are explained" {
    posts_job
    expect 1 moe jobs state 1 open
    says 'has not confirmed'
    expect 0 moe jobs state 1 closed --reason 'ingen penge'
    expect 0 moe jobs list
    says '0 jobs'
    expect 0 moe jobs list --all
    says closed 'ingen penge'
    expect 6 moe jobs show 7
    says 'there is no job or profile 7'
    expect 2 moe jobs state 1 vacant
    says 'open, paused, filled or closed'
    expect 2 moe jobs show one
}
