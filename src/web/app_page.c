/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages: all templates of all rooms compiled at start; the frame around each. */
#include <string.h>

#include "base/log.h"
#include "base/tr.h"
#include "web/app_inner.h"

extern const struct embedded_file page_files[];
extern const size_t page_files_len;
extern const struct embedded_file asset_files[];
extern const size_t asset_files_len;

/* "src/request/pages/request.mustache" is the template "request". */
static struct text template_name(struct text path)
{
    size_t end = path.len - strlen(".mustache"), start = end;

    while (start > 0 && path.at[start - 1] != '/')
        start--;
    return text_slice(path, start, end - start);
}

/* A page is the main part of the layout; partials ("_field") and the layout stand by themselves. */
static struct text template_body(struct arena *a, struct text name, struct text body)
{
    if (text_starts(name, T("_")) || text_is(name, "layout"))
        return body;
    return text_printf(a, "{{<layout}}{{$main}}%.*s{{/main}}{{/layout}}", TEXT_FMT(body));
}

struct mustache *pages_compile(struct arena *a, struct mustache_fault *fault)
{
    struct mustache_source *set = arena_array(a, struct mustache_source, page_files_len + 1);

    for (size_t i = 0; set && i < page_files_len; i++) {
        const struct embedded_file *f = &page_files[i];
        set[i].name = template_name(text_of(f->path));
        set[i].body = template_body(a, set[i].name, text_at((const char *)f->bytes, f->len));
    }
    if (!set)
        return NULL;
    return mustache_compile(a, set, page_files_len, MUSTACHE_PAGE, fault);
}

struct text page_address_of(const struct ask *ask, struct id thing)
{
    struct tx *tx = tx_read(space_store(ask->app->space), ask->arena);
    const struct thing_type *type = NULL;
    struct thing t;

    if (thing_get(tx, thing, &t) == OK)
        type = catalogue_thing(ask->app->catalogue, t.type);
    if (tx_end(tx) || !type)
        return T("/werk");
    return text_printf(ask->arena, "/%s/%.*s", type->address, TEXT_FMT(id_text(ask->arena, thing)));
}

/* ---- the frame ---- */
static const struct {
    const char *name, *title;
} sections[] = {
    { "werk", N_("Work") },
    { "beeld", N_("Picture") },
    { "aanvragen", N_("Requests") },
    { "capaciteit", N_("Capabilities") },
    { "afspraken", N_("Agreements") },
    { "leren", N_("Learning") },
    { "journaal", N_("Journal") },
};

/* Where a section's link goes: the view of its own name, else its first without holes. */
static const struct view *entrance(const struct catalogue *c, const char *section)
{
    const struct view *first = NULL;

    for (const struct room *const *r = c->rooms; *r; r++)
        for (size_t i = 0; i < (*r)->view_count; i++) {
            const struct view *v = &(*r)->views[i];
            if (!v->nav || !v->address || strcmp(v->nav, section) != 0 || strchr(v->address, '{'))
                continue;
            if (strcmp(v->address + 1, section) == 0)
                return v;
            first = first ? first : v;
        }
    return first;
}

static void put_nav(struct ask *ask, struct json *out)
{
    json_name(out, "nav");
    json_list(out);
    for (size_t i = 0; ask->is_signed_in && i < sizeof(sections) / sizeof(sections[0]); i++) {
        const struct view *v = entrance(ask->app->catalogue, sections[i].name);
        if (!v)
            continue;
        json_open(out);
        json_put_cstr(out, "name", sections[i].name);
        json_put_cstr(out, "label", tr(ask->lang, sections[i].title));
        json_put_cstr(out, "url", v->address);
        json_put_bool(out, "is_current", ask->nav && strcmp(ask->nav, sections[i].name) == 0);
        json_close(out);
    }
    json_list_end(out);
}

/* What is more than the seven: a page of its own would hide it, a fold-out shows it. */
static void put_more(struct ask *ask, struct json *out)
{
    json_name(out, "more");
    json_list(out);
    for (const struct room *const *r = ask->app->catalogue->rooms; ask->is_signed_in && *r; r++)
        for (size_t i = 0; i < (*r)->view_count; i++) {
            const struct view *v = &(*r)->views[i];
            if (!v->nav || strcmp(v->nav, "meer") != 0 || !v->address || strchr(v->address, '{'))
                continue;
            json_open(out);
            json_put_cstr(out, "label", tr(ask->lang, v->title));
            json_put_cstr(out, "url", v->address);
            json_close(out);
        }
    json_list_end(out);
}

static void put_office(struct ask *ask, struct json *out)
{
    struct tx *tx;
    struct office office;

    json_name(out, "office");
    if (!ask->is_signed_in) {
        json_none(out);
        return;
    }
    tx = tx_read(space_store(ask->app->space), ask->arena);
    if (office_get(tx, ask->session.viewer.office, ask->now, &office) == OK) {
        json_open(out);
        json_put_id(out, "id", office.id);
        json_put_text(out, "code", office.code);
        json_put_text(out, "title", office.title);
        json_put_text(out, "instance", office.instance);
        json_close(out);
    } else {
        json_none(out);
    }
    if (tx_end(tx))
        log_line(LOG_WARN, LOG_HERE, "frame_without_office", "request=%.*s",
                 TEXT_FMT(ask->in->request_id));
}

