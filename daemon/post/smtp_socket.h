/* What libESMTP leaves out of its one connection: a time limit for connect() and for a whole
 * answer, and TCP_NODELAY. It gives nobody its socket, so all work on the process, which must have
 * no other connection.
 */
#pragma once

/* From now on connect() ends after so many seconds, by SIGALRM; 0: no more. */
void smtp_socket_limit(int seconds);

/* The connection is cut when this is not called again within so many seconds (libESMTP limits only
 * the time between two octets, and a server may send one at a time); 0: no more. */
void smtp_socket_patience(int seconds);

/* libESMTP writes in pieces of 2 KiB, and Nagle's algorithm holds each back for the peer's delayed
 * acknowledgement: 40 ms a mail. Turns it off for every internet socket of the process. */
void smtp_socket_send_at_once(void);
