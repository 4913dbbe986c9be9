/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/tr.h"
#include "law/inner.h"

struct text route_id(const struct route *r)
{
    return text_of(r->id);
}

int64_t route_number(const struct route *r)
{
    return r->version;
}

struct text route_sha256(const struct route *r)
{
    return text_of(r->sha256);
}

struct text route_article(const struct route *r)
{
    return r->cite;
}

const char *route_force(const struct route *r)
{
    return r->force;
}

const char *route_cost(const struct route *r)
{
    return r->cost;
}

const char *route_ladder(const struct route *r)
{
    return r->ladder;
}

const char *route_second(const struct route *r)
{
    return r->second_pattern;
}

struct text route_purpose(const struct route *r)
{
    return text_of(r->purposes.n == 1 ? r->purposes.at[0] : "");
}

void json_put_route_text(struct json *out, const char *name, const struct route *r)
{
    json_name(out, name);
    if (!r->text.nl || !r->text.nl[0]) {
        json_none(out);
        return;
    }
    json_open(out);
    json_put_cstr(out, "nl", r->text.nl);
    json_put_cstr(out, "en", r->text.en);
    json_close(out);
}

size_t route_shelf_count(const struct route_shelf *s)
{
    return s->route_count;
}

const struct route *route_shelf_at(const struct route_shelf *s, size_t i)
{
    return i < s->route_count ? &s->routes[i] : NULL;
}

const struct route *route_version(struct text id, int64_t version)
{
    const struct route_shelf *s = route_shelf_shared();

    for (size_t i = 0; i < s->route_count; i++)
        if (s->routes[i].version == version && text_is(id, s->routes[i].id))
            return &s->routes[i];
    return NULL;
}

const struct slot *route_slot_find(const struct route *r, struct text name)
{
    for (size_t i = 0; i < r->slot_count; i++)
        if (text_is(name, r->slots[i].name))
            return &r->slots[i];
    return NULL;
}

const struct obligation_rule *route_obligation(const struct route *r, struct text id)
{
    for (size_t i = 0; i < r->obligation_count; i++)
        if (text_same(id, r->obligations[i].id))
            return &r->obligations[i];
    return NULL;
}

uint64_t route_stage_bit(const struct route *r, struct text stage)
{
    if (stage.len == 0 || text_is(stage, "NEW"))
        return 1;
    for (size_t i = 0; i < r->stage_count; i++)
        if (text_is(stage, r->stages[i].id))
            return UINT64_C(2) << i;
    return 0;
}

bool names_have(const struct names *n, struct text name)
{
    for (size_t i = 0; i < n->n; i++)
        if (text_is(name, n->at[i]))
            return true;
    return false;
}

void route_required(const struct route *route, const char *how,
                    void (*each)(void *ctx, const char *field), void *ctx)
{
    const struct names *list = strcmp(how, "oral") == 0      ? &route->oral
                               : strcmp(how, "written") == 0 ? &route->written
                                                             : &route->ladder_form;

    for (size_t i = 0; i < list->n; i++)
        each(ctx, list->at[i]);
}

/* {"code", "nl", "en"} as a member. */
static void put_words(struct json *out, const char *name, struct text code,
                      const struct words *words)
{
    json_name(out, name);
    json_open(out);
    json_put_text(out, "code", code);
    json_put_text(out, "nl", words ? text_of(words->nl) : code);
    json_put_text(out, "en", words ? text_of(words->en) : code);
    json_close(out);
}

void json_put_stage(struct json *out, const char *name, const struct route *r, struct text stage)
{
    const struct words *words = NULL;

    for (size_t i = 0; r && i < r->stage_count; i++)
        if (text_is(stage, r->stages[i].id))
            words = &r->stages[i].words;
    put_words(out, name, stage, words);
}

void json_put_obligation_kind(struct json *out, const char *name, struct text kind)
{
    const struct route_shelf *s = route_shelf_shared();
    const struct words *words = NULL;
    struct words of_list;

    for (size_t i = 0; !words && i < s->route_count; i++) {
        const struct obligation_rule *o = route_obligation(&s->routes[i], kind);
        words = o ? &o->words : NULL;
    }
    if (!words) { /* what no route opens: art. 39 and its report; "WVR39:VR24" is of the kind WVR39
                   */
        struct text rest = kind, head = kind;
        const struct choice_row *row;

        text_cut(&rest, ':', &head);
        row = choice_find("obligation", head);
        of_list = row ? (struct words){ row->en, row->nl } : (struct words){ 0 };
        words = row ? &of_list : NULL;
    }
    put_words(out, name, kind, words);
}

void json_put_route(struct json *out, const char *name, const struct route *r)
{
    if (r) {
        put_words(out, name, text_of(r->id), &r->title);
    } else {
        json_name(out, name);
        json_none(out);
    }
}

void json_put_ground(struct json *out, const char *name, struct text cite, struct arena *a)
{
    const char *msgid = text_cstr(a, cite);
    const struct words words = { tr("en", msgid), tr("nl", msgid) };

    put_words(out, name, cite, &words);
}
