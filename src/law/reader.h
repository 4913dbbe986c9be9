/* SPDX-License-Identifier: EUPL-1.2 */
/* law/reader.h - from JSON to the structs of inner.h, with the first fault as one line.
 *
 * Terms      reader: where we are in which file, and what was wrong first. choice: a list, or a
 *            short form of one (law/README.md): one entry standing for a list of it.
 * Invariants 1. After a fault every call gives empty values; reader_failed tells once. 2. Absent
 *            keys and null are empty. 3. Everything read lies in the shelf's arena and ends with
 *            NUL.
 * Used by    shelf.c and the files beside it. One thread. */
#ifndef LAW_READER_H
#define LAW_READER_H
#include "law/inner.h"

struct reader {
    struct arena *arena;
    struct route_shelf *shelf;
    const char *file;  /* "law/WVR51_MIL.json" */
    const char *where; /* "submit_request"; "" at the top */
    char *fault;       /* FAULT_MAX bytes; the first fault stays */
};
void reader_fault(struct reader *rd, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool reader_failed(const struct reader *rd);
/* The number of a fact name, made when new; known facts keep their places. */
size_t shelf_fact(struct reader *rd, const char *name);

/* A list whose length the file decides; NULL after a fault. */
void *reader_list(struct reader *rd, size_t n, size_t size);
#define READ_LIST(rd, type, n) ((type *)reader_list((rd), (n), sizeof(type)))
const char *reader_copy(struct reader *rd, const json_t *string);
const char *read_string(struct reader *rd, const json_t *object, const char *key);
const char *read_required(struct reader *rd, const json_t *object, const char *key);
/* {"en", "nl"} under a key, or of the object itself when key is NULL. Both or none. */
struct words read_words(struct reader *rd, const json_t *object, const char *key);
/* A ground; "-" says that there is none. */
struct text read_cite(struct reader *rd, const json_t *object);
struct names read_names(struct reader *rd, const json_t *list, const char *what);
/* A value of a fact: a code, or true and false as these words. */
struct text read_value(struct reader *rd, const json_t *v);
const struct condition *read_condition(struct reader *rd, const json_t *value);
size_t choice_size(const json_t *v);
const json_t *choice_at(const json_t *v, size_t i);
struct guards read_guards(struct reader *rd, const json_t *v);

void read_rules(struct reader *rd, const json_t *root);
/* The rows of `acts`; stages and slots of r stand already. */
void read_rows(struct reader *rd, const json_t *list, struct route *r);
/* `joined`: the route with its machine. */
void read_route(struct reader *rd, const json_t *joined, struct route *r);
/* The route file with what it extends, as law/README.md "Joining". A new reference. */
json_t *route_join(const json_t *route, const json_t *machine);
/* Reports the first thing of "What a check must find true" that does not hold. */
void route_check(struct reader *rd, const struct route *r);

#endif
