# What staff decide about an issue holds: not before it is approved, as it was approved, never twice,
# not too late, and what leaves is a mail that every server takes.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    issue=$site/templates/newsletter/2013-03.md
}

teardown() {
    end_processes
}

approve() {
    expect 0 moe newsletter approve 2013-03
}

@test "a draft is not sent, neither by hand nor by the clock" {
    run moe newsletter send 2013-03 --yes
    [ "$status" -eq 1 ]
    says 'not approved' 'newsletter approve 2013-03'
    is "$(wc -l <<<"$output")" 1
    round_at 2013-03-20T10:00
    is "$(all_mails)" 0
    expect 1 moe newsletter status 2013-03
    is "$output" 'moedested: issue 2013-03 is not approved yet (moedested newsletter approve 2013-03)'
}

@test "an issue that there is not: what is near, for every verb" {
    local words
    for words in 'send 2013-05 --yes' 'send 2013-05 --dry-run' 'status 2013-05' 'approve 2013-05' 'preview 2013-05' \
        'test 2013-05 tester@elsewhere.example'; do
        expect 6 moe newsletter $words
        says 'there is no issue 2013-05; did you mean 2013-0'
    done
    is "$(all_mails)" 0
}

@test "a file that was corrected after approval: list and status say so, send stops, --as-approved goes on" {
    approve
    expect 0 moe newsletter list
    lacks says 'changed since approval'
    sed -i 's/Velkommen til Seniorjobberen/Velkommen, rettet/' "$issue"
    expect 0 moe newsletter list
    says 'changed since approval'
    expect 0 moe newsletter list --json
    says '"changed":true'
    expect 0 moe newsletter status 2013-03
    says 'changed since approval' 'newsletter approve 2013-03'
    expect 0 moe newsletter send 2013-03 --dry-run
    says 'has changed since'
    expect 1 moe newsletter send 2013-03 --yes
    says 'has changed since it was approved; nothing was sent' --as-approved
    is "$(all_mails)" 0
    expect 2 moe newsletter list --as-approved
    # Approved again it is the new text that goes; so does a new time.
    approve
    expect 0 moe newsletter list --json
    says '"changed":false'
    sed -i 's/^udsendes: .*/udsendes: 2013-03-20 11:00/' "$issue"
    expect 1 moe newsletter send 2013-03 --yes
    # Broken is changed too.
    approve
    echo '{{fornavnn}}' >>"$issue"
    expect 1 moe newsletter send 2013-03 --yes
    expect 0 moe newsletter send 2013-03 --yes --as-approved
    says 'sent=3'
    body_has "$(newest_to karen@post.example)" 'Velkommen, rettet'
    expect 0 moe newsletter list
    lacks says 'changed since approval'
}

@test "what is sent is not approved again: one sentence, status 1" {
    approve
    round_at 2013-03-20T09:00
    expect 1 moe newsletter approve 2013-03
    says 'cannot be approved again'
    is "$(wc -l <<<"$output")" 1
}

@test "approved when its time is over: it says that somebody has to send it" {
    now=2013-03-20T15:30
    expect 0 moe newsletter approve 2013-03
    says 'Its time is over (2013-03-20T15:00:00+01:00)' 'send it by hand: moedested newsletter send 2013-03'
    is "$(wc -l <<<"$output")" 1
}

@test "approved when its time is over by the hours that are configured: one line" {
    sed -i '/^senest:/d' "$issue"
    configure newsletter send-before '2 hours'
    now=2013-03-20T11:30
    expect 0 moe newsletter approve 2013-03
    says 'Its time is over (2013-03-20T11:00:00+01:00); send it by hand: moedested newsletter send 2013-03'
    lacks says 'med det samme'
    is "$(wc -l <<<"$output")" 1
    expect 0 moe newsletter send 2013-03 --dry-run
    says 'bliver ikke sendt af sig selv'
    lacks says 'med det samme'
}

@test "approved when its time is past but not over: it says that it goes at once" {
    now=2013-03-20T10:00
    expect 0 moe newsletter approve 2013-03
    says 'Its time (2013-03-20T09:00:00+01:00) is past: it goes out in the next round' 'after 2013-03-20T15:00:00+01:00' \
        'udsendes" (2013-03-20 09:00) er forbi'
    lacks says 'It goes out at'
    round_at 2013-03-20T10:05
    is "$(all_mails)" 3
}

