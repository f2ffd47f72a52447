"""Words changes for a terminal and for a pull request."""

from __future__ import annotations

from coproduce.editions.compare.changes import Changes

_NO_CHANGE = "Readers see no change."


def as_text(changes: Changes) -> str:
    """Plain text, a heading and a list for each kind of change."""
    return _write(changes, heading="{}", item="  - {}", strong="{}")


def as_markdown(changes: Changes) -> str:
    """The same as Markdown; what comes from the report is escaped."""
    return _write(changes, heading="### {}\n", item="- {}", strong="**{}**", escape=_escape)


def _write(changes: Changes, heading: str, item: str, strong: str, escape=str) -> str:
    if not changes:
        return _NO_CHANGE
    blocks: list[str] = []

    def block(title: str, lines: list[str]) -> None:
        if lines:
            head = heading.format(f"{title} ({len(lines)})")
            blocks.append("\n".join([head, *(item.format(line) for line in lines)]))

    block("Numbers changed", [
        f"{escape(n.label)} ({escape(n.name)}): "
        f"{strong.format(escape(n.old))} → {strong.format(escape(n.new))}; cause: {n.cause}; "
        f"on {escape(', '.join(n.pages) or 'no page')}"
        for n in changes.numbers_changed
    ])
    block("Figures and tables changed", [
        f"{escape(f.title)} ({f.kind} {escape(f.name)} on {escape(f.page)}): {f.what}"
        + (f"; from {escape(', '.join(f.data))}" if f.data else "") for f in changes.figures_changed
    ])
    for title, items in (
        ("Conclusions added", changes.conclusions_added),
        ("Conclusions reworded", changes.conclusions_reworded),
        ("Conclusions dropped", changes.conclusions_dropped),
        ("Contributions added", changes.contributions_added),
        ("Contributions changed", changes.contributions_changed),
        ("Contributions removed", changes.contributions_removed),
        ("Pages added", changes.pages_added),
        ("Pages removed", changes.pages_removed),
        ("Pages reworded", changes.pages_reworded),
        ("Figures and tables added", changes.figures_added),
        ("Figures and tables removed", changes.figures_removed),
        ("Numbers added", changes.numbers_added),
        ("Numbers removed", changes.numbers_removed),
    ):
        block(title, [
            f"{escape(i.title)} ({escape(i.name)})" + (f": {escape(i.detail)}" if i.detail else "") for i in items
        ])
    return "\n\n".join(blocks)


def _escape(text: str) -> str:
    for sign in "\\`*_[]<>#|@":
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", " ")
