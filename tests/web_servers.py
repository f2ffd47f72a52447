"""Real web servers with the configuration that ``hosting/`` offers, on ports of their own.

:func:`serving` leaves out the certificate and the server that forwards to https; :func:`serving_tls` has both.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HOSTING = Path(__file__).parents[1] / "hosting"
APACHE_MODULES = Path("/usr/lib/apache2/modules")
#: What the head of ``apache.conf`` asks for, and what Debian has on from the start; ssl stays out.
_MODULES = ("mpm_event", "authz_core", "alias", "dir", "mime", "filter", "deflate", "expires", "headers")
_TYPES = {"text/html": "html", "text/css": "css", "application/javascript": "js", "image/svg+xml": "svg",
          "application/json": "json", "image/png": "png", "application/pdf": "pdf"}


def _changed(text: str, changes: dict[str, str]) -> str:
    for ours, here in changes.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    return text


def _nginx(folder: Path, site: Path, port: int, plain: int = 0) -> list[str]:
    (folder / "mime.types").write_text("types { " + " ".join(f"{kind} {end};" for kind, end in _TYPES.items()) + " }")
    text = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    if plain:
        text = _changed(text, {
            "listen 80;": f"listen 127.0.0.1:{plain};", "listen [::]:80;": "", "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            **_certified(folder),
        })
    else:
        # The first server only sends on to https; it would need the port 80.
        text, found = re.subn(r"server \{[^{}]*return 301[^{}]*\}", "", text)
        assert found == 1
        text = _changed(text, {"listen 443 ssl;": f"listen 127.0.0.1:{port};", "server_name report.example.org;": ""})
        text = re.sub(r"(?m)^\s*ssl_certificate.*$", "", text)
    text = _changed(text, {"/srv/www/report": str(site), "listen [::]:443 ssl;": ""})
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    account = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; {account}pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; "
        + "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds) + f" {text} }}")
    return [str(shutil.which("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _apache(folder: Path, site: Path, port: int, plain: int = 0) -> list[str]:
    (folder / "mime.types").write_text("".join(f"{kind} {end}\n" for kind, end in _TYPES.items()))
    text = (HOSTING / "apache.conf").read_text(encoding="utf-8")
    if plain:
        text = _changed(text, {"<VirtualHost *:80>": f"Listen 127.0.0.1:{plain}\n<VirtualHost 127.0.0.1:{plain}>", **_certified(folder)})
    else:
        text, found = re.subn(r"<VirtualHost \*:80>.*?</VirtualHost>", "", text, flags=re.DOTALL)
        assert found == 1
        text = re.sub(r"(?m)^\s*SSL.*$", "", text)
    text = _changed(text, {"<VirtualHost *:443>": f"<VirtualHost 127.0.0.1:{port}>", "/srv/www/report": str(site),
                           "<Directory /srv/www>": f"<Directory {folder}>"})
    loaded = "".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n" for name in (*_MODULES, *(("socache_shmcb", "ssl") if plain else ()))
                     if (APACHE_MODULES / f"mod_{name}.so").exists())
    account = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"DefaultRuntimeDir {folder}\n{loaded}{account}TypesConfig {folder}/mime.types\n{text}")
    return [str(shutil.which("apache2")), "-f", str(folder / "apache.conf"), "-D", "FOREGROUND"]


def _certified(folder: Path) -> dict[str, str]:
    """What changes in a configuration for the certificate of :func:`serving_tls`, which is of the name localhost."""
    return {"/etc/ssl/certs/report.example.org.pem": str(folder / "localhost.pem"),
            "/etc/ssl/private/report.example.org.key": str(folder / "localhost.key"), "report.example.org": "localhost"}


SERVERS: dict[str, Callable[..., list[str]]] = {"nginx": _nginx, "apache2": _apache}


@contextmanager
def serving(name: str, fill: Callable[[Path], object]) -> Iterator[str]:
    """The address of the server ``name`` of :data:`SERVERS` for the site that ``fill`` puts at the path given to it."""
    with _folder(fill) as folder:
        port = _free()
        with _started(SERVERS[name](folder, folder / "site", port), port):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def serving_tls(name: str, fill: Callable[[Path], object]) -> Iterator[tuple[str, str, Path]]:
    """As :func:`serving`, with the whole configuration: the addresses by https and by http, and the certificate to trust."""
    with _folder(fill) as folder:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-keyout", str(folder / "localhost.key"), "-out", str(folder / "localhost.pem"), "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        port, plain = _free(), _free()
        with _started(SERVERS[name](folder, folder / "site", port, plain), port, plain):
            yield f"https://localhost:{port}", f"http://localhost:{plain}", folder / "localhost.pem"


@contextmanager
def _folder(fill: Callable[[Path], object]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)  # Apache reads as another user
        fill(folder / "site")
        yield folder


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def _started(command: list[str], *ports: int) -> Iterator[None]:
    """A server, from when it answers at all of its ports."""
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for port in ports:
            for _ in range(400):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, server.stderr.read()
                time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.communicate()
