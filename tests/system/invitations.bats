#!/usr/bin/env bats
# plain only: unit/calendar/test_event writes the same events under sanitizers.
# Invitations as another calendar reads them: ical.js (the one of Thunderbird), fetched by npm when
# the test runs. The unit test of calendar/event writes one for every month from 2026 to 2050.

setup() {
    command -v node >/dev/null || skip 'Node.js is not installed'
    command -v npm >/dev/null || skip 'npm is not installed'
    modules=$BATS_TEST_TMPDIR/modules
    mkdir "$modules" "$BATS_TEST_TMPDIR/invitations"
    echo '{"private": true, "dependencies": {"ical.js": "2.2.1"}}' >"$modules/package.json"
    (cd "$modules" && timeout 120 npm install --no-package-lock --ignore-scripts --no-audit --no-fund \
        --fetch-retries=1 --fetch-timeout=30000 --loglevel=error) >"$BATS_TEST_TMPDIR/npm.log" 2>&1 ||
        skip "npm could not fetch ical.js: $(grep -m 1 ERR "$BATS_TEST_TMPDIR/npm.log")"
}

@test "ical.js reads 300 invitations, and each begins when it should" {
    build=$(dirname "${MOEDESTED:-$BATS_TEST_DIRNAME/../../build/moedested}")
    INVITATIONS=$BATS_TEST_TMPDIR/invitations "$build/tests/unit/calendar/test_event"
    run node "$BATS_TEST_DIRNAME/../support/read_invitations.mjs" "$modules" "$BATS_TEST_TMPDIR/invitations"
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$output" = '300 of 300' ]
}
