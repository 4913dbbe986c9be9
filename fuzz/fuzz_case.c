/* SPDX-License-Identifier: EUPL-1.2 */
/* Case files: JSON through the check of a case, then each step as input of our action, which must
 * keep what fields promise. Nothing is played: no space, no server. */
#include "cli/play_inner.h"
#include "declared.h"
#include "rooms.h"

/* An office that is no actor of the case is looked up in a space; such steps are left out. */
static bool asks_the_door(const json_t *v)
{
    const char *name;
    json_t *part;
    size_t i;

    if (json_is_string(v))
        return text_find(json_string_text(v), T(".")) != SIZE_MAX;
    json_array_foreach (v, i, part)
        if (asks_the_door(part))
            return true;
    json_object_foreach ((json_t *)(uintptr_t)v, name, part)
        if (asks_the_door(part))
            return true;
    return false;
}

/* Names of the case stand for ids, one after the other. */
static void name_all(json_t *into, const json_t *of)
{
    const char *name;
    json_t *v;
    int64_t n = 0;

    json_object_foreach ((json_t *)(uintptr_t)of, name, v) {
        char words[ID_TEXT_MAX];

        id_write(id_make(1, ++n), words);
        json_object_set_new(into, name, json_string(words));
    }
}

static void try_step(struct play *p, const json_t *step)
{
    const struct action *action = play_action(p, step);
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    json_t *input;

    must(!instant_is_none(play_moment(step)) && a != NULL);
    p->step = step;
    if (action && !asks_the_door(json_object_get(step, "fields"))) {
        input = play_fields(p, action, step);
        must(input == NULL || json_is_object(input));
        must(input != NULL || p->skipped > 0);
        if (input)
            declared_check(&action->fields, input, a);
        json_decref(input);
    }
    json_object_set_new(p->things, member(json_object_get(step, "object"), "ref"),
                        json_pack("{s:s, s:s}", "id", "1-1", "type", "none"));
    arena_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct command command = { .catalogue = &schakel_catalogue, .lang = "nl" };
    struct play p = { .is_json = true };
    struct json_fault fault;
    json_t *file = NULL;

    if (json_read(text_at((const char *)bytes, n), &file, &fault) == OK &&
        play_check_file(file, "case")) {
        play_begin(&p, &command, NULL, file);
        name_all(p.actors, json_object_get(file, "actors"));
        name_all(p.places, json_object_get(file, "places"));
        for (size_t i = 0; i < play_count(&p); i++) {
            must(play_step_at(&p, i) != NULL && play_key(&p, i).len <= 120);
            try_step(&p, play_step_at(&p, i));
        }
        must(play_step_at(&p, play_count(&p)) == NULL);
        play_finish(&p);
    }
    json_decref(file);
    return 0;
}
