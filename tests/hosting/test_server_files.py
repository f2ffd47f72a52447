"""What hosting/ offers to copy: sound by its own tools, agreed with itself, and true of a real server."""

import gzip
import importlib.util
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from coproduce.cli import main
from coproduce.editions import manifest
from coproduce.editions.site import publish

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "hosting"
POLICY = re.compile(r"Content-Security-Policy:? \"?(default-src [^\"\n]+)")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_server_sends_the_policy_that_pages_are_tested_under():
    spec = importlib.util.spec_from_file_location("site_server", ROOT / "tests/browser/site_server.py")
    site_server = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(site_server)
    for name in ("nginx.conf", "apache.conf", "_headers"):
        assert POLICY.findall(read(f"hosting/{name}")) == [site_server.POLICY], name


def test_every_server_sends_the_same_headers():
    def names(name, pattern):
        return set(re.findall(pattern, read(f"hosting/{name}"), re.M))

    nginx = names("nginx.conf", r"add_header (\S+)")
    assert len(nginx) == 8
    assert names("apache.conf", r"Header always set (\S+)") == nginx
    # Such hosts ask for each file anew by themselves, and have no pattern that picks old editions only.
    assert names("_headers", r"^  ([A-Z]\S+):") == nginx - {"Cache-Control", "X-Robots-Tag"}


def gitlab_check(file):
    tool = Path(sys.executable).with_name("check-jsonschema")
    found = str(tool) if tool.is_file() else shutil.which("check-jsonschema")
    assert found, "check-jsonschema is not installed: it is among the extras of the tests"
    return subprocess.run([found, "--builtin-schema", "vendor.gitlab-ci", str(file)], capture_output=True, text=True, check=False)


def test_gitlab_would_read_its_file(tmp_path):
    done = gitlab_check(FOLDER / "gitlab-ci.yml")
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(read("hosting/gitlab-ci.yml").replace("expire_in:", "expires_in:"), encoding="utf-8")
    assert "expires_in" in gitlab_check(wrong).stdout


def test_gitlab_jobs_call_make_and_needs_are_jobs():
    jobs = yaml.safe_load(read("hosting/gitlab-ci.yml"))
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    called = {line for job in jobs.values() if isinstance(job, dict) for line in job.get("script", ())}
    made = {line.removeprefix("make ") for line in called if line.startswith("make ")}
    assert made <= targets and {"check", "test"} <= made
    assert {line for line in called if not line.startswith("make ")} == {
        "cp -R _build/html public && rm -f public/.coproduce-made"}
    assert set(jobs["pages"]["needs"]) <= jobs.keys()


def test_what_gitlab_keeps_in_the_clone_is_no_change_of_the_report(tmp_path):
    """Otherwise every edition built there would be one with uncommitted changes."""
    jobs = yaml.safe_load(read("hosting/gitlab-ci.yml"))
    kept = [jobs["variables"]["PIP_CACHE_DIR"].removeprefix("$CI_PROJECT_DIR/"), *jobs[".report"]["cache"]["paths"]]
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    for folder in kept:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "file").touch()
    done = subprocess.run(["git", "-C", str(tmp_path), "status", "--porcelain"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["??", ".gitignore"]


def test_the_page_on_hosting_names_what_there_is():
    page = read("docs/hosting.md")
    for file in FOLDER.iterdir():
        assert f"hosting/{file.name}" in page, file.name
    hook = read("hosting/post-receive")
    asked = set(re.findall(r"\$\(setting (\w+)", hook))
    assert asked == set(re.findall(r"git config report\.(\w+)", hook)) and len(asked) == 3
    assert set(re.findall(r"report\.(site|branch|command)", page)) == asked
    options = CliRunner().invoke(main, ["publish", "--help"]).output
    for option in re.findall(r"coproduce publish[^`\n]*?(--[a-z-]+)", page):
        assert option in options, option


NGINX = shutil.which("nginx")


@pytest.fixture
def nginx(built_tiny, tmp_path):
    """A real nginx with our file, on a port of its own without a certificate; asks it for an address."""
    made = manifest.read(built_tiny.html)
    old = tmp_path / "old"
    shutil.copytree(built_tiny.html, old)
    manifest.write(made | {"edition": "0.9", "commit": "1" * 40}, old)
    site = tmp_path / "site"
    publish(old, site, freeze=True)
    publish(built_tiny.html, site)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "mime.types").write_text("types { text/html html; text/css css; application/javascript js; "
                                         "image/svg+xml svg; application/json json; }")
    text = read("hosting/nginx.conf")
    for ours, here in {
        "/srv/www/report": str(site), "listen 443 ssl;": f"listen 127.0.0.1:{port};", "listen [::]:443 ssl;": "",
        "listen [::]:80;": "", "listen 80;": "listen 127.0.0.1:0;", "server_name report.example.org;": "",
    }.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    text = re.sub(r"(?m)^\s*ssl_certificate.*$", "", text)
    # The first server only sends on to https; it would need the port 80.
    text = re.sub(r"server \{[^{}]*return 301[^{}]*\}", "", text)
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; user root; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} "
        f"http {{ access_log off; {folders} {text} }}")
    server = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
                              stderr=subprocess.PIPE, text=True)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert server.poll() is None, server.stderr.read()
        time.sleep(0.05)

    def ask(path, **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    yield ask
    server.terminate()
    server.communicate()


@pytest.mark.skipif(not NGINX, reason="nginx is not installed")
def test_a_real_nginx(nginx, built_tiny):
    page = (built_tiny.html / "index.html").read_bytes()
    status, headers, body = nginx("/")
    assert (status, body) == (200, page)
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache" and headers["ETag"]
    assert headers["X-Content-Type-Options"] == "nosniff" and "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Robots-Tag"] is None
    assert nginx("/", **{"If-None-Match": headers["ETag"]})[0] == 304
    status, headers, body = nginx("/index.html", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip" and gzip.decompress(body) == page
    asset = re.search(rb'href="(_static/[^"]+\.css\?v=[0-9a-f]{8})', page)[1].decode()
    assert "immutable" in nginx(f"/{asset}")[1]["Cache-Control"]
    assert nginx("/_static/report.css")[1]["Cache-Control"] == "no-cache"
    assert nginx("/data/counts.csv")[1]["Content-Type"] == "text/csv; charset=utf-8"
    assert nginx("/downloads/SHA256SUMS")[1]["Content-Type"] == "text/plain; charset=utf-8"
    for path in ("/editions/0.9/", "/editions/0.9/survival.html"):
        status, headers, _ = nginx(path)
        assert status == 200 and headers["X-Robots-Tag"] == "noindex"
    status, headers, _ = nginx("/editions/newest.js")
    assert status == 200 and headers["Cache-Control"] == "no-cache"
    status, headers, _ = nginx("/nowhere.html")
    assert status == 404 and headers["X-Content-Type-Options"] == "nosniff"
    assert nginx("/.git/config")[0] == 404
