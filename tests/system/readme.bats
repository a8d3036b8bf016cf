# plain only: it is about what is written of the program.
# A newcomer follows the README in an empty directory: every command of the tour, word for word.

setup() {
    tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)
    cd "$BATS_TEST_TMPDIR"
}

# The ```sh blocks below "## A tour", as one script.
tour() {
    awk '/^## /{ tour = /^## A tour/ } tour && /^```/{ inside = /^```sh/; next } tour && inside' "$tree/README.md"
}

@test "the tour of the README works word for word" {
    command -v moedested
    tour >tour.sh
    [ "$(grep -c moedested tour.sh)" -ge 15 ]
    mkdir newcomer
    cd newcomer
    run bash -exo pipefail ../tour.sh
    echo "$output"
    [ "$status" -eq 0 ]
    cd center
    # Three people and the staff's test copy got one each; then the answers to Karen and Ove.
    [ "$(grep -l 'karen@post\.example' outbox/new/* | wc -l)" -ge 2 ]
    [[ $output == *karen@post.example* ]]
    run moedested newsletter status 2013-03
    [ "$status" -eq 0 ]
    run moedested people show karen@post.example
    [[ $output == *ended* || $output == *afmeldt* ]]
    run moedested inbox list
    [[ $output == *ove@post.example* || $output == *Haven* ]]
}

@test "every command that the README names is one" {
    run moedested --help
    [ "$status" -eq 0 ]
    help=$output
    for word in $(grep -oE 'moedested( --at [^ ]+| -c [^ ]+)? [a-z]+' "$tree/README.md" | awk '{ print $NF }' | sort -u); do
        case $word in center | daemon) continue ;; esac
        grep -qE "^ +$word\b" <<<"$help" || {
            echo "README: moedested $word is no command"
            false
        }
    done
}

@test "the README begins with whom it is for, and the two commands" {
    head -n 30 "$tree/README.md" | grep -q 'contrib/demo'
    head -n 30 "$tree/README.md" | grep -q 'contrib/check'
    [ -x "$tree/contrib/demo" ]
    [ -x "$tree/contrib/check" ]
    while read -r path; do
        [ -e "$tree/$path" ] || {
            echo "README names $path, which is not there"
            false
        }
    done < <(grep -oE '`(daemon|templates|config|contrib|tests)/[A-Za-z0-9_./-]*`' "$tree/README.md" | tr -d '`' | sort -u)
}

@test "every story and every target that the README names is there" {
    [ "$(grep -oE '`[a-z]+\.bats`' "$tree/README.md" | sort -u | wc -l)" -ge 6 ]
    for name in $(grep -oE '`[a-z]+\.bats`' "$tree/README.md" | tr -d '`' | sort -u); do
        [ -e "$tree/tests/system/$name" ] || {
            echo "README names $name, which is not there"
            false
        }
    done
    for target in $(grep -oE '`make [a-z]+`' "$tree/README.md" | tr -d '`' | cut -d' ' -f2 | sort -u); do
        grep -qE "^$target:" "$tree/Makefile" || {
            echo "README names make $target, which is not there"
            false
        }
    done
}
