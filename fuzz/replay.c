/* SPDX-License-Identifier: EUPL-1.2 */
/* Gives the target each file once more, without a fuzzer: for any compiler, in seconds.
 * usage: replay_NAME FILE...   prints each file before it is taken, so that the last line names the
 * one that broke the target. Exit 2 when a file cannot be read. */
#include <stdio.h>

#include "fuzz.h"

enum { INPUT_BYTES_MAX = 4 * 1024 * 1024 };

/* The bytes stand alone on the heap, so that the sanitizer sees a read beyond them. */
static int take_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *all = malloc(INPUT_BYTES_MAX), *bytes = NULL;
    size_t n = f && all ? fread(all, 1, INPUT_BYTES_MAX, f) : 0;
    bool is_read = f && all && !ferror(f) && n < INPUT_BYTES_MAX;

    if (f)
        fclose(f);
    if (is_read && (bytes = malloc(n ? n : 1)) != NULL) {
        for (size_t i = 0; i < n; i++)
            bytes[i] = all[i];
        free(all);
        LLVMFuzzerTestOneInput(bytes, n);
        free(bytes);
        return 0;
    }
    free(all);
    fprintf(stderr, "cannot read %s\n", path);
    return 2;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        printf("%s\n", argv[i]);
        fflush(stdout);
        if (take_file(argv[i]) != 0)
            return 2;
    }
    return 0;
}
