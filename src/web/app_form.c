/* SPDX-License-Identifier: EUPL-1.2 */
/* The page of one action: its form from the fields, what was typed kept, the receipt after it. */
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"

static bool is_own_token(const struct ask *ask, struct http_pairs pairs)
{
    struct hash sent, secret = hash_of(ask->session.csrf);
    struct text token;

    return http_pairs_find(pairs, "_csrf", &token) && csrf_unmask(token, &sent) &&
           bytes_same_secret(sent.at, secret.at, HASH_BYTES);
}

bool form_read(struct ask *ask, struct http_form *form)
{
    enum result r =
        http_form_read(ask->arena, http_header(ask->in, "Content-Type"), ask->in->body, form);

    if (r) {
        problem_one(ask, r == LIMIT ? 413 : 400, "FORM_BROKEN", "", N_("This form cannot be read."),
                    N_("Send it again from the page, with less text if it was very long."));
        return false;
    }
    ask->form_pairs = form->pairs;
    if (is_same_origin(ask) && (!ask->is_signed_in || is_own_token(ask, form->pairs)))
        return true;
    problem_one(ask, 403, "FORM_FOREIGN", "", N_("This form was not made by this session."),
                N_("Open the page again and send it from there."));
    return false;
}

/* The form's own pairs, without those that begin with "_" (ours). */
static size_t own_pairs(const struct ask *ask, struct http_pairs in, struct form_pair **out)
{
    size_t n = 0;

    *out = arena_array(ask->arena, struct form_pair, in.n + INPUT_FILES_MAX + 1);
    for (size_t i = 0; *out && i < in.n; i++)
        if (!text_starts(in.at[i].name, T("_")))
            (*out)[n++] = (struct form_pair){ in.at[i].name, in.at[i].value };
    return n;
}

static json_t *input_from(struct ask *ask, const struct action *action,
                          const struct http_form *form)
{
    struct form_pair *pairs;
    size_t n = own_pairs(ask, form->pairs, &pairs);

    if (pairs)
        n = file_pairs(ask, &action->fields, form, pairs, n);
    struct tx *tx = tx_read(space_store(ask->app->space), ask->arena);
    struct look look = look_of(ask, tx);
    json_t *input = fields_from_form(&action->fields, pairs, n, look.zone, ask->now, &look,
                                     ask->arena, ask->verdict);

    if (tx_end(tx))
        log_line(LOG_WARN, LOG_HERE, "form_lookup_failed", "action=%s", action->name);
    return input;
}

static void new_key(struct json *out)
{
    unsigned char bytes[16];
    struct buf hex = buf_make(64);

    random_bytes(bytes, sizeof(bytes));
    buf_add_hex(&hex, bytes, sizeof(bytes));
    json_put_text(out, "key", buf_text(&hex));
    buf_free(&hex);
}

struct text return_address(const struct ask *ask)
{
    struct text to;

    if (!http_pairs_find(ask->form_pairs.n > 0 ? ask->form_pairs : ask->query, "_terug", &to) ||
        !page_is_safe_address(to) || !text_starts(to, T("/")) || text_find(to, T("?")) != SIZE_MAX)
        return T("");
    return to;
}

static void put_about(struct ask *ask, struct id object, struct tx *tx, struct json *out)
{
    struct text back = return_address(ask);

    struct thing t;

    json_put_thing(out, "about", tx, object);
    json_put_int(out, "seen_version",
                 !id_is_none(object) && thing_get(tx, object, &t) == OK ? t.version : 0);
    json_put_text(out, "return_url", back);
    json_put_text(out, "back_url",
                  back.len > 0         ? back
                  : id_is_none(object) ? T("/werk")
                                       : page_address_of(ask, object));
}

static bool has_files(const struct fieldset *set)
{
    for (int64_t i = 0; i < set->n; i++)
        if (set->fields[i].kind == FIELD_FILE)
            return true;
    return false;
}

static void put_form(struct ask *ask, const struct action *action, struct id object,
                     const json_t *input, struct json *out)
{
    struct tx *tx = tx_read(space_store(ask->app->space), ask->arena);
    struct look look = look_of(ask, tx);

    json_open(out);
    json_put_cstr(out, "action", action->name);
    json_put_cstr(out, "title", tr(ask->lang, action->title));
    json_put_bool(out, "is_binding", action->is_binding);
    json_put_bool(out, "is_new", action->creates);
    json_put_bool(out, "has_files", has_files(&action->fields));
    json_put_text(out, "post_url", ask->in->path);
    put_about(ask, object, tx, out);
    new_key(out);
    fields_faults_json(&action->fields, ask->verdict, &look, out);
    fields_form_json(&action->fields, input, ask->verdict, &look, out);
    json_close(out);
    if (tx_end(tx))
        log_line(LOG_WARN, LOG_HERE, "form_read_failed", "action=%s", action->name);
}

