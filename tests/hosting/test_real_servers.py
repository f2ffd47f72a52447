"""nginx and Apache with the configuration that hosting/ offers: what they answer, asked for a published site."""

import gzip
import re
import shutil
import urllib.error
import urllib.request

import pytest
from web_servers import SERVERS, serving

from coproduce.editions import manifest
from coproduce.editions.site import publish

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SERVERS)
def server(request, built_tiny, tmp_path_factory):
    """Asks a real server for an address; a site with one frozen edition is published there."""
    if not shutil.which(request.param):
        pytest.skip(f"NOT TESTED UNDER {request.param}: it is not installed")
    old = tmp_path_factory.mktemp("old") / "book"
    shutil.copytree(built_tiny.html, old)
    manifest.write(manifest.read(built_tiny.html) | {"edition": "0.9", "commit": "1" * 40}, old)

    def fill(site):
        publish(old, site, freeze=True)
        publish(built_tiny.html, site)

    with serving(request.param, fill) as address:

        def ask(path, **headers):
            asked = urllib.request.Request(address + path, headers=headers)
            try:
                with urllib.request.urlopen(asked, timeout=20) as answer:
                    return answer.status, answer.headers, answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.headers, error.read()

        yield ask


def test_a_page_with_all_its_headers(server, built_tiny):
    page = (built_tiny.html / "index.html").read_bytes()
    status, headers, body = server("/")
    assert (status, body) == (200, page)
    assert headers["Content-Type"].lower() == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache" and headers["ETag"]
    assert headers["X-Content-Type-Options"] == "nosniff" and "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"] and headers["Strict-Transport-Security"] == "max-age=31536000"
    assert not headers["X-Robots-Tag"]
    assert all(len(headers.get_all(name)) == 1 for name in ("Content-Security-Policy", "Cache-Control", "X-Content-Type-Options"))


def test_a_page_that_has_not_changed_is_not_sent_again(server):
    assert server("/", **{"If-None-Match": server("/")[1]["ETag"]})[0] == 304
    packed = server("/index.html", **{"Accept-Encoding": "gzip"})[1]
    assert server("/index.html", **{"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})[0] == 304


def test_text_is_compressed(server, built_tiny):
    page = (built_tiny.html / "index.html").read_bytes()
    asset = re.search(rb'href="(_static/[^"]+\.css\?v=[0-9a-f]{8})', page)[1].decode()
    for path in ("/index.html", f"/{asset}", *(f"/{p.relative_to(built_tiny.html).as_posix()}" for p in built_tiny.html.rglob("*.svg"))):
        status, headers, body = server(path, **{"Accept-Encoding": "gzip"})
        assert status == 200, path
        if headers["Content-Encoding"]:
            assert "Accept-Encoding" in headers["Vary"] and gzip.decompress(body) == server(path)[2]
        else:
            assert len(body) < 1000, path
    assert server("/index.html", **{"Accept-Encoding": "gzip"})[1]["Content-Encoding"] == "gzip"
    pdf = next(built_tiny.html.glob("downloads/*.pdf")).name
    assert server(f"/downloads/{pdf}", **{"Accept-Encoding": "gzip"})[1]["Content-Encoding"] is None


def test_what_never_changes_is_kept_and_all_else_asked_for(server, built_tiny):
    page = (built_tiny.html / "index.html").read_bytes()
    asset = re.search(rb'href="(_static/[^"]+\.css\?v=[0-9a-f]{8})', page)[1].decode()
    assert "immutable" in server(f"/{asset}")[1]["Cache-Control"]
    assert server("/_static/report.css")[1]["Cache-Control"] == "no-cache"
    assert server("/editions/newest.js")[1]["Cache-Control"] == "no-cache"


def test_types(server):
    assert server("/data/counts.csv")[1]["Content-Type"].lower() == "text/csv; charset=utf-8"
    assert server("/downloads/SHA256SUMS")[1]["Content-Type"].lower() == "text/plain; charset=utf-8"


def test_old_editions_are_not_listed_by_search_engines(server):
    for path in ("/editions/0.9/", "/editions/0.9/survival.html"):
        status, headers, _ = server(path)
        assert status == 200 and headers["X-Robots-Tag"] == "noindex"


def test_what_is_not_there_and_what_is_hidden(server, built_tiny):
    for path in ("/nowhere.html", "/.git/config", "/.coproduce-made", "/editions/0.9/.coproduce-made"):
        status, headers, body = server(path)
        assert status == 404 and headers["X-Content-Type-Options"] == "nosniff", path
        assert body == (built_tiny.html / "404.html").read_bytes()
    assert server("/_static/")[0] in (403, 404), "folders are not listed"
