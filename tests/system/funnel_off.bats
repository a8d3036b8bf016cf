# plain only: its rooms run under sanitizers in unit/act; these stories are many small programs.
# A match that goes back a step, or breaks off.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers
load helpers-talk
load helpers-funnel

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
    [ "$(grep -a -c 'skole i tolv' "$site/moedested.db")" -gt 0 ]
    expect 1 moe jobs erase 1
    expect 0 moe jobs erase 1 --yes
    is "$(grep -a -c 'skole i tolv' "$site/moedested.db")" 0 # nor in the mails, hers and ours
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
