#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Counts single tests.

usage: count_tests.py meson LOG.json     a log of `meson test`; cmocka's lines are counted
       count_tests.py tap LOG EXIT_CODE  the lines "ok - name" and "not ok - name" of a suite

Prints "PASSED FAILED" and then one line per failed test. A program that ends badly without naming
a failed test counts as one failure, and so does a suite that tested nothing.
"""
import json
import re
import sys


def count_cmocka(output, result):
    """(passed, names of failed tests) of one test program."""
    good = re.findall(r"^\[\s+OK \] (\S+)", output, re.M)
    bad = set(re.findall(r"^\[  (?:FAILED|ERROR)\s*\] (?!\d+ test)(\S+)", output, re.M))
    bad.discard("GROUP")
    started = sum(int(n) for n in re.findall(r"^\[=+\] Running (\d+) test", output, re.M))
    missing = started - len(good) - len(bad)
    failed = sorted(bad)
    if result != "OK" and not failed:
        failed = [f"the program ended with {result}"]
    if missing > 0 and not bad:
        failed += ["a test that did not come to its end"] * (missing - (1 if failed else 0))
    if result == "OK" and not started:
        return 1, []  # a program that is one test by itself
    return len(good), failed


def meson(path):
    passed, failed = 0, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            test = json.loads(line)
            output = test.get("stdout", "") + "\n" + test.get("stderr", "")
            good, bad = count_cmocka(output, test["result"])
            passed += good
            failed += [f"{test['name']}: {name}" for name in bad]
    return passed, failed


def tap(path, code):
    passed, failed = 0, []
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            m = re.match(r"(not )?ok\b[\s\d]*-?\s*(.*)", line)
            if m and m[1]:
                failed.append(m[2].strip())
            elif m:
                passed += 1
    if code == 124:
        failed.append("the suite did not end within its budget")
    elif code != 0 and not failed:
        failed.append(f"the suite ended with exit code {code}")
    elif not passed and not failed:
        failed.append("the suite tested nothing")
    return passed, failed


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "meson":
        passed, failed = meson(sys.argv[2])
    elif len(sys.argv) == 4 and sys.argv[1] == "tap":
        passed, failed = tap(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(__doc__)
    print(passed, len(failed))
    print("".join(f"    not ok: {name}\n" for name in failed), end="")


if __name__ == "__main__":
    main()
