/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/id.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum { NODE_SHIFT = 48, NODE_MAX = 32767 };
#define COUNTER_MAX ((INT64_C(1) << NODE_SHIFT) - 1)

struct id id_make(int64_t node, int64_t counter)
{
    assert(node >= 1 && node <= NODE_MAX);
    assert(counter >= 1 && counter <= COUNTER_MAX);
    return (struct id){ .v = node << NODE_SHIFT | counter };
}

int64_t id_node(struct id id)
{
    return id.v >> NODE_SHIFT;
}

int64_t id_counter(struct id id)
{
    return id.v & COUNTER_MAX;
}

bool id_is_none(struct id id)
{
    return id.v == 0;
}

bool id_same(struct id a, struct id b)
{
    return a.v == b.v;
}

void id_write(struct id id, char out[ID_TEXT_MAX])
{
    if (id_is_none(id)) {
        out[0] = '\0';
        return;
    }
    int n = snprintf(out, ID_TEXT_MAX, "%" PRId64 "-%" PRId64, id_node(id), id_counter(id));
    assert(n > 0 && n < ID_TEXT_MAX);
}

struct text id_text(struct arena *a, struct id id)
{
    char out[ID_TEXT_MAX];
    id_write(id, out);
    return text_copy(a, text_of(out));
}

bool id_read(struct text t, struct id *out)
{
    size_t dash = text_find(t, T("-"));
    if (dash == SIZE_MAX)
        return false;
    int64_t node, counter;
    if (!text_int64(text_slice(t, 0, dash), &node) ||
        !text_int64(text_slice(t, dash + 1, SIZE_MAX), &counter))
        return false;
    if (node < 1 || node > NODE_MAX || counter < 1 || counter > COUNTER_MAX)
        return false;
    *out = id_make(node, counter);
    return true;
}
