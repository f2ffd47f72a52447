"""A forge that lives in a folder, behind a command called gh."""

import json
import os
import sys

import pytest

GH = """\
#!{python}
import json, pathlib, sys
here = pathlib.Path({folder!r})
arguments = sys.argv[1:]
assert arguments[:2] == ["api", "--method"], arguments
method, path, rest = arguments[2], arguments[3], arguments[4:]
fields, body = {{}}, None
while rest:
    option = rest.pop(0)
    value = rest.pop(0)
    if option == "--input":
        assert value == "-"
        body = json.load(sys.stdin)
    elif option == "--header":
        assert value == "Accept: application/octet-stream", value
    else:
        assert option == "--raw-field", option
        name, _, given = value.partition("=")
        fields[name] = given
with (here / "calls.jsonl").open("a") as log:
    log.write(json.dumps([method, path, fields, body]) + "\\n")
file = here / (method + " " + path).replace("/", "+")
if not file.exists():
    sys.exit("HTTP 404: Not Found")
sys.stdout.buffer.write(file.read_bytes() if fields.get("page", "1") == "1" else b"[]")
"""


class Forge:
    """Answers what it was told to answer, and remembers what it was asked."""

    def __init__(self, folder):
        self.folder = folder

    def answers(self, path, data, method="GET"):
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        (self.folder / f"{method} {path}".replace("/", "+")).write_bytes(content)

    @property
    def calls(self):
        log = self.folder / "calls.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    @property
    def written(self):
        return [(method, path, body) for method, path, _, body in self.calls if method != "GET"]


@pytest.fixture
def forge(tmp_path, monkeypatch):
    folder = tmp_path / "forge"
    folder.mkdir()
    command = folder / "gh"
    command.write_text(GH.format(python=sys.executable, folder=str(folder)))
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return Forge(folder)
