/* SPDX-License-Identifier: EUPL-1.2 */
/* journal/test_entries.h - a journal in a folder of its own, and entries for it, for the tests
 * here. */
#ifndef JOURNAL_TEST_ENTRIES_H
#define JOURNAL_TEST_ENTRIES_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "journal/journal.h"

#define START_US INT64_C(1626264600000000) /* 2021-07-14T12:10:00Z */

struct world {
    char folder[64], path[96], other[96];
    struct store *store;
    struct arena *arena;
};

static const struct room_sql *const journal_rooms[] = { &journal_sql, NULL };

static inline struct store *open_store(const char *path)
{
    struct store *s = NULL;
    struct store_options o = {
        .path = path, .rooms = journal_rooms, .readers = 2, .is_scratch = true
    };

    assert_int_equal(OK, store_open(&o, &s));
    return s;
}

static inline int world_open(void **state)
{
    struct world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    snprintf(w->folder, sizeof w->folder, "/tmp/test_journal.XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/a.db", w->folder);
    snprintf(w->other, sizeof w->other, "%s/b.db", w->folder);
    w->arena = arena_open(ARENA_LIMIT_DEFAULT);
    w->store = open_store(w->path);
    *state = w;
    return 0;
}

static inline int world_close(void **state)
{
    static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
    struct world *w = *state;

    store_close(w->store);
    arena_close(w->arena);
    for (size_t i = 0; i < 8; i++) {
        char path[128];

        snprintf(path, sizeof path, "%s%s", i < 4 ? w->path : w->other, ends[i % 4]);
        unlink(path);
    }
    assert_int_equal(0, rmdir(w->folder));
    free(w);
    return 0;
}

static inline json_t *json_of(const char *text)
{
    struct json_fault fault;
    json_t *v;

    assert_int_equal(OK, json_read(text_of(text), &v, &fault));
    return v;
}

/* An entry behind `head` with every member that is not JSON. */
static inline struct journal_entry entry_behind(const struct journal_head *head)
{
    struct instant at = { START_US + head->position * SPAN_MINUTE };

    return (struct journal_entry){
        .id = id_make(1, head->counter + 1),
        .space = T("live"),
        .position = head->position + 1,
        .recorded_at = at,
        .happened_at = { at.us - 30 * SPAN_MINUTE - 123456 },
        .actor = T("p-7f3a"),
        .office = id_make(1, 12),
        .mandate = id_make(1, 13),
        .channel = T("web"),
        .action = T("request_assistance"),
        .version = 1,
        .object_type = T("request"),
        .object = id_make(1, head->counter + 1),
        .key = T("k-1"),
        .body_sha256 = T("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        .trace = T("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        .unit_size = 1,
    };
}

/* Appends n entries; every third has a sealed group, every sixth two. */
static inline void append_many(struct world *w, int n)
{
    struct tx *tx = tx_write(w->store, w->arena);
    struct journal_head head;

    assert_int_equal(OK, journal_read_head(tx, 1, &head));
    for (int i = 0; i < n; i++) {
        struct journal_entry e = entry_behind(&head);
        json_t *contact = json_of("{\"phone\":\"+31 6 12345678\",\"name\":\"J. Jansen\"}");
        json_t *medical = json_of("{\"beds\":[1,2,3],\"note\":\"caf\xC3\xA9\"}");

        e.asked = json_of("{\"purpose\":\"dijk \\\"Maas\\\"\",\"amount\":12,\"needed_from\":null}");
        e.settled = json_of("{\"route\":\"WVR51_MIL\",\"number\":\"2021-0143\"}");
        e.law = json_of("[{\"version\":1,\"route\":\"WVR51_MIL\",\"sha256\":\"ab\"}]");
        e.sealed_count = i % 6 == 2 ? 1 : i % 6 == 5 ? 2 : 0;
        e.sealed[0] = (struct journal_sealed){ .group = T("medical"), .payload = medical };
        e.sealed[1] = (struct journal_sealed){ .group = T("contact"), .payload = contact };
        assert_int_equal(OK, journal_append(tx, &head, &e));
        json_decref((json_t *)(uintptr_t)e.asked);
        json_decref((json_t *)(uintptr_t)e.settled);
        json_decref((json_t *)(uintptr_t)e.law);
        json_decref(contact);
        json_decref(medical);
    }
    assert_int_equal(OK, tx_end(tx));
}

static inline struct journal_report verify(struct store *s, struct arena *a)
{
    struct tx *tx = tx_read(s, a);
    struct journal_report report;

    assert_int_equal(OK, journal_verify(tx, &report));
    assert_int_equal(OK, tx_end(tx));
    return report;
}

#endif
