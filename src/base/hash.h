/* SPDX-License-Identifier: EUPL-1.2 */
/* base/hash.h - SHA-256 (OpenSSL 3, FIPS 180-4), random bytes (libsodium), hexadecimal.
 *
 * Used by    journal, idempotency, files, sessions. Any thread. */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "base/text.h"

enum { HASH_BYTES = 32, HASH_HEX_MAX = 65 };

struct hash {
    uint8_t at[HASH_BYTES];
};

struct hasher; /* SHA-256 under way */
/* One per thread or owner; reused for many messages. NULL only without memory. */
struct hasher *hasher_open(void) MUST_USE;
void hasher_close(struct hasher *h);
void hasher_start(struct hasher *h);
void hasher_add(struct hasher *h, const void *bytes, size_t n);
struct hash hasher_end(struct hasher *h);

/* SHA-256 of one message. */
struct hash hash_of(struct text message);
bool hash_same(const struct hash *a, const struct hash *b);
/* Lower-case hexadecimal, terminated. */
void hash_hex(const struct hash *h, char out[HASH_HEX_MAX]);
/* Reads exactly 64 hexadecimal digits, lower case. */
bool hash_read(struct text hex, struct hash *out) MUST_USE;
/* n unpredictable bytes. */
void random_bytes(void *out, size_t n);
/* Compares without telling by time where they differ. */
bool bytes_same_secret(const void *a, const void *b, size_t n);

#endif
