/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/test_offices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void must(struct world *w, const char *who, const char *when, const char *action,
                 const char *object, const char *fields)
{
    if (world_act(w, who, when, action, object, fields) != OK)
        fail_msg("%s %s refused: %s", action, object, world_verdict_code(w, 0));
}

static void appoint(struct world *w, const char *who, const char *when, const char *handle)
{
    char fields[96];

    snprintf(fields, sizeof(fields), "{'holder':'p-%s'}", handle);
    must(w, who, when, "appoint_holder", handle, fields);
}

void world_first(struct world *w, const char *when)
{
    must(w, "init", when, "open_space", "space", "{'name':'proef','kind':'demo'}");
    must(w, "init", when, "register_office", "beheer",
         "{'office':'BEHEER.beheerder','org':'BEHEER','title':'beheerder'}");
    must(w, "init", when, "register_office", "klok",
         "{'office':'SYSTEEM.klok','org':'SYSTEEM','title':'klok van het systeem'}");
    appoint(w, "init", when, "klok");
    appoint(w, "init", when, "beheer");
}

void world_office(struct world *w, const char *when, const char *handle, const char *code,
                  const char *instance, const char *area, const char *roles)
{
    char fields[1024];
    int org = (int)strcspn(code, ".");
    int n = snprintf(
        fields, sizeof(fields),
        "{'office':'%s','org':'%.*s','instance':'%s','title':'%s %s','area':%s,'roles':%s}", code,
        org, code, instance, code, handle, area, roles);

    assert_true(n > 0 && (size_t)n < sizeof(fields));
    must(w, "beheer", when, "register_office", handle, fields);
    appoint(w, "beheer", when, handle);
}
