/* SPDX-License-Identifier: EUPL-1.2 */
/* base/log.h - one line per event on stderr: time, level, event, key=value. Never content.
 *
 * Terms      error: somebody must act. warn: somebody should look. info: start, stop, checkpoint.
 * Invariants 1. No fields of an entry, names of people or tokens. 2. One write() per line.
 * Any thread. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Writes "2021-07-14T12:10:00Z error store/sqlite.c:120 commit_failed code=13". Values with blanks
 * are quoted. `format` gives the key=value part. */
void log_line(enum log_level level, const char *where, const char *event, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Lines above this level are dropped; start value LOG_INFO. Called once at start. */
void log_set_level(enum log_level level);

#define LOG_STRING_(x) #x
#define LOG_STRING(x)  LOG_STRING_(x)
#define LOG_HERE       __FILE__ ":" LOG_STRING(__LINE__)
/* A fault, logged where it arises; gives FAULT so that `return LOG_FAULT(...)` reads well. */
#define LOG_FAULT(event, ...) (log_line(LOG_ERROR, LOG_HERE, event, __VA_ARGS__), FAULT)

#endif
