/* SPDX-License-Identifier: EUPL-1.2 */
/* What another site can make a browser send here, refused before anything is read. */
#include "base/tr.h"
#include "web/app_inner.h"

bool is_same_origin(const struct ask *ask)
{
    struct text origin = http_header(ask->in, "Origin"), host = http_header(ask->in, "Host");

    if (origin.len == 0)
        return true;
    return text_same(origin, text_printf(ask->arena, "http://%.*s", TEXT_FMT(host))) ||
           text_same(origin, text_printf(ask->arena, "https://%.*s", TEXT_FMT(host)));
}

bool is_own_address(struct text to)
{
    return text_starts(to, T("/")) && page_is_safe_address(to);
}

/* "localhost:8080" without its port. */
static struct text host_name(struct text host)
{
    size_t end = host.len;

    while (end > 0 && host.at[end - 1] >= '0' && host.at[end - 1] <= '9')
        end--;
    return end > 0 && end < host.len && host.at[end - 1] == ':' ? text_slice(host, 0, end - 1)
                                                                : host;
}

/* A name that a stranger's DNS lets point at 127.0.0.1 would make his page a page of this machine
 * to the browser, and a demo asks for no password. */
static bool is_this_machine(struct text host)
{
    struct text name = host_name(host);

    if (text_is(name, "localhost") || text_is(name, "[::1]"))
        return true;
    if (!text_starts(name, T("127.")))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] != '.' && (name.at[i] < '0' || name.at[i] > '9'))
            return false;
    return true;
}

bool guard_answer(struct ask *ask)
{
    bool is_open = space_kind(ask->app->space) != SPACE_LIVE && ask->in->is_loopback;

    if (is_open && !is_this_machine(http_header(ask->in, "Host"))) {
        problem_one(ask, 403, "HOST_FOREIGN", "",
                    N_("A demo answers to the names of this machine only."),
                    N_("Use the address localhost or 127.0.0.1."));
        return false;
    }
    if (!http_is_read(ask->in) && ask->in->method != HTTP_OPTIONS && !is_same_origin(ask)) {
        problem_one(ask, 403, "FORM_FOREIGN", "", N_("This form was not made by this session."),
                    N_("Open the page again and send it from there."));
        return false;
    }
    return true;
}
