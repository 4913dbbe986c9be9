/* SPDX-License-Identifier: EUPL-1.2 */
/* web/http_test_client.h - raw bytes to a server on loopback and its answer back, for tests only.
 *
 * Invariants 1. Waiting is bounded by CLIENT_SECONDS, which is a failure and not a measurement.
 * Used by    test_http_server.c, test_http_sse.c. Any thread. */
#ifndef WEB_HTTP_TEST_CLIENT_H
#define WEB_HTTP_TEST_CLIENT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum { CLIENT_SECONDS = 30, CLIENT_ROOM = 512 * 1024 };

/* A connection and all that came back on it. */
struct client {
    int fd;
    char *at; /* terminated */
    size_t len;
    bool has_ended; /* the other side closed or reset */
};

struct client client_open(uint16_t port);
void client_close(struct client *c);
/* Sends all; false when the other side has closed. */
bool client_send(struct client *c, struct text bytes);
/* Reads until `needle` stands in what came after byte `from`, or the end. True when it stands. */
bool client_wait(struct client *c, size_t from, const char *needle);
/* Reads to the end of the connection. */
void client_drain(struct client *c);
/* What has come; false when nothing more is to come. Does not wait. */
bool client_poll(struct client *c);
/* Status of the first answer; 0 when there is none. */
int client_status(const struct client *c);
bool client_has(const struct client *c, const char *needle);
/* One request on a connection of its own, read to its end. */
struct client client_ask(uint16_t port, struct text bytes);

#endif
