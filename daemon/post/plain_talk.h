/* What a connection of the plain lane says and what it makes of the answers. Between
 * plain_connection.c, which has the socket, and plain_talk.c alone.
 */
#pragma once

#include "post/plain_connection.h"

/* The line is there: the relay greets first. */
void plain_talk_begin(struct plain_connection *connection);

/* One reply, in connection->reader. */
void plain_talk_reply(struct plain_connection *connection, struct plain_results *results);

/* The dot behind the body. */
void plain_talk_end(struct plain_connection *connection);

/* The result of a flight as things stand, or (false) its mail back to the lane; its place is free
 * then. */
bool plain_talk_settle(struct plain_connection *connection, struct flight *flight,
                       struct plain_results *results);
