/* SPDX-License-Identifier: EUPL-1.2 */
/* The form of a request: its fields, and how they lie in the tables. */
#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "request/inner.h"
#include "request/statements.h"

const struct fieldset form_line_fields =
    ITEM(form_line,
         FIELD(form_line, effect_kind, .label = N_("Effect"), .choices = "effect_kind",
               .optional = true),
         FIELD(form_line, amount, .label = N_("How much"), .min = 1, .max = AMOUNT_MAX),
         FIELD(form_line, unit, .label = N_("Unit"), .choices = "unit"));
const struct fieldset form_rung_fields =
    ITEM(form_rung, FIELD(form_rung, rung, .label = N_("Rung of the ladder"), .max = 200),
         FIELD(form_rung, asked, .label = N_("Who was asked"), .max = 200),
         FIELD(form_rung, at, .label = N_("When")),
         FIELD(form_rung, answer, .label = N_("Answer"), .max = 2000));
const struct fieldset plan_ref_fields =
    ITEM(ref_of, FIELD_AS(ref_of, id, "plan", .label = N_("Plan"), .table = "plan"));
const struct fieldset picture_ref_fields =
    ITEM(ref_of, FIELD_AS(ref_of, id, "picture", .label = N_("Picture"), .table = "picture"));
const struct fieldset place_list_fields =
    ITEM(place_ref, FIELD(place_ref, place, .label = N_("Municipality")));
const struct fieldset pool_ref_fields =
    ITEM(ref_of, FIELD_AS(ref_of, id, "pool", .label = N_("Pool"), .table = "capability"));
const struct fieldset granted_line_fields =
    ITEM(granted_line,
         FIELD(granted_line, line, .label = N_("Number of the line"), .min = 1, .max = LINES_MAX),
         FIELD(granted_line, amount, .label = N_("Granted"), .max = AMOUNT_MAX));
const struct fieldset code_list_fields =
    ITEM(code_of, FIELD(code_of, code, .label = N_("Field"), .max = 60));

/* Only what the tables hold: names and kinds. The words stand with the actions. */
#define COLUMN(member, ...) FIELD(request_form, member, .label = "", .optional = true, __VA_ARGS__)
#define PLAIN(member)       COLUMN(member, .lines = false)
const struct fieldset form_fields = ITEM(
    request_form, COLUMN(incident, .table = "incident"), PLAIN(legal_basis),
    COLUMN(task_domain, .choices = "task_domain"), COLUMN(situation, .lines = true),
    COLUMN(effect, .lines = true), COLUMN(purpose, .choices = "purpose"),
    COLUMN(means_hint, .lines = true), PLAIN(quantity), COLUMN(location, .lines = true),
    PLAIN(municipality), PLAIN(needed_from), PLAIN(needed_until),
    COLUMN(own_insufficient, .lines = true), PLAIN(urgent), COLUMN(urgency, .lines = true),
    PLAIN(planned), PLAIN(found_explosive), PLAIN(force_needed), COLUMN(field_lead, .lines = true),
    COLUMN(armament, .lines = true), COLUMN(safety, .lines = true),
    COLUMN(logistics, .lines = true), COLUMN(media, .lines = true),
    COLUMN(classification, .choices = "classification"), COLUMN(costs, .choices = "cost_regime"),
    COLUMN(subsidiarity, .lines = true), COLUMN(special_case, .lines = true),
    COLUMN(why_not_57, .lines = true), PLAIN(to_region), COLUMN(annexes, .lines = true),
    COLUMN(follows, .table = "request"), COLUMN(contact, .sealed = "contact"),
    COLUMN(lines, .item = &form_line_fields), COLUMN(alternatives, .item = &form_rung_fields),
    COLUMN(plan_clauses, .item = &plan_ref_fields, .flat = true),
    COLUMN(municipalities, .item = &place_list_fields, .flat = true));
#undef PLAIN
#undef COLUMN
enum { FORM_COLUMNS = 31 }; /* the fields before the contact: REQUEST_FORM, REQUEST_FORM_PUT */

