/* SPDX-License-Identifier: EUPL-1.2 */
/* The door of a server: the API over HTTP, by libcurl. */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "cli/door.h"
#include "cli/inner.h"

enum { SESSIONS_MAX = 256, URL_BYTES = 1024, ANSWER_BYTES_MAX = 64 * 1024 * 1024 };

struct remote {
    CURL *curl;
    char base[256];
    const char *lang;
    bool is_told; /* that there is no answer: once is enough */
    struct {
        struct id office;
        char token[128];
    } sessions[SESSIONS_MAX];
    size_t session_count;
};

static size_t take(char *at, size_t size, size_t n, void *ctx)
{
    struct buf *body = ctx;

    buf_add(body, text_at(at, size * n));
    return body->result ? 0 : size * n;
}

struct call {
    const char *method; /* GET, POST, PUT */
    char url[URL_BYTES];
    const char *token, *key, *match; /* NULL: not sent */
    const json_t *body;              /* NULL: none */
};

static struct curl_slist *header(struct curl_slist *list, const char *name, const char *value)
{
    char line[512];

    if (!value)
        return list;
    snprintf(line, sizeof(line), "%s%s", name, value);
    return curl_slist_append(list, line);
}

static enum result result_of(long status)
{
    return status >= 200 && status < 300                     ? OK
           : status == 404                                   ? NOT_FOUND
           : status == 409 || status == 412                  ? CONFLICT
           : status == 413 || status == 429 || status == 503 ? LIMIT
           : status >= 400 && status < 500                   ? REFUSED
                                                             : FAULT;
}

static struct door_answer send_call(struct remote *r, const struct call *call)
{
    struct door_answer out = { FAULT, 0, NULL };
    char *body = call->body ? json_dumps(call->body, JSON_COMPACT) : NULL;
    struct buf got = buf_make(ANSWER_BYTES_MAX);
    struct curl_slist *headers = NULL;
    long status = 0;
    CURLcode code;

