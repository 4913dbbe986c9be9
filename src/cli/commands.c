/* SPDX-License-Identifier: EUPL-1.2 */
/* The commands and their options: what `schakel help`, completion and the man pages tell. */
#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "cli/inner.h"

#define ROWS(...)                                                                                  \
    .options = (const struct option_row[])                                                         \
    {                                                                                              \
        __VA_ARGS__,                                                                               \
        {                                                                                          \
            NULL, NULL, NULL                                                                       \
        }                                                                                          \
    }

#define O_DATA                                                                                     \
    {                                                                                              \
        "data", "DIR", N_("the data folder; ./data when not said")                                 \
    }
#define O_SPACE                                                                                    \
    {                                                                                              \
        "space", "NAME", N_("the space: live, demo, or an exercise's own name")                    \
    }
#define O_DEMO                                                                                     \
    {                                                                                              \
        "demo", NULL, N_("the demo space")                                                         \
    }
#define O_JSON                                                                                     \
    {                                                                                              \
        "json", NULL, N_("the answer as JSON, for programs")                                       \
    }
#define O_PORT                                                                                     \
    {                                                                                              \
        "port", "PORT", N_("the port to listen on; 8080 when not said, 0 is any")                  \
    }
#define O_ADDRESS                                                                                  \
    {                                                                                              \
        "address", "ADDRESS", N_("the address to listen on; 127.0.0.1 when not said")              \
    }

const struct command_row command_rows[] = {
    { "serve", command_serve, N_("Serve a space: pages and API on this machine"),
      ROWS(O_DATA, O_SPACE, O_DEMO, O_PORT, O_ADDRESS,
           { "empty", NULL, N_("a demo without its case") },
           { "proxied", NULL, N_("a proxy stands in front and says where requests come from") },
           { "dry-run", NULL, N_("check, say what would be served, and end; -n for short") }) },
    { "check", command_check, N_("Check machine, configuration and data; each fault with its cure"),
      ROWS(O_DATA, O_SPACE, O_DEMO, O_PORT, O_ADDRESS,
           { "last", "N", N_("how many entries of each journal to check; 1000 when not said") },
           O_JSON) },
    { "init", command_init, N_("Make a data folder with its reference data"),
      ROWS(O_DATA, O_SPACE, O_DEMO) },
    { "play", command_play, N_("Play a case and compare what happens with what it expects"),
      .words = "FILE|demo",
      ROWS(O_DATA, O_SPACE, { "until", "T", N_("play no further than this moment") },
           { "visibility", "on|off", N_("compare also who sees what; on when not said") },
           { "http", "URL", N_("play at a server instead of in a folder") }, O_JSON) },
    { "verify", command_verify, N_("Check the journal: chain, order, sealed fields"),
      ROWS(O_DATA, O_SPACE, O_DEMO) },
    { "rebuild", command_rebuild, N_("Fill the tables again from the journal; --check compares"),
      ROWS(O_DATA, O_SPACE, O_DEMO,
           { "check", NULL, N_("compare with the live tables, change nothing") },
           { "into", "FILE", N_("the new file, which may not be there yet") }) },
    { "export", command_export, N_("Write the journal as JSON lines"),
      ROWS(O_DATA, O_SPACE, O_DEMO) },
    { "law", command_law, N_("law check: read every route and say whether it hangs together"),
      .words = "check" },
    { "acts", command_acts, N_("List every act with its API path and page; --json"), ROWS(O_JSON) },
    { "openapi", command_openapi, N_("Print the OpenAPI description of the API") },
    { "completion", command_completion,
      N_("completion bash: print what completes these words in the shell"), .words = "bash" },
    { "man", command_man, N_("Print the manual, or the page of a command, act or view"),
      .words = "[COMMAND]",
      ROWS({ "room", "ROOM", N_("the page with all acts and views of this part") },
           { "into", "DIR", N_("write all pages into this folder") }) },
    { "help", command_help, N_("Show commands, acts and views") },
};
const size_t command_rows_len = sizeof(command_rows) / sizeof(command_rows[0]);

static const struct option_row table_options[] = {
    { "as", "OFFICE", N_("the office that you act for: its mark or its code") },
    { "id", "MARK", N_("the thing to act on, such as 1-143") },
    { "on", "TYPE", N_("the kind of thing, where an act of this name exists for several") },
    { "key", "KEY", N_("the same key again gives the first answer again, and acts once") },
    { "url", "URL", N_("a server to speak to, instead of a data folder") },
    O_DATA,
    O_SPACE,
    O_DEMO,
    { "dry-run", NULL, N_("say whether it can be done, and do nothing; -n for short") },
    O_JSON,
    { "help", NULL, N_("show the fields") },
    { NULL, NULL, NULL },
};

const struct option_row *options_of_acts(void)
{
    return table_options;
}

const struct option_row *options_of_views(void)
{
    static const struct option_row options[] = {
        { "as", "OFFICE", N_("the office that you act for: its mark or its code") },
        { "url", "URL", N_("a server to speak to, instead of a data folder") },
        O_DATA,
        O_SPACE,
        O_DEMO,
        O_JSON,
        { "help", NULL, N_("show the fields") },
        { NULL, NULL, NULL },
    };

    return options;
}

static bool is_flag_of(const struct option_row *o, struct text name)
{
    for (; o && o->name; o++)
        if (!o->value && text_is(name, o->name))
            return true;
    return false;
}

bool option_is_flag(struct text name)
{
    for (size_t i = 0; i < command_rows_len; i++)
        if (is_flag_of(command_rows[i].options, name))
            return true;
    return is_flag_of(table_options, name);
}

const struct command_row *command_find(const char *name)
{
    for (size_t i = 0; i < command_rows_len; i++)
        if (strcmp(command_rows[i].name, name) == 0)
            return &command_rows[i];
    return NULL;
}

void name_dashed(const char *name, char *out, size_t size)
{
    snprintf(out, size, "%s", name);
    for (char *p = out; *p; p++)
        if (*p == '_')
            *p = '-';
}

/* ---- the options that fields are ---- */

static void each_in(const struct fieldset *set, const char *before,
                    void (*each)(void *ctx, const char *name, const struct field *f), void *ctx)
{
    static const char *const ends[] = { ".from", ".until" };

    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];
        bool is_rows = f->kind == FIELD_LIST && f->item && !f->flat;
        char own[64], name[128];

        name_dashed(f->name, own, sizeof(own));
        snprintf(name, sizeof(name), "%s%s", before, own);
        if (is_rows && before[0] == '\0') {
            snprintf(name, sizeof(name), "%s.0.", own);
            each_in(f->item, name, each, ctx);
        } else if (f->kind == FIELD_PERIOD) {
            for (size_t k = 0; k < 2; k++) {
                snprintf(name, sizeof(name), "%s%s%s", before, own, ends[k]);
                each(ctx, name, f);
            }
        } else {
            each(ctx, name, f);
        }
    }
}

void each_field_option(const struct fieldset *set,
                       void (*each)(void *ctx, const char *name, const struct field *f), void *ctx)
{
    each_in(set, "", each, ctx);
}
