/* SPDX-License-Identifier: EUPL-1.2 */
/* Forms of actions: the first line names an action, after it come name=value pairs as a browser
 * sends them: rows, periods, typed times. */
#include "declared.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text rest = text_at((const char *)bytes, n), name;

    if (a && text_cut(&rest, '\n', &name))
        declared_check_pairs(declared_find(DECLARED_ASKED, name), rest, a);
    arena_close(a);
    return 0;
}
