"""Real web servers with the configuration that ``hosting/`` offers, on a port of their own without a certificate."""

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


def _nginx(folder: Path, site: Path, port: int) -> list[str]:
    (folder / "mime.types").write_text("types { " + " ".join(f"{kind} {end};" for kind, end in _TYPES.items()) + " }")
    text = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    # The first server only sends on to https; it would need the port 80.
    text, found = re.subn(r"server \{[^{}]*return 301[^{}]*\}", "", text)
    assert found == 1
    text = _changed(text, {
        "/srv/www/report": str(site), "listen 443 ssl;": f"listen 127.0.0.1:{port};", "listen [::]:443 ssl;": "",
        "server_name report.example.org;": "",
    })
    text = re.sub(r"(?m)^\s*ssl_certificate.*$", "", text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    account = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; {account}pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; "
        + "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds) + f" {text} }}")
    return [str(shutil.which("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _apache(folder: Path, site: Path, port: int) -> list[str]:
    (folder / "mime.types").write_text("".join(f"{kind} {end}\n" for kind, end in _TYPES.items()))
    text = (HOSTING / "apache.conf").read_text(encoding="utf-8")
    text, found = re.subn(r"<VirtualHost \*:80>.*?</VirtualHost>", "", text, flags=re.DOTALL)
    assert found == 1
    text = _changed(text, {"<VirtualHost *:443>": f"<VirtualHost 127.0.0.1:{port}>", "/srv/www/report": str(site),
                           "<Directory /srv/www>": f"<Directory {folder}>"})
    text = re.sub(r"(?m)^\s*SSL.*$", "", text)
    loaded = "".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n" for name in _MODULES
                     if (APACHE_MODULES / f"mod_{name}.so").exists())
    account = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"DefaultRuntimeDir {folder}\n{loaded}{account}TypesConfig {folder}/mime.types\n{text}")
    return [str(shutil.which("apache2")), "-f", str(folder / "apache.conf"), "-D", "FOREGROUND"]


SERVERS: dict[str, Callable[[Path, Path, int], list[str]]] = {"nginx": _nginx, "apache2": _apache}


@contextmanager
def serving(name: str, fill: Callable[[Path], object]) -> Iterator[str]:
    """The address of the server ``name`` of :data:`SERVERS` for the site that ``fill`` puts at the path given to it."""
    with tempfile.TemporaryDirectory() as made, socket.socket() as free:
        folder = Path(made)
        folder.chmod(0o755)  # Apache reads as another user
        fill(folder / "site")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        server = subprocess.Popen(SERVERS[name](folder, folder / "site", port), stderr=subprocess.PIPE, text=True)
        try:
            for _ in range(400):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, server.stderr.read()
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.communicate()
