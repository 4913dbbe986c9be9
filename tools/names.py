#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The enduring names of Schakel: actions, views, fields, verdict codes, rules and routes.

usage: names.py             prints what the sources declare now
       names.py --write     adds to docs/names.txt what is not there yet: done at a release

A line is "KIND NAME". A name that is no longer declared stays, as "retired KIND NAME"; it is never
used again. tools/check compares the file with the sources and with the last release.
"""
import glob
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEAD = """# SPDX-License-Identifier: EUPL-1.2
# Names that were released. They are never renamed and never used for something else; one that is no
# longer declared stays here as "retired ...". Written by tools/names.py --write at a release.
"""


def declared(root):
    """The set of "KIND NAME" that the sources under root declare."""
    names = set()
    for path in glob.glob(os.path.join(root, "src", "*", "*.c")):
        base = os.path.basename(path)
        if base.startswith("test_"):
            continue
        with open(path, encoding="utf-8") as f:
            text = f.read()
        kind = "action" if "actions" in base else "view" if "views" in base else None
        if kind:
            names |= {f"{kind} {n}" for n in re.findall(r'\.name\s*=\s*"([a-z0-9_]+)"', text)}
        else:  # a row among other things: what builds a document is a view
            names |= {f"view {n}" for n in
                      re.findall(r'\.name\s*=\s*"([a-z0-9_]+)"(?:(?!\.name\b)[^;])*?\.build\b', text)}
        if kind == "view":
            names |= {f"view {n}" for n in re.findall(r'\bROW\(\s*"([a-z0-9_]+)"', text)}
        names |= {f"field {t}.{m}" for t, m in re.findall(r"\bFIELD\(\s*(\w+),\s*(\w+)", text)}
        names |= {f"field {t}.{n}" for t, n in
                  re.findall(r'\bFIELD_AS\(\s*(\w+),\s*\w+,\s*"(\w+)"', text)}
        names |= {f"verdict {c}" for c in
                  re.findall(r'\bverdict_\w+\(\s*[^,"()]+,\s*"([A-Z][A-Z0-9_]+)"', text) +
                  re.findall(r'\b[45]\d\d,\s*"([A-Z][A-Z0-9_]+)"', text)}
    for path in glob.glob(os.path.join(root, "law", "*.json")):
        with open(path, encoding="utf-8") as f:
            law = json.load(f)
        if str(law.get("format", "")).startswith("schakel-route/"):
            names.add(f"route {law['id']}")
        for rule in law.get("rules", []):  # a rule's id is the code of its verdicts
            names |= {f"rule {rule['id']}", f"verdict {rule['id']}"}
    return names


def listed(text):
    """The lines of docs/names.txt that name something."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def main():
    now = declared(ROOT)
    if sys.argv[1:] != ["--write"]:
        print("\n".join(sorted(now)))
        return
    path = os.path.join(ROOT, "docs", "names.txt")
    old = []
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            old = listed(f.read())
    again = [n for n in old if n.startswith("retired ") and n[8:] in now]
    if again:
        sys.exit(f"names: {again[0][8:]} is retired and may not be used again")
    new = set(old) | now
    with open(path, "w", encoding="utf-8") as f:
        f.write(HEAD + "\n".join(sorted(new)) + "\n")


if __name__ == "__main__":
    main()
