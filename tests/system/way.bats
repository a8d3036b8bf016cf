# plain only: effects.bats, desk.bats and newsletter.bats go the same way under sanitizers.
# The whole way of a mail: people, newsletter, reply, effect, confirmation. And what must not be
# answered.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
}

teardown() {
    end_processes
}

# The last round happened at this time, and it was quiet: nothing new for an address.
count_stays() { # ADDRESS COUNT
    is "$(count_to "$1")" "$2"
}

@test "the newsletter reaches everybody who said yes exactly once, each with the text of their role" {
    import_people
    expect 0 moe newsletter approve 2013-03
    now=2013-03-20T08:59
    round_at 2013-03-20T08:59
    is "$(all_mails)" 0
    round_at 2013-03-20T09:00
    round_at 2013-03-20T09:01
    is "$(all_mails)" 3
    count_stays karen@post.example 1
    count_stays ove@post.example 1
    count_stays lene@boernehave.example 1
    body "$(newest_to karen@post.example)" >karen
    body "$(newest_to lene@boernehave.example)" >lene
    grep -q 'Kære Karen' karen
    grep -q 'Ja, jeg kommer' karen
    lacks grep -q 'Ja, jeg kommer' lene
    grep -q 'Har I en opgave' lene
    lacks grep -q 'Har I en opgave' karen
}

@test "whoever is only asked, is staff or has left gets no newsletter" {
    import_people
    cat >more.csv <<'CSV'
address,name,role,consent_source
asked@post.example,Asta Spurgt,seeker,
CSV
    moe import more.csv
    round_at 2013-03-19T15:00
    is "$(count_to asked@post.example)" 1
    moe newsletter approve 2013-03 2>&1
    round_at 2013-03-20T09:00
    is "$(count_to asked@post.example)" 1
    is "$(count_to mette@seniorjob.example)" 0
}

@test "AFMELD works at once, is confirmed once in the thread, and is in the person's story" {
    send_march
    local copy
    copy=$(newest_to karen@post.example)
    now=2013-03-20T10:02
    answers karen@post.example AFMELD
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" ended
    is "$(newsletter_state ove@post.example)" active
    is "$(count_answers_to karen@post.example)" 1
    local answer
    answer=$(newest_to karen@post.example)
    is "$(header "$answer" In-Reply-To)" "<in-1@client.example>"
    [[ $(header "$answer" References) == *"<in-1@client.example>"* ]]
    [ "$(header "$answer" Subject)" = "Du er afmeldt Seniorjobberen" ]
    body "$answer" | grep -q 'FORTRYD'
    body "$answer" | grep -q 'Du er afmeldt'
    expect 0 moe people show karen@post.example
    says 'ended' '(mail 1)' 'unsubscribed'
    round_at 2013-03-20T10:10
    is "$(count_answers_to karen@post.example)" 1
    # The next issue leaves her out.
    now=2013-04-16T15:00
    moe newsletter approve 2013-04 2>&1
    round_at 2013-04-17T09:00
    is "$(count_to karen@post.example)" 2
    is "$(count_to ove@post.example)" 2
}

@test "FORTRYD in reply to the confirmation: everything is as before" {
    send_march
    now=2013-03-20T10:02
    answers karen@post.example 'Afmeld mig venligst'
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" ended
    now=2013-03-20T11:00
    answers karen@post.example Fortryd
    round_at 2013-03-20T11:05
    is "$(newsletter_state karen@post.example)" active
    is "$(count_answers_to karen@post.example)" 2
    body "$(newest_to karen@post.example)" | grep -q 'Det er fortrudt'
}

