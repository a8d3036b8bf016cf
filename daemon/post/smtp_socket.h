/* What libESMTP leaves out of its one connection: a time limit for connect(), and TCP_NODELAY. It
 * gives nobody its socket, so both work on the process, which must have no other connection.
 */
#pragma once

/* From now on connect() ends after so many seconds, by SIGALRM; 0: no more. */
void smtp_socket_limit(int seconds);

/* libESMTP writes in pieces of 2 KiB, and Nagle's algorithm holds each back for the peer's delayed
 * acknowledgement: 40 ms a mail. Turns it off for every internet socket of the process. */
void smtp_socket_send_at_once(void);