static void put_csrf(struct ask *ask, struct json *out)
{
    struct hash secret = hash_of(ask->session.csrf);
    char masked[CSRF_TEXT_MAX];

    if (!ask->is_signed_in) {
        json_put_cstr(out, "csrf", NULL);
        return;
    }
    csrf_mask(&secret, masked);
    json_put_cstr(out, "csrf", masked);
}

static void put_asset(struct ask *ask, struct json *out, const char *key, const char *path)
{
    struct text name = http_static_name(ask->arena, asset_files, asset_files_len, path);

    name = text_slice(name, strlen("assets/"), name.len);
    json_put_text(out, key, text_printf(ask->arena, "/static/%.*s", TEXT_FMT(name)));
}

/* The green line under the title: what was just done, from ?klaar=; "close.request" where things
 * of several types have an act of this name. */
static void put_receipt(struct ask *ask, struct json *out)
{
    const struct action *action = NULL;
    struct text done, name;

    if (http_pairs_find(ask->query, "klaar", &done) && text_cut(&done, '.', &name))
        action = catalogue_action(ask->app->catalogue, name, done);
    json_put_cstr(out, "receipt",
                  action ? tr(ask->lang, action->done ? action->done : N_("Done and recorded."))
                         : NULL);
}

static void put_frame(struct ask *ask, const char *title, struct json *out)
{
    enum space_kind kind = space_kind(ask->app->space);
    char position[SSE_POSITION_TEXT_MAX];

    json_open(out);
    json_put_cstr(out, "title", title);
    json_put_cstr(out, "lang", ask->lang);
    json_put_bool(out, "is_dutch", strcmp(ask->lang, "nl") == 0);
    json_put_bool(out, "is_english", strcmp(ask->lang, "en") == 0);
    json_put_text(out, "mode",
                  ask->is_signed_in && ask->session.mode.len > 0 ? ask->session.mode : T("auto"));
    json_put_bool(out, "is_night", ask->is_signed_in && text_is(ask->session.mode, "night"));
    json_put_cstr(out, "space", space_name(ask->app->space));
    json_put_bool(out, "is_demo", kind == SPACE_DEMO);
    demo_put_strip(ask, out);
    json_put_bool(out, "is_exercise", kind == SPACE_EXERCISE);
    json_put_bool(out, "is_signed_in", ask->is_signed_in);
    json_put_instant(out, "clock_at", ask->now);
    json_put_text(out, "here_url", ask->in->path);
    json_put_text(out, "return_url", return_address(ask));
    sse_position(ask->app->hub, position);
    json_put_cstr(out, "position", position);
    put_nav(ask, out);
    put_more(ask, out);
    put_office(ask, out);
    put_csrf(ask, out);
    put_asset(ask, out, "css_url", "assets/app.css");
    put_asset(ask, out, "js_url", "assets/app.js");
    put_asset(ask, out, "font_url", "assets/source-sans-3.woff2");
    put_asset(ask, out, "icon_url", "assets/icon.svg");
    put_receipt(ask, out);
    json_close(out);
}

json_t *frame_make(struct ask *ask, const char *title)
{
    struct buf buf = buf_make(PAGE_BYTES_MAX);
    struct json out = json_make(&buf);
    struct json_fault fault;
    json_t *frame = NULL;

    put_frame(ask, title, &out);
    if (json_end(&out) || json_read(buf_text(&buf), &frame, &fault))
        log_line(LOG_ERROR, LOG_HERE, "frame_broken", "request=%.*s",
                 TEXT_FMT(ask->in->request_id));
    buf_free(&buf);
    return frame;
}

void page_show(struct ask *ask, int status, const char *name, const char *title, json_t *doc)
{
    struct page_report report = { 0 };
    struct page_context context = { ask->lang, space_zone(ask->app->space), ask->now, &report };
    enum result r;

    json_object_set_new(doc, "frame", frame_make(ask, title));
    http_answer_as(ask->out, status, "text/html; charset=utf-8");
    http_answer_header(ask->out, "Cache-Control", T("private, no-cache"));
    http_answer_header(ask->out, "Content-Language", text_of(ask->lang));
    r = mustache_render(ask->app->pages, name, doc, &context, &ask->out->body);
    if (report.unknown_keys + report.refused_addresses + report.odd_values > 0)
        log_line(LOG_WARN, LOG_HERE, "page_odd", "page=%s key=%s in=%s line=%d unknown=%zu", name,
                 report.first, report.first_in, report.first_line, report.unknown_keys);
    if (r) {
        log_line(LOG_ERROR, LOG_HERE, "page_failed", "page=%s result=%s", name, result_name(r));
        buf_clear(&ask->out->body);
        buf_add_cstr(&ask->out->body, "<!doctype html><title>Schakel</title><p>500</p>");
        ask->out->status = 500;
    }
}
