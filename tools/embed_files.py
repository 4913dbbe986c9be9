#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes one C table of the bytes of files, sorted by path: pages, styles, fonts, routes.

usage: embed_files.py OUT.c NAME FILE...

Gives `const struct embedded_file NAME[]` and `const size_t NAME_len` (src/base/embed.h). A file's
path in the table is its place in the project ("law/wvr51.json"); PATH=FILE gives it another. Exit
2 with one line when a file cannot be read or a path stands twice.
"""
import hashlib
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def fail(what):
    print(f"embed_files: {what}", file=sys.stderr)
    sys.exit(2)


def place(argument):
    """(path in the table, file) of one argument."""
    given, found, file = argument.partition("=")
    if found:
        return given, file
    inside = os.path.relpath(os.path.abspath(argument), ROOT)
    return (argument if inside.startswith("..") else inside).replace(os.sep, "/"), argument


def c_bytes(data):
    """The bytes as C literals, 64 a row; the closing NUL of C is not counted in len."""
    plain = {b: chr(b) for b in range(32, 127) if chr(b) not in '"\\?'}
    rows = ["".join(plain.get(b) or f"\\{b:03o}" for b in data[i:i + 64])
            for i in range(0, len(data), 64)]
    return "\n".join(f'    "{r}"' for r in rows or [""])


def main():
    if len(sys.argv) < 3 or not re.fullmatch(r"[a-z][a-z0-9_]*", sys.argv[2]):
        fail("usage: embed_files.py OUT.c NAME FILE...")
    out, name = sys.argv[1], sys.argv[2]
    table = {}
    for argument in sys.argv[3:]:
        path, file = place(argument)
        if path in table:
            fail(f"{path} stands twice")
        try:
            with open(file, "rb") as f:
                table[path] = f.read()
        except OSError as e:
            fail(f"{file}: {e.strerror}")
    order = sorted(table, key=lambda p: p.encode())
    with open(out, "w", encoding="utf-8") as c:
        c.write("/* made by tools/embed_files.py */\n#include \"base/embed.h\"\n\n"
                f"extern const struct embedded_file {name}[];\nextern const size_t {name}_len;\n\n")
        for i, path in enumerate(order):
            c.write(f"static const unsigned char file_{i}[] =\n{c_bytes(table[path])};\n")
        c.write(f"\nconst struct embedded_file {name}[] = {{\n")
        for i, path in enumerate(order):
            quoted = path.replace("\\", "\\\\").replace('"', '\\"')
            c.write(f"    {{ \"{quoted}\", file_{i}, {len(table[path])},\n"
                    f"      \"{hashlib.sha256(table[path]).hexdigest()}\" }},\n")
        if not order:
            c.write('    { "", (const unsigned char *)"", 0, "" },\n')
        c.write(f"}};\nconst size_t {name}_len = {len(order)};\n")


if __name__ == "__main__":
    main()
