/* SPDX-License-Identifier: EUPL-1.2 */
/* Fields: the first line names an action, after it comes JSON as its input and as what it settled.
 */
#include "declared.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct text rest = text_at((const char *)bytes, n), name;
    struct json_fault fault;
    json_t *input = NULL;

    if (a && text_cut(&rest, '\n', &name) && json_read(rest, &input, &fault) == OK) {
        declared_check(declared_find(DECLARED_ASKED, name), input, a);
        declared_check(declared_find(DECLARED_SETTLED, name), input, a);
    }
    json_decref(input);
    arena_close(a);
    return 0;
}
