# plain only: it is about a script.
# The structure check finds what it is there to find: each test breaks one rule in a small house.

setup() {
    tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)
    house=$BATS_TEST_TMPDIR/house
    mkdir -p "$house"/daemon/{base,mail,store,post,commands} "$house"/tests/unit/base
    cd "$house"
    printf '/* A thing. */\n#pragma once\n' >daemon/base/thing.h
    printf '#include "base/thing.h"\n\n#include <glib.h>\n\nint thing(void)\n{\n    return 1;\n}\n' >daemon/base/thing.c
}

check() {
    run "$tree/contrib/check-structure" "$house"
}

finds() { # FILE:LINE WORDS
    check
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"$1: "*"$2"* ]]
}

add() { # FILE LINE...
    local file=$1
    shift
    printf '%s\n' "$@" >>"$file"
}

@test "a clean house passes" {
    check
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "a room includes one above it" {
    add daemon/base/thing.c '#include "store/db.h"'
    finds daemon/base/thing.c:9 'base may not include store/db.h'
}

@test "a room may include the single header it is allowed, and no other" {
    add daemon/store/a.c '#include "mail/address.h"'
    check
    [ "$status" -eq 0 ]
    add daemon/store/a.c '#include "mail/mime_write.h"'
    finds daemon/store/a.c:2 'store may not include mail/mime_write.h'
}

@test "a room that nobody knows" {
    mkdir daemon/attic
    add daemon/attic/a.c '#include "base/thing.h"'
    finds daemon/attic/a.c:1 'the room attic'
}

@test "a header without its room" {
    add daemon/base/other.c '#include "thing.h"'
    finds daemon/base/other.c:1 'write the room too'
}

@test "foreign headers behind the wrong door" {
    add daemon/mail/a.c '#include <sqlite3.h>' '#include <libesmtp.h>' '#include <openssl/ssl.h>' '#include <seccomp.h>'
    add daemon/post/b.c '#include <gmime/gmime.h>' '#include <cmark.h>' '#include <libxml/HTMLparser.h>'
    check
    echo "$output"
    [ "$(grep -c 'is seen only in' <<<"$output")" -eq 7 ]
}

@test "the own header does not come first" {
    printf '#include <glib.h>\n\n#include "base/thing.h"\n' >daemon/base/thing.c
    finds daemon/base/thing.c:1 'own header comes first'
}

@test "a file of 401 lines" {
    for number in $(seq 393); do echo "/* $number */"; done >>daemon/base/thing.c
    finds daemon/base/thing.c:401 '401 lines'
}

@test "a function of 61 lines" {
    command -v ctags >/dev/null || skip "ctags is not installed"
    { printf 'int long_one(void)\n{\n'; for _ in $(seq 57); do echo '    thing();'; done; printf '    return 1;\n}\n'; } >daemon/base/long.c
    finds daemon/base/long.c:1 'long_one has 61 lines'
}

@test "words that may not be used" {
    add daemon/store/a.c 'void a(void)' '{' '    goto end;' '    strcpy(x, y);' '    time(NULL);' '    getenv("HOME");' \
        '    exit(1);' '    printf("x");' '    system("ls");' 'end:;' '}' 'typedef struct x y;' 'gchar *z;'
    check
    echo "$output"
    for line in 3 4 5 6 7 8 9 12 13; do
        [[ $output == *"daemon/store/a.c:$line: "* ]]
    done
}

@test "the same words in comments and strings are only words" {
    add daemon/store/a.c '/* goto strcpy(x) time(NULL) */' '// exit(1)' 'const char *a = "goto time(NULL) exit(1)";'
    check
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "SQL outside the store" {
    add daemon/post/a.c 'const char *a = "SELECT id FROM person";'
    finds daemon/post/a.c:1 'SQL stands in daemon/store/ alone'
    rm daemon/post/a.c
    add daemon/store/a.c 'const char *a = "SELECT id FROM person";'
    check
    [ "$status" -eq 0 ]
}

@test "a mail that was parsed is changed or encoded" {
    add daemon/mail/a.c 'void a(void)' '{' '    g_mime_multipart_get_boundary(x);' '    g_mime_object_set_header(x, y, z);' \
        '    g_mime_utils_header_encode_text(x, y);' '    g_mime_text_part_get_text(x);' '    g_mime_parser_set_format(x, y);' '}'
    check
    echo "$output"
    for line in 3 4 5 6; do
        [[ $output == *"daemon/mail/a.c:$line: "*'GMime only reads'* ]]
    done
    [[ $output != *'a.c:7: '* ]]
    mv daemon/mail/a.c daemon/mail/mime_body.c
    check
    [ "$status" -eq 0 ]
}

@test "a header without a word about itself" {
    printf '#pragma once\n' >daemon/base/silent.h
    finds daemon/base/silent.h:1 'begins with a comment'
}

@test "a test that no program runs" {
    printf 'int x;\n' >tests/unit/base/forgotten.c
    finds tests/unit/base/forgotten.c:1 'test_*.c'
}

@test "a section of the language that nobody misses at the start" {
    mkdir -p config/language daemon/understand
    printf '[mønstre på-vej]\nx\n[ord kendt]\nx\n' >config/language/a.tabel
    printf '{"ord", "kendt"},\n' >daemon/understand/needed.c
    printf '/* A thing. */\n#pragma once\n' >daemon/understand/answer_tables.h
    printf '"kendt" "andet"\n"paa-vej"\n' >daemon/understand/a.c
    finds daemon/understand/a.c:2 'paa-vej'
    [[ $output != *kendt* && $output != *andet* ]]
}

@test "the map in daemon/README.md has every room, and no other" {
    diff <(cd "$tree/daemon" && ls -d */ | sort) \
        <(sed -nE 's/^\| `([a-z]+\/)` \|.*/\1/p' "$tree/daemon/README.md" | sort)
}
