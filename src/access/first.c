/* SPDX-License-Identifier: EUPL-1.2 */
/* The first unit of a space: its card, its administrator, its clock. */
#include <assert.h>

#include "access/inner.h"
#include "access/statements.h"
#include "base/log.h"

#define HOLDER_ADMIN "beheer"
#define HOLDER_CLOCK "klok"

static const char *kind_word(enum space_kind kind)
{
    switch (kind) {
    case SPACE_LIVE:
        return "live";
    case SPACE_DEMO:
        return "demo";
    case SPACE_EXERCISE:
        return "exercise";
    }
    assert(false && "no such kind of space");
    return "";
}

/* Reads who holds the office with this code now; NOT_FOUND when nobody ever did. */
static enum result viewer_of_code(struct space *s, const char *code, const char *channel,
                                  struct arena *a, struct viewer *out)
{
    struct tx *tx = tx_read(space_store(s), a);
    struct id office = { tx_int(tx, SQL_CODE_EVER_HELD, 0, VAL(code)) };
    enum result r =
        id_is_none(office) ? NOT_FOUND : access_viewer(tx, office, space_now(s), channel, out);
    enum result ended = tx_end(tx);

    return ended != OK ? ended : r;
}

static json_t *office_input(const char *code, const char *org, const char *title)
{
    return json_pack("{s:s, s:s, s:s}", "office", code, "org", org, "title", title);
}

static enum result commit_first(struct space *s, struct arena *a)
{
    struct catalogue const *c = space_catalogue(s);
    const struct action *open = catalogue_action(c, T("open_space"), T("space"));
    const struct action *office = catalogue_action(c, T("register_office"), T("office"));
    const struct action *holder = catalogue_action(c, T("appoint_holder"), T("office"));
    json_t *inputs[] = {
        json_pack("{s:s, s:s}", "name", space_name(s), "kind", kind_word(space_kind(s))),
        office_input(OFFICE_ADMIN, "BEHEER", "beheerder"),
        office_input(OFFICE_CLOCK, "SYSTEEM", "klok van het systeem"),
        json_pack("{s:s}", "holder", HOLDER_CLOCK),
        json_pack("{s:s}", "holder", HOLDER_ADMIN),
    };
    struct step steps[] = {
        { .action = open, .input = inputs[0], .if_version = INT_NONE },
        { .action = office, .input = inputs[1], .if_version = INT_NONE },
        { .action = office, .input = inputs[2], .if_version = INT_NONE },
        { .action = holder, .object_step = 3, .input = inputs[3], .if_version = INT_NONE },
        /* The administrator's holder comes last: it shuts the door of the first acts. */
        { .action = holder, .object_step = 2, .input = inputs[4], .if_version = INT_NONE },
    };
    struct unit unit = { .by = { .actor = T("init"), .channel = T("import") },
                         .steps = steps,
                         .n = sizeof(steps) / sizeof(steps[0]),
                         .key = T(""),
                         .body = T(""),
                         .trace = T("") };
    struct receipt *receipt = arena_new(a, struct receipt);
    enum result r = space_commit(s, &unit, a, receipt);

    for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++)
        json_decref(inputs[i]);
    if (r == REFUSED && receipt->verdict != NULL && receipt->verdict->count > 0)
        log_line(LOG_ERROR, LOG_HERE, "first_acts_refused", "code=%s",
                 receipt->verdict->items[0].code);
    return r;
}

enum result access_administrator(struct space *s, struct arena *a, struct viewer *out)
{
    enum result r = viewer_of_code(s, OFFICE_ADMIN, "import", a, out);

    if (r != NOT_FOUND)
        return r;
    r = commit_first(s, a);
    if (r != OK)
        return r;
    return viewer_of_code(s, OFFICE_ADMIN, "import", a, out);
}

enum result access_clock(struct space *s, struct arena *a, struct viewer *out)
{
    return viewer_of_code(s, OFFICE_CLOCK, "clock", a, out);
}