static const void *member_at(const void *form, const struct field *f)
{
    return (const char *)form + f->offset;
}

static size_t member_size(const struct field *f)
{
    switch (f->kind) {
    case FIELD_TEXT:
        return sizeof(struct text);
    case FIELD_CHOICE:
        return sizeof(struct choice);
    case FIELD_PLACE:
        return sizeof(struct place);
    case FIELD_REF:
        return sizeof(struct id);
    case FIELD_INSTANT:
        return sizeof(struct instant);
    case FIELD_YESNO:
        return sizeof(struct yesno);
    case FIELD_LIST:
        return sizeof(struct list);
    case FIELD_INT:
    case FIELD_QUANTITY:
    case FIELD_MONEY:
    case FIELD_DAY:
    case FIELD_PERIOD:
    case FIELD_FILE:
        break;
    }
    assert(0 && "the form has no field of this kind");
    return 0;
}

void form_clear(struct request_form *form)
{
    fields_clear(&form_fields, form);
}

bool form_take(struct request_form *form, const struct fieldset *set, const void *fields)
{
    bool is_given = false;

    for (int64_t i = 0; i < set->n; i++) {
        const struct field *f = &set->fields[i];

        if (f->offset >= sizeof(struct request_form) || !field_given(f, fields))
            continue; /* inner.h, invariant 1 */
        memcpy((char *)form + f->offset, member_at(fields, f), member_size(f));
        is_given = true;
    }
    return is_given;
}

/* ---- tables ---- */

static struct value column_value(const struct request_form *form, const struct field *f)
{
    const void *at = member_at(form, f);

    if (!field_given(f, form))
        return value_int(INT_NONE); /* NULL */
    if (f->kind == FIELD_REF)
        return value_id(*(const struct id *)at);
    if (f->kind == FIELD_INSTANT)
        return value_instant(*(const struct instant *)at);
    if (f->kind == FIELD_YESNO)
        return value_yesno(*(const struct yesno *)at);
    return value_text_or_null(
        *(const struct text *)at); /* choice and place begin with their text */
}
static_assert(offsetof(struct choice, code) == 0 && offsetof(struct place, words) == 0,
              "a choice and a place begin with their text");

static void lists_store(struct tx *tx, struct id request, const struct request_form *form)
{
    const struct form_line *lines = form->lines.items;
    const struct form_rung *rungs = form->alternatives.items;
    const struct ref_of *plans = form->plan_clauses.items;
    const struct place_ref *places = form->municipalities.items;

    tx_exec(tx, SQL_REQUEST_LINES_DROP, VAL(request));
    for (int64_t i = 0; i < form->lines.n; i++)
        tx_exec(tx, SQL_REQUEST_LINE_PUT, VAL(request), VAL(i + 1), VAL(lines[i].effect_kind),
                VAL(lines[i].amount), value_text(lines[i].unit.code));
    tx_exec(tx, SQL_REQUEST_RUNGS_DROP, VAL(request));
    for (int64_t i = 0; i < form->alternatives.n; i++)
        tx_exec(tx, SQL_REQUEST_RUNG_PUT, VAL(request), VAL(i + 1), VAL(rungs[i].rung),
                VAL(rungs[i].asked), VAL(rungs[i].at), VAL(rungs[i].answer));
    tx_exec(tx, SQL_REQUEST_PLANS_DROP, VAL(request));
    for (int64_t i = 0; i < form->plan_clauses.n; i++)
        tx_exec(tx, SQL_REQUEST_PLAN_PUT, VAL(request), VAL(plans[i].id));
    tx_exec(tx, SQL_REQUEST_PLACES_DROP, VAL(request));
    for (int64_t i = 0; i < form->municipalities.n; i++)
        tx_exec(tx, SQL_REQUEST_PLACE_PUT, VAL(request), VAL(i + 1), VAL(places[i].place));
}

enum result form_store(struct tx *tx, struct id request, const struct request_form *form)
{
    struct value v[FORM_COLUMNS + 1];

