/* SPDX-License-Identifier: EUPL-1.2 */
/* A target that breaks on purpose, by which tests/fuzz/run shows that a fault does not pass
 * unseen: "promise" breaks a promise, "beyond" reads one byte too far, "leak" keeps memory. */
#include "fuzz.h"

#include <string.h>

static bool is_word(const uint8_t *bytes, size_t n, const char *word)
{
    return n == strlen(word) && memcmp(bytes, word, n) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    volatile uint8_t seen = 0;
    void *volatile lost;

    must(!is_word(bytes, n, "promise"));
    if (is_word(bytes, n, "beyond"))
        seen = bytes[n];
    if (is_word(bytes, n, "leak")) {
        lost = malloc(16);
        lost = NULL;
        (void)lost;
    }
    (void)seen;
    return 0;
}