@test "send while the daemon runs: it queues, the daemon sends" {
    approve
    now=2013-03-19T15:00
    start_daemon
    expect 0 moe newsletter send 2013-03 --yes
    says 'queued for 3 people; the running daemon sends them'
    three_went() { [ "$(all_mails)" -eq 3 ]; }
    wait_for 20 three_went
    expect 0 moe newsletter send 2013-03 --yes
    kill -TERM "$daemon"
    wait "$daemon"
    is "$(count_to karen@post.example)" 1
    is "$(all_mails)" 3
}

@test "what was approved is what goes out, whatever happens to the file afterwards" {
    approve
    sed -i 's/^emne: .*/emne: Noget helt andet/; s/Velkommen til Seniorjobberen/Ikke godkendt/' "$issue"
    now=2013-03-20T09:00
    expect 0 moe newsletter send 2013-03 --yes --as-approved
    says 'sent=3 failed=0 doubt=0 seconds='
    local copy
    copy=$(newest_to karen@post.example)
    [[ $(header "$copy" Subject) == 'Seniorjobberen, marts 2013'* ]]
    lacks body_has "$copy" 'Ikke godkendt'
    # Even when the file is gone.
    rm "$issue"
    round_at 2013-03-20T09:10
    is "$(all_mails)" 3
}

@test "a second send sends nothing, a tick sends nothing, and approving again sends nothing" {
    approve
    now=2013-03-20T09:00
    expect 0 moe newsletter send 2013-03 --yes
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=0 failed=0'
    sed -i 's/^emne: .*/emne: Seniorjobberen, ny tekst/' "$issue"
    run moe newsletter approve 2013-03
    run moe newsletter send 2013-03 --yes
    round_at 2013-03-20T09:05
    is "$(all_mails)" 3
    expect 0 moe newsletter status 2013-03
    says 'sent=3' 'queued=0'
}

@test "an issue that is later than senest is held, and staff are told once" {
    approve
    now=2013-03-20T15:01
    expect 1 moe tick
    says 'issue held: 2013-03 (late)'
    now=2013-03-20T15:30
    expect 1 moe tick
    is "$(count_to karen@post.example)" 0
    is "$(count_to mette@seniorjob.example)" 1
    local told
    told=$(newest_to mette@seniorjob.example)
    body "$told" | grep -q '2013-03'
    body "$told" | grep -q 'newsletter send 2013-03'
    expect 0 moe newsletter list
    says held
    # Staff decide: it goes out after all.
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=3'
    is "$(count_to karen@post.example)" 1
}

@test "a proof reaches the one address and nobody else, and approves nothing" {
    expect 0 moe newsletter test 2013-03 tester@elsewhere.example
    is "$(count_to tester@elsewhere.example)" "$(all_mails)"
    is "$(all_mails)" 2
    round_at 2013-03-20T10:00
    is "$(all_mails)" 2
    expect 0 moe newsletter list
    says draft
    run moe newsletter test 2013-03 'not an address'
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    says 'not an address'
    is "$(all_mails)" 2
}

@test "a proof sets nothing else going: no invitation, no mail read; what waits in the queue goes too" {
    meetings_on
    mail_in karen@post.example seniorjob@seniorjob.example Haven <<<'Den er stor, men cyklen er solgt.'
    expect 0 moe newsletter test 2013-03 tester@elsewhere.example
    is "$(all_mails)" 2
    is "$(count_to tester@elsewhere.example)" 2
    is "$(find "$site/inbox/new" -type f | wc -l)" 1
    now=2013-03-19T14:05
    expect 0 moe meeting invite
    says 'invited=3'
    expect 0 moe newsletter test 2013-03 tester@elsewhere.example
    is "$(count_to karen@post.example)" 1
    is "$(all_mails)" 7
}

@test "send sends the issue and answers, and plans no meeting" {
    meetings_on
    approve
    now=2013-03-20T09:00
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=3'
    is "$(all_mails)" 3
    expect 0 moe newsletter list
    says '2013-03      sent'
    round_at 2013-03-20T09:05
    is "$(all_mails)" 6
}

