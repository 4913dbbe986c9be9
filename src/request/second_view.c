/* SPDX-License-Identifier: EUPL-1.2 */
/* What later rooms' pages ask of a request beside its stage. */
#include "request/inner.h"

struct id request_incident(struct tx *tx, struct id request)
{
    struct request_form *form = arena_new(tx_arena(tx), struct request_form);

    if (!form)
        return ID_NONE; /* the arena is marked */
    form_load(tx, request, form);
    return form->incident;
}
