"""nginx and Apache with the whole configuration of hosting/: a certificate, and plain http that leads to https."""

from __future__ import annotations

import http.client
import shutil
import ssl
from urllib.parse import urlsplit

import pytest
from web_servers import SERVERS, serving_tls

PAGE = "<!doctype html><title>A page</title>"
#: What pages are served with, over TLS as without.
POLICIES = {
    "Strict-Transport-Security": "max-age=31536000", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def fill(site):
    (site / "editions" / "1.0").mkdir(parents=True)
    for name in ("index.html", "404.html", "editions/1.0/index.html"):
        (site / name).write_text(PAGE)


@pytest.fixture(scope="module", params=SERVERS)
def server(request):
    for program in (request.param, "openssl"):
        if not shutil.which(program):
            pytest.skip(f"NOT TESTED WITH TLS UNDER {request.param}: {program} is not installed")
    with serving_tls(request.param, fill) as addresses:
        yield addresses


def ask(address, path, certificate=None):
    parts = urlsplit(address)
    if certificate:
        asked = http.client.HTTPSConnection(parts.netloc, timeout=60, context=ssl.create_default_context(cafile=certificate))
    else:
        asked = http.client.HTTPConnection(parts.netloc, timeout=60)
    try:
        asked.request("GET", path)
        answer = asked.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        asked.close()


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nowhere", 404), ("/.git/config", 404), ("/editions/1.0/", 200)])
def test_every_answer_over_tls_has_the_policies_once(server, path, status):
    secure, _, certificate = server
    seen, headers, body = ask(secure, path, certificate)
    assert (seen, body) == (status, PAGE)
    assert {name: headers.get_all(name) for name in POLICIES} == {name: [value] for name, value in POLICIES.items()}
    assert len(headers.get_all("Content-Security-Policy")) == 1 and "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/survival.html?v=1", "/a%20b"])
def test_plain_http_leads_to_the_same_place_by_https(server, path):
    _, plain, _ = server
    status, headers, body = ask(plain, path)
    assert (status, headers["Location"]) == (301, f"https://localhost{path}")
    assert PAGE not in body and "Strict-Transport-Security" not in headers, "browsers would not heed it there (RFC 6797, 7.2)"


def test_a_certificate_that_nobody_vouched_for_is_refused(server):
    secure, _, _ = server
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(secure, "/", certificate=ssl.get_default_verify_paths().cafile or ssl.get_default_verify_paths().openssl_cafile)
