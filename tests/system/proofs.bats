# plain only: unit/act/test_edits and test_newsletter walk the same code under sanitizers.
# A newsletter proof by mail: staff approve it, or correct it, in a reply.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    printf 'address,name,role,consent_source\nhanne@seniorjob.example,Hanne Lund,staff,ansat\n' >"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
}

teardown() {
    end_processes
}

# Everybody of staff has the proofs and the letter.
proofs() {
    expect 0 moe newsletter test 2013-03
    says 'all of staff'
    [ -n "$(reply_of mette@seniorjob.example 'Prøve på nummer 2013-03')" ]
}

# Where replies to the mails with this in their subject go, oldest first.
replies_of() { # ADDRESS SUBJECT
    local file
    mails_to "$1" | while read -r file; do
        [[ $(header "$file" Subject) != *"$2"* ]] || address_in "$(header "$file" Reply-To)"
    done
}

reply_of() { # ADDRESS SUBJECT: the newest
    replies_of "$@" | tail -n 1
}

# A member of staff answers the newest letter about a proof.
replies() { # ADDRESS WORDS
    mail_in "$1" "$(reply_of "$1" 'Prøve på nummer')" 'SV: Prøve' 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' <<<"$2"
}

state() {
    moe newsletter list 2>/dev/null | grep 2013-03
}

told() { # PATTERN: in the newest mail to Mette
    body_has "$(newest_to mette@seniorjob.example)" "$1"
}

@test "OK from one member of staff approves the issue, and it goes out at its time" {
    proofs
    replies mette@seniorjob.example 'OK, send'
    round_at 2013-03-19T14:20
    [[ $(state) == *approved* ]]
    told 'Godkendt af Mette Holm'
    told 'sendt onsdag den 20. marts 2013'
    round_at 2013-03-20T09:00
    [ "$(count_to karen@post.example)" -ge 1 ]
}

@test "with approvals = 2 the first OK is counted, the same one again is not, the second person's is" {
    configure newsletter approvals 2
    proofs
    replies mette@seniorjob.example 'Godkendt'
    round_at 2013-03-19T14:20
    [[ $(state) != *approved* ]]
    told 'Der mangler 1 mere'
    replies mette@seniorjob.example 'ok'
    round_at 2013-03-19T14:25
    [[ $(state) != *approved* ]]
    replies hanne@seniorjob.example 'Ja, det er godt'
    round_at 2013-03-19T14:30
    [[ $(state) == *approved* ]]
    told 'Godkendt af Mette Holm, Hanne Lund'
}

@test "a correction in the reply changes the file, and new proofs come; what cannot be found is said" {
    proofs
    local before
    before=$(count_to hanne@seniorjob.example)
    grep -q 'Seniorjobberen' "$site/templates/newsletter/2013-03.md"
    replies mette@seniorjob.example 'Ret "emne: Seniorjobberen" til "emne: Seniorjobbet"
"findes slet ikke" -> "noget andet"'
    round_at 2013-03-19T14:20
    grep -q 'emne: Seniorjobbet' "$site/templates/newsletter/2013-03.md"
    local said
    said=$(reply_of hanne@seniorjob.example 'rettet, ny')
    [ -n "$said" ]
    mails_to hanne@seniorjob.example | while read -r file; do body "$file"; done | grep -q 'Det står der ikke'
    [ "$(count_to hanne@seniorjob.example)" -ge $((before + 3)) ]
    [[ $(state) != *approved* ]]
    # The old proof does not count any more, the new one does.
    mail_in hanne@seniorjob.example "$(replies_of hanne@seniorjob.example 'Prøve på nummer' | head -n 1)" 'SV: Prøve' <<<'OK'
    round_at 2013-03-19T14:30
    [[ $(state) != *approved* ]]
    replies hanne@seniorjob.example 'OK'
    round_at 2013-03-19T14:40
    [[ $(state) == *approved* ]]
}

@test "a correction that would break the issue is taken back, and its error told" {
    proofs
    cp "$site/templates/newsletter/2013-03.md" before
    replies mette@seniorjob.example '"udsendes: 2013" -> "udsendes: x"'
    round_at 2013-03-19T14:20
    cmp before "$site/templates/newsletter/2013-03.md"
    told 'Det gik ikke'
}

@test "anything else goes to all of staff, and approves nothing" {
    proofs
    replies mette@seniorjob.example 'Vent, jeg vil læse det igen i morgen.'
    round_at 2013-03-19T14:20
    [[ $(state) != *approved* ]]
    body_has "$(newest_to hanne@seniorjob.example)" 'jeg vil læse det igen'
}

@test "a reader, or a stranger with a proof's address, approves nothing" {
    proofs
    local to
    to=$(reply_of mette@seniorjob.example 'Prøve på nummer')
    mail_in karen@post.example "$to" 'SV: Prøve' <<<'OK, send'
    mail_in fremmed@x.example "$to" 'SV: Prøve' <<<'OK, send'
    mail_in hanne@seniorjob.example "$to" 'SV: Prøve' <<<'OK, send'
    round_at 2013-03-19T14:20
    [[ $(state) != *approved* ]]
}

@test "explain tells what a correction would do, and changes no file" {
    proofs
    cp "$site/templates/newsletter/2013-03.md" before
    write_mail mette@seniorjob.example "$(reply_of mette@seniorjob.example 'Prøve på nummer')" 'SV: Prøve' \
        <<<'"emne: Seniorjobberen" -> "emne: Seniorjobbet"'
    expect 0 moe explain "$written"
    cmp before "$site/templates/newsletter/2013-03.md"
}
