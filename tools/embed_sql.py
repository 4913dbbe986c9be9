#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes statements.h and sql.c of one room from its schema.sql, local.sql and statements.sql.

usage: embed_sql.py ROOM OUTDIR FILE...

statements.sql holds statements, each under "-- name: NAME   what it does"; further "-- " lines
before the text belong to the comment. "-- postgres:" starts a variant for PostgreSQL of the
statement above it. "-- scan: why" allows a full scan of a small table (the plan test reads it).
Exit 2 with one line on a doubled or ill-formed name.
"""
import os
import re
import sys


def fail(what):
    print(f"embed_sql: {what}", file=sys.stderr)
    sys.exit(2)


def c_string(text):
    rows = text.splitlines() or [""]
    return "\n".join('    "%s\\n"' % r.replace("\\", "\\\\").replace('"', '\\"') for r in rows)


def read_statements(path):
    """[(name, comment, sqlite text, postgres text or None, scan reason or None)] in file order."""
    found, current = [], None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip()
        m = re.match(r"-- name:\s*(\S+)\s*(.*)", line)
        if m:
            if not re.fullmatch(r"[A-Z][A-Z0-9_]*", m[1]):
                fail(f"{path}:{number}: a name is capitals, digits and _: {m[1]}")
            if any(s["name"] == m[1] for s in found):
                fail(f"{path}:{number}: {m[1]} stands twice")
            current = {"name": m[1], "comment": m[2], "sql": [], "pg": None, "scan": None}
            found.append(current)
        elif current is None:
            if line and not line.startswith("--"):
                fail(f"{path}:{number}: text before the first -- name:")
        elif line.startswith("-- scan:"):
            current["scan"] = line[8:].strip()
        elif line.startswith("-- postgres:"):
            current["pg"] = []
        elif line.startswith("--"):
            current["comment"] += " " + line[2:].strip()
        elif line.strip():
            (current["sql"] if current["pg"] is None else current["pg"]).append(line)
    for s in found:
        s["sql"] = "\n".join(s["sql"]).rstrip(";")
        s["pg"] = "\n".join(s["pg"]).rstrip(";") if s["pg"] else None
        if not s["sql"]:
            fail(f"{path}: {s['name']} has no text")
    return found


def main():
    room, outdir, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    texts = {os.path.basename(f): f for f in files}
    statements = read_statements(texts["statements.sql"]) if "statements.sql" in texts else []
    guard = f"{room.upper()}_STATEMENTS_H"
    with open(os.path.join(outdir, "statements.h"), "w", encoding="utf-8") as h:
        h.write(f"/* made by tools/embed_sql.py from src/{room}/statements.sql */\n"
                f"#ifndef {guard}\n#define {guard}\n#include \"store/store.h\"\n\n")
        for s in statements:
            low = "sql_" + s["name"].lower()
            h.write(f"extern const struct statement {low};\n#define SQL_{s['name']} (&{low})\n")
        h.write(f"extern const struct room_sql {room}_sql;\n\n#endif\n")
    with open(os.path.join(outdir, "sql.c"), "w", encoding="utf-8") as c:
        c.write(f"/* made by tools/embed_sql.py */\n#include \"{room}/statements.h\"\n\n")
        for s in statements:
            pg = "NULL" if s["pg"] is None else "\n" + c_string(s["pg"])
            scan = "NULL" if s["scan"] is None else c_string(s["scan"]).strip().replace('\\n"', '"')
            c.write(f"const struct statement sql_{s['name'].lower()} = {{\n"
                    f"    .name = \"{s['name']}\",\n    .sql =\n{c_string(s['sql'])},\n"
                    f"    .postgres = {pg},\n    .scan = {scan},\n}};\n")
        c.write(f"\nstatic const struct statement *const all[] = {{\n")
        for s in statements:
            c.write(f"    &sql_{s['name'].lower()},\n")
        c.write("    NULL,\n};\n\n")
        schema = open(texts["schema.sql"], encoding="utf-8").read() if "schema.sql" in texts else ""
        local = open(texts["local.sql"], encoding="utf-8").read() if "local.sql" in texts else ""
        c.write(f"const struct room_sql {room}_sql = {{\n    .room = \"{room}\",\n    .schema =\n"
                f"{c_string(schema)},\n    .local =\n{c_string(local)},\n    .statements = all,\n"
                f"    .count = {len(statements)},\n}};\n")


main()
