#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes the partial with the page's icons from the lucide drawings (npm lucide-static, ISC).

usage: make_icons.py [--check] ROOT

Writes src/web/pages/_icons.mustache: one hidden sprite of symbols "i-NAME", used in pages as
<svg class="sk-icon" aria-hidden="true"><use href="#i-NAME"></use></svg>. The result is committed, so
that a build needs no npm package for it; --check says whether it still fits the drawings.
"""
import argparse
import os
import re
import sys

# Our name: the drawing's name. The seven of the menu carry the name of their section.
ICONS = {
    "werk": "inbox", "beeld": "map", "aanvragen": "file-text", "capaciteit": "boxes",
    "afspraken": "handshake", "leren": "graduation-cap", "journaal": "scroll-text", "meer": "ellipsis",
    "law": "scale", "late": "circle-alert", "warn": "triangle-alert", "ok": "circle-check",
    "next": "arrow-right", "back": "arrow-left", "live": "radio", "lock": "lock", "person": "circle-user",
    "out": "log-out", "day": "sun", "night": "moon", "search": "search", "no": "ban", "info": "info",
    "wait": "hourglass", "clock": "clock", "phone": "phone", "clip": "paperclip",
}
NOTE = ("{{! SPDX-License-Identifier: EUPL-1.2 AND ISC AND MIT }}\n"
        "{{! Drawings: Lucide (lucide-static), (c) 2026 Lucide Icons and Contributors, ISC; parts (c) 2013-present\n"
        "    Cole Bemis, MIT. Made by tools/make_icons.py: change the list there. }}\n")


def drawing(folder, name):
    """The shapes of one icon, without its frame and white space."""
    with open(os.path.join(folder, name + ".svg"), encoding="utf-8") as f:
        body = re.search(r"<svg[^>]*>(.*)</svg>", f.read(), re.S)[1]
    return re.sub(r"\s*/>\s*", "/>", re.sub(r"\s+", " ", body)).strip()


def sprite(root):
    folder = os.path.join(root, "node_modules", "lucide-static", "icons")
    rows = [f'<symbol id="i-{ours}" viewBox="0 0 24 24">{drawing(folder, theirs)}</symbol>'
            for ours, theirs in ICONS.items()]
    return NOTE + '<svg class="sk-sprite" aria-hidden="true">\n' + "\n".join(rows) + "\n</svg>\n"


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--check", action="store_true")
    p.add_argument("root")
    args = p.parse_args()
    path = os.path.join(args.root, "src", "web", "pages", "_icons.mustache")
    try:
        text = sprite(args.root)
        if args.check:
            with open(path, encoding="utf-8") as f:
                if f.read() != text:
                    print(f"make_icons: {path} does not fit the drawings: run make_icons.py {args.root}",
                          file=sys.stderr)
                    sys.exit(2)
            return
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    except OSError as e:
        print(f"make_icons: {e}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
