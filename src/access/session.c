/* SPDX-License-Identifier: EUPL-1.2 */
/* Demo sign-in and sessions; refused attempts. All in kept tables, never in the journal. */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "access/inner.h"
#include "access/statements.h"
#include "base/log.h"
#include "base/tr.h"

enum {
    TOKEN_BYTES = 32, /* 256 random bits */
    TOKEN_CHARS = 43, /* the same in base64url without padding (RFC 4648 section 5) */
    CODES_MAX = 1000, /* bytes of a refusal's codes */
};
#define SESSION_IDLE (8 * SPAN_HOUR) /* one shift */
/* How precisely the last use is kept: a write each time would make every look wait for the disk. */
#define SESSION_SEEN (5 * SPAN_MINUTE)

static struct text base64url(struct arena *a, const uint8_t bytes[HASH_BYTES])
{
    char *at = arena_bytes_sure(a, TOKEN_CHARS + 1);

    sodium_bin2base64(at, TOKEN_CHARS + 1, bytes, HASH_BYTES,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text_at(at, TOKEN_CHARS);
}

/* The form's token follows from the cookie's: nothing more to store, and the file does not give it
 * away, because it holds only the hash of the cookie's token. */
static struct text csrf_of(struct arena *a, struct text token)
{
    struct hash h = hash_of(text_printf(a, "schakel-csrf/1 %.*s", TEXT_FMT(token)));

    static_assert((int)TOKEN_BYTES == (int)HASH_BYTES, "one length of tokens");
    return base64url(a, h.at);
}

/* ---- open ---- */

struct opening {
    struct hash token;
    struct text actor;
    struct id office;
    struct instant now;
};

static enum result put_session(void *ctx, struct tx *tx)
{
    const struct opening *o = ctx;

    tx_exec(tx, SQL_SESSION_SWEEP, VAL((struct instant){ o->now.us - SESSION_IDLE }));
    return tx_exec(tx, SQL_SESSION_PUT, value_hash(&o->token), VAL(o->actor), VAL(o->office),
                   VAL("nl"), VAL(""), VAL(o->now));
}

enum result session_open_at(struct space *s, struct id office, struct text actor,
                            struct instant machine_now, struct arena *a, struct session *out)
{
    struct opening o = { .actor = actor, .office = office, .now = machine_now };
    uint8_t random[TOKEN_BYTES];
    struct text token;
    enum result r;

    random_bytes(random, sizeof(random));
    token = base64url(a, random);
    o.token = hash_of(token);
    r = space_local(s, put_session, &o);
    if (r != OK)
        return r;
    *out = (struct session){
        .viewer = { .actor = text_copy(a, actor), .office = office, .channel = T("web") },
        .lang = T("nl"),
        .mode = T(""),
        .csrf = csrf_of(a, token),
        .token = token,
    };
    return OK;
}

static enum result open_demo(struct space *s, struct id office, bool is_loopback, bool may_be_clock,
                             struct arena *a, struct session *out, struct verdict *verdict)
{
    struct instant now = space_now(s);
    struct office found = { 0 };
    struct viewer viewer = { 0 };
    struct tx *tx;
    enum result r;

    if (space_kind(s) != SPACE_DEMO || !is_loopback) {
        verdict_forbid(
            verdict, "DEMO_ONLY", "",
            N_("Choosing an office without a password works only in a demo, on this machine."),
            N_("Sign in with your own account."));
        return REFUSED;
    }
    tx = tx_read(space_store(s), a);
    r = office_get(tx, office, now, &found);
    if (r == OK)
        r = access_viewer(tx, office, now, "web", &viewer);
    if (tx_end(tx) != OK)
        return FAULT;
    if (r == OK && !may_be_clock && text_is(found.code, OFFICE_CLOCK))
        r = NOT_FOUND; /* nobody is the clock */
    if (r == NOT_FOUND) {
        verdict_forbid(verdict, "OFFICE_EMPTY", "office",
                       N_("There is no such office with a holder at this moment."),
                       N_("Choose an office from the list."));
        return REFUSED;
    }
    if (r != OK)
        return r;
    return session_open_at(s, office, viewer.actor, instant_now(), a, out);
}

enum result session_open_demo(struct space *s, struct id office, bool is_loopback, struct arena *a,
                              struct session *out, struct verdict *verdict)
{
    return open_demo(s, office, is_loopback, false, a, out, verdict);
}

enum result session_open_program(struct space *s, struct id office, bool is_loopback,
                                 struct arena *a, struct session *out, struct verdict *verdict)
{
    return open_demo(s, office, is_loopback, true, a, out, verdict);
}

/* ---- find ---- */

struct use {
    struct hash token;
    struct instant now;
    struct text lang, mode;
};

static enum result see_session(void *ctx, struct tx *tx)
{
    const struct use *u = ctx;