static void show_general(struct ask *ask, int status, const struct action *action, struct id object,
                         const json_t *input)
{
    struct buf buf = buf_make(PAGE_BYTES_MAX);
    struct json out = json_make(&buf);
    struct json_fault fault;
    json_t *doc;

    put_form(ask, action, object, input, &out);
    if (json_end(&out) || json_read(buf_text(&buf), &doc, &fault)) {
        problem_answer(ask, FAULT);
    } else {
        page_show(ask, status, "form", tr(ask->lang, action->title), doc);
        json_decref(doc);
    }
    buf_free(&buf);
}

/* On the page that it was sent from where the act has one; should that page fail, or be hidden from
 * this office, then on the general one: what was typed is never lost. */
static void show(struct ask *ask, int status, const struct action *action, struct id object,
                 const json_t *input)
{
    struct sent_form sent = { action, object, input, ask->verdict };
    const struct view *sheet =
        action->sheet ? catalogue_view(ask->app->catalogue, text_of(action->sheet)) : NULL;

    if (!sheet || !view_show_sent(ask, status, sheet, &sent))
        show_general(ask, status, action, object, input);
}

static bool is_signed_in(struct ask *ask)
{
    if (ask->is_signed_in)
        return true;
    http_answer_redirect(ask->out, 303, T("/inloggen"));
    return false;
}

static enum result try_form(struct ask *ask, const struct action *action, struct id object,
                            const json_t *input, bool is_partial)
{
    struct step step = {
        .action = action, .object = object, .input = input, .if_version = INT_NONE
    };
    struct unit unit = { .by = ask->session.viewer,
                         .steps = &step,
                         .n = 1,
                         .key = T(""),
                         .body = T(""),
                         .trace = T("") };

    return space_dry_run(ask->app->space, &unit, is_partial, ask->arena, ask->verdict);
}

/* Before anything was typed only what concerns the act as a whole is worth saying: may this office
 * do it, is it the time for it. */
static void keep_whole_act_items(struct verdict *v)
{
    size_t n = 0;

    v->refusals = 0;
    for (size_t i = 0; i < v->count; i++)
        if (text_is_empty(v->items[i].field) && v->items[i].kind == BY_AUTHORITY) {
            v->items[n++] = v->items[i];
            v->refusals += v->items[i].weight == VERDICT_REFUSE;
        }
    v->count = n;
}

/* Nothing came along in the address: the form begins with what its act lays there. */
static void preset(struct ask *ask, const struct action *action, struct id object, json_t *input)
{
    struct tx *tx;
    struct look look;

    if (!action->preset || json_object_size(input) > 0)
        return;
    tx = tx_read(space_store(ask->app->space), ask->arena);
    look = look_of(ask, tx);
    action->preset(&look, object, input);
    if (tx_end(tx))
        log_line(LOG_WARN, LOG_HERE, "form_preset_failed", "action=%s", action->name);
}

void form_show(struct ask *ask, const struct action *action, struct id object)
{
    json_t *input;
    enum result r;

    if (!is_signed_in(ask))
        return;
    input =
        input_from(ask, action,
                   &(struct http_form){ .pairs = ask->query }); /* ?request=1-99 fills a field in */
    json_object_del(input, "klaar");
    preset(ask, action, object, input);
    r = try_form(ask, action, object, input, true);
    if (r == NOT_FOUND || r == FAULT || r == LIMIT) {
        problem_answer(ask, r);
    } else {
        keep_whole_act_items(ask->verdict);
        show(ask, 200, action, object, input);
    }
    json_decref(input);
}

/* Live validation: the same form, judged and not done; JSON for the script. */
static void answer_try(struct ask *ask, const struct action *action, struct id object,
                       const json_t *input)
{
    enum result r = try_form(ask, action, object, input, true);
    struct json out;

    if (r == NOT_FOUND || r == FAULT || r == LIMIT) {
        problem_answer(ask, r);
        return;
    }
    http_answer_as(ask->out, 200, "application/json; charset=utf-8");
    out = json_make(&ask->out->body);
    json_open(&out);
    problem_items(ask, &out);
    json_close(&out);
    if (json_end(&out))
        problem_answer(ask, LIMIT);
}

