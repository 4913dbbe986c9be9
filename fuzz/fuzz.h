/* SPDX-License-Identifier: EUPL-1.2 */
/* fuzz/fuzz.h - what the targets share.
 *
 * Terms      target: one parser behind LLVMFuzzerTestOneInput. Built twice: with clang's fuzzer,
 *            which makes inputs (scripts/fuzz), and with replay.c, which takes those that are kept
 *            (tests/fuzz/run).
 * Invariants 1. A target is deterministic, opens no socket and writes no file. 2. What it promises
 *            of whatever was accepted stands in a must(). */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"

/* NOLINTNEXTLINE(readability-identifier-naming): libFuzzer names it. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Whatever is accepted must hold what the headers promise. */
#define must(is_true) ((is_true) ? (void)0 : promise_broken(__FILE__, __LINE__))
static inline void promise_broken(const char *file, int line)
{
    fprintf(stderr, "%s:%d: a promise is broken\n", file, line);
    abort();
}

/* The Dutch zone, read once: a target runs a thousand times a second. */
static inline const struct zone *fuzz_zone(void)
{
    static const struct zone *zone;

    if (!zone)
        zone = zone_open("Europe/Amsterdam");
    must(zone != NULL);
    return zone;
}

#endif