    return tx_exec(tx, SQL_SESSION_SEEN, value_hash(&u->token), VAL(u->now));
}

enum result session_find_at(struct space *s, struct text token, struct instant machine_now,
                            struct arena *a, struct session *out)
{
    struct use u = { .token = hash_of(token), .now = machine_now };
    struct instant seen;
    struct tx *tx;
    struct rows *r;
    enum result result;

    if (token.len != TOKEN_CHARS)
        return NOT_FOUND;
    tx = tx_read(space_store(s), a);
    r = tx_query(tx, SQL_SESSION_GET, value_hash(&u.token),
                 VAL((struct instant){ machine_now.us - SESSION_IDLE }));
    if (!rows_next(r)) {
        result = tx_end(tx);
        return result == OK ? NOT_FOUND : result;
    }
    *out = (struct session){
        .viewer = { .actor = rows_text(r, 0), .office = rows_id(r, 1), .channel = T("web") },
        .lang = rows_text(r, 2),
        .mode = rows_text(r, 3),
        .csrf = csrf_of(a, token),
        .token = text_copy(a, token),
    };
    seen = rows_instant(r, 4);
    rows_close(r);
    result = tx_end(tx);
    if (result == OK && machine_now.us - seen.us >= SESSION_SEEN)
        result = space_local(s, see_session, &u);
    return result;
}

/* Sessions are of people at machines, not of the scenario: access.h, invariant 6. */
enum result session_find(struct space *s, struct text token, struct arena *a, struct session *out)
{
    return session_find_at(s, token, instant_now(), a, out);
}

bool session_lives(struct space *s, struct text token)
{
    struct hash hash = hash_of(token);
    struct arena *a = arena_open(ARENA_LIMIT_DEFAULT);
    struct tx *tx;
    bool lives;

    if (a == NULL)
        return false;
    tx = tx_read(space_store(s), a);
    lives = tx_has(tx, SQL_SESSION_GET, value_hash(&hash),
                   VAL((struct instant){ instant_now().us - SESSION_IDLE }));
    lives = tx_end(tx) == OK && lives;
    arena_close(a);
    return lives;
}

/* ---- end, set ---- */

static enum result delete_session(void *ctx, struct tx *tx)
{
    const struct use *u = ctx;

    return tx_exec(tx, SQL_SESSION_DELETE, value_hash(&u->token));
}

enum result session_end(struct space *s, struct text token)
{
    struct use u = { .token = hash_of(token) };

    return space_local(s, delete_session, &u);
}

static enum result set_session(void *ctx, struct tx *tx)
{
    const struct use *u = ctx;

    return tx_exec(tx, SQL_SESSION_SET, value_hash(&u->token), VAL(u->lang), VAL(u->mode));
}

enum result session_set(struct space *s, struct text token, struct text lang, struct text mode)
{
    struct use u = { .token = hash_of(token), .lang = lang, .mode = mode };
    bool is_lang = text_is_empty(lang) || text_is(lang, "nl") || text_is(lang, "en");
    bool is_mode =
        text_is_empty(mode) || text_is(mode, "day") || text_is(mode, "night") || text_is(mode, "-");

    if (!is_lang || !is_mode)
        return REFUSED;
    return space_local(s, set_session, &u);
}

/* ---- refused attempts ---- */

struct attempt {
    struct viewer by;
    struct text action, codes;
    struct id object;
    struct instant now;
};

static enum result put_refusal(void *ctx, struct tx *tx)
{
    const struct attempt *t = ctx;
    int64_t n = 1 + tx_int_values(tx, SQL_REFUSAL_LAST, 0, NULL, 0);

    if (n > REFUSALS_MAX)
        tx_exec(tx, SQL_REFUSAL_SWEEP, VAL(n - REFUSALS_MAX));
    return tx_exec(tx, SQL_REFUSAL_PUT, VAL(n), VAL(t->now), VAL(t->by.actor), VAL(t->by.office),
                   VAL(t->by.channel), VAL(t->action), VAL(t->object), VAL(t->codes));
}

void access_note_refusal(struct space *s, const struct viewer *by, struct text action,
                         struct id object, const struct verdict *verdict)
{
    char codes[CODES_MAX];
    size_t n = 0;
    struct attempt t = {
        .by = *by, .action = text_slice(action, 0, 64), .object = object, .now = space_now(s)
    };

    for (size_t i = 0; i < verdict->count; i++) {
        size_t len = strlen(verdict->items[i].code);
        if (verdict->items[i].weight != VERDICT_REFUSE || n + len + 1 > sizeof(codes))
            continue;
        if (n > 0)
            codes[n++] = ',';
        memcpy(codes + n, verdict->items[i].code, len);
        n += len;
    }
    t.codes = text_at(codes, n);
    if (space_local(s, put_refusal, &t) != OK)
        log_line(LOG_WARN, LOG_HERE, "refusal_not_kept", "action=%.*s", TEXT_FMT(t.action));
}
