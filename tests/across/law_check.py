#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""law/check.py on the routes as they are, and on copies with one fault each, which it must name."""
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.environ.get("SCHAKEL_SOURCE") or os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
PW57, CIVIL, NEIGHBOUR, MSOB, MIL = (f"law/{n}.json" for n in ("PW57_OO", "WVR51_CIVIL", "WVR51_NEIGHBOUR", "MSOB", "WVR51_MIL"))
MACHINE = "law/request-machine.json"

# what is wrong, in which file, from, to, what must be said
FAULTS = [
    ("the first minister alone grants", PW57, '"stage": "AWAIT_CONCUR"}', '"stage": "GRANTED"}', "without the act concur"),
    ("the second minister is the first", PW57, '"concurrer": {"pick": "first", "of": [{"office": "MIN_DEF.minister"', '"concurrer": {"pick": "first", "of": [{"office": "MIN_JENV.minister"', "agree with itself"),
    ("the second minister is another", PW57, '"concurrer": {"pick": "first", "of": [{"office": "MIN_DEF.minister"', '"concurrer": {"pick": "first", "of": [{"office": "VWS.minister"', "not of MIN_DEF"),
    ("a rule that always refuses", PW57, '{"rule": "PW_TWO_MINISTERS", "when": {"decision": ["grant", "partly_grant"]}}', '"PW_TWO_MINISTERS"', "PW_TWO_MINISTERS can never pass"),
    ("a rule that never refuses", MIL, '"sets": {"basis_gives_force": false}', '"sets": {"basis_gives_force": false, "cdk_told": true}', "WVR51_CDK_NOTICE can never refuse"),
    ("two offices decide", CIVIL, '{"office": "LOCC.desk", "for": "MIN_JENV.minister"}', '{"office": "LOCC.desk"}', "decide: more than one office"),
    ("two offices task", NEIGHBOUR, '"for": "ROT.operationeel_leider", ', "", "task: more than one office"),
    ("nobody may do it", MSOB, '{"office": "@named"}', '{"office": "@named", "when": {"authority_named": [true]}}', "slot authority is empty"),
    ("a duty without a compelling reason", CIVIL, '{"rule": "WVR51_REFUSAL_COMPELLING", "when": {"decision": ["refuse"]}}, ', "", "though there is a duty"),
    ("nobody decides before a tasking", CIVIL, '{"act": "decide", "at": ["CIVIL_SEARCH"]', '{"act": "find", "at": ["CIVIL_SEARCH"]', "without the act decide"),
    ("work without an authority", MACHINE, '"by": "unit", "guards": ["FIELD_AUTHORITY_NAMED"]', '"by": "unit"', "without an authority in the field"),
    ("an end that is none", MACHINE, '"at": ["EVALUATED", "REFUSED", "WITHDRAWN"]', '"at": ["EVALUATED", "WITHDRAWN"]', "nothing leaves REFUSED"),
    ("no way to Defence", MSOB, '"policy": {}', '"policy": {}, "without": ["pass_to_defence", "will_can_may"]', "no way leads to a tasking"),
    ("a fact nobody declares", MSOB, '{"military_wanted": [true]}', '{"military_want": [true]}', "military_want is not declared"),
]


def check(root):
    return subprocess.run([sys.executable, os.path.join(root, "law", "check.py")], capture_output=True, text=True, check=False)


def copy_to(root):
    for folder in ("law", "reference", "po"):
        shutil.copytree(os.path.join(ROOT, folder), os.path.join(root, folder))


def with_fault(path, old, new):
    """What check.py says of a copy with this fault."""
    with tempfile.TemporaryDirectory(prefix="schakel-law-") as root:
        copy_to(root)
        full = os.path.join(root, path)
        with open(full, encoding="utf-8") as f:
            text = f.read()
        if old not in text:
            return 0, f"{path} does not hold {old}"
        with open(full, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1))
        done = check(root)
        return done.returncode, done.stdout + done.stderr


def main():
    done = check(ROOT)
    failed = int(done.returncode != 0)
    print(f"{'not ok' if failed else 'ok'} - the routes as they are\n# {done.stdout.strip()}")
    for name, path, old, new, words in FAULTS:
        code, said = with_fault(path, old, new)
        good = code == 1 and words in said
        failed += not good
        print(f"{'ok' if good else 'not ok'} - {name}")
        if not good:
            print("".join(f"# {line}\n" for line in said.splitlines()[:10]), end="")
    sys.exit(1 if failed else 0)


main()
