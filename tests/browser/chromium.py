"""Finds a Chromium or Chrome for the browser tests, or has the machine install one.

Run as a program (``make browser`` does) it installs where it may and otherwise
says what to install; it never fails, since the other tests need no browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Names on the PATH, and where macOS and Windows keep it. First the browser without its windows and menus, which is
#: the same but for these: a page opens in it for a third of the seconds of a processor.
NAMES = (
    "chrome-headless-shell", "chromium-headless-shell",
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
#: With this variable set, a test that finds no browser fails instead of being skipped.
REQUIRED = "BROWSER_TESTS_REQUIRED"
ADVICE = (
    "Browser tests need Chromium or Chrome: install it (Debian: apt-get install chromium; "
    "macOS: brew install --cask chromium), or name it in the variable CHROMIUM."
)
#: Debian's own package manager, run as root or through sudo without a password, and what it may know.
UPDATE, INSTALL = ("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
PACKAGES = ("chromium-headless-shell", "chromium")


def find() -> str:
    """The browser's path, or ""."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named) or ""
    found = (shutil.which(name) for name in NAMES)
    there = (place for place in PLACES if Path(place).is_file())
    return next((path for path in (*found, *there) if path), "")


def install() -> str:
    """Install one by the machine's own means if it lets us, and return :func:`find`."""
    if not shutil.which("apt-get"):
        return ""
    before: tuple[str, ...] = ()
    if os.geteuid() != 0:
        may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
        if not may:
            return ""
        before = ("sudo", "-n")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (UPDATE, *((*INSTALL, package) for package in PACKAGES)):
        done = subprocess.run([*before, *command], env=environment, capture_output=True, text=True)
        if found := find():
            return found
        if done.returncode:
            print(done.stderr.strip(), file=sys.stderr)
    return ""


if __name__ == "__main__":
    if not find():
        print("No Chromium or Chrome found; trying to install one …")
        print(install() or ADVICE)
