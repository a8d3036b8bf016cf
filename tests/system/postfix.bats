#!/usr/bin/env bats
# needs: root
# The relay is a real Postfix with STARTTLS; only root can start one. The program of the unit tests
# brings it up on a free port of the loopback, with folders of its own, and takes it down.

@test "mails pass a real Postfix with STARTTLS" {
    program=${MOEDESTED:-$BATS_TEST_DIRNAME/../../build/moedested}
    # The test reads nothing of the tree, so it may run anywhere.
    run "$(dirname "$program")/tests/unit/post/test_postfix"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output != *SKIPPED* ]] || skip "no Postfix here (contrib/install-deps test)"
}
