/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/result.h"

const char *result_name(enum result r)
{
    switch (r) {
    case OK:
        return "OK";
    case REFUSED:
        return "REFUSED";
    case NOT_FOUND:
        return "NOT_FOUND";
    case CONFLICT:
        return "CONFLICT";
    case LIMIT:
        return "LIMIT";
    case FAULT:
        return "FAULT";
    }
    /* Only a broken caller comes here; a log line with this word shows it. */
    return "UNKNOWN";
}
