/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/field_internal.h - shared by field.c, field_value.c and field_form.c only. */
#ifndef KERNEL_FIELD_INTERNAL_H
#define KERNEL_FIELD_INTERNAL_H
#include "kernel/field.h"

enum reading { READ_ALL, READ_PART, READ_STORED };

/* One read of a fieldset: where faults go and how strict it is. */
struct reader {
    enum reading how;
    struct arena *arena;
    struct verdict *verdict;
};

/* Reads one JSON value into the member at `at`; faults get the pointer. */
void field_read_value(const struct reader *r, const struct field *f, const json_t *v,
                      struct text pointer, void *at);
/* Reads a whole object; `prefix` ends without a slash. */
void fields_read_object(const struct reader *r, const struct fieldset *set, const json_t *input,
                        struct text prefix, void *out);
void field_set_none(const struct field *f, void *at);
struct text field_pointer(struct arena *a, struct text prefix, const char *name);

#endif
