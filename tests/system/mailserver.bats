# needs: root
# A whole site as contrib/INSTALL-mail.md sets it up: real Postfix, OpenDKIM and Dovecot with the
# samples of contrib/, moedested beside them, and Karen with a mail client somewhere in the world.

load helpers
load helpers-mailserver

setup() {
    tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)
    why=$(have_mailserver) || skip "$why"
    open_site
    start_mailserver
}

teardown() {
    stop_mailserver
    end_processes
}

@test "it starts" {
    ls -la "$mail/queue/private"; cat "$mail/log"; cat "$mail/servers.log"; false
}
