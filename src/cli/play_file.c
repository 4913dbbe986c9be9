/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading a case, and checking that it hangs together before anything is played. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "cli/play_inner.h"

extern const struct embedded_file case_files[];
extern const size_t case_files_len;

enum { CASE_BYTES_MAX = 64 * 1024 * 1024 };

/* ---- reading ---- */

static char *read_all(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *bytes = NULL;
    long size;

    if (!f)
        return NULL;
    if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 && size <= CASE_BYTES_MAX &&
        fseek(f, 0, SEEK_SET) == 0 && (bytes = malloc((size_t)size + 1))) {
        *len = fread(bytes, 1, (size_t)size, f);
        if (ferror(f)) {
            free(bytes);
            bytes = NULL;
        }
    }
    fclose(f);
    return bytes;
}

json_t *play_read_file(const char *path)
{
    json_error_t fault;
    size_t len = 0;
    char *bytes = read_all(path, &len);
    json_t *file;

    if (!bytes) {
        wrong("cannot read %s, or it is larger than 64 MiB", path);
        return NULL;
    }
    file = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &fault);
    free(bytes);
    if (!file)
        wrong("%s is no JSON: line %d, column %d: %s", path, fault.line, fault.column, fault.text);
    else if (!play_check_file(file, path)) {
        json_decref(file);
        return NULL;
    }
    return file;
}

json_t *play_read_demo(void)
{
    struct json_fault fault;
    json_t *file = NULL;

    if (case_files_len == 0 ||
        json_read(text_at((const char *)case_files[0].bytes, case_files[0].len), &file, &fault) ||
        !play_check_file(file, case_files[0].path)) {
        json_decref(file);
        wrong("the program carries no case that can be read");
        return NULL;
    }
    return file;
}

/* ---- checking ---- */

struct check {
    const json_t *file;
    const char *path;
    struct instant last; /* of the steps so far */
    bool is_wrong;       /* one line was written; the first fault is enough */
};

static void fault(struct check *k, const char *where, const char *what)
{
    if (!k->is_wrong)
        wrong("%s: %s: %s", k->path, where, what);
    k->is_wrong = true;
}

static void want_string(struct check *k, const char *where, const json_t *of, const char *name)
{
    char at[160];

    if (json_string_length(json_object_get(of, name)) > 0)
        return;
    snprintf(at, sizeof(at), "%s%s%s", where, where[0] ? "/" : "", name);
    fault(k, at, "must be text");
}

static void want_object(struct check *k, const char *where, const json_t *of, const char *name)
{
    char at[160];

    if (json_is_object(json_object_get(of, name)))
        return;
    snprintf(at, sizeof(at), "%s%s%s", where, where[0] ? "/" : "", name);
    fault(k, at, "must be an object");
}

static void check_places(struct check *k)
{
    const char *key;
    json_t *place;
    char at[96];

    want_object(k, "", k->file, "places");
    json_object_foreach (json_object_get(k->file, "places"), key, place) {
        snprintf(at, sizeof(at), "places/%.60s", key);
        want_string(k, at, place, "name");
        want_string(k, at, place, "kind");
        want_string(k, at, place, "region");
    }
}

static void check_actors(struct check *k)
{
    const char *key;
    json_t *actor;
    char at[96];

    want_object(k, "", k->file, "actors");
    json_object_foreach (json_object_get(k->file, "actors"), key, actor) {
        snprintf(at, sizeof(at), "actors/%.60s", key);
        want_string(k, at, actor, "office");
        if (!json_is_array(json_object_get(actor, "roles")))
            fault(k, at, "roles must be a list");
    }
}

static void check_expect(struct check *k, const char *where, const json_t *expect)
{
    const char *outcome = member(expect, "outcome");

    if (strcmp(outcome, "accepted") != 0 && strcmp(outcome, "accepted_flagged") != 0 &&
        strcmp(outcome, "refused") != 0)
        fault(k, where, "expect/outcome must be accepted, accepted_flagged or refused");
    if (strcmp(outcome, "refused") == 0 && member(expect, "rule")[0] == '\0')
        fault(k, where, "a refused step names the rule: expect/rule");
    if (json_object_get(expect, "state") && !json_is_object(json_object_get(expect, "state")))
        fault(k, where, "expect/state must be an object of refs");
}

static void check_step(struct check *k, const json_t *step)
{
    const char *where = member(step, "id");
    struct instant at;

    want_string(k, where[0] ? where : "a step", step, "id");
    want_string(k, where, step, "act");
    want_string(k, where, step, "actor");
    want_object(k, where, step, "object");
    want_object(k, where, step, "fields");
    want_object(k, where, step, "expect");
    want_string(k, where, json_object_get(step, "object"), "type");
    want_string(k, where, json_object_get(step, "object"), "ref");
    if (k->is_wrong)
        return;
    if (!json_object_get(json_object_get(k->file, "actors"), member(step, "actor")))
        fault(k, where, "actor is not among the actors");
    if (!instant_read(text_of(member(step, "at")), &at))
        fault(k, where, "at must be a moment with its offset");
    else if (at.us < k->last.us)
        fault(k, where, "at lies before the step that precedes it");
    else
        k->last = at;
    check_expect(k, where, json_object_get(step, "expect"));
}

static void check_steps(struct check *k, const char *name)
{
    const json_t *list = json_object_get(k->file, name), *step;
    size_t i;

    if (!json_is_array(list))
        fault(k, name, "must be a list of steps");
    json_array_foreach (list, i, step)
        check_step(k, step);
}

bool play_check_file(const json_t *file, const char *path)
{
    struct check k = { .file = file, .path = path, .last = { INSTANT_MIN } };

    if (!json_is_object(file))
        fault(&k, "the file", "must be an object");
    else if (strcmp(member(file, "format"), "schakel-case/1") != 0)
        fault(&k, "format", "must be schakel-case/1");
    want_string(&k, "", file, "id");
    check_places(&k);
    check_actors(&k);
    check_steps(&k, "given");
    check_steps(&k, "steps");
    if (json_array_size(json_object_get(file, "steps")) == 0)
        fault(&k, "steps", "there is no step to play");
    return !k.is_wrong;
}

struct instant play_moment(const json_t *step)
{
    struct instant at = INSTANT_NONE;

    return instant_read(text_of(member(step, "at")), &at) ? at : INSTANT_NONE;
}