@test "the same mail twice, as another file and by another way, has one effect" {
    send_march
    now=2013-03-20T10:02
    answers karen@post.example AFMELD
    drop "$written"
    round_at 2013-03-20T10:05
    drop "$written"
    { printf 'Received: from a.example by b.example; %s\n' "$(rfc_date "$now")" && cat "$written"; } >again.eml
    drop again.eml
    round_at 2013-03-20T12:10
    expect 0 moe receive "$written"
    round_at 2013-03-20T12:15
    is "$(newsletter_state karen@post.example)" ended
    is "$(count_answers_to karen@post.example)" 1
    # After she took it back, the old mail does not unsubscribe her again.
    now=2013-03-20T13:00
    answers karen@post.example FORTRYD
    round_at 2013-03-20T13:05
    drop again.eml
    round_at 2013-03-20T13:10
    is "$(newsletter_state karen@post.example)" active
}

@test "an empty mail to the List-Unsubscribe address is enough" {
    send_march
    local copy
    copy=$(newest_to ove@post.example)
    now=2013-03-20T10:02
    mail_in ove@post.example "$(address_in "$(header "$copy" List-Unsubscribe)")" afmeld </dev/null
    round_at 2013-03-20T10:05
    is "$(newsletter_state ove@post.example)" ended
    is "$(newsletter_state karen@post.example)" active
}

@test "a forged AFMELD without our token only asks the person" {
    send_march
    now=2013-03-20T10:02
    mail_in karen@post.example seniorjob@seniorjob.example Seniorjobberen <<<AFMELD
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" active
    body "$(newest_to karen@post.example)" | grep -q 'Vil du afmelde'
    now=2013-03-20T11:00
    answers karen@post.example JA
    round_at 2013-03-20T11:05
    is "$(newsletter_state karen@post.example)" ended
}

@test "somebody else who got the copy forwarded cannot unsubscribe its owner" {
    send_march
    local to
    to=$(reply_address karen@post.example)
    now=2013-03-20T10:02
    mail_in neighbour@post.example "$to" 'Re: Seniorjobberen' <<<AFMELD
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" active
}

@test "a stranger's tilmeld: a question back, then ja, then a welcome" {
    send_march
    now=2013-03-21T08:10
    mail_in 'Lone <lone@nyhed.example>' seniorjob@seniorjob.example Seniorjobberen <<<'Tilmeld mig gerne til Seniorjobberen.'
    round_at 2013-03-21T08:15
    is "$(newsletter_state lone@nyhed.example)" pending
    is "$(count_to lone@nyhed.example)" 1
    body "$(newest_to lone@nyhed.example)" | grep -q 'Svar JA'
    now=2013-03-21T09:00
    answers lone@nyhed.example ja
    round_at 2013-03-21T09:05
    is "$(newsletter_state lone@nyhed.example)" active
    is "$(count_to lone@nyhed.example)" 2
    body "$(newest_to lone@nyhed.example)" | grep -q 'Velkommen'
}

@test "nobody can have a third party asked more than twice a week" {
    import_people
    local day
    for day in 20 21 22 23 24 25; do
        now=2013-03-${day}T08:10
        mail_in 'Victim <victim@third.example>' seniorjob@seniorjob.example "Hej $day" <<<"Tilmeld mig gerne til Seniorjobberen. Nr. $day"
        round_at "2013-03-${day}T08:15"
    done
    [ "$(count_to victim@third.example)" -le 2 ]
    [ "$(count_to victim@third.example)" -ge 1 ]
}

@test "a question reaches staff, and its sender gets a receipt that names the day" {
    send_march
    now=2013-03-20T11:00
    answers ove@post.example 'Hej. Hvor meget får man i løn i et seniorjob?'
    round_at 2013-03-20T11:05
    is "$(count_to mette@seniorjob.example)" 1
    local staff
    staff=$(newest_to mette@seniorjob.example)
    body "$staff" | grep -q 'Hvor meget får man i løn'
    [[ $(header "$staff" Reply-To) == *seniorjob+*@seniorjob.example* ]]
    is "$(count_answers_to ove@post.example)" 1
    body "$(newest_to ove@post.example)" | grep -q 'Vi modtog din mail.*20. marts 2013'
    expect 0 moe inbox list
    says ove@post.example
    expect 0 moe inbox show 1
    says 'Hvor meget'
    expect 0 moe inbox 'done' 1
    expect 0 moe inbox list
    [[ $output != *ove@post.example* ]]
}