    v[0] = value_id(request);
    for (int i = 0; i < FORM_COLUMNS; i++)
        v[i + 1] = column_value(form, &form_fields.fields[i]);
    tx_exec_values(tx, SQL_REQUEST_FORM_PUT, v, FORM_COLUMNS + 1);
    lists_store(tx, request, form);
    tx_exec(tx, SQL_REQUEST_CONTACT_DROP, VAL(request));
    if (form->contact.len > 0)
        tx_exec(tx, SQL_REQUEST_CONTACT_PUT, VAL(request), VAL(form->contact));
    return tx_result(tx);
}

static void column_load(const struct rows *r, int column, const struct field *f,
                        struct request_form *form)
{
    void *at = (char *)form + f->offset;

    if (rows_is_null(r, column))
        return;
    if (f->kind == FIELD_REF)
        *(struct id *)at = rows_id(r, column);
    else if (f->kind == FIELD_INSTANT)
        *(struct instant *)at = rows_instant(r, column);
    else if (f->kind == FIELD_YESNO)
        *(struct yesno *)at = rows_yesno(r, column);
    else
        *(struct text *)at = rows_text(r, column);
}

static void lines_load(struct tx *tx, struct id request, struct request_form *form)
{
    struct form_line *lines = arena_array(tx_arena(tx), struct form_line, LINES_MAX);
    struct rows *r = tx_query(tx, SQL_REQUEST_LINES_OF, VAL(request));
    int64_t n = 0;

    while (rows_next(r)) {
        if (!lines || n == LINES_MAX)
            continue; /* the arena is marked; more lines than the form takes there are not */
        lines[n].effect_kind.code = rows_text(r, 1);
        lines[n].amount = rows_int(r, 2);
        lines[n++].unit.code = rows_text(r, 3);
    }
    form->lines = (struct list){ lines, n };
}

static void rungs_load(struct tx *tx, struct id request, struct request_form *form)
{
    struct form_rung *rungs = arena_array(tx_arena(tx), struct form_rung, RUNGS_MAX);
    struct rows *r = tx_query(tx, SQL_REQUEST_RUNGS_OF, VAL(request));
    int64_t n = 0;

    while (rows_next(r)) {
        if (!rungs || n == RUNGS_MAX)
            continue;
        rungs[n].rung = rows_text(r, 0);
        rungs[n].asked = rows_text(r, 1);
        rungs[n].at = rows_instant(r, 2);
        rungs[n++].answer = rows_text(r, 3);
    }
    form->alternatives = (struct list){ rungs, n };
}

static void plans_load(struct tx *tx, struct id request, struct request_form *form)
{
    struct ref_of *plans = arena_array(tx_arena(tx), struct ref_of, PLANS_MAX);
    struct rows *r = tx_query(tx, SQL_REQUEST_PLANS_OF, VAL(request));
    int64_t n = 0;

    while (rows_next(r))
        if (plans && n < PLANS_MAX)
            plans[n++].id = rows_id(r, 0);
    form->plan_clauses = (struct list){ plans, n };
}

static void places_load(struct tx *tx, struct id request, struct request_form *form)
{
    struct place_ref *places = arena_array(tx_arena(tx), struct place_ref, MUNICIPALITIES_MAX);
    struct rows *r = tx_query(tx, SQL_REQUEST_PLACES_OF, VAL(request));
    int64_t n = 0;

    while (rows_next(r))
        if (places && n < MUNICIPALITIES_MAX)
            places[n++].place.words = rows_text(r, 0);
    form->municipalities = (struct list){ places, n };
}

void form_load(struct tx *tx, struct id request, struct request_form *form)
{
    struct rows *r = tx_query(tx, SQL_REQUEST_FORM, VAL(request));

    form_clear(form);
    while (rows_next(r))
        for (int i = 0; i < FORM_COLUMNS; i++)
            column_load(r, i, &form_fields.fields[i], form);
    form->contact = tx_text(tx, SQL_REQUEST_CONTACT_OF, VAL(request));
    lines_load(tx, request, form);
    rungs_load(tx, request, form);
    plans_load(tx, request, form);
    places_load(tx, request, form);
}

