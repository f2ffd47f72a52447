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


VOICES = """
:::{voice} east-volunteer
The count leaves them out.
:::

:::{voice} parish-watering
It waters Mill Lane by hand.
:::
"""


def for_readers(report) -> None:
    """Key numbers, a table that an author wrote, voices, a chapter for somebody, and no address of any kind."""
    index = report.paths.chapter("index")
    index.write_text(index.read_text(encoding="utf-8") + NUMBERS + VOICES, encoding="utf-8")
    volunteer = report.paths.contributions / "east-volunteer.md"
    volunteer.write_text(volunteer.read_text(encoding="utf-8").replace('wording: "1"', 'wording: "1"\n  quoted: true'), encoding="utf-8")
    survival = report.paths.chapter("survival")
    text = survival.read_text(encoding="utf-8")
    survival.write_text(text.replace("coproduce:\n", "coproduce:\n  audience: residents & parish councillors\n", 1), encoding="utf-8")
    settings = report.paths.config.read_text(encoding="utf-8")
    settings = re.sub(r"^  (web_address|contact): .*\n", "", settings, flags=re.MULTILINE)
    report.paths.config.write_text(settings.partition("repository:")[0], encoding="utf-8")
