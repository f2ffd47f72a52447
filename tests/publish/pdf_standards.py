"""What two independent checkers find in a PDF: one knows PDF/UA-1 and PDF/A-3a, the other PDF/UA."""

from __future__ import annotations

from pathlib import Path

import page
import pdfua

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)


def failures(path: Path) -> list[str]:
    """A line for each rule that the file breaks."""
    found = []
    for profile in PROFILES:
        report = page.validate_pdf(str(path), profile=profile)
        assert report.rules.total > 90  # it did look
        found += [f"{f.rule_id}: {f.message}" for f in report.failures]
    return found + [f.message for f in pdfua.validate(str(path)).findings if f.severity.name == "ERROR"]
