# plain only: unit/act/test_brake and test_newsletter walk the same code under sanitizers.
# A correction goes to exactly those whom the mistake has reached.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    cat >"$site/templates/newsletter/2013-03-rettet.md" <<'MD'
---
emne: Rettelse: mødet er den 9. april
modtagere: alle
udsendes: 2013-03-20 10:00
senest: 2013-03-20 18:00
retter: 2013-03
---

# En fejl hos os

{{#fornavn}}Kære {{fornavn}}{{/fornavn}}{{^fornavn}}Kære læser{{/fornavn}}

Der stod en forkert dag i vores brev. Mødet er tirsdag den 9. april 2013. Vil du ikke have flere breve, så svar AFMELD.
MD
}

teardown() {
    end_processes
}

@test "only those who got it get the correction, and nobody who came later" {
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    expect 1 moe newsletter send 2013-03-rettet --yes
    says 'not approved yet'
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=3'
    expect 0 moe newsletter approve 2013-03-rettet
    import_more
    expect 0 moe newsletter send 2013-03-rettet --dry-run
    says 'would go to 2 seekers and 1 employers' karen@post.example
    lacks says ny@post.example
    expect 0 moe newsletter send 2013-03-rettet --yes
    says 'sent=3'
    is "$(count_to ny@post.example)" 0
    is "$(count_to karen@post.example)" 2
    expect 0 moe newsletter status 2013-03-rettet
    says 'corrects 2013-03'
}

# Somebody who came after the mistake.
import_more() {
    printf 'address,name,role,consent_source\nny@post.example,Nye Læser,seeker,kort\n' >more.csv
    moe import more.csv
}

@test "stopped half way: the correction reaches the half that has it, resume is refused, the rest is dropped" {
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    start_sink -r RCPT
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
    run moe tick # nobody's mailbox takes it now
    # Only Karen gets it in the next try.
    configure relay type maildir
    configure relay path outbox
    local ove lene
    ove=$(id_to ove@post.example) lene=$(id_to lene@boernehave.example)
    moe queue hold "$ove" "$lene"
    round_at 2013-03-20T09:10
    is "$(all_mails)" 1
    moe queue release --all
    expect 0 moe newsletter approve 2013-03-rettet
    expect 1 moe newsletter send 2013-03-rettet --yes
    says 'corrects 2013-03, which is on its way; stop it first (moedested newsletter stop 2013-03)'
    expect 0 moe newsletter stop 2013-03
    says '1 people have it, 2 do not get it now'
    expect 0 moe newsletter send 2013-03-rettet --yes
    says 'sent=1'
    is "$(count_to karen@post.example)" 2
    is "$(count_to ove@post.example)" 0
    expect 1 moe newsletter resume 2013-03
    says 'was corrected by 2013-03-rettet' 'stop 2013-03 --drop'
    expect 1 moe newsletter send 2013-03 --yes
    expect 0 moe newsletter stop 2013-03 --drop
    says '2 copies are given up'
    round_at 2013-03-20T12:00
    is "$(count_to ove@post.example)" 0
    expect 0 moe newsletter status 2013-03
    says 'dropped=2'
}

id_to() { # ADDRESS
    moe queue list --all --json 2>/dev/null | grep -F "\"$1\"" | sed 's/.*"id":\([0-9]*\).*/\1/'
}

@test "check: what is corrected must be there, and be another issue" {
    expect 0 moe check
    sed -i 's/^retter: .*/retter: 2013-02/' "$site/templates/newsletter/2013-03-rettet.md"
    expect 1 moe check
    says '2013-03-rettet.md:6:' 'ikke noget nummer 2013-02 at rette'
    sed -i 's/^retter: .*/retter: 2013-03-rettet/' "$site/templates/newsletter/2013-03-rettet.md"
    expect 1 moe check
    says 'kan ikke rette sig selv'
    # Nobody can have what was never approved.
    sed -i 's/^retter: .*/retter: 2013-03/' "$site/templates/newsletter/2013-03-rettet.md"
    expect 6 moe newsletter approve 2013-03-rettet
    says 'retter: issue 2013-03 has not been approved'
}

@test "the line that names what is corrected belongs to the approval" {
    moe newsletter approve 2013-03
    expect 0 moe newsletter approve 2013-03-rettet
    sed -i '/^retter: /d' "$site/templates/newsletter/2013-03-rettet.md"
    expect 0 moe newsletter list
    says 'changed since approval'
    round_at 2013-03-20T09:00
    expect 1 moe newsletter send 2013-03-rettet --yes
    says 'has changed since it was approved'
}
