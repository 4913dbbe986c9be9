#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Joins po/*.po, po/parts/*.po and the words of law/*.json into tr_table.c, and refuses a sentence
without Dutch words.

usage: embed_po.py [--missing error|warn] [--rooms a,b] [--depfile FILE] ROOT OUT.c

nl.po and *.nl.po hold the Dutch words, en.po and *.en.po English ones where they differ from the
msgid. A sentence is what stands in N_("...") in src/**/*.c and *.h (tests apart), and in {{#_}}...{{/_}} and
{{#_n}}key|one|other{{/_n}} in src/**/*.mustache. Exit 2, one line per fault with file and line.
"""
import argparse
import json
import os
import re
import sys

HOLE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'", "?": "?", "a": "\a",
           "0": "\0"}


class Faults:
    """Everything wrong, told at once: a translator mends a list, not one line per build."""

    def __init__(self):
        self.errors = []
        self.missing = []

    def add(self, where, what):
        self.errors.append(f"{where}: {what}")


def unescape(body, where, faults):
    """The text that the inside of a C or gettext literal means."""
    out, i = [], 0
    while i < len(body):
        c = body[i]
        if c != "\\":
            out.append(c)
            i += 1
            continue
        e = body[i + 1] if i + 1 < len(body) else ""
        if e not in ESCAPES:
            faults.add(where, f"this escape is not for sentences: \\{e}")
        out.append(ESCAPES.get(e, e))
        i += 2
    return "".join(out)


def c_literal(text):
    table = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(table.get(c, c) for c in text) + '"'


def read_po(path, shown, faults):
    """{msgid: (msgstr, 'file:line')} of one catalogue; its header entry is left out."""
    entries, state, fuzzy = {}, None, False
    current = {"msgid": None, "msgstr": None, "line": 0}

    def close():
        if current["msgid"] is None:
            return
        where = f"{shown}:{current['line']}"
        msgid, msgstr = current["msgid"], current["msgstr"]
        if msgid:
            if msgid in entries and entries[msgid][0] != msgstr:
                faults.add(where, f"stands at {entries[msgid][1]} with other words: {msgid}")
            if not msgstr:
                faults.add(where, f"has no words: {msgid}")
            elif set(HOLE.findall(msgid)) != set(HOLE.findall(msgstr)):
                faults.add(where, f"the holes {{...}} differ between msgid and msgstr: {msgid}")
            entries.setdefault(msgid, (msgstr or "", where))
        current.update(msgid=None, msgstr=None)

    with open(path, encoding="utf-8") as f:
        for number, raw in enumerate(f, 1):
            line, where = raw.strip(), f"{shown}:{number}"
            if line.startswith("#,") and "fuzzy" in line:
                fuzzy = True
            if not line or line.startswith("#"):
                continue
            m = re.fullmatch(r'(msgid|msgstr)?\s*"((?:[^"\\]|\\.)*)"', line)
            if not m:
                faults.add(where, "is neither msgid, msgstr, a literal nor a comment "
                                  "(plurals are two msgids here)")
                continue
            if m[1] == "msgid":
                close()
                state = "msgid"
                current.update(msgid="", msgstr=None, line=number)
                if fuzzy:
                    faults.add(where, "is marked fuzzy: check the words and take the mark away")
                    fuzzy = False
            elif m[1] == "msgstr":
                if current["msgid"] is None:
                    faults.add(where, "msgstr without msgid")
                    continue
                state, current["msgstr"] = "msgstr", ""
            elif state is None:
                faults.add(where, "a literal before the first msgid")
                continue
            current[state] = (current[state] or "") + unescape(m[2], where, faults)
    close()
    return entries


def without_comments(source):
    """The same text with comments blanked (their newlines kept, so that lines still count)."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.S)
    return token.sub(lambda m: re.sub(r"[^\n]", " ", m[0]) if m[0][0] == "/" else m[0], source)


def sentences_of_c(source, shown, faults):
    source = without_comments(source)
    for m in re.finditer(r'"(?:[^"\\\n]|\\.)*"|\bN_\s*\(\s*', source):
        if m[0][0] == '"':
            continue  # a literal, also one that speaks of N_()
        line = source.count("\n", 0, m.start()) + 1
        if re.match(r"\s*#\s*define\b", source.splitlines()[line - 1]):
            continue
        text = re.compile(r'((?:"(?:[^"\\\n]|\\.)*"\s*)+)\)').match(source, m.end())
        if not text:
            faults.add(f"{shown}:{line}", "N_() takes one sentence as a literal")
            continue
        parts = re.findall(r'"((?:[^"\\\n]|\\.)*)"', text[1])
        yield "".join(unescape(p, f"{shown}:{line}", faults) for p in parts), line


def sentences_of_page(source, shown, faults):
    """{{#_}}A sentence.{{/_}} and {{#_n}}key|one|other{{/_n}}; white space counts as one blank."""
    source = re.sub(r"\{\{!.*?\}\}", lambda m: re.sub(r"[^\n]", " ", m[0]), source, flags=re.S)
    for m in re.finditer(r"\{\{#\s*(_n?)\s*\}\}(.*?)\{\{/\s*\1\s*\}\}", source, re.S):
        line = source.count("\n", 0, m.start()) + 1
        parts = m[2].split("|") if m[1] == "_n" else ["", m[2]]
        if "{{" in m[2]:
            faults.add(f"{shown}:{line}", "a sentence has named holes {x}, no tags inside")
        elif m[1] == "_n" and len(parts) != 3:
            faults.add(f"{shown}:{line}", "a plural is key|one|other")
        else:
            for part in parts[1:]:
                yield " ".join(part.split()), line


def collect(root, rooms, faults):
    """({msgid: 'file:line' of its first use}, files read, folders walked)."""
    used, files, folders = {}, [], []
    tops = [os.path.join(root, "src", r) for r in rooms] if rooms else [os.path.join(root, "src")]
    for top in tops:
        for folder, inner, names in os.walk(top):
            inner.sort()
            folders.append(folder)
            for name in sorted(names):
                is_c = name.endswith((".c", ".h")) and not name.startswith("test_")
                if not is_c and not name.endswith(".mustache"):
                    continue
                path = os.path.join(folder, name)
                files.append(path)
                with open(path, encoding="utf-8") as f:
                    source = f.read()
                shown = os.path.relpath(path, root)
                for msgid, line in (sentences_of_c if is_c else sentences_of_page)(
                        source, shown, faults):
                    used.setdefault(msgid, f"{shown}:{line}")
    return used, files, folders


def catalogues(root):
    """[(language, path)] in the order in which they are joined."""
    found = []
    for folder in ("po", os.path.join("po", "parts")):
        full = os.path.join(root, folder)
        for name in sorted(os.listdir(full)) if os.path.isdir(full) else []:
            m = re.fullmatch(r"(?:.*\.)?(nl|en)\.po", name)
            if m:
                found.append((m[1], os.path.join(full, name)))
    return found


def law_files(root):
    folder = os.path.join(root, "law")
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder) if os.path.isdir(folder) else [])
            if n.endswith(".json")]


def law_words(root, faults):
    """(msgid, Dutch, English, file) of what verdicts say out of law/*.json. A ground in words has its
    short form, the cite that other systems compare, as its msgid."""
    for path in law_files(root):
        shown = os.path.relpath(path, root)
        try:
            with open(path, encoding="utf-8") as f:
                law = json.load(f)
        except ValueError as e:
            faults.add(shown, f"is no JSON: {e}")
            continue
        for rule in law.get("rules", []):
            for key in ("why", "mend"):
                yield rule[key]["en"], rule[key]["nl"], rule[key]["en"], f"{shown}: {rule['id']}"
            if "ground" in rule:
                yield rule["cite"], rule["ground"]["nl"], rule["ground"]["en"], f"{shown}: {rule['id']}"
        for name, fact in law.get("facts", {}).items():
            english = "Not yet known: " + fact["en"]
            yield english, "Nog niet bekend: " + fact["nl"], english, f"{shown}: {name}"


def join(root, faults):
    words = {"nl": {}, "en": {}}
    for lang, path in catalogues(root):
        for msgid, (msgstr, where) in read_po(path, os.path.relpath(path, root), faults).items():
            known = words[lang].get(msgid)
            if known and known[0] != msgstr:
                faults.add(where, f"stands at {known[1]} with other words: {msgid}")
            words[lang].setdefault(msgid, (msgstr, where))
    for msgid, dutch, english, where in law_words(root, faults):
        for lang, given in (("nl", dutch), ("en", english)):
            known = words[lang].setdefault(msgid, (given, where))
            if known[0] != given:
                faults.add(where, f"stands at {known[1]} with other words: {msgid}")
    for msgid, (_, where) in words["en"].items():
        if msgid not in words["nl"]:
            faults.add(where, f"English words for a sentence that has no Dutch ones: {msgid}")
    return words


def table(words):
    rows = [f"    {{ {c_literal(msgid)},\n      {c_literal(nl)},\n"
            f"      {c_literal(words['en'].get(msgid, (msgid,))[0])} }},\n"
            for msgid, (nl, _) in sorted(words["nl"].items(), key=lambda e: e[0].encode())]
    if not rows:
        rows = ['    { "", "", "" },\n']  # a table of C has a row; its length says that none counts
    return ("/* made by tools/embed_po.py from po/ */\n#include \"base/tr.h\"\n\n"
            f"const struct tr_entry tr_table[] = {{\n{''.join(rows)}}};\n"
            f"const size_t tr_table_len = {len(words['nl'])};\n")


def write_if_changed(path, text):
    """Keeps the time of an unchanged table, so that nothing is compiled again for it."""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            if f.read() == text:
                return
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--missing", choices=["error", "warn"], default="error")
    p.add_argument("--rooms", default="")
    p.add_argument("--depfile")
    p.add_argument("root")
    p.add_argument("out")
    args = p.parse_args()
    faults = Faults()
    words = join(args.root, faults)
    rooms = [r for r in args.rooms.split(",") if r]
    used, files, folders = collect(args.root, rooms, faults)
    for msgid, where in used.items():
        if msgid not in words["nl"]:
            faults.missing.append(f"{where}: no Dutch words in po/ for: {msgid}")
    if args.missing == "error":
        faults.errors += faults.missing
    elif faults.missing:
        print(f"embed_po: {len(faults.missing)} sentences have no Dutch words yet, the first at "
              f"{faults.missing[0]}", file=sys.stderr)
    if args.depfile:
        read = [p for _, p in catalogues(args.root)] + law_files(args.root) + files + folders
        read += [os.path.join(args.root, d) for d in ("po", "po/parts")
                 if os.path.isdir(os.path.join(args.root, d))]
        with open(args.depfile, "w", encoding="utf-8") as f:
            f.write(args.out + ": " + " ".join(r.replace(" ", "\\ ") for r in read) + "\n")
    if faults.errors:
        print("\n".join(f"embed_po: {e}" for e in faults.errors), file=sys.stderr)
        sys.exit(2)
    write_if_changed(args.out, table(words))


if __name__ == "__main__":
    main()
