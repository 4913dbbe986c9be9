/* SPDX-License-Identifier: EUPL-1.2 */
/* Files over the door: put first, then named by digest in an act; or sent with an act's form. */
#include <string.h>

#include "base/tr.h"
#include "web/app_inner.h"
#include "web/files.h"

enum { FORM_EXTRA_BYTES = HTTP_BODY_BYTES_MAX };

static bool has_file_field(const struct fieldset *set)
{
    for (int64_t i = 0; i < set->n; i++)
        if (set->fields[i].kind == FIELD_FILE)
            return true;
    return false;
}

/* Uploads and forms with a file field may be large; everything else keeps the common limit. */
size_t file_body_limit(void *world, enum http_method method, struct text path)
{
    struct ask ask = { .app = world };
    struct text rest = text_slice(path, 1, path.len);
    const struct action *action;
    struct id object;

    if (method != HTTP_POST)
        return HTTP_BODY_BYTES_MAX;
    while (ask.part_count < PATH_PARTS_MAX && text_cut(&rest, '/', &ask.parts[ask.part_count]))
        ask.part_count++;
    if (text_is(path, "/api/v1/files"))
        return FILE_BYTES_MAX + FORM_EXTRA_BYTES;
    action = text_is(ask.parts[0], "api") ? NULL : route_action(&ask, &object);
    return action && has_file_field(&action->fields) ? FILE_BYTES_MAX + FORM_EXTRA_BYTES
                                                     : HTTP_BODY_BYTES_MAX;
}

bool file_keep(struct ask *ask, struct text bytes, const char *field, struct text *sha256)
{
    char *hex = arena_bytes_sure(ask->arena, HASH_HEX_MAX);
    struct hash digest;
    enum result r = ask->app->files ? file_put(ask->app->files, bytes, &digest) : FAULT;

    if (r == OK) {
        hash_hex(&digest, hex);
        *sha256 = text_of(hex);
        return true;
    }
    if (r == LIMIT)
        verdict_refuse(ask->verdict, "FILE_SIZE", field,
                       N_("A file holds at least one byte and at most 20 MiB."),
                       N_("Choose another file, or split it."));
    else
        verdict_refuse(ask->verdict, "FILE_NOT_KEPT", field, N_("The file could not be kept."),
                       N_("Try again, or send the form without it."));
    return false;
}

static void put_file(struct ask *ask)
{
    struct http_form form = { 0 };
    struct text bytes = ask->in->body, sha256;
    struct json out;

    if (http_type_is(http_header(ask->in, "Content-Type"), "multipart/form-data")) {
        if (http_form_read(ask->arena, http_header(ask->in, "Content-Type"), ask->in->body,
                           &form) ||
            form.file_count != 1) {
            problem_one(ask, 400, "FORM_BROKEN", "", N_("This form cannot be read."),
                        N_("Send one file, or its bytes as the body."));
            return;
        }
        bytes = form.files[0].bytes;
    }
    if (!file_keep(ask, bytes, "", &sha256)) {
        problem_answer(ask, REFUSED);
        return;
    }
    http_answer_as(ask->out, 201, "application/json; charset=utf-8");
    http_answer_header(ask->out, "Location",
                       text_printf(ask->arena, "/api/v1/files/%.*s", TEXT_FMT(sha256)));
    out = json_make(&ask->out->body);
    json_open(&out);
    json_put_text(&out, "sha256", sha256);
    json_put_int(&out, "bytes", (int64_t)bytes.len);
    json_close(&out);
    if (json_end(&out))
        problem_answer(ask, LIMIT);
}

static void get_file(struct ask *ask, struct text name)
{
    struct hash digest;
    struct text bytes = T("");
    enum result r = NOT_FOUND;

    if (ask->app->files && hash_read(name, &digest))
        r = file_get(ask->app->files, &digest, ask->arena, &bytes);
    if (r == NOT_FOUND) {
        problem_one(ask, 404, "FILE_NOT_FOUND", "", N_("There is no such file here."),
                    N_("Check its 64 digits."));
        return;
    }
    if (r) {
        problem_answer(ask, r);
        return;
    }
    http_answer_as(ask->out, 200, "application/octet-stream");
    http_answer_header(
        ask->out, "Content-Disposition",
        text_printf(ask->arena, "attachment; filename=\"schakel-%.*s\"", 12, name.at));
    http_answer_header(ask->out, "Cache-Control", T("private, no-store"));
    ask->out->fixed = bytes;
}

/* A session outlives the office it was opened for; the shelf does not. */
static bool holds_an_office(struct ask *ask)
{
    const struct gate *gate = space_gate(ask->app->space);
    struct tx *tx = tx_read(space_store(ask->app->space), ask->arena);
    bool holds = !gate || gate->sees(tx, &ask->session.viewer, "offices", ID_NONE, ask->now);

    return tx_end(tx) == OK && holds;
}

bool file_answer(struct ask *ask)
{
    size_t at = ask->is_api ? API_PREFIX_PARTS : 0;
    const char *noun = ask->is_api ? "files" : "bestanden";
    bool is_put = ask->is_api && ask->part_count == at + 1 && ask->in->method == HTTP_POST;
    bool is_get = ask->part_count == at + 2 && http_is_read(ask->in);

    if (ask->part_count <= at || !text_is(ask->parts[at], noun) || (!is_put && !is_get))
        return false;
    if (!ask->is_signed_in || !holds_an_office(ask))
        problem_one(ask, 401, "NOT_SIGNED_IN", "", N_("You are not signed in."),
                    N_("Sign in and choose the office you act for."));
    else if (is_put)
        put_file(ask);
    else
        get_file(ask, ask->parts[at + 1]);
    return true;
}

size_t file_pairs(struct ask *ask, const struct fieldset *set, const struct http_form *form,
                  struct form_pair *pairs, size_t n)
{
    for (size_t i = 0; i < form->file_count; i++) {
        const struct http_file *file = &form->files[i];
        struct text name = text_slice(file->field, strlen("_file."), file->field.len), sha256;
        const struct field *f = fields_find(set, name);

        if (!text_starts(file->field, T("_file.")) || !f || f->kind != FIELD_FILE ||
            file->bytes.len == 0 || !file_keep(ask, file->bytes, f->name, &sha256))
            continue;
        for (size_t k = 0; k < n; k++) /* the file that was kept before gives way to this one */
            if (text_same(pairs[k].name, name))
                pairs[k--] = pairs[--n];
        pairs[n++] = (struct form_pair){ name, sha256 };
    }
    return n;
}