@test "preview writes HTML and text for made-up people and for a known one" {
    expect 0 moe newsletter preview 2013-03 --to preview
    [ "$(ls preview/*.html | wc -l)" -ge 6 ]
    is "$(ls preview/*.html | wc -l)" "$(ls preview/*.txt | wc -l)"
    local file
    for file in preview/*.html; do
        grep -qi '<html' "$file"
        grep -q 'lang="da"' "$file"
        lacks grep -q '{{' "$file"
        lacks grep -q '<b>Ågård' "$file"
        [ "$(stat -c %s "$file")" -le 81920 ]
    done
    grep -ql 'Anne-Marie' preview/*.html
    expect 0 moe newsletter preview 2013-03 --to known --person karen@post.example
    is "$(ls known | wc -l)" 2
    grep -q 'Kære Karen' known/*.txt
    expect 6 moe newsletter preview 2013-03 --to nobody --person nobody@post.example
    expect 6 moe newsletter preview 2013-77 --to absent
    [ ! -e absent ]
    is "$(all_mails)" 0
}

@test "a picture goes with the copies of those who see it, as it was when the issue was approved" {
    local pictures=$site/templates/billeder line copy first
    mkdir "$pictures"
    cp "$BATS_TEST_DIRNAME/../data/pictures/"* "$pictures"
    line=$(grep -n '^## Der er brug for mange nye job' "$issue" | cut -d: -f1)
    sed -i "${line}i ![Et hus](billeder/hus.png \"320\")\n\n{{#arbejdsgiver}}\n![En mark](billeder/mark.jpg)\n{{/arbejdsgiver}}\n" "$issue"
    expect 0 moe check
    expect 0 moe newsletter preview 2013-03 --to preview
    grep -q 'src="data:image/png;base64,iVBOR' preview/seeker-karen.html
    lacks grep -q 'data:image/jpeg' preview/seeker-karen.html
    grep -q 'src="data:image/jpeg;base64,/9j/' preview/employer-karen.html
    grep -q '^\[Billede: Et hus\]$' preview/seeker-karen.txt
    expect 0 moe newsletter test 2013-03 tester@elsewhere.example
    grep -q '^Content-Id: <hus\.png\.[0-9a-f]*@\|^Content-ID: <hus\.png\.[0-9a-f]*@' "$(newest_to tester@elsewhere.example)"
    approve
    # Another picture of the same name changes nothing that was approved.
    first=$(base64 -w 76 "$pictures/hus.png" | head -n 1)
    cp "$pictures/mark.jpg" "$pictures/hus.png"
    now=2013-03-20T09:00
    expect 0 moe newsletter send 2013-03 --yes --as-approved
    says 'sent=3'
    copy=$(newest_to karen@post.example)
    [[ $(header "$copy" Content-Type) == 'multipart/related;'* ]]
    grep -qF "$first" "$copy"
    is "$(grep -c '^Content-ID: <' "$copy")" 1
    is "$(grep -c '^Content-ID: <' "$(newest_to lene@boernehave.example)")" 2
    expect 0 moe timeline --html overview.html
    grep -q 'data:image/png;base64,iVBOR' overview.html
    lacks grep -q 'src=&quot;cid:' overview.html
}

@test "a picture that cannot be sent stops approve and check with its line and what to do" {
    local line
    line=$(grep -n 'Der er brug for mange nye job' "$issue" | cut -d: -f1)
    sed -i "${line}s|.*|![Et hus](https://hus.example/hus.png)|" "$issue"
    expect 1 moe newsletter approve 2013-03
    says "2013-03.md:$line:" 'ligger på nettet'
    sed -i "${line}s|.*|![Et hus](../../../../etc/hostname)|" "$issue"
    expect 1 moe check
    says "2013-03.md:$line:" 'ligger ikke i skabelonernes mappe'
    sed -i "${line}s|.*|![](billeder/hus.png)|" "$issue"
    expect 1 moe check
    says "2013-03.md:$line:" 'mangler en tekst'
    sed -i "${line}s|.*|Tekst|; \$a ![Et hus](billeder/hus.png)" "$site/templates/letters/welcome.md"
    sed -i "${line}s|.*|Tekst|" "$issue"
    expect 1 moe check
    says 'welcome.md:' 'kun stå i nyhedsbrevet'
    is "$(all_mails)" 0
}

@test "a field that does not exist stops approve and check, with file, line, column and the right word" {
    local line
    line=$(grep -n 'Der er brug for mange nye job' "$issue" | cut -d: -f1)
    sed -i "${line}s/.*/## Kom, {{fornavnn}}/" "$issue"
    expect 1 moe newsletter approve 2013-03
    says "2013-03.md:$line:9: " fornavnn 'Mente du {{fornavn}}'
    expect 1 moe check
    says "2013-03.md:$line:9: " 'Mente du {{fornavn}}'
    expect 1 moe newsletter send 2013-03 --yes
    is "$(all_mails)" 0
}

