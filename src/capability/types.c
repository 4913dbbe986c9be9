/* SPDX-License-Identifier: EUPL-1.2 */
#include "capability/capability.h"

const struct capability_type *capability_type_find(struct text id)
{
    for (size_t i = 0; i < capability_types_len; i++)
        if (text_is(id, capability_types[i].id))
            return &capability_types[i];
    return NULL;
}
