# plain only: it is about the files around the program.
# What `make install` puts where, the service unit, and the scripts of contrib/.

setup() {
    tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)
    cd "$BATS_TEST_TMPDIR"
}

# Installs a stand-in for the program: this is about the files around it.
install_here() {
    mkdir -p build
    printf '#!/bin/sh\nexit 0\n' >build/moedested
    chmod 755 build/moedested
    make -s -C "$tree" install DESTDIR="$PWD/root" PREFIX=/usr SYSCONFDIR=/etc BUILD="$PWD/build" -o "$PWD/build/moedested"
}

@test "make install puts everything below DESTDIR" {
    install_here
    for file in bin/moedested share/man/man8/moedested.8 lib/systemd/system/moedested.service \
        share/bash-completion/completions/moedested share/moedested/templates/words.conf \
        share/moedested/templates/newsletter/2013-03.md share/moedested/config/moedested.conf; do
        [ -f "root/usr/$file" ] || {
            echo "root/usr/$file is missing"
            false
        }
    done
    [ -n "$(ls root/usr/share/moedested/config/language)" ]
    diff -r "$tree/templates" root/usr/share/moedested/templates
    [ -z "$(find root -type f ! -perm -444)" ]
}

@test "make uninstall leaves no file behind" {
    install_here
    make -s -C "$tree" uninstall DESTDIR="$PWD/root" PREFIX=/usr BUILD="$PWD/build"
    [ -z "$(find root -type f)" ]
}

@test "the service unit has real paths and is hardened" {
    install_here
    unit=root/usr/lib/systemd/system/moedested.service
    [ -z "$(sed 's/@system-service\|@privileged\|@resources//g' "$unit" | grep '@')" ]
    grep -q '^ExecStart=/usr/bin/moedested -c /etc/moedested/moedested.conf run$' "$unit"
    # `check` before it would refuse a newsletter that somebody is still writing (daemon.bats).
    [ "$(grep -c '^ExecStart' "$unit")" = 1 ]
    # It would hide which start of the machine this is, and with it a power cut.
    [ "$(grep -c '^ProcSubset=pid' "$unit")" = 0 ]
    command -v systemd-analyze >/dev/null || skip "systemd-analyze is not installed"
    run systemd-analyze security --offline=true "$unit"
    [ "$status" -eq 0 ]
    exposure=$(sed -nE 's/.*Overall exposure level for moedested.service: ([0-9.]+) .*/\1/p' <<<"$output")
    echo "exposure $exposure"
    [ -n "$exposure" ]
    # 9.6 without any of it.
    awk -v exposure="$exposure" 'BEGIN { exit !(exposure <= 1.2) }'
}

# The ini block of the README with another place for what the service writes.
sample_site() { # DIRECTORY
    awk '/^```/{ inside = /^```ini/; next } inside' "$tree/README.md" | sed "s|/var/lib/moedested|$1|"
}

@test "the configuration of the README starts in an empty place; a key that was lost is not replaced" {
    mkdir etc var
    sample_site "$PWD/var" >etc/moedested.conf
    [ "$(grep -c "$PWD/var" etc/moedested.conf)" -eq 4 ]
    # What is only looked at makes nothing.
    run moedested -c etc/moedested.conf people list
    echo "$output"
    [ "$status" -eq 6 ]
    [ -z "$(ls var)" ]
    run moedested -c etc/moedested.conf tick
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(stat -c %a var/moedested.key)" = 600 ]
    [ -f var/moedested.db ]
    [ "$(ls etc)" = moedested.conf ]
    mv var/moedested.key lost
    run moedested -c etc/moedested.conf tick
    echo "$output"
    [ "$status" -eq 3 ]
    [[ $output == *"$PWD/var/moedested.key: the key of our reply addresses is missing; restore it"* ]]
    [ ! -e var/moedested.key ]
    # The unit writes where the README says.
    grep -q '^StateDirectory=moedested$' "$tree/contrib/moedested.service"
}