@test "a CPR number never leaves in a mail to staff" {
    send_march
    now=2013-03-20T11:00
    answers ove@post.example 'Hej. Mit CPR-nummer er 120354-1235. Hvad skal jeg skrive i ansøgningen?'
    round_at 2013-03-20T11:05
    is "$(count_to mette@seniorjob.example)" 1
    lacks body_has "$(newest_to mette@seniorjob.example)" '120354-\?1235'
    lacks body_has "$(newest_to ove@post.example)" '120354-\?1235'
}

@test "out of office, bounce, list mail, robots and our own mail get no answer at all" {
    send_march
    local to copy before
    to=$(reply_address karen@post.example)
    copy=$(newest_to karen@post.example)
    before=$(all_mails)
    now=2013-03-20T09:05
    mail_in karen@post.example "$to" 'Automatisk svar: Seniorjobberen' 'Auto-Submitted: auto-replied' <<<'Jeg er på ferie. Tilmeld mig ikke.'
    mail_in karen@post.example "$to" 'Fravær' 'X-Autoreply: yes' 'Precedence: auto_reply' <<<'Jeg er væk.'
    mail_in 'MAILER-DAEMON@mx.example' "$to" 'Undelivered Mail Returned to Sender' 'Return-Path: <>' 'Auto-Submitted: auto-replied' <<<'unknown user'
    mail_in noreply@shop.example seniorjob@seniorjob.example 'Tilbud' <<<'Hvad siger du til det?'
    mail_in nyt@liste.example seniorjob@seniorjob.example 'Nyhedsbrev' 'List-Id: <nyt.liste.example>' 'Precedence: bulk' <<<'Har du set vores tilbud?'
    drop "$copy"
    mail_in seniorjob@seniorjob.example seniorjob@seniorjob.example 'Hej' <<<'Har du et spørgsmål?'
    mail_in "$to" "$to" 'Hej' <<<'Har du et spørgsmål til?'
    round_at 2013-03-20T09:10
    local file
    for file in "$site"/outbox/new/*; do
        case $(address_in "$(header "$file" To)") in
        mette@seniorjob.example) ;;
        *) is "$(header "$file" Auto-Submitted)" "$(header "$copy" Auto-Submitted)" ;;
        esac
    done
    is "$(($(all_mails) - $(count_to mette@seniorjob.example)))" "$before"
    is "$(newsletter_state karen@post.example)" active
    # They are all kept.
    expect 0 moe inbox list --all
    [ "$(grep -c . <<<"$output")" -ge 8 ]
}

@test "a read receipt (RFC 8098) is answered to nobody, and no human has to look at it" {
    send_march
    local to
    to=$(reply_address karen@post.example)
    now=2013-03-20T09:05
    mail_in karen@post.example "$to" 'Læst: Seniorjobberen' 'MIME-Version: 1.0' \
        'Content-Type: multipart/report; report-type=disposition-notification; boundary=b' <<'MAIL'
--b
Content-Type: text/plain

Din mail er vist.
--b
Content-Type: message/disposition-notification

Disposition: manual-action/MDN-sent-manually; displayed

--b--
MAIL
    round_at 2013-03-20T09:10
    is "$(count_to karen@post.example)" 1
    is "$(count_to mette@seniorjob.example)" 0
}

@test "a delivery report with a hard bounce is noted with the person, and answered to nobody" {
    send_march
    local copy to
    copy=$(newest_to karen@post.example)
    to=$(address_in "$(header "$copy" Return-Path)")
    [ -n "$to" ] || to=$(reply_address karen@post.example)
    now=2013-03-20T09:05
    mail_in 'Mail Delivery System <MAILER-DAEMON@mx.post.example>' "$to" 'Undelivered Mail Returned to Sender' \
        'Auto-Submitted: auto-replied' 'MIME-Version: 1.0' \
        'Content-Type: multipart/report; report-type=delivery-status; boundary="xx"' <<'MAIL'
--xx
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--xx
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example

Final-Recipient: rfc822; karen@post.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown user

--xx--
MAIL
    round_at 2013-03-20T09:10
    expect 0 moe people show karen@post.example
    says bounce 5.1.1
    is "$(count_to MAILER-DAEMON@mx.post.example)" 0
    is "$(count_to karen@post.example)" 1
}

# What one site has sent to the other's address arrives there.
carry() { # FROM-SITE TO-SITE TO-LOCAL-PART [FILTER]
    local file
    for file in "$1"/outbox/new/*; do
        [ -e "$file" ] || continue
        [ ! -e "$1/carried/$(basename "$file")" ] || continue
        [[ $(address_in "$(header "$file" To)") == "$3"* ]] || continue
        touch "$1/carried/$(basename "$file")"
        "${4:-cat}" <"$file" >"$2/inbox/new/$(basename "$file")"
    done
}

two_sites() {
    local name
    for name in first second; do
        open_site "$BATS_TEST_TMPDIR/$name"
        configure site name "$name"
        configure site domain "$name.example"
        configure site address "$name@$name.example"
        mkdir -p "$site/carried"
        printf 'address,name,role,consent_source\n%s\n%s\n' \
            "$1" "mette@$name.example,Mette,staff,ansat" >"$site/people.csv"
        moe import "$site/people.csv" >/dev/null 2>&1
    done
    first=$BATS_TEST_TMPDIR/first second=$BATS_TEST_TMPDIR/second
}

six_rounds() { # FILTER
    local number
    for number in 1 2 3 4 5 6; do
        site=$first round_at "2013-03-20T10:0$number"
        site=$second round_at "2013-03-20T10:0$number"
        carry "$first" "$second" second@second.example "$1"
        carry "$second" "$first" first@first.example "$1"
        carry "$first" "$second" second+ "$1"
        carry "$second" "$first" first+ "$1"
    done
}

# A gateway that throws away every header that says "this is automatic", and the sender's tokens.
stripped() {
    awk '/^[^ \t]/ { gone = tolower($0) ~ /^(auto-submitted|precedence|x-auto-response-suppress|list-[a-z]*|feedback-id|x-moedested[a-z-]*|in-reply-to|references):/ }
        /^\r?$/ { body = 1 } body || !gone { print }'
}

@test "two moedesteds that write to each other come to rest" {
    two_sites 'first@first.example,First,seeker,kort
second@second.example,Second,seeker,kort'
    local name
    for name in "$first" "$second"; do
        site=$name now=2013-03-19T14:00
        moe newsletter approve 2013-03 2>&1
        now=2013-03-20T09:00
    done
    site=$first mail_in second@second.example first@first.example Hej <<<'Hvornår er der møde?'
    six_rounds cat
    [ "$(ls "$first/carried" | wc -l)" -le 2 ]
    [ "$(ls "$second/carried" | wc -l)" -le 2 ]
    [ "$(ls "$first/carried" | wc -l)" -ge 1 ]
}

@test "they do so even behind a gateway that takes away what marks a mail as automatic" {
    two_sites 'nobody@post.example,Nobody,seeker,kort'
    now=2013-03-20T09:00
    site=$first mail_in second@second.example first@first.example Hej <<<'Hvornår er der møde?'
    six_rounds stripped
    [ "$(ls "$first/carried" | wc -l)" -ge 1 ]
    [ "$(ls "$first/carried" | wc -l)" -le 3 ]
    [ "$(ls "$second/carried" | wc -l)" -le 3 ]
}

@test "300 mails from one stranger: one answer that day, and everybody else is served" {
    send_march
    local number
    now=2013-03-20T10:00
    for number in $(seq 300); do
        printf 'From: bomb@post.example\nTo: seniorjob@seniorjob.example\nSubject: %s\nMessage-ID: <b%s@post.example>\n\nHvad koster nr. %s?\n' \
            "$number" "$number" "$number" >"$site/inbox/new/$number.bomb"
    done
    answers karen@post.example AFMELD
    local begun=$SECONDS
    round_at 2013-03-20T10:05
    [ $((SECONDS - begun)) -le 60 ]
    is "$(count_to bomb@post.example)" 1
    [ "$(count_to mette@seniorjob.example)" -le 60 ]
    is "$(newsletter_state karen@post.example)" ended
    expect 0 moe inbox list --json
    [ "$(grep -c 'bomb@post.example' <<<"$output")" -eq 300 ]
    is "$(find "$site/inbox/new" -type f | wc -l)" 0
    # The day after there may be one more.
    now=2013-03-21T12:00
    mail_in bomb@post.example seniorjob@seniorjob.example igen <<<'Hvad koster det så i dag?'
    round_at 2013-03-21T12:05
    is "$(count_to bomb@post.example)" 2
}

# Karen's AFMELD in some client's clothes.
in_clothes() { # HEADER...   text, as octets, on standard input
    now=2013-03-20T10:02
    mail_in karen@post.example "$(reply_address karen@post.example)" 'Re: Seniorjobberen' 'MIME-Version: 1.0' "$@"
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" ended
}

@test "a reply in ISO-8859-1 is understood" {
    send_march
    printf 'Hej. Jeg \370nsker ikke at f\345 flere. Afmeld mig, tak.\n\nV\346r hilset\nKaren\n' |
        in_clothes 'Content-Type: text/plain; charset=iso-8859-1' 'Content-Transfer-Encoding: 8bit'
}

@test "a reply that is only HTML in windows-1252 is understood" {
    send_march
    printf '<html><body><style>p{color:red}</style><p>Afmeld mig \226 jeg \370nsker ikke flere</p><blockquote><p>Svar blot JA</p></blockquote></body></html>\n' |
        in_clothes 'Content-Type: text/html; charset=windows-1252' 'Content-Transfer-Encoding: 8bit'
}

@test "a reply in base64 is understood" {
    send_march
    printf 'Afmeld mig, tak. Jeg ønsker ikke flere.\n' | base64 |
        in_clothes 'Content-Type: text/plain; charset="utf-8"' 'Content-Transfer-Encoding: base64'
}

@test "what the reply quotes of our own mail asks for nothing" {
    send_march
    now=2013-03-20T10:02
    answers karen@post.example 'Mange tak for brevet!

Den 20. marts 2013 kl. 09.00 skrev Seniorjob <seniorjob@seniorjob.example>:

> Vil du ikke have flere? Svar blot AFMELD.
> AFMELD'
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" active
}

@test "two people who share an address: only the one who was written to leaves" {
    printf 'address,name,role,consent_source\nfaelles@post.example,Grethe Holm,seeker,kort\nfaelles@post.example,Knud Holm,seeker,kort\n' >"$site/two.csv"
    expect 0 moe import "$site/two.csv"
    moe newsletter approve 2013-03 2>&1
    round_at 2013-03-20T09:00
    is "$(count_to faelles@post.example)" 2
    local knud
    knud=$(mails_to faelles@post.example | while read -r file; do body "$file" | grep -q 'Kære Knud' && echo "$file"; done | head -n 1)
    now=2013-03-20T10:02
    mail_in faelles@post.example "$(address_in "$(header "$knud" Reply-To)")" 'Re: Seniorjobberen' <<<AFMELD
    round_at 2013-03-20T10:05
    expect 0 moe people list --json
    grep Knud <<<"$output" | grep -q '"newsletter":"ended"'
    grep Grethe <<<"$output" | grep -q '"newsletter":"active"'
}
