/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "law/reader.h"

static struct options read_options(struct reader *rd, const json_t *v, const char *name_key)
{
    size_t n = choice_size(v);
    struct option *at = READ_LIST(rd, struct option, n);

    for (size_t i = 0; at && i < n && !reader_failed(rd); i++) {
        const json_t *entry = choice_at(v, i);
        if (json_is_string(entry)) {
            at[i].name = text_of(reader_copy(rd, entry));
            continue;
        }
        at[i].when = read_condition(rd, json_object_get(entry, "when"));
        at[i].name = text_of(read_required(rd, entry, name_key));
    }
    return (struct options){ at, reader_failed(rd) ? 0 : n };
}

static void read_notices(struct reader *rd, const json_t *list, struct row *row)
{
    size_t n = choice_size(list);
    struct notice_rule *at = READ_LIST(rd, struct notice_rule, n);

    for (size_t i = 0; at && i < n && !reader_failed(rd); i++) {
        const json_t *from = choice_at(list, i);
        const char *kind = read_required(rd, from, "kind");
        at[i].when = read_condition(rd, json_object_get(from, "when"));
        at[i].to = text_of(read_required(rd, from, "to"));
        at[i].cite = read_cite(rd, from);
        at[i].is_sent = strcmp(kind, "SENT") == 0;
        at[i].words = read_words(rd, from, NULL);
        if (!at[i].is_sent && strcmp(kind, "RECORDED") != 0)
            reader_fault(rd, "a notice is SENT or RECORDED, not %s", kind);
    }
    row->notices = at;
    row->notice_count = reader_failed(rd) ? 0 : n;
}

static void read_by(struct reader *rd, const struct route *r, const json_t *v, struct row *row)
{
    size_t n = choice_size(v);

    if (n == 0 || n > ROW_SLOTS_MAX) {
        reader_fault(rd, "by names 1 to %d slots", ROW_SLOTS_MAX);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *name = choice_at(v, i);
        row->by[i] = route_slot_find(r, json_string_text(name));
        if (!row->by[i]) {
            reader_fault(rd, "slot %.*s is not under offices", TEXT_FMT(json_string_text(name)));
            return;
        }
    }
    row->by_count = n;
}

static uint64_t read_at(struct reader *rd, const struct route *r, const json_t *list)
{
    uint64_t mask = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        struct text stage = json_string_text(json_array_get(list, i));
        uint64_t bit = stage.len > 0 ? route_stage_bit(r, stage) : 0;
        if (bit == 0)
            reader_fault(rd, "at: stage %.*s is not under stages", TEXT_FMT(stage));
        mask |= bit;
    }
    if (mask == 0)
        reader_fault(rd, "at is missing");
    return mask;
}

static void read_row(struct reader *rd, const struct route *r, const json_t *from, struct row *row)
{
    rd->where = "acts";
    row->act = read_required(rd, from, "act");
    if (row->act[0])
        rd->where = row->act;
    const char *on = read_string(rd, from, "on");
    row->is_on_deployment = strcmp(on, "deployment") == 0;
    if (on[0] && !row->is_on_deployment && strcmp(on, "request") != 0)
        reader_fault(rd, "on is request or deployment, not %s", on);
    row->at = read_at(rd, r, json_object_get(from, "at"));
    read_by(rd, r, json_object_get(from, "by"), row);
    row->needs = read_names(rd, json_object_get(from, "needs"), "needs");
    row->at_deployment = read_names(rd, json_object_get(from, "at_deployment"), "at_deployment");
    row->flagged_by = read_names(rd, json_object_get(from, "flagged_by"), "flagged_by");
    row->guards = read_guards(rd, json_object_get(from, "guards"));
    row->otherwise = read_guards(rd, json_object_get(from, "else"));
    row->wrong_stage = read_guards(rd, json_object_get(from, "wrong_stage"));
    row->has_otherwise = row->otherwise.n > 0;
    row->has_wrong_stage = row->wrong_stage.n > 0;
    row->to = read_options(rd, json_object_get(from, "to"), "stage");
    row->then = read_options(rd, json_object_get(from, "then"), "stage");
    row->to_deployment = read_options(rd, json_object_get(from, "to_deployment"), "stage");
    row->opens = read_options(rd, json_object_get(from, "opens"), "id");
    row->closes = read_options(rd, json_object_get(from, "closes"), "id");
    read_notices(rd, json_object_get(from, "notices"), row);
    row->note = read_string(rd, from, "note");
    if (row->opens.n > JUDGED_OPENS_MAX || row->closes.n > JUDGED_OPENS_MAX ||
        row->notice_count > JUDGED_OPENS_MAX || row->flagged_by.n > JUDGED_OPENS_MAX)
        reader_fault(rd, "a row opens, closes and tells at most %d each", JUDGED_OPENS_MAX);
}

void read_rows(struct reader *rd, const json_t *list, struct route *r)
{
    size_t n = json_array_size(list);
    struct row *rows = n > 0 ? READ_LIST(rd, struct row, n) : NULL;

    if (!rows) {
        reader_fault(rd, "acts is no list");
        return;
    }
    for (size_t i = 0; i < n && !reader_failed(rd); i++)
        read_row(rd, r, json_array_get(list, i), &rows[i]);
    rd->where = "";
    r->rows = rows;
    r->row_count = n;
}
