#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes the closed lists of choices (kernel/field.h: choice_lists) from reference/codes.json.

usage: embed_codes.py codes.json capability_types.json OUT.c

Kinds of capability are the list capability_type. Lists keep the order of the file. A code is retired when its row has "retired": true. Exit 2 with one
line on a doubled code or a missing name.
"""
import json
import sys


def fail(what):
    print(f"embed_codes: {what}", file=sys.stderr)
    sys.exit(2)


def c(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    source, types, out = sys.argv[1:4]
    lists = {}
    rows = json.load(open(source, encoding="utf-8"))["codes"]
    for kind in json.load(open(types, encoding="utf-8"))["capability_types"]:
        rows.append({**kind, "list": "capability_type"})
    for row in rows:
        rows = lists.setdefault(row["list"], [])
        if any(r["id"] == row["id"] for r in rows):
            fail(f"{source}: {row['list']}/{row['id']} stands twice")
        if not row.get("nl") or not row.get("en"):
            fail(f"{source}: {row['list']}/{row['id']} lacks a Dutch or English name")
        rows.append(row)
    with open(out, "w", encoding="utf-8") as o:
        o.write("/* made by tools/embed_codes.py from reference/codes.json */\n"
                '#include "kernel/field.h"\n\n')
        for name, rows in lists.items():
            o.write(f"static const struct choice_row rows_{name}[] = {{\n")
            for r in rows:
                retired = "true" if r.get("retired") else "false"
                o.write(f"    {{ {c(r['id'])}, {c(r['nl'])}, {c(r['en'])}, {retired} }},\n")
            o.write("};\n")
        o.write("\nconst struct choice_list choice_lists[] = {\n")
        for name, rows in lists.items():
            o.write(f"    {{ {c(name)}, rows_{name}, {len(rows)} }},\n")
        o.write("};\n"
                "const size_t choice_lists_len = sizeof(choice_lists) / sizeof(choice_lists[0]);\n")


main()
