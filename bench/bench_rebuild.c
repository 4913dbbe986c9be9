/* SPDX-License-Identifier: EUPL-1.2 */
/* A rebuild from the journal beside bare SQLite: (a) writing the same inserts and updates in one
 * transaction, (b) inserting the rows that stand at the end. Goal: at least 0.4 of (a). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bare.h"

enum { PRODUCERS = 16, ROUNDS = 5, ACTS_DEFAULT = 40000 };

int main(int argc, char **argv)
{
    int acts = argc > 1 ? (int)strtol(argv[1], NULL, 10) : ACTS_DEFAULT;
    double ours[ROUNDS], bare[ROUNDS], rows_only[ROUNDS], ratio[ROUNDS], rows_ratio[ROUNDS];
    char folder[64], path[160], again[160], other[160];
    struct space *s;
    struct bare *rows;

    bench_folder(folder);
    snprintf(path, sizeof(path), "%s/space.db", folder);
    snprintf(again, sizeof(again), "%s/again.db", folder);
    snprintf(other, sizeof(other), "%s/bare.db", folder);
    s = bench_space(folder, "space.db", true);
    bench_produce(s, PRODUCERS, acts);
    space_close(s);
    rows = bare_load(path);
    s = bench_space(folder, "space.db", true);
    for (int i = 0; i < ROUNDS; i++) {
        double start = bench_seconds();

        if (space_rebuild_into(s, again) != OK)
            return 1;
        ours[i] = acts / (bench_seconds() - start);
        bare[i] = acts / bare_writes(rows, other, NULL, 0, true);
        bench_remove(folder, "bare.db");
        rows_only[i] = acts / bare_rows(path, other);
        ratio[i] = ours[i] / bare[i];
        rows_ratio[i] = ours[i] / rows_only[i];
        printf("round %d: %.0f entries/s, bare writes %.0f (%.2f), bare rows %.0f (%.2f)\n", i + 1,
               ours[i], bare[i], ratio[i], rows_only[i], rows_ratio[i]);
        fflush(stdout);
        bench_remove(folder, "again.db");
        bench_remove(folder, "bare.db");
    }
    space_close(s);
    bare_free(rows);
    bench_remove(folder, "space.db");
    rmdir(folder);
    double most = bench_best(ours, ROUNDS), most_bare = bench_best(bare, ROUNDS);
    double most_rows = bench_best(rows_only, ROUNDS);
    printf("median of the ratios %.2f, rows only %.2f\n", bench_median(ratio, ROUNDS),
           bench_median(rows_ratio, ROUNDS));
    printf("row: Tables rebuilt from the journal, beside the same writes | %.0f entries a second | "
           "%.0f a second | %.2f | at least 0.4\n",
           most, most_bare, most / most_bare);
    printf("row: The same, beside inserts of the final rows only | %.0f entries a second | "
           "%.0f a second | %.2f | none\n",
           most, most_rows, most / most_rows);
    return 0;
}
