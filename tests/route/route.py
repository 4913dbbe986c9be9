# SPDX-License-Identifier: EUPL-1.2
"""Carries steps.json through a door: resolves @references, remembers things, compares the end.

"@R" a thing of the route, "@office:CODE" an office, "@region:VR24", "@place:GM0994", "@now+6h" a
moment,
"@version" a number that no route before used.
"""
import datetime
import json
import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SCHAKEL = os.environ["SCHAKEL"]
START_SECONDS_MAX = 240  # a limit for a hang: sanitizers and a loaded machine are slow


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A demo server in a folder of its own, filled with the flood of July 2021."""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [SCHAKEL, "serve", "--demo", "--port", str(self.port), "--data", self.folder.name,
             *options], stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        end = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/inloggen", timeout=30).read()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start:\n" + self.text())

    def text(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=60)
        self.folder.cleanup()
        return code


class Api:
    """What a driver needs to know before it acts; looks go by urllib, acts by the driver."""

    def __init__(self, url):
        self.url = url
        self.tokens = {}
        self.offices = {}
        self.fill_offices()

    def call(self, method, path, body=None, token=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", "Bearer " + token)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, json.load(answer), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}"), error.headers

    def fill_offices(self):
        for group in self.call("GET", "/api/v1/sessions")[1]["groups"]:
            for office in group["offices"]:
                self.offices[(office["code"], office["instance"])] = office["id"]
        if not self.offices:
            raise RuntimeError("demo sign-in offers no office")

    def office(self, code, instance="VR24"):
        for key in ((code, instance), (code, "")):
            if key in self.offices:
                return self.offices[key]
        return next(v for k, v in sorted(self.offices.items()) if k[0] == code)

    def token(self, code):
        if code not in self.tokens:
            status, doc, _ = self.call("POST", "/api/v1/sessions", {"office": self.office(code)})
            if status != 201:
                raise RuntimeError(f"{code} cannot sign in: {doc}")
            self.tokens[code] = doc["token"]
        return self.tokens[code]

    def find(self, kind, words, as_code="LOCC.desk"):
        status, doc, _ = self.call("GET", f"/api/v1/things?type={kind}&q={words}",
                                   token=self.token(as_code))
        if status != 200 or not doc["items"]:
            raise RuntimeError(f"no {kind} named {words}: {doc}")
        return doc["items"][0]["id"]

    def now(self):
        return datetime.datetime.fromisoformat(
            self.call("GET", "/api/v1/clock")[1]["now"].replace("Z", "+00:00"))


class Route:
    def __init__(self, api, version=900):
        self.api = api
        self.version = version
        self.things = {}
        with open(os.path.join(HERE, "steps.json"), encoding="utf-8") as f:
            self.doc = json.load(f)

    def moment(self, words):
        sign, hours = re.fullmatch(r"@now([+-])(\d+)h", words).groups()
        at = self.api.now() + datetime.timedelta(hours=int(sign + hours))
        return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")

    def resolve(self, value):
        if isinstance(value, list):
            return [self.resolve(v) for v in value]
        if isinstance(value, dict):
            return {k: self.resolve(v) for k, v in value.items()}
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        kind, _, name = value[1:].partition(":")
        if kind == "version":
            return self.version
        if value.startswith("@now"):
            return self.moment(value)
        if kind == "office":
            return self.api.office(name)
        if kind in ("region", "place"):
            return self.api.find(kind, name)
        return self.things[kind]

    def carry(self, act):
        """Calls act(step, object id or None, fields) for each row; it returns the object's id."""
        for step in self.doc["steps"]:
            made = act(step, self.things.get(step["thing"]), self.resolve(step["fields"]))
            self.things.setdefault(step["thing"], made)

    def state(self, name, path):
        status, doc, _ = self.api.call("GET", f"/api/v1/{path}/{self.things[name]}",
                                       token=self.api.token("LOCC.desk"))
        state = doc.get("state")
        return state["code"] if isinstance(state, dict) else state

    def check_end(self):
        for name, want in self.doc["ends"].items():
            got = self.state(name, "requests" if name == "R" else "deployments")
            if got != want:
                raise AssertionError(f"{name} ends in {got}, not {want}")
