/* SPDX-License-Identifier: EUPL-1.2 */
/* Queries of views: the first line names a view, after it comes its query string with filters and
 * the cursor (`after`). */
#include "declared.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text rest = text_at((const char *)bytes, n), name;

    if (a && text_cut(&rest, '\n', &name))
        declared_check_pairs(declared_find(DECLARED_QUERY, name), rest, a);
    arena_close(a);
    return 0;
}
