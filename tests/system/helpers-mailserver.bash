# A mail server as contrib/INSTALL-mail.md sets one up: Postfix, OpenDKIM and Dovecot of the samples
# in contrib/, on free ports of the loopback and in folders of their own. Only what each sample
# names at its top, ports, paths and users are other ones. And the world outside it: a second
# Postfix, which checks signatures and has the mailboxes of post.example.
#
# To be loaded behind helpers.bash; needs root. `mail` is the folder of it all.
# `tree`, `site` and `started` are of the story and of helpers.bash.
# shellcheck shell=bash disable=SC2154

mail=
password='kun os to'
# Where each of them listens. (-g: bats loads this file within a function.)
declare -gA at=()

# Ports below those that the system lends for connections, and free now.
pick_ports() { # NAME...
    local name port
    for name in "$@"; do
        while port=$((10000 + SRANDOM % 20000)) &&
            { [[ " ${at[*]} " == *" $port "* ]] || (exec 4<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }; do
            :
        done
        at[$name]=$port
    done
}

listens() { # NAME
    (exec 4<>"/dev/tcp/127.0.0.1/${at[$1]}") 2>/dev/null
}

have_mailserver() {
    local tool
    for tool in postfix dovecot opendkim opendkim-genkey s-nail openssl; do
        command -v $tool >/dev/null || {
            echo "$tool is not installed"
            return 1
        }
    done
    [ -x /usr/lib/dovecot/lmtp ] || {
        echo "dovecot-lmtpd is not installed"
        return 1
    }
}

# A sample of contrib/ with our places in it.
sample() { # FILE
    sed -E \
        -e "s#mail\.seniorjob\.example#localhost#g" \
        -e "s#/etc/letsencrypt/live/localhost/(fullchain|privkey)\.pem#$mail/\1.pem#" \
        -e "s#/etc/(postfix|opendkim|dovecot)/#$mail/\1/#g" \
        -e "s#/var/spool/postfix#$mail/queue#; s#/var/lib/postfix#$mail/data#" \
        -e "s#^maillog_file =#& $mail/log#; s#^log_path = .*#log_path = $mail/log#" \
        -e "s#/run/(opendkim|dovecot)#$mail/run/\1#; s#/var/lib/dovecot#$mail/state#; s#/var/vmail#$mail/boxes#" \
        -e "s#^(inet_interfaces =|listen =).*#\1 127.0.0.1#; s#^relayhost =#& [127.0.0.1]:${at[world]}#" \
        -e "s#^smtp( +inet)#${at[smtp]}\1#; s#^submission( +inet)#${at[submission]}\1#; s#127.0.0.1:10587#127.0.0.1:${at[confidential]}#" \
        -e "s#8891#${at[milter]}#; s#port = 143#port = ${at[imap]}#; s#port = 993#port = ${at[imaps]}#" \
        -e "s#/usr/local/bin/moedested#$(program)#; s#/etc/moedested/moedested.conf#$site/moedested.conf#" \
        -e "s#user=moedested#user=nobody#; s#uid=vmail gid=vmail#uid=nobody gid=nogroup#" \
        "$tree/contrib/$1"
}

# The files of the samples, a certificate, a key of OpenDKIM, passwords.
write_mailserver() {
    local file hash
    mkdir -p "$mail"/{postfix,opendkim,dovecot,queue,data,state,boxes,run/opendkim,run/dovecot}
    for file in "$tree"/contrib/{postfix,opendkim,dovecot}/*; do
        file=${file#"$tree/contrib/"}
        sample "$file" >"$mail/$file"
    done
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$mail/privkey.pem" -out "$mail/fullchain.pem" 2>/dev/null
    opendkim-genkey -b 2048 -d seniorjob.example -s 2026 -D "$mail/opendkim"
    hash=$(doveadm pw -s SHA512-CRYPT -p "$password")
    sed -i "s#{SHA512-CRYPT}!#$hash#" "$mail/dovecot/users"
    printf '%s@post.example:%s\n' karen "$hash" mette "$hash" >>"$mail/dovecot/users"
    chown -R opendkim: "$mail/opendkim" "$mail/run/opendkim"
    chown root:dovecot "$mail/dovecot/users"
    chmod 640 "$mail/dovecot/users"
    chown postfix: "$mail/data"
    chown nobody: "$mail/boxes"
}

# The world: mailboxes of post.example (Karen's, and Mette's, who is staff), and Authentication-Results by a key without DNS.
write_world() {
    mkdir -p "$mail"/world/{queue,data}
    chown postfix: "$mail/world/data"
    cat >"$mail/world/main.cf" <<CF
compatibility_level = 3.6
myhostname = mx.post.example
inet_interfaces = 127.0.0.1
mynetworks = 127.0.0.1/32
mydestination =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = post.example
virtual_mailbox_maps = inline:{karen@post.example=karen,mette@post.example=mette}
virtual_transport = lmtp:unix:$mail/queue/private/dovecot-lmtp
transport_maps = inline:{seniorjob.example=smtp:[127.0.0.1]:${at[smtp]}}
smtpd_milters = inet:127.0.0.1:${at[verifier]}
smtpd_tls_cert_file = $mail/fullchain.pem
smtpd_tls_key_file = $mail/privkey.pem
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
queue_directory = $mail/world/queue
data_directory = $mail/world/data
maillog_file = $mail/world/log
CF
    grep -vE '^ |^(submission|confidential|moedested|127\.|[0-9]+ )' "$mail/postfix/master.cf" >"$mail/world/master.cf"
    echo "${at[world]} inet n - n - - smtpd" >>"$mail/world/master.cf"
    printf '%s %s\n' 2026._domainkey.seniorjob.example \
        "$(tr -d '\n' <"$mail/opendkim/2026.txt" | grep -o '"[^"]*"' | tr -d '"\n')" >"$mail/world/keys"
    cat >"$mail/world/opendkim.conf" <<CF
Mode v
TestPublicKeys $mail/world/keys
AlwaysAddARHeader yes
AuthservID mx.post.example
InternalHosts 192.0.2.1
Socket inet:${at[verifier]}@127.0.0.1
UserID opendkim
CF
}

# A server in the foreground of a shell of ours; its process ends with the test.
serve() { # WORDS...
    "$@" >>"$mail/servers.log" 2>&1 3>&- </dev/null &
    started+=($!)
    servers+=($!)
}

# Not below /tmp: OpenDKIM takes no key where others may write, however far up, and the pipe of
# Postfix becomes another user, who has to reach our site.
make_mail_folder() {
    mail=$(mktemp -d /var/lib/moedested-mail.XXXXXX)
    chmod 755 "$mail"
}

start_mailserver() {
    servers=()
    pick_ports smtp submission confidential milter imap imaps world verifier
    write_mailserver
    write_world
    serve opendkim -f -x "$mail/opendkim/opendkim.conf"
    serve opendkim -f -x "$mail/world/opendkim.conf"
    serve_postfix "$mail/postfix"
    serve_postfix "$mail/world"
    serve dovecot -F -c "$mail/dovecot/dovecot.conf"
    local name
    for name in "${!at[@]}"; do
        wait_for 20 listens "$name" || {
            echo "$name does not listen at ${at[$name]}"
            tail -n 20 "$mail/servers.log" "$mail/log" "$mail/world/log"
            return 1
        }
    done
    wait_for 20 test -S "$mail/queue/private/dovecot-lmtp"
}

serve_postfix() { # DIRECTORY OF ITS SETTINGS
    postfix -c "$1" check >>"$mail/servers.log" 2>&1
    serve /usr/lib/postfix/sbin/master -c "$1" -d
}

end_server() { # PID
    kill "$1"
    wait_for 20 none_alive "$1"
}

# Ends each by its process, and waits for those below it.
stop_mailserver() {
    local pid all=()
    for pid in "${servers[@]}"; do
        mapfile -t -O ${#all[@]} all < <(descendants "$pid")
        kill "$pid" 2>/dev/null || true
    done
    wait_for 20 none_alive "${servers[@]}" "${all[@]}"
    rm -rf "${mail:?}"
}

# The mails in somebody's INBOX, oldest first.
box() { # ADDRESS
    find "$mail/boxes/${1#*@}/${1%@*}/Maildir/new" "$mail/boxes/${1#*@}/${1%@*}/Maildir/cur" -type f \
        -printf '%T@ %p\n' 2>/dev/null | sort -n | cut -d' ' -f2-
}

holds() { # COUNT ADDRESS: so many mails are in the mailbox
    [ "$(box "$2" | wc -l)" -ge "$1" ]
}

newest_in() { # ADDRESS
    box "$1" | tail -n 1
}

# moedested beside it, with the configuration of INSTALL-mail.md.
install_moedested() {
    (umask 077 && printf '%s\n' "$password" >"$site/moedested.mail")
    awk '/^```/{ inside = /^```ini/; next } inside' "$tree/contrib/INSTALL-mail.md" | sed -E \
        -e "s#mail\.seniorjob\.example#localhost#; s#/var/lib/moedested#$site#" \
        -e "s#/run/credentials/moedested.service#$site#" \
        -e "s#^port = 25\$#port = ${at[smtp]}#; s#^port = 10587#port = ${at[confidential]}#; s#^port = 993#port = ${at[imaps]}#" \
        -e "s#^password-file = .*#&\nca-file = $mail/fullchain.pem#" >"$site/moedested.conf"
    printf '[meeting]\ninvitations = off\n' >>"$site/moedested.conf" # they would bounce, too
}

# A person at a terminal: opens the mailbox by IMAP and answers its last mail, below the quote.
answers_by_client() { # ADDRESS WORDS
    printf 'reply $\n\n%s\n~.\nquit\n' "$2" |
        HOME=$BATS_TEST_TMPDIR s-nail -n -# -S v15-compat -S ttycharset=utf-8 -S "from=$1" -S quote -S indentprefix='> ' \
            -S "mta=smtp://127.0.0.1:${at[world]}" -S smtp-auth=none -S reply-to-honour=yes \
            -S "password=$password" -S imap-auth=login -S tls-verify=ignore \
            -f "imaps://${1/@/%40}@localhost:${at[imaps]}" >"$BATS_TEST_TMPDIR/s-nail" 2>&1 || {
        cat "$BATS_TEST_TMPDIR/s-nail"
        return 1
    }
}
