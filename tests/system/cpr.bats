#!/usr/bin/env bats
# CPR numbers: people write them wherever one can write. The original is kept for staff; nothing else
# may have a whole number in it, neither what goes out nor what we remember, show or log.
# shellcheck disable=SC2154 # what helpers.bash sets

load helpers

setup() {
    open_site
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
}

teardown() {
    end_processes
}

# The last four digits of every number below; nothing else here has them.
secret=7391

# Everything that went out, as it stands there and decoded: headers, parts.
outgoing() {
    local file
    for file in "$site"/outbox/new/*; do
        cat "$file"
        perl -MEncode -0777 -ne 's/\r//g; ($h) = split /\n\n/; $h =~ s/\n[ \t]+/ /g; print encode("utf-8", decode("MIME-Header", $h)), "\n"' "$file"
        body "$file"
    done
}

# Everything in the store but the mails themselves.
remembered() {
    sqlite3 "$site/moedested.db" .dump | sed "s/X'[0-9a-fA-F]*'//g"
}

silent() { # COMMAND...: what it says has no whole number in it
    local said
    said=$("$@" 2>&1) || true
    [ -n "$said" ] || {
        echo "says nothing at all: $*"
        return 1
    }
    if grep -n "$secret" <<<"$said"; then
        echo "a whole number in: $*"
        return 1
    fi
}

text_mail() { # FROM TO SUBJECT TEXT
    mail_in "$1" "$2" "$3" 'MIME-Version: 1.0' 'Content-Type: text/plain; charset=utf-8' \
        'Content-Transfer-Encoding: 8bit' <<<"$4"
}

@test "a number in every place of a mail is nowhere in what goes out, is kept, shown or logged" {
    local to='seniorjob@seniorjob.example' reply
    reply=$(reply_address ove@post.example)
    answers ove@post.example "Hej. Mit CPR-nummer er 120354-$secret. Hvad skal jeg skrive?"
    answers karen@post.example "Afmeld mig, 120354-$secret. Karen"
    answers lene@boernehave.example "Ring til mig om 12.03.54-$secret
eller 120354
-$secret"
    text_mail ulla@ny.example "$to" nummer "12031954-$secret, 120354--$secret, 120354$(printf '\xe2\x80\x8b')-$secret, 120354$(printf '\xc2\xad')$secret"
    text_mail "\"Ove 120354-$secret\" <ove@post.example>" "$reply" "Mit nr. 120354 - $secret" 'Kan I hjælpe mig?'
    text_mail "=?utf-8?Q?Ida_120354-$secret?= <ida@ny.example>" "$to" "=?utf-8?B?$(printf 'cpr 120354%s' "$secret" | base64)?=" \
        "Jeg vil gerne have nyhedsbrevet. cpr nr 12 03 54 $secret"
    mail_in 'ny@ny.example' "$to" hej 'MIME-Version: 1.0' 'Content-Type: text/html; charset=utf-8' \
        'Content-Transfer-Encoding: quoted-printable' <<MAIL
<p>Jeg er <b>120354=E2=80=93</b>$secret.</p><blockquote>120354-$secret</blockquote>
MAIL
    mail_in 'fil@ny.example' "$to" cv 'MIME-Version: 1.0' 'Content-Type: multipart/mixed; boundary=x' <<MAIL
--x
Content-Type: text/plain

Her er mit CV.
--x
Content-Type: application/octet-stream; name="cv.pdf"
Content-Disposition: attachment; filename*=utf-8''CV%20120354-$secret.pdf

120354-$secret
--x--
MAIL
    mail_in 'kalender@ny.example' "$to" Accepteret 'MIME-Version: 1.0' 'Content-Type: text/calendar; method=REPLY' <<MAIL
BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:m-1@x
COMMENT:Jeg kommer\, 120354-$secret
ATTENDEE;PARTSTAT=ACCEPTED:mailto:kalender@ny.example
END:VEVENT
END:VCALENDAR
MAIL
    round_at 2013-03-20T10:00
    round_at 2013-03-20T11:00

    silent outgoing
    silent remembered
    silent cat "$BATS_TEST_TMPDIR/rounds"
    silent moe inbox list
    local id
    for id in 1 2 3 4 5 6 7 8 9; do
        silent moe inbox show "$id"
    done
    for id in "$BATS_TEST_TMPDIR"/in-*.eml; do
        silent moe explain "$id"
    done
    expect 0 moe explain "$written"
    says 'REPLY: ACCEPTED by kalender@ny.example' 'Jeg kommer, 120354-xxxx'
    silent moe people show ove@post.example
    silent moe people show ida@ny.example
    # It is all there, masked, and every mail is marked.
    [[ $(remembered) == *120354-xxxx* ]]
    [[ $(outgoing) == *120354-xxxx* ]]
    is "$(sqlite3 "$site/moedested.db" "SELECT count(*) FROM inbound WHERE verdict LIKE '%\"cpr\":true%'")" 9
}