@test "the service unit is one that systemd understands" {
    command -v systemd-analyze >/dev/null || skip "systemd-analyze is not installed"
    sed 's|@BINDIR@/moedested|/bin/true|; s|@SYSCONFDIR@|/etc|' "$tree/contrib/moedested.service" >moedested.service
    run systemd-analyze verify --man=no ./moedested.service
    echo "$output"
    [[ $output != *moedested.service:*:* ]]
    [[ $output != *Unknown* ]]
}

@test "install-deps lists each package once, and those of the Makefile are there" {
    "$tree/contrib/install-deps" --list build test lint >packages
    [ "$(wc -l <packages)" -ge 20 ]
    [ -z "$(sort packages | uniq -d)" ]
    for library in $(sed -n 's/^PACKAGES := //p' "$tree/Makefile"); do
        pkg-config --exists "$library" || {
            echo "install-deps lists no package with $library"
            false
        }
    done
}

@test "install-deps refuses what it does not know, with its usage" {
    run "$tree/contrib/install-deps" everything
    [ "$status" -eq 2 ]
    [[ $output == *usage:* ]]
}

@test "install-deps calls nothing when nothing is missing" {
    mkdir bin
    printf '#!/bin/sh\necho installed\n' >bin/dpkg-query
    for name in apt-get sudo debconf-set-selections; do
        printf '#!/bin/sh\necho called %s; exit 1\n' $name >bin/$name
    done
    chmod 755 bin/*
    PATH=$PWD/bin:$PATH run "$tree/contrib/install-deps" build test lint
    echo "$output"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "install-deps asks apt for what is missing, and postfix not to start" {
    mkdir bin
    printf '#!/bin/sh\ncase "$*" in *postfix|*bats) exit 1 ;; esac\necho installed\n' >bin/dpkg-query
    printf '#!/bin/sh\necho "apt-get $*" >>"%s/called"\n' "$PWD" >bin/apt-get
    printf '#!/bin/sh\ncat >>"%s/answers"\n' "$PWD" >bin/debconf-set-selections
    printf '#!/bin/sh\n[ "$1" != -u ] || echo 0\n' >bin/id
    chmod 755 bin/*
    PATH=$PWD/bin:$PATH run "$tree/contrib/install-deps" build test
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(cat called)" = $'apt-get update -qq\napt-get install -y -qq --no-install-recommends bats postfix' ]
    grep -q 'No configuration' answers
}

# A tree with nothing but the runner, and tests that are scripts.
small_tree() {
    mkdir -p small/contrib small/tests/unit/base small/tests/system small/build/tests/unit/base
    cp "$tree/contrib/run-tests" small/contrib/
    export MOEDESTED_SHARED=/nowhere
    unset TESTS_ONCE
}

program() { # NAME SCRIPT [WHAT ITS SOURCE SAYS]
    echo "/* ${3:-} */" >"small/tests/unit/base/test_$1.c"
    printf '#!/bin/bash\n%s\n' "$2" >"small/build/tests/unit/base/test_$1"
    chmod 755 "small/build/tests/unit/base/test_$1"
}

@test "the test runner counts what passed, failed, was skipped, crashed and hung" {
    small_tree
    program good 'echo "[==========] Running 3 test(s)."; echo "[  PASSED  ] 3 test(s)."'
    program bad 'echo "[  FAILED  ] 2013 is a name"; echo "[  PASSED  ] 1 test(s)."; echo "[  FAILED  ] 2 test(s), listed below:"; exit 2'
    program left_out 'echo "[  PASSED  ] 1 test(s)."; echo "[  SKIPPED ] 4 test(s), listed below:"'
    program crash 'echo "[  PASSED  ] 1 test(s)."; kill -SEGV $$'
    program hang 'sleep 30'
    printf '@test "yes" {\n    true\n}\n@test "no" {\n    false\n}\n@test "not now" {\n    skip "why"\n}\n' >small/tests/system/a.bats
    TEST_SECONDS=1 run small/contrib/run-tests build
    echo "$output"
    [ "$status" -eq 1 ]
    [ "${lines[-1]}" = '7 passed, 5 failed, 5 skipped' ]
    rm small/tests/unit/base/test_{bad,crash,hang}.c small/tests/system/a.bats
    run small/contrib/run-tests build
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = '4 passed, 0 failed, 4 skipped' ]
    run small/contrib/run-tests build nothing_is_called_so
    [ "$status" -eq 1 ]
}

