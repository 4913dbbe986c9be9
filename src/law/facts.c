/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "law/law.h"

static struct fact *find(struct facts *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->rows[i].name, name) == 0)
            return &f->rows[i];
    return NULL;
}

void fact_set(struct facts *f, const char *name, struct text value)
{
    assert(f && name);
    struct fact *row = find(f, name);
    if (!row) {
        if (value.len == 0)
            return; /* unknown facts are absent */
        assert(f->n < FACTS_MAX);
        row = &f->rows[f->n++];
        row->name = name;
    }
    row->value = value;
}

void fact_set_bool(struct facts *f, const char *name, bool v)
{
    fact_set(f, name, v ? T("true") : T("false"));
}

void fact_set_yesno(struct facts *f, const char *name, struct yesno v)
{
    if (v.is != UNKNOWN)
        fact_set_bool(f, name, v.is == YES);
}

void fact_set_int(struct facts *f, const char *name, int64_t v)
{
    assert(f->number_count < FACT_NUMBERS_MAX);
    if (v == INT_NONE)
        return;
    char *at = f->numbers[f->number_count++];
    int len = snprintf(at, FACT_NUMBER_BYTES, "%" PRId64, v);
    fact_set(f, name, text_at(at, (size_t)len));
}

struct text fact_get(const struct facts *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->rows[i].name, name) == 0)
            return f->rows[i].value;
    return T("");
}

bool fact_is(const struct facts *f, const char *name, const char *value)
{
    struct text found = fact_get(f, name);

    return found.len > 0 && text_is(found, value);
}

void fact_field(struct facts *f, const char *field, bool is_filled)
{
    f->knows_fields = true;
    if (!is_filled || fact_field_is_filled(f, field))
        return;
    assert(f->filled_count < FACT_FIELDS_MAX);
    f->filled[f->filled_count++] = field;
}

bool fact_field_is_filled(const struct facts *f, const char *field)
{
    for (size_t i = 0; i < f->filled_count; i++)
        if (strcmp(f->filled[i], field) == 0)
            return true;
    return false;
}