    headers = header(headers, "Authorization: Bearer ", call->token);
    headers = header(headers, "Idempotency-Key: ", call->key);
    headers = header(headers, "If-Match: ", call->match);
    headers = header(headers, "Accept-Language: ", r->lang);
    headers = header(headers, "Content-Type: ", body ? "application/json" : NULL);
    curl_easy_reset(r->curl);
    curl_easy_setopt(r->curl, CURLOPT_URL, call->url);
    curl_easy_setopt(r->curl, CURLOPT_CUSTOMREQUEST, call->method);
    curl_easy_setopt(r->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(r->curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(r->curl, CURLOPT_WRITEDATA, &got);
    curl_easy_setopt(r->curl, CURLOPT_TIMEOUT, 120L);
    curl_easy_setopt(r->curl, CURLOPT_NOPROXY, "*");
    if (strcmp(call->method, "GET") != 0)
        curl_easy_setopt(r->curl, CURLOPT_POSTFIELDS, body ? body : "");
    code = curl_easy_perform(r->curl);
    if (code == CURLE_OK &&
        curl_easy_getinfo(r->curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK) {
        out.status = (int)status;
        out.result = result_of(status);
        out.doc = json_loadb(got.at, got.len, JSON_REJECT_DUPLICATES, NULL);
        if (!out.doc)
            out.result = FAULT;
    } else if (!r->is_told) {
        wrong("no answer from %s: %s", r->base, curl_easy_strerror(code));
        r->is_told = true;
    }
    curl_slist_free_all(headers);
    buf_free(&got);
    free(body);
    return out;
}

/* Demo sign-in by an office's id or code; keeps the token. False when it may not sign in. */
static bool sign_in(struct remote *r, const char *words)
{
    struct call call = { .method = "POST" };
    struct door_answer answer;
    const char *token;
    struct id office;
    bool is_in = false;

    if (r->session_count == SESSIONS_MAX)
        return false;
    json_t *body = json_pack("{s:s}", "office", words);
    call.body = body;
    snprintf(call.url, sizeof(call.url), "%s/api/v1/sessions", r->base);
    answer = send_call(r, &call);
    json_decref(body);
    token = json_string_value(json_object_get(answer.doc, "token"));
    if (answer.result == OK && token &&
        id_read(json_string_text(json_object_get(answer.doc, "office")), &office)) {
        r->sessions[r->session_count].office = office;
        snprintf(r->sessions[r->session_count++].token, sizeof(r->sessions[0].token), "%s", token);
        is_in = true;
    }
    json_decref(answer.doc);
    return is_in;
}

/* The office's token, by demo sign-in at first use; NULL when it may not sign in. */
static const char *token_of(struct remote *r, struct id office)
{
    char words[ID_TEXT_MAX];

    for (size_t i = 0; i < r->session_count; i++)
        if (id_same(r->sessions[i].office, office))
            return r->sessions[i].token;
    if (id_is_none(office))
        return NULL;
    id_write(office, words);
    return sign_in(r, words) ? r->sessions[r->session_count - 1].token : NULL;
}

static void action_url(const struct door *d, const struct step *step, const char *tail,
                       char out[URL_BYTES])
{
    const struct action *a = step->action;
    const struct thing_type *t = catalogue_thing(d->catalogue, text_of(a->object));
    char id[ID_TEXT_MAX];

    id_write(step->object, id);
    if (a->creates)
        snprintf(out, URL_BYTES, "%s/api/v1/%s%s", d->remote->base,
                 a->posted_to ? a->posted_to
                 : t          ? t->path
                              : "",
                 tail);
    else
        snprintf(out, URL_BYTES, "%s/api/v1/%s/%s/%s%s", d->remote->base, t ? t->path : "", id,
                 a->posted_to, tail);
}

struct door_answer remote_act(struct door *d, struct id office, const struct step *step,
                              const char *key)
{
    struct call call = { .method = "POST", .key = key, .body = step->input };
    char match[32];

    call.token = token_of(d->remote, office);
    snprintf(match, sizeof(match), "\"%lld\"", (long long)step->if_version);
    if (!step->action->creates)
        call.match = step->if_version == INT_NONE ? "*" : match;
    action_url(d, step, "", call.url);
    return send_call(d->remote, &call);
}

struct door_answer remote_try(struct door *d, struct id office, const struct step *step)
{
    struct call call = { .method = "POST", .body = step->input };
    struct door_answer out;

    call.token = token_of(d->remote, office);
    action_url(d, step, "?dryRun=true", call.url);
    out = send_call(d->remote, &call);
    if (out.result == OK && json_is_false(json_object_get(out.doc, "would_be_done")))
        out.result = REFUSED;
    return out;
}

struct door_answer remote_unit(struct door *d, struct id office, const struct step *steps, size_t n,
                               const char *key)
{
    json_t *rows = json_array(), *body = json_object();
    struct call call = { .method = "POST", .key = key };
    struct door_answer out;
    char id[ID_TEXT_MAX];

    for (size_t i = 0; i < n; i++) {
        json_t *row = json_pack("{s:s, s:s}", "action", steps[i].action->name, "object_type",
                                steps[i].action->object);
        if (!id_is_none(steps[i].object)) {
            id_write(steps[i].object, id);
            json_object_set_new(row, "object", json_string(id));
            json_object_set_new(row, "version",
                                steps[i].if_version == INT_NONE
                                    ? json_string("*")
                                    : json_integer(steps[i].if_version));
        }
        if (steps[i].object_step > 0)
            json_object_set_new(row, "object_step", json_integer(steps[i].object_step));
        if (steps[i].input)
            json_object_set_new(row, "fields", json_deep_copy(steps[i].input));
        json_array_append_new(rows, row);
    }
    json_object_set_new(body, "steps", rows);
    call.body = body;
    call.token = token_of(d->remote, office);
    snprintf(call.url, sizeof(call.url), "%s/api/v1/units", d->remote->base);
    out = send_call(d->remote, &call);
    json_decref(body);
    return out;
}

/* page_size to pageSize. */
static void camel(const char *name, char *out, size_t size)
{
    size_t n = 0;

    for (const char *p = name; *p && n + 1 < size; p++) {
        if (*p == '_' && p[1] >= 'a' && p[1] <= 'z') {
            p++;
            out[n++] = (char)(*p - ('a' - 'A'));
        } else {
            out[n++] = *p;
        }
    }
    out[n] = '\0';
}

static void view_url(const struct door *d, const struct view *view, const json_t *query,
                     char out[URL_BYTES])
{
    struct text rest = text_of(view->path), part;
    char sep = '?', name[64];
    const char *key;
    json_t *value;
    size_t n = (size_t)snprintf(out, URL_BYTES, "%s/api/v1", d->remote->base);

    text_cut(&rest, '/', &part);
    while (text_cut(&rest, '/', &part) && n + 128 < URL_BYTES) {
        const json_t *hole = NULL;
        if (text_starts(part, T("{"))) {
            snprintf(name, sizeof(name), "%.*s", (int)part.len - 2, part.at + 1);
            hole = json_object_get(query, name);
        }
        n += (size_t)snprintf(out + n, URL_BYTES - n, "/%.*s",
                              hole ? (int)json_string_length(hole) : (int)part.len,
                              hole ? json_string_value(hole) : part.at);
    }
    json_object_foreach ((json_t *)(uintptr_t)query, key, value) {
        char hole[70], words[32];
        snprintf(hole, sizeof(hole), "{%s}", key);
        if (strstr(view->path, hole) || n + 256 > URL_BYTES)
            continue;
        snprintf(words, sizeof(words), "%lld", (long long)json_integer_value(value));
        camel(key, name, sizeof(name));
        char *escaped = curl_easy_escape(
            d->remote->curl, json_is_string(value) ? json_string_value(value) : words, 0);
        n += (size_t)snprintf(out + n, URL_BYTES - n, "%c%s=%s", sep, name, escaped ? escaped : "");
        curl_free(escaped);
        sep = '&';
    }
}

struct door_answer remote_see(struct door *d, struct id office, const struct view *view,
                              const json_t *query)
{
    struct call call = { .method = "GET" };

    if (!view->path)
        return (struct door_answer){ NOT_FOUND, 404, json_object() };
    call.token = token_of(d->remote, office);
    view_url(d, view, query, call.url);
    return send_call(d->remote, &call);
}

enum result remote_clock(struct door *d, struct instant to)
{
    struct call call = { .method = "PUT" };
    char words[INSTANT_TEXT_MAX];
    struct door_answer answer;

    instant_write(to, words);
    json_t *body = json_pack("{s:s}", "now", words);
    call.body = body;
    snprintf(call.url, sizeof(call.url), "%s/api/v1/clock", d->remote->base);
    answer = send_call(d->remote, &call);
    json_decref(body);
    json_decref(answer.doc);
    return answer.result;
}

struct instant remote_now(struct door *d)
{
    struct call call = { .method = "GET" };
    struct door_answer answer;
    struct instant now = INSTANT_NONE;

    snprintf(call.url, sizeof(call.url), "%s/api/v1/clock", d->remote->base);
    answer = send_call(d->remote, &call);
    if (answer.result || !instant_read(json_string_text(json_object_get(answer.doc, "now")), &now))
        now = INSTANT_NONE;
    json_decref(answer.doc);
    return now;
}

json_t *remote_offices(struct door *d)
{
    struct call call = { .method = "GET" };
    struct door_answer answer;

    snprintf(call.url, sizeof(call.url), "%s/api/v1/sessions", d->remote->base);
    answer = send_call(d->remote, &call);
    return answer.doc; /* a live server tells no offices, but says so */
}

struct id remote_office(struct door *d, const char *code)
{
    return sign_in(d->remote, code) ? d->remote->sessions[d->remote->session_count - 1].office
                                    : ID_NONE;
}

void door_speaks(struct door *d, const char *lang)
{
    d->lang = lang;
    if (d->remote)
        d->remote->lang = lang;
}

struct door *door_server(const struct catalogue *catalogue, const char *url)
{
    size_t len = strlen(url);
    struct door *d;

    if ((strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0) || len > 200)
        return NULL;
    d = calloc(1, sizeof(*d));
    if (!d || !(d->remote = calloc(1, sizeof(*d->remote))) ||
        !(d->remote->curl = curl_easy_init())) {
        door_close(d);
        return NULL;
    }
    d->catalogue = catalogue;
    door_speaks(d, "nl");
    while (len > 0 && url[len - 1] == '/')
        len--;
    snprintf(d->remote->base, sizeof(d->remote->base), "%.*s", (int)len, url);
    return d;
}

void door_close(struct door *d)
{
    if (!d)
        return;
    if (d->remote) {
        if (d->remote->curl)
            curl_easy_cleanup(d->remote->curl);
        free(d->remote);
    }
    free(d);
}