@test "a section that is never closed stops approve and check with its line" {
    sed -i '$a {{#soeger}}\nkun for jer' "$issue"
    local line
    line=$(grep -n '^kun for jer' "$issue" | cut -d: -f1)
    line=$((line - 1))
    expect 1 moe newsletter approve 2013-03
    says "2013-03.md:$line:" soeger
    expect 1 moe check
    says "2013-03.md:$line:"
}

@test "--dry-run says who would get it and changes nothing at all" {
    approve
    now=2013-03-20T09:00
    sqlite3 "$site/moedested.db" .dump >before
    expect 0 moe newsletter send 2013-03 --dry-run
    says '2 seekers' '1 employers' 'one copy for an employer' 'Nothing was sent'
    says '  karen@post.example' '  ove@post.example' '  lene@boernehave.example'
    sqlite3 "$site/moedested.db" .dump >after
    cmp before after
    is "$(all_mails)" 0
}

@test "--dry-run and send count whom they reach: who has it does not count, nor who came when it was queued" {
    approve
    now=2013-03-20T09:00
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=3'
    printf 'address,name,role,consent_source\nny@post.example,Ny,seeker,kort\n' >more.csv
    moe import more.csv
    expect 0 moe newsletter send 2013-03 --dry-run
    says 'would go to 0 seekers and 0 employers' '3 people have had their copy' '1 people came when' 'they get the next one'
    lacks says '  karen@post.example'
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=0 failed=0' '3 people have had their copy' '1 people came when'
}

@test "nobody is there when its time comes: it stays approved, and goes to those who come in time" {
    rm -r "$site"
    open_site
    approve
    round_at 2013-03-20T09:00
    expect 0 moe newsletter list
    says '2013-03      approved'
    expect 0 moe newsletter send 2013-03 --dry-run
    says 'would go to 0 seekers' 'nobody to get it'
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=0' 'nobody to get it'
    import_people
    expect 0 moe newsletter send 2013-03 --dry-run
    says 'would go to 2 seekers and 1 employers'
    expect 0 moe newsletter send 2013-03 --yes
    says 'sent=3'
}

@test "--dry-run says what the check warns of, with file and line" {
    printf '\n[klik her](https://seniorjob.example/job)\n' >>"$issue"
    approve
    expect 0 moe newsletter send 2013-03 --dry-run
    says "2013-03.md:$(wc -l <"$issue"):"
    is "$(all_mails)" 0
}

@test "send without --yes and without a terminal refuses" {
    approve
    now=2013-03-20T09:00
    expect 2 moe newsletter send 2013-03 </dev/null
    says --yes
    is "$(all_mails)" 0
}

@test "on a terminal, send wants the number of people typed" {
    command -v script >/dev/null || skip "script (bsdutils) is not installed"
    approve
    now=2013-03-20T09:00
    run script -qec "'$(program)' -c '$site/moedested.conf' --at $now newsletter send 2013-03" typed <<<"ja"
    says '3 people get this issue'
    is "$(all_mails)" 0
    run script -qec "'$(program)' -c '$site/moedested.conf' --at $now newsletter send 2013-03" typed <<<"3"
    says '3 i kø' # while they are queued
    is "$(all_mails)" 3
}

