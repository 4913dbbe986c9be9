/* SPDX-License-Identifier: EUPL-1.2 */
/* Law files: the first byte chooses which of the carried files is replaced by the rest. What is
 * taken is then judged: every act in every stage. Seeds: the law files behind one byte. Built with
 * clang -fsanitize=fuzzer,address,undefined. */
#include <string.h>

#include "fuzz.h"
#include "law/inner.h"

enum { FILES_MAX = 32 };

static void try_act(const struct route *r, struct text stage, const char *act, struct facts *f,
                    struct arena *a)
{
    struct verdict *v = arena_new(a, struct verdict);
    struct judged j;

    verdict_init(v, a);
    judge(r, stage, act, f, false, &j, v);
    must(j.next.len == 0 || route_stage_bit(r, j.next) > 1);
    must(j.open_count <= JUDGED_OPENS_MAX && j.tell_count <= JUDGED_OPENS_MAX);
    must(v->refusals == 0 || (j.next.len == 0 && j.open_count == 0 && j.tell_count == 0));
    for (size_t i = 0; i < v->count; i++)
        must(v->items[i].code[0] && v->items[i].why[0] && v->items[i].mend[0]);
}

static void try_route(const struct route *r)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct facts f = { .n = 0 };

    must(a != NULL);
    fact_set(&f, "actor_office", T("VR.voorzitter"));
    fact_set(&f, "purpose", T("disaster"));
    fact_set_bool(&f, "actor_area_fits", true);
    for (size_t i = 0; i < r->row_count; i++) {
        try_act(r, T(""), r->rows[i].act, &f, a);
        try_act(r, text_of(r->stages[0].id), r->rows[i].act, &f, a);
        for (size_t s = 0; s < r->rows[i].by_count; s++)
            (void)route_slot(r, r->rows[i].by[s]->name, &f, a);
        arena_reset(a);
    }
    arena_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct embedded_file files[FILES_MAX];
    char fault[FAULT_MAX];

    if (n == 0 || law_files_len > FILES_MAX)
        return 0;
    memcpy(files, law_files, law_files_len * sizeof(files[0]));
    files[bytes[0] % law_files_len].bytes = bytes + 1;
    files[bytes[0] % law_files_len].len = n - 1;
    struct route_shelf *s = route_shelf_parse(files, law_files_len, fault);
    must((s == NULL) == (fault[0] != '\0'));
    for (size_t i = 0; s && i < route_shelf_count(s); i++)
        try_route(route_shelf_at(s, i));
    route_shelf_close(s);
    return 0;
}
