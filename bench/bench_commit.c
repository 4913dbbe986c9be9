/* SPDX-License-Identifier: EUPL-1.2 */
/* Durable acts at the commit path with 16 producers, beside bare SQLite that writes the same rows
 * in the same batches, in turns, in one run. Goal: at least 0.7 of bare. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bare.h"

enum { PRODUCERS = 16, ROUNDS = 7, ACTS_DEFAULT = 8000 };

/* Which batch an act was in is seen by the syncs of the disk: SQLite calls fdatasync for each
 * durable commit, and the program's own symbol is found before the library's. */
static _Atomic int syncs;

int fdatasync(int fd)
{
    int (*real)(int) = NULL;
    void *found = dlsym(RTLD_NEXT, "fdatasync");

    *(void **)(&real) = found;
    atomic_fetch_add(&syncs, 1);
    return real(fd);
}

struct batches {
    int *sizes;
    size_t n;
    int last_sync;
};

/* On the writer's thread, after each commit, once per act. */
static void seen(void *ctx, const struct event *e)
{
    struct batches *b = ctx;
    int now = atomic_load(&syncs);

    (void)e;
    if (now != b->last_sync || b->n == 0)
        b->sizes[b->n++] = 0;
    b->last_sync = now;
    b->sizes[b->n - 1]++;
}

int main(int argc, char **argv)
{
    int acts = argc > 1 ? (int)strtol(argv[1], NULL, 10) : ACTS_DEFAULT;
    double ours[ROUNDS], bare[ROUNDS], ratio[ROUNDS], batch = 0;
    char folder[64], path[160], other[160];

    bench_folder(folder);
    snprintf(path, sizeof(path), "%s/space.db", folder);
    snprintf(other, sizeof(other), "%s/bare.db", folder);
    for (int i = 0; i < ROUNDS; i++) {
        struct space *s = bench_space(folder, "space.db", false);
        struct batches b = { .sizes = calloc((size_t)acts + 1, sizeof(int)) };
        struct bare *rows;

        space_listen(s, seen, &b);
        ours[i] = acts / bench_produce(s, PRODUCERS, acts);
        space_close(s);
        rows = bare_load(path);
        bare[i] = acts / bare_writes(rows, other, b.sizes, b.n, true);
        ratio[i] = ours[i] / bare[i];
        batch += (double)acts / (double)b.n / ROUNDS;
        printf("round %d: %.0f acts/s, bare %.0f, ratio %.2f, %.1f acts a batch\n", i + 1, ours[i],
               bare[i], ratio[i], (double)acts / (double)b.n);
        fflush(stdout);
        bare_free(rows);
        free(b.sizes);
        bench_remove(folder, "space.db");
        bench_remove(folder, "bare.db");
    }
    rmdir(folder);
    double most = bench_best(ours, ROUNDS), most_bare = bench_best(bare, ROUNDS);
    printf("median of the ratios %.2f\n", bench_median(ratio, ROUNDS));
    printf("row: Durable acts at the commit path | %.0f a second, 16 at once, %.1f a batch | "
           "%.0f a second | %.2f | at least 0.7\n",
           most, batch, most_bare, most / most_bare);
    return 0;
}