# Each file given: what a mail server and a mail client need of it.
check_mail() { # FILE
    local name
    for name in From To Reply-To Subject Date Message-ID MIME-Version Content-Type Auto-Submitted Content-Language; do
        is "$name $(headers "$1" "$name")" "$name 1"
    done
    for name in Sender Bcc Received; do
        is "$name $(headers "$1" "$name")" "$name 0"
    done
    lacks grep -qP '[^\x00-\x7f]' "$1"
    lacks grep -qP '\x00' "$1"
    lacks grep -q $'\r' "$1"
    is "$(awk 'length > 998' "$1" | wc -l)" 0
    is "$(awk '/^$/ { exit } length > 998' "$1" | wc -l)" 0
    [[ $(header "$1" Message-ID) =~ ^\<[^@\<\>\ ]+@[a-z.]+\>$ ]]
    date -d "$(header "$1" Date)" >/dev/null
    [[ $(header "$1" Reply-To) =~ seniorjob\+[a-z2-7]{26}@seniorjob\.example ]]
}

@test "the headers of a copy: each once, with what list mail needs" {
    approve
    round_at 2013-03-20T09:00
    local copy name
    copy=$(newest_to karen@post.example)
    check_mail "$copy"
    for name in List-Id List-Unsubscribe Precedence; do
        is "$name $(headers "$copy" "$name")" "$name 1"
    done
    is "$(header "$copy" Date)" 'Wed, 20 Mar 2013 09:00:00 +0100'
    is "$(header "$copy" Precedence)" bulk
    is "$(header "$copy" Content-Language)" da
    [[ $(header "$copy" Auto-Submitted) == auto-generated* ]]
    [[ $(header "$copy" List-Id) =~ \<[a-z.-]+\.seniorjob\.example\> ]]
    [[ $(header "$copy" List-Unsubscribe) =~ \<mailto:seniorjob\+[a-z2-7]{26}@seniorjob\.example ]]
    is "$(header "$copy" To)" 'Karen Sørensen <karen@post.example>'
    grep -q '^To: =?utf-8?' "$copy" || grep -q '^To: =?UTF-8?' "$copy"
    # Seekers and employers are two lists.
    [ "$(header "$copy" List-Id)" != "$(header "$(newest_to lene@boernehave.example)" List-Id)" ]
}

@test "no two copies share a token or a Message-ID" {
    import_many 40
    approve
    round_at 2013-03-20T09:00
    is "$(all_mails)" 43
    local file
    for file in "$site"/outbox/new/*; do header "$file" Message-ID; done | sort -u >ids
    for file in "$site"/outbox/new/*; do header "$file" Reply-To; done | sort -u >replies
    for file in "$site"/outbox/new/*; do header "$file" List-Unsubscribe; done | sort -u >ends
    is "$(wc -l <ids)" 43
    is "$(wc -l <replies)" 43
    is "$(wc -l <ends)" 43
}

@test "every other mail of ours is as well built as the newsletter" {
    approve
    round_at 2013-03-20T09:00
    now=2013-03-20T10:00
    answers karen@post.example AFMELD
    answers ove@post.example 'Hvad er løn?'
    mail_in 'Åge Ære <aage@nyhed.example>' seniorjob@seniorjob.example 'Tilmeld' <<<'Tilmeld mig gerne til Seniorjobberen.'
    round_at 2013-03-20T10:05
    [ "$(all_mails)" -ge 7 ]
    local file
    for file in "$site"/outbox/new/*; do
        if [ "$(address_in "$(header "$file" To)")" = mette@seniorjob.example ]; then
            continue # a mail about somebody's mail is answered to that somebody
        fi
        check_mail "$file" || {
            cat "$file"
            return 1
        }
    done
}

@test "status tells the whole story of an issue" {
    approve
    expect 0 moe newsletter status 2013-03
    says approved 'sent=0'
    now=2013-03-20T09:00
    expect 0 moe newsletter send 2013-03 --yes
    expect 0 moe newsletter status 2013-03
    says 'sent=3' 'failed=0' 'doubt=0' 'Seniorjobberen, marts 2013'
    expect 0 moe newsletter list
    says 'sent'
}

@test "two sends at the same time: nobody gets two" {
    import_many 30
    approve
    now=2013-03-20T09:00
    moe newsletter send 2013-03 --yes >one 2>&1 3>&- &
    local first=$!
    started+=("$first")
    local second=0
    moe newsletter send 2013-03 --yes >two 2>&1 || second=$?
    wait "$first" || true
    [ "$second" -eq 5 ] || [ "$second" -eq 0 ] || {
        cat two
        return 1
    }
    expect 0 moe newsletter send 2013-03 --yes
    is "$(all_mails)" 33
}
