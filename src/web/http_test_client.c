/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/http_test_client.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct client client_open(uint16_t port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct timeval limit = { .tv_sec = CLIENT_SECONDS };
    struct client c = { .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
                        .at = calloc(1, CLIENT_ROOM) };

    assert(c.fd >= 0 && c.at);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (setsockopt(c.fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0 ||
        connect(c.fd, (struct sockaddr *)&to, sizeof to) != 0)
        c.has_ended = true;
    return c;
}

void client_close(struct client *c)
{
    close(c->fd);
    free(c->at);
    c->at = NULL;
}

bool client_send(struct client *c, struct text bytes)
{
    while (bytes.len > 0) {
        ssize_t n = send(c->fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes = text_slice(bytes, (size_t)n, SIZE_MAX);
    }
    return true;
}

static void take(struct client *c, int flags)
{
    ssize_t n;

    assert(c->len + 1 < CLIENT_ROOM);
    n = recv(c->fd, c->at + c->len, CLIENT_ROOM - 1 - c->len, flags);
    if (n > 0)
        c->len += (size_t)n;
    else if (n == 0 || flags == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
        c->has_ended = true;
    c->at[c->len] = '\0';
}

bool client_wait(struct client *c, size_t from, const char *needle)
{
    while (from > c->len || !memmem(c->at + from, c->len - from, needle, strlen(needle))) {
        if (c->has_ended)
            return false;
        take(c, 0);
    }
    return true;
}

void client_drain(struct client *c)
{
    while (!c->has_ended)
        take(c, 0);
}

bool client_poll(struct client *c)
{
    if (!c->has_ended)
        take(c, MSG_DONTWAIT);
    return !c->has_ended;
}

int client_status(const struct client *c)
{
    if (c->len < 12 || strncmp(c->at, "HTTP/1.", 7) != 0)
        return 0;
    return (c->at[9] - '0') * 100 + (c->at[10] - '0') * 10 + (c->at[11] - '0');
}

bool client_has(const struct client *c, const char *needle)
{
    return memmem(c->at, c->len, needle, strlen(needle)) != NULL;
}

struct client client_ask(uint16_t port, struct text bytes)
{
    struct client c = client_open(port);

    (void)client_send(&c, bytes); /* the server may refuse before it has read all */
    client_drain(&c);
    return c;
}