@test "the test runner runs programs beside each other, and alone what says so" {
    small_tree
    # Each of the two waits until it has seen the other; the third sees none of them.
    for name in one two; do
        program $name "cd \$TMPDIR/..; echo >$name; until [ -e one ] && [ -e two ]; do sleep 0.02; done
            echo '[  PASSED  ] 1 test(s).'; sleep 0.2; echo >$name.ended"
    done
    program alone "cd \$TMPDIR/.. && [ -e one.ended ] && [ -e two.ended ] && echo '[  PASSED  ] 1 test(s).'" 'runs alone: it measures'
    TEST_JOBS=2 TEST_SECONDS=20 run small/contrib/run-tests build
    echo "$output"
    [ "${lines[-1]}" = '3 passed, 0 failed, 0 skipped' ]
}

@test "the test runner finds what is still running, and ends it" {
    small_tree
    program tidy 'echo "[  PASSED  ] 1 test(s)."'
    program untidy 'echo "[  PASSED  ] 1 test(s)."; sleep 4711 >/dev/null 2>&1 & echo $! >&2'
    run small/contrib/run-tests build
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *'base/test_untidy: left these processes running:'*' sleep 4711'* ]]
    [ "${lines[-1]}" = '2 passed, 1 failed, 0 skipped' ]
    kept=$(sed -nE 's/^ *([0-9]+) sleep 4711.*/\1/p' <<<"$output")
    [ -n "$kept" ]
    # Gone, or a zombie that nobody has looked at yet.
    lives() {
        grep -q '^State:[[:space:]]*[^ZX]' "/proc/$kept/status"
    }
    for _ in {1..50}; do
        lives || return 0
        sleep 0.1
    done
    false
}

@test "the test runner leaves out what proves nothing under sanitizers, unless it is named" {
    small_tree
    program plain 'echo "[  PASSED  ] 1 test(s)."' 'plain only: why'
    program every 'echo "[  PASSED  ] 1 test(s)."'
    run small/contrib/run-tests build
    [ "${lines[-1]}" = '2 passed, 0 failed, 0 skipped' ]
    echo __asan_init >small/build/moedested
    run small/contrib/run-tests build
    [ "${lines[-1]}" = '1 passed, 0 failed, 1 skipped' ]
    [[ $output == *'skipped unit/base/test_plain'*'plain only'* ]]
    run small/contrib/run-tests build plain
    [ "${lines[-1]}" = '1 passed, 0 failed, 0 skipped' ]
}

@test "of two test runs the plain one leaves stories to the other" {
    small_tree
    program unit 'echo "[  PASSED  ] 1 test(s)."'
    local body=$'@test "yes" {\n    true\n}\n'
    printf '%s' "$body" >small/tests/system/every.bats
    printf '# plain only\n%s' "$body" >small/tests/system/plain.bats
    printf '# plain too\n%s' "$body" >small/tests/system/both.bats
    export TESTS_ONCE=1
    run small/contrib/run-tests build
    echo "$output"
    [ "${lines[-1]}" = '3 passed, 0 failed, 1 skipped' ]
    [[ $output == *'every.bats '*'told under sanitizers'* ]]
    run small/contrib/run-tests build every
    [ "${lines[-1]}" = '1 passed, 0 failed, 0 skipped' ]
    echo __asan_init >small/build/moedested
    run small/contrib/run-tests build
    echo "$output"
    [ "${lines[-1]}" = '3 passed, 0 failed, 1 skipped' ]
    [[ $output == *'plain.bats '*'plain only'* ]]
}