static int64_t seen_version(struct http_pairs pairs, const struct action *action)
{
    struct text words;
    int64_t version = INT_NONE;

    if (action->creates)
        return INT_NONE;
    if (!http_pairs_find(pairs, "_version", &words) || !text_int64(words, &version))
        return 0; /* a form without its version is stale */
    return version;
}

/* A field that is empty is named once: what a rule makes of the empty answer says nothing more. */
static void name_empty_fields_once(struct verdict *v)
{
    size_t n = 0;

    v->refusals = 0;
    for (size_t i = 0; i < v->count; i++) {
        const struct verdict_item *item = &v->items[i];
        bool is_named = false;

        for (size_t k = 0; k < n && !is_named; k++)
            is_named = !text_is_empty(item->field) && item->kind != BY_AUTHORITY &&
                       strcmp(v->items[k].code, "FIELD_MISSING") == 0 &&
                       text_same(v->items[k].field, item->field);
        if (is_named)
            continue;
        v->refusals += item->weight == VERDICT_REFUSE;
        v->items[n++] = *item;
    }
    v->count = n;
}

static void commit_form(struct ask *ask, const struct action *action, struct id object,
                        struct http_pairs pairs, const json_t *input)
{
    struct receipt *r = arena_new(ask->arena, struct receipt);
    struct text back = return_address(ask);
    bool is_only_one =
        catalogue_action(ask->app->catalogue, text_of(action->name), T("")) == action;
    struct step step = { .action = action,
                         .object = object,
                         .input = input,
                         .if_version = seen_version(pairs, action) };
    struct unit unit = { .by = ask->session.viewer,
                         .steps = &step,
                         .n = 1,
                         .body = ask->in->body,
                         .trace = ask->in->traceparent };
    char *canonical = json_dumps(input, JSON_COMPACT | JSON_SORT_KEYS);
    enum result result;

    /* The token's mask differs each time; what was asked decides whether a repeat is the same. */
    unit.body = canonical ? text_copy(ask->arena, text_of(canonical)) : ask->in->body;
    free(canonical);
    if (!http_pairs_find(pairs, "_key", &unit.key) || !act_is_key(unit.key))
        unit.key = T("");
    result = space_commit(ask->app->space, &unit, ask->arena, r);
    ask->verdict = r->verdict;
    act_note_refusal(ask, &unit, result, r->verdict);
    if (result == FAULT || result == LIMIT) /* a full disk takes no text away from who typed it */
        verdict_refuse(
            ask->verdict, "NOT_SAVED", "",
            N_("This went wrong on our side. Nothing was saved; your text is still here."),
            N_("Try again, or call the duty desk."));
    if (result == OK)
        http_answer_redirect(
            ask->out, 303,
            text_printf(ask->arena, "%.*s?klaar=%s%s%s",
                        TEXT_FMT(back.len > 0 ? back : page_address_of(ask, r->steps[0].object)),
                        action->name, is_only_one ? "" : ".", is_only_one ? "" : action->object));
    else if (result == NOT_FOUND)
        problem_answer(ask, result);
    else {
        name_empty_fields_once(ask->verdict);
        show(ask, problem_status(result, ask->verdict), action, object, input);
    }
}

/* What could not even be read does not hide what else is wrong: the rest is judged too, and a
 * field that was named already is not named twice. */
static void show_all_faults(struct ask *ask, const struct action *action, struct id object,
                            const json_t *input)
{
    struct verdict *v = ask->verdict;
    size_t known = v->count, n = known;
    enum result r = try_form(ask, action, object, input, false);

    if (r == NOT_FOUND || r == FAULT) {
        problem_answer(ask, r);
        return;
    }
    v->refusals = 0;
    for (size_t i = known; i < v->count; i++) {
        bool is_named = false;

        for (size_t k = 0; k < known && !is_named; k++)
            is_named = text_same(v->items[k].field, v->items[i].field);
        if (!is_named)
            v->items[n++] = v->items[i];
    }
    v->count = n;
    for (size_t i = 0; i < n; i++)
        v->refusals += v->items[i].weight == VERDICT_REFUSE;
    show(ask, 400, action, object, input);
}

void form_post(struct ask *ask, const struct action *action, struct id object)
{
    struct http_form form;
    struct text dry;
    json_t *input;

    if (!is_signed_in(ask) || !form_read(ask, &form))
        return;
    input = input_from(ask, action, &form);
    if (http_pairs_find(form.pairs, "_dry", &dry))
        answer_try(ask, action, object, input);
    else if (!verdict_is_clear(ask->verdict))
        show_all_faults(ask, action, object, input);
    else
        commit_form(ask, action, object, form.pairs, input);
    json_decref(input);
}
