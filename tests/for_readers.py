"""The tiny report without any address, and with what helps readers that the tiny report itself does not use."""

from __future__ import annotations

import re

NUMBERS = """
:::{key-numbers}
- {value}`trees-latest` — Trees stand in the streets of Larkwell (synthetic data).
- {value}`survival` — Of planted trees live a year later (synthetic data).
:::

| Street | What grows there |
|---|---|
| Mill Lane | Limes |
| Orchard Road | Pears, and a {term}`warden` to count them |
"""


def for_readers(report) -> None:
    """Key numbers, a table that an author wrote, and no address of any kind."""
    index = report.paths.chapter("index")
    index.write_text(index.read_text(encoding="utf-8") + NUMBERS, encoding="utf-8")
    settings = report.paths.config.read_text(encoding="utf-8")
    settings = re.sub(r"^  (web_address|report_error|contact): .*\n", "", settings, flags=re.MULTILINE)
    report.paths.config.write_text(settings.partition("repository:")[0], encoding="utf-8")
