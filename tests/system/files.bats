# CVs that come as files: what `parse --full` reads of them, and what a bomb costs.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

files=$BATS_TEST_DIRNAME/../data/files

setup() {
    cd "$BATS_TEST_TMPDIR"
}

read_file() { # FILE: what `parse --full` says of a mail with it
    mail_with "$1" >mail
    expect 0 "$(program)" parse --full mail
}

mail_with() { # FILE
    printf 'From: Kirsten Testesen <kirsten@post.example>\nTo: seniorjob@seniorjob.example\nSubject: Mit CV\n'
    printf 'Message-ID: <cv@post.example>\nDate: Tue, 2 Apr 2013 09:00:00 +0200\nMIME-Version: 1.0\n'
    printf 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHej\nHer er mit CV.\n\n'
    printf -- '--b\nContent-Type: application/octet-stream; name="%s"\n' "${1##*/}"
    printf 'Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n'
    base64 "$1"
    printf -- '--b--\n'
}

@test "a CV is read from text, PDF, DOCX, ODT, RTF and the old DOC" {
    for kind in txt pdf docx odt rtf doc; do
        read_file "$files/cv.$kind"
        says 'CV for Kirsten Ægård' 'Børnehuset Solsikken 2001-2012'
        lacks says '"unread"'
    done
}

@test "what cannot be read says why, and the mail is understood all the same" {
    while read -r file why; do
        read_file "$files/$file"
        says "\"unread\":\"$why\"" '"kind":"message"' 'Her er mit CV'
    done <<'LIST'
adgangskode.docx encrypted
skannet.pdf picture
winmail.dat winmail
bombe.docx too-large
enheder.docx broken
regneark.xlsx other
LIST
}

@test "a PDF that inflates to 160 MB costs two seconds, and the mail is there" {
    perl -MCompress::Zlib -e '
        my ($d, $out) = (deflateInit(-Level => 9), "");
        my $line = "BT (a) Tj ET\n" x 100000;
        for (1 .. 130) { my ($o) = $d->deflate($line); $out .= $o }
        my ($o) = $d->flush(); $out .= $o;
        print "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n";
        print "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>\nendobj\n";
        print "4 0 obj\n<</Filter/FlateDecode/Length ", length $out, ">>stream\n$out\nendstream\nendobj\ntrailer<</Size 5/Root 1 0 R>>\n";
    ' >bombe.pdf
    mail_with bombe.pdf >mail
    # The last line of `times` is the processor time of the children.
    expect 0 bash -c "'$(program)' parse --full mail; times"
    says '"unread":"too-large"' 'Her er mit CV'
    [[ ${lines[-1]} =~ ^0m[0-3]\. ]] || {
        echo "${lines[-1]}"
        return 1
    }
}

@test "who sends a file that cannot be read is told which, why and what to do, and staff too" {
    open_site
    import_people
    now=2013-03-19T14:00
    mail_with "$files/adgangskode.docx" | sed 's/^From: .*/From: Karen <karen@post.example>/' >mail
    drop mail
    round_at 2013-03-19T14:05
    local answer
    answer=$(newest_to karen@post.example)
    body_has "$answer" 'adgangskode.docx'
    body_has "$answer" 'låst med en adgangskode'
    body_has "$answer" 'som PDF'
    is "$(count_answers_to karen@post.example)" 1
    body_has "$(newest_to mette@seniorjob.example)" 'Her er mit CV'
    expect 0 moe inbox list
    says karen@post.example 'ikke kan læse'
}
