#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Reads a journal by docs/journal-format.md alone and checks all that the format promises.

usage: reader.py FILE     (an export: one JSON document a line; "-" for standard input; or SQLite)

Prints "N entries, head HASH, root HASH" and ends with 0; or names the first bad entry, ends with 1.
Needs nothing but Python 3. It shares no code with the program that writes journals.
"""
import hashlib
import json
import re
import sqlite3
import sys

EXACT = 2**53 - 1
ENTRY_BYTES = 64 * 1024
MEMBERS = ("action actor asked body_sha256 channel corrects data format happened_at id key law mandate "
           "object office position prev recorded_at sealed settled space trace unit version").split()
NAME, HASH = re.compile(r"[a-z0-9_]+"), re.compile(r"[0-9a-f]{64}")
ID = re.compile(r"([1-9][0-9]{0,4})-([1-9][0-9]{0,14})")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{6}))?Z")


class Bad(Exception):
    """What is wrong, in words."""


def must(holds, what):
    if not holds:
        raise Bad(what)


def sha256(data):
    return hashlib.sha256(data).digest()


# ---- JSON, read strictly and written canonically (RFC 8785) ----

def no_doubles(pairs):
    must(len({k for k, _ in pairs}) == len(pairs), "a member stands twice")
    return dict(pairs)


def no_number(text):
    raise Bad(f"{text} is no whole number")


def read_json(text):
    try:
        return json.loads(text, object_pairs_hook=no_doubles, parse_float=no_number,
                          parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise Bad(f"no JSON: {error}") from None


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def quote(text):
    must("\0" not in text, "a text holds NUL")
    return '"' + "".join(ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text) + '"'


def canonical(v):
    if v is None or isinstance(v, bool):
        return {None: "null", True: "true", False: "false"}[v]
    if isinstance(v, int):
        must(-EXACT <= v <= EXACT, "a number beyond 2^53-1")
        return str(v)
    if isinstance(v, str):
        return quote(v)
    if isinstance(v, list):
        return "[" + ",".join(map(canonical, v)) + "]"
    names = sorted(v, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(quote(name) + ":" + canonical(v[name]) for name in names) + "}"


# ---- the members of an entry ----

def whole(v, least):
    return isinstance(v, int) and not isinstance(v, bool) and least <= v <= EXACT


def id_number(v, what):
    """The 64-bit number of "node-counter"; None for null."""
    if v is None:
        return None
    match = ID.fullmatch(v) if isinstance(v, str) else None
    must(match and int(match[1]) <= 32767 and int(match[2]) < 2**48, f"{what} is no id")
    return int(match[1]) << 48 | int(match[2])


def moment(v, what):
    """Microseconds since 1970-01-01T00:00Z."""
    match = MOMENT.fullmatch(v) if isinstance(v, str) else None
    must(match and match[2] != "000000", f"{what} is no moment")
    try:
        days_and_time = read_utc(match[1])
    except ValueError:
        raise Bad(f"{what} is no moment") from None
    return days_and_time * 1000000 + int(match[2] or 0)


def read_utc(text):
    from datetime import datetime, timezone
    start = datetime(1970, 1, 1, tzinfo=timezone.utc)
    gone = datetime.fromisoformat(text + "+00:00") - start
    return gone.days * 86400 + gone.seconds


def check_members(e):
    """Checks every member by itself; returns what the columns of the table must say."""
    must(isinstance(e, dict) and sorted(e) == MEMBERS, "members are missing or too many")
    must(e["format"] == "schakel-entry/1", "another format")
    for name in ("action", "channel"):
        must(isinstance(e[name], str) and NAME.fullmatch(e[name]), f"{name} is no name")
    for name in ("actor", "key", "trace"):
        must(e[name] is None or isinstance(e[name], str) and e[name], f"{name} is no text")
    must(isinstance(e["space"], str) and e["space"], "space is no text")
    must(isinstance(e["asked"], dict) and isinstance(e["settled"], dict), "asked or settled")
    for name in ("law", "data"):
        must(isinstance(e[name], list) and all(isinstance(x, dict) for x in e[name]), name)
    must(e["body_sha256"] is None or isinstance(e["body_sha256"], str) and
         HASH.fullmatch(e["body_sha256"]), "body_sha256")
    must(whole(e["version"], 1) and whole(e["position"], 1), "version or position")
    unit = e["unit"]
    must(isinstance(unit, dict) and sorted(unit) == ["index", "size"] and whole(unit["size"], 1) and
         whole(unit["index"], 0) and unit["index"] < unit["size"], "unit")
    must(e["id"] is not None, "id is missing")
    id_number(e["mandate"], "mandate"), id_number(e["corrects"], "corrects")
    thing = e["object"]
    must(thing is None or isinstance(thing, dict) and sorted(thing) == ["id", "type"] and
         isinstance(thing["type"], str) and NAME.fullmatch(thing["type"]), "object")
    must(isinstance(e["sealed"], dict) and len(e["sealed"]) <= 8, "sealed")
    for group, commitment in e["sealed"].items():
        must(NAME.fullmatch(group) and isinstance(commitment, str) and HASH.fullmatch(commitment),
             "sealed")
    thing = thing or {"type": None, "id": None}
    return (id_number(e["id"], "id"), e["action"], thing["type"], id_number(thing["id"], "object"),
            id_number(e["office"], "office"), moment(e["recorded_at"], "recorded_at"),
            moment(e["happened_at"], "happened_at"))


def check_sealed(e, rows):
    """rows: (group, salt bytes or None, payload text or None, ground or None), in order."""
    must([row[0] for row in rows] == sorted(e["sealed"]), "the sealed groups are not those of the entry")
    for group, salt, payload, ground in rows:
        if payload is None:
            must(salt is None and ground, f"sealed {group}: neither payload nor ground")
            continue
        must(salt is not None and len(salt) == 32 and ground is None, f"sealed {group}: salt or ground")
        value = read_json(payload)
        must(isinstance(value, dict) and canonical(value) == payload, f"sealed {group} is not canonical")
        made = sha256(b"schakel-sealed/1\x00" + salt + payload.encode())
        must(made.hex() == e["sealed"][group], f"sealed {group} is not what was committed to")


# ---- the chain and the tree ----

class Journal:
    def __init__(self):
        self.count, self.head, self.recorded_at, self.trees = 0, bytes(32), None, []

    def add(self, position, body, claimed, sealed, columns=None):
        must(position == self.count + 1, f"position {self.count + 1} is missing")
        leaf = sha256(b"\x00" + body.encode())
        must(leaf == claimed, "the hash is not that of the body")
        must(len(body.encode()) <= ENTRY_BYTES, "larger than 64 KiB")
        e = read_json(body)
        says = check_members(e)
        must(canonical(e) == body, "not in canonical form")
        must(e["position"] == position, "the body has another position")
        must(e["prev"] == self.head.hex(), "prev is not the hash of the entry before")
        must(columns is None or columns == says, "a column differs from the body")
        must(self.recorded_at is None or self.recorded_at <= says[5], "recorded_at goes back")
        check_sealed(e, sealed)
        self.count, self.head, self.recorded_at = position, leaf, says[5]
        self.trees.append((1, leaf))
        while len(self.trees) > 1 and self.trees[-1][0] == self.trees[-2][0]:
            (_, right), (size, left) = self.trees.pop(), self.trees.pop()
            self.trees.append((2 * size, sha256(b"\x01" + left + right)))

    def root(self):
        if not self.trees:
            return sha256(b"")
        result = self.trees[-1][1]
        for _, left in reversed(self.trees[:-1]):
            result = sha256(b"\x01" + left + result)
        return result


def read_lines(journal, lines):
    for raw in lines:
        try:
            line = raw.decode("utf-8").rstrip("\n")
        except UnicodeDecodeError:
            raise Bad("not UTF-8") from None
        doc = read_json(line)
        must(isinstance(doc, dict) and sorted(doc) == ["entry", "hash", "position", "sealed"], "line")
        must(canonical(doc) == line, "not in canonical form")
        must(isinstance(doc["sealed"], list) and all(isinstance(s, dict) for s in doc["sealed"]), "line")
        must(HASH.fullmatch(str(doc["hash"])) and whole(doc["position"], 1), "hash or position")
        rows = []
        for s in doc["sealed"]:
            must(sorted(s) == ["ground", "group", "payload", "salt"], "sealed")
            must(s["salt"] is None or HASH.fullmatch(str(s["salt"])), "salt")
            rows.append((s["group"], s["salt"] and bytes.fromhex(s["salt"]),
                         None if s["payload"] is None else canonical(s["payload"]), s["ground"]))
        journal.add(doc["position"], canonical(doc["entry"]), bytes.fromhex(doc["hash"]), rows)


def read_sqlite(journal, path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    sealed = {}
    for position, *row in db.execute("SELECT position, grp, salt, payload, erased_ground "
                                     "FROM journal_sealed ORDER BY position, grp"):
        sealed.setdefault(position, []).append(tuple(row))
    for position, body, claimed, *columns in db.execute(
            "SELECT position, body, hash, id, action, object_type, object_id, office_id, recorded_at, "
            "happened_at FROM journal_entry ORDER BY position"):
        journal.add(position, body, claimed, sealed.pop(position, []), tuple(columns))
    must(not sealed, "sealed groups of an entry that is not there")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    path, journal = sys.argv[1], Journal()
    try:
        if path == "-":
            read_lines(journal, sys.stdin.buffer)
        else:
            with open(path, "rb") as file:
                is_sqlite = file.read(16) == b"SQLite format 3\x00"
                file.seek(0)
                read_sqlite(journal, path) if is_sqlite else read_lines(journal, file)
    except (Bad, sqlite3.Error, OSError, TypeError, ValueError) as error:
        print(f"entry {journal.count + 1}: {error}")
        sys.exit(1)
    print(f"{journal.count} entries, head {journal.head.hex()}, root {journal.root().hex()}")


main()
