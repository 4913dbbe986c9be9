/* SPDX-License-Identifier: EUPL-1.2 */
/* Refusals and faults for people and programs: Problem Details (RFC 9457) or a page. */
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"

int problem_status(enum result result, const struct verdict *v)
{
    bool is_authority = false, is_rule = false;

    for (size_t i = 0; i < v->count; i++) {
        const struct verdict_item *item = &v->items[i];
        if (item->weight != VERDICT_REFUSE)
            continue;
        is_authority = is_authority || item->kind == BY_AUTHORITY;
        is_rule = is_rule || item->kind == BY_RULE;
    }
    switch (result) {
    case OK:
        return 200;
    case REFUSED:
        return is_authority && !is_rule ? 403 : 400;
    case NOT_FOUND:
        return 404;
    case CONFLICT:
        return verdict_find(v, "VERSION_STALE") ? 412 : 409;
    case LIMIT:
        return 503;
    case FAULT:
        return 500;
    }
    __builtin_unreachable();
}

static void put_item(const struct ask *ask, const struct verdict_item *item, struct json *out)
{
    json_open(out);
    json_put_cstr(out, "code", item->code);
    json_name(out, "field");
    if (text_is_empty(item->field))
        json_none(out);
    else
        json_text(out, text_printf(ask->arena, "/%.*s", TEXT_FMT(item->field)));
    json_put_text(out, "message",
                  tr_fill(ask->arena, ask->lang, item->why, item->holes, item->hole_count));
    json_put_text(out, "mend",
                  tr_fill(ask->arena, ask->lang, item->mend, item->holes, item->hole_count));
    json_name(out, "cite");
    if (text_is_empty(item->cite))
        json_none(out);
    else
        json_text(out, item->cite);
    json_put_text(out, "law", item->cite_version);
    json_put_int(out, "step", item->step);
    json_close(out);
}

static void put_weight(const struct ask *ask, struct json *out, const char *name,
                       enum verdict_weight weight)
{
    json_name(out, name);
    json_list(out);
    for (size_t i = 0; i < ask->verdict->count; i++)
        if (ask->verdict->items[i].weight == weight)
            put_item(ask, &ask->verdict->items[i], out);
    json_list_end(out);
}

void problem_items(const struct ask *ask, struct json *out)
{
    put_weight(ask, out, "errors", VERDICT_REFUSE);
    put_weight(ask, out, "warnings", VERDICT_WARN);
}

static const char *title_of(int status)
{
    switch (status) {
    case 400:
        return N_("This cannot be done");
    case 401:
        return N_("Sign in first");
    case 403:
        return N_("You may not do this");
    case 404:
        return N_("Not found");
    case 409:
    case 412:
        return N_("Somebody else was first");
    case 413:
        return N_("This is too large");
    case 428:
        return N_("The version is missing");
    case 503:
        return N_("Too busy now");
    default:
        return status >= 500 ? N_("This went wrong on our side") : N_("This request is not right");
    }
}

/* The refusal that gave the answer its status, else the first; NULL when nothing was refused. */
static const struct verdict_item *chief_refusal(const struct verdict *v, int status)
{
    enum verdict_kind kind = status == 404                    ? BY_ABSENCE
                             : status == 409 || status == 412 ? BY_VERSION
                             : status == 401 || status == 403 ? BY_AUTHORITY
                                                              : BY_RULE;
    const struct verdict_item *first = NULL;

    for (size_t i = 0; i < v->count; i++) {
        const struct verdict_item *item = &v->items[i];

        if (item->weight != VERDICT_REFUSE)
            continue;
        if (item->kind == kind)
            return item;
        first = first ? first : item;
    }
    return first;
}

/* The detail is what decided the status; all refusals stand under errors. */
static struct text detail_of(const struct ask *ask, int status)
{
    const struct verdict_item *item = chief_refusal(ask->verdict, status);

    if (item)
        return tr_fill(ask->arena, ask->lang, item->why, item->holes, item->hole_count);
    return text_of(tr(ask->lang, status >= 500
                                     ? N_("Nothing was saved. Try again, or call the duty desk.")
                                     : title_of(status)));
}

static void put_problem(const struct ask *ask, int status, struct json *out)
{
    json_open(out);
    json_put_cstr(out, "type", "about:blank");
    json_put_cstr(out, "title", tr(ask->lang, title_of(status)));
    json_put_int(out, "status", status);
    json_put_text(out, "detail", detail_of(ask, status));
    json_put_text(out, "instance", ask->in->path);
    json_put_text(out, "request_id", ask->in->request_id);
    problem_items(ask, out);
    json_close(out);
}

static void answer_page(struct ask *ask, int status)
{
    struct buf buf = buf_make(PAGE_BYTES_MAX);
    struct json out = json_make(&buf);
    struct json_fault fault;
    json_t *doc = NULL;

    put_problem(ask, status, &out);
    if (json_end(&out) == OK && json_read(buf_text(&buf), &doc, &fault) == OK)
        page_show(ask, status, "problem", tr(ask->lang, title_of(status)), doc);
    json_decref(doc);
    buf_free(&buf);
}

static void answer(struct ask *ask, int status)
{
    struct json out;

    if (!ask->is_api) {
        answer_page(ask, status);
        return;
    }
    http_answer_as(ask->out, status, "application/problem+json");
    if (status == 503)
        http_answer_header(ask->out, "Retry-After", T("2"));
    out = json_make(&ask->out->body);
    put_problem(ask, status, &out);
    if (json_end(&out))
        log_line(LOG_ERROR, LOG_HERE, "problem_too_large", "status=%d", status);
}

void problem_answer(struct ask *ask, enum result result)
{
    answer(ask, problem_status(result, ask->verdict));
}

void problem_one(struct ask *ask, int status, const char *code, const char *field, const char *why,
                 const char *mend)
{
    struct verdict_item *item = verdict_refuse(ask->verdict, code, field, why, mend);

    item->kind = status == 403 || status == 401 ? BY_AUTHORITY : BY_RULE;
    answer(ask, status);
}

void problem_refuse(void *world, const struct http_request *request, const struct http_fault *fault,
                    struct http_response *answer_out)
{
    struct ask *ask = arena_new(request->arena, struct ask);
    struct verdict *v = arena_new(request->arena, struct verdict);

    /* At the border little is known: always Problem Details, no session is looked up. */
    verdict_init(v, request->arena);
    *ask = (struct ask){ .app = world,
                         .in = request,
                         .out = answer_out,
                         .arena = request->arena,
                         .verdict = v,
                         .is_api = true };
    ask->lang = tr_choose(http_header(request, "Accept-Language"));
    problem_one(ask, fault->status, fault->code, "", fault->why, fault->mend);
}
