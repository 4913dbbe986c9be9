/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/hash.h"

#include <assert.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct hasher {
    EVP_MD *kind; /* fetched once: a look-up by name costs more than hashing a short entry */
    EVP_MD_CTX *ctx;
};

struct hasher *hasher_open(void)
{
    struct hasher *h = malloc(sizeof(*h));
    if (!h)
        return NULL;
    h->kind = EVP_MD_fetch(NULL, "SHA256", NULL);
    h->ctx = EVP_MD_CTX_new();
    if (!h->kind || !h->ctx) {
        hasher_close(h);
        return NULL;
    }
    return h;
}

void hasher_close(struct hasher *h)
{
    if (!h)
        return;
    EVP_MD_CTX_free(h->ctx);
    EVP_MD_free(h->kind);
    free(h);
}

/* With a context and a kind at hand these calls can only fail when OpenSSL itself is broken; a
 * journal without hashes may not go on, so that is an assertion. */
void hasher_start(struct hasher *h)
{
    int done = EVP_DigestInit_ex2(h->ctx, h->kind, NULL);
    assert(done == 1);
}

void hasher_add(struct hasher *h, const void *bytes, size_t n)
{
    int done = EVP_DigestUpdate(h->ctx, bytes, n);
    assert(done == 1);
}

struct hash hasher_end(struct hasher *h)
{
    struct hash out = { { 0 } };
    unsigned int n = 0;
    int done = EVP_DigestFinal_ex(h->ctx, out.at, &n);
    assert(done == 1);
    assert(n == HASH_BYTES);
    return out;
}

struct hash hash_of(struct text message)
{
    struct hash out = { { 0 } };
    size_t n = 0;
    int done = EVP_Q_digest(NULL, "SHA256", NULL, message.at, message.len, out.at, &n);
    assert(done == 1);
    assert(n == HASH_BYTES);
    return out;
}

bool hash_same(const struct hash *a, const struct hash *b)
{
    return memcmp(a->at, b->at, HASH_BYTES) == 0;
}

void hash_hex(const struct hash *h, char out[HASH_HEX_MAX])
{
    for (size_t i = 0; i < HASH_BYTES; i++) {
        out[2 * i] = "0123456789abcdef"[h->at[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[h->at[i] & 15];
    }
    out[2 * HASH_BYTES] = '\0';
}

/* The value of a lower-case hexadecimal digit, or -1. */
static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool hash_read(struct text hex, struct hash *out)
{
    if (hex.len != 2 * HASH_BYTES)
        return false;
    struct hash made;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        int high = hex_value(hex.at[2 * i]), low = hex_value(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        made.at[i] = (uint8_t)(high * 16 + low);
    }
    *out = made;
    return true;
}

void random_bytes(void *out, size_t n)
{
    /* Safe to call again and from any thread; the first call opens the system's source. */
    int ready = sodium_init();
    assert(ready >= 0);
    randombytes_buf(out, n);
}

bool bytes_same_secret(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}
