# SPDX-License-Identifier: EUPL-1.2
"""What an OpenAPI document says: its operations, whether a value fits a schema, and input that does
not. As much of JSON Schema as our document uses; a word that is not known here is an error."""
import re

KNOWN = {"type", "format", "description", "properties", "required", "additionalProperties", "items",
         "enum", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
         "nullable", "allOf", "oneOf", "$ref"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
METHODS = ("get", "put", "post")


class Document:
    def __init__(self, doc):
        self.doc = doc

    def at(self, node):
        """The node, or what its $ref points at."""
        while "$ref" in node:
            found = self.doc
            for part in node["$ref"][2:].split("/"):
                found = found[part]
            node = found
        return node

    def operations(self):
        for path, item in self.doc["paths"].items():
            base = self.at(item.get("servers", self.doc["servers"])[0])["url"].rstrip("/")
            for method in METHODS:
                if method in item:
                    yield Operation(self, base, path, method, item[method])

    def faults(self, value, schema, where=""):
        """Why the value does not fit; empty when it does."""
        schema = self.at(schema)
        unknown = set(schema) - KNOWN
        if unknown:
            raise RuntimeError(f"the schema at {where or '/'} has words that are not known: {unknown}")
        if value is None:
            return [] if schema.get("nullable") else [f"{where}: null"]
        out = []
        for part in schema.get("allOf", []):
            out += self.faults(value, part, where)
        if "oneOf" in schema and sum(not self.faults(value, s, where) for s in schema["oneOf"]) != 1:
            out.append(f"{where}: fits not exactly one of oneOf")
        kind = schema.get("type")
        if kind and not is_kind(value, kind):
            return out + [f"{where}: {type(value).__name__}, not {kind}"]
        if "enum" in schema and value not in schema["enum"]:
            out.append(f"{where}: {value} is not in the enum")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            out.append(f"{where}: {value} is not {schema['pattern']}")
        if kind == "integer" and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            out.append(f"{where}: {value} is out of range")
        if kind == "array":
            for i, row in enumerate(value):
                out += self.faults(row, schema["items"], f"{where}/{i}")
        if kind == "object":
            out += self.object_faults(value, schema, where)
        return out

    def object_faults(self, value, schema, where):
        out = [f"{where}/{name}: missing" for name in schema.get("required", []) if name not in value]
        for name, member in value.items():
            if name in schema.get("properties", {}):
                out += self.faults(member, schema["properties"][name], f"{where}/{name}")
            elif schema.get("additionalProperties") is False:
                out.append(f"{where}/{name}: unknown")
        return out

    def kind(self, schema):
        schema = self.at(schema)
        return schema.get("type") or ("oneOf" if "oneOf" in schema else self.kind(schema["allOf"][0]))

    def wrong(self, schema):
        """A value of a type that the schema does not take."""
        return 7 if self.kind(schema) in ("string", "array", "object", "boolean") else [True]


def is_kind(value, kind):
    if kind in ("integer", "number"):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


class Operation:
    def __init__(self, document, base, path, method, row):
        self.document, self.base, self.path, self.method, self.row = document, base, path, method, row
        self.name = row["operationId"]
        self.parameters = [document.at(p) for p in row.get("parameters", [])]

    def body(self):
        """The schema of a JSON body, or None."""
        content = self.row.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return schema and self.document.at(schema)

    def has(self, place, name):
        return any(p["in"] == place and p["name"] == name for p in self.parameters)

    def judge(self, status, headers, value):
        """What an answer has that the document does not say."""
        if status >= 500:  # described, so that programs are ready for it; here it is a fault
            return [f"{status}: {value}"]
        if str(status) not in self.row["responses"]:
            return [f"{status} is not declared"]
        answer = self.document.at(self.row["responses"][str(status)])
        kind = (headers.get("Content-Type") or "").split(";")[0]
        out = [] if kind in answer["content"] else [f"{status} as {kind} is not declared"]
        for name, head in answer["headers"].items():
            if name in ("API-Version", "X-Request-Id", "ETag", "Location", "Retry-After") and not headers.get(name):
                out.append(f"{status} without {name}: {self.document.at(head)['description']}")
        if not out and kind.endswith("json"):
            out += self.document.faults(value, answer["content"][kind]["schema"])
        return out