/* ---- what the words say ---- */

bool form_names_effect(const struct request_form *form)
{
    const struct form_line *lines = form->lines.items;

    for (int64_t i = 0; i < form->lines.n; i++)
        if (lines[i].effect_kind.code.len > 0)
            return true;
    return false;
}

/* Words of means, Dutch and English, and the small words between them. A text of these and numbers
 * alone says what to send, not what must be reached. A warning hangs on it, never a refusal. */
static const char *const means_words[] = {
    "militairen",
    "militair",
    "soldaten",
    "mensen",
    "man",
    "personen",
    "manschappen",
    "troepen",
    "verpleegkundigen",
    "artsen",
    "teams",
    "team",
    "peloton",
    "pelotons",
    "compagnie",
    "bataljon",
    "groep",
    "groepen",
    "vrachtauto",
    "vrachtauto's",
    "vrachtwagen",
    "vrachtwagens",
    "voertuig",
    "voertuigen",
    "helikopter",
    "helikopters",
    "vliegtuig",
    "vliegtuigen",
    "boot",
    "boten",
    "pomp",
    "pompen",
    "aggregaat",
    "aggregaten",
    "drone",
    "drones",
    "tent",
    "tenten",
    "bedden",
    "keukens",
    "zandzakken",
    "honden",
    "radar",
    "duikers",
    "marechaussee",
    "marechaussees",
    "leger",
    "landmacht",
    "politie",
    "genie",
    "tanks",
    "handen",
    "personeel",
    "materieel",
    "middelen",
    "capaciteit",
    "eenheid",
    "eenheden",
    "steun",
    "ondersteuning",
    "bijstand",
    "van",
    "en",
    "of",
    "met",
    "een",
    "de",
    "het",
    "enkele",
    "meer",
    "ongeveer",
    "circa",
    "extra",
    "voor",
    "in",
    "op",
    "te",
    "uit",
    "stuks",
    "soldier",
    "soldiers",
    "troops",
    "people",
    "persons",
    "men",
    "nurses",
    "nurse",
    "doctors",
    "doctor",
    "platoon",
    "platoons",
    "company",
    "battalion",
    "lorry",
    "lorries",
    "truck",
    "trucks",
    "vehicle",
    "vehicles",
    "helicopter",
    "helicopters",
    "aircraft",
    "boat",
    "boats",
    "craft",
    "pump",
    "pumps",
    "generator",
    "generators",
    "tents",
    "cots",
    "beds",
    "kitchens",
    "sandbags",
    "dogs",
    "divers",
    "posts",
    "military",
    "army",
    "police",
    "armed",
    "engineers",
    "hands",
    "staff",
    "support",
    "equipment",
    "modules",
    "groups",
    "units",
    "unit",
    "and",
    "or",
    "with",
    "a",
    "an",
    "the",
    "some",
    "more",
    "about",
    "for",
    "at",
    "to",
    "from",
    "ic",
    "capacity",
    "means",
};

static bool is_means_word(struct text word)
{
    bool is_number = true;

    for (size_t i = 0; i < word.len; i++)
        is_number = is_number && word.at[i] >= '0' && word.at[i] <= '9';
    for (size_t i = 0; !is_number && i < sizeof(means_words) / sizeof(means_words[0]); i++)
        if (word.len == strlen(means_words[i]) &&
            strncasecmp(word.at, means_words[i], word.len) == 0)
            return true;
    return is_number;
}

bool effect_says_means(struct text effect)
{
    static const char stops[] = " \t\r\n.,;:()/-+";
    size_t from = 0;
    bool has_word = false;

    for (size_t i = 0; i <= effect.len; i++) {
        if (i < effect.len && !strchr(stops, effect.at[i]))
            continue;
        if (i > from && !is_means_word(text_slice(effect, from, i - from)))
            return false;
        has_word = has_word || i > from;
        from = i + 1;
    }
    return has_word;
}
