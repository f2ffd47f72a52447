"""Everything that can be said of a report without building it, in one run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coproduce.ground.country import HOME, using_country
from coproduce.ground.problems import Problem, ProblemsFound
from coproduce.ground.yaml_file import read_yaml
from coproduce.proof.fact_checks import check_coverage, check_dates
from coproduce.proof.markup.check import check_markup
from coproduce.proof.readability import long_sentences
from coproduce.proof.third_parties import check_page as check_third_parties
from coproduce.proof.typed_numbers import typed_numbers
from coproduce.publish.formats.brief.spec import check_spec
from coproduce.report import Report
from coproduce.source.cell_inputs import undeclared_inputs
from coproduce.source.check_book import check_book
from coproduce.source.conclusions import conclusions_in, page_texts
from coproduce.source.contents import Toc, check_toc
from coproduce.source.documents import check_parts
from coproduce.source.folders import is_lost
from coproduce.source.front_matter import FrontMatter, check_inputs, read_front_matter
from coproduce.source.input_sizes import check_sizes
from coproduce.source.jupytext_settings import check_jupytext
from coproduce.source.merge_marks import check_merged
from coproduce.source.odd_files import check_files
from coproduce.source.paths import Paths
from coproduce.source.prose import directives, overlong
from coproduce.source.settings import Settings, check_settings

_OPENED = re.compile(r"open_chapter\(\s*([\"'][^\"']*[\"'])")


def check_before_merging(report: Report) -> list[Problem]:
    """Every problem that an author should mend: those of :func:`check`, and of what a
    build does not need or finds by itself (references, spelling, the lock, what JupyterLab keeps, pages that are gone)."""
    from coproduce.editions.pages_gone import check_pages_gone
    from coproduce.proof.references.check import check_references
    from coproduce.proof.spelling.check import check_spelling
    from coproduce.supply.licences import check_licences
    from coproduce.supply.lock import check_lock

    if report.paths.is_book:
        return check(report)
    if refused := _refused(report.paths):
        return refused
    problems = check(report)
    if problems and is_lost(report.paths):
        return problems
    texts = page_texts(report.paths)
    problems += check_references(report, texts)
    settings, toc = check_settings(report.paths)[0], check_toc(report.paths)[0]
    if settings and toc:
        formerly = [old for name, text in texts.items() for old in read_front_matter(text, name)[0].formerly]
        problems += check_pages_gone(report.paths, settings, toc, formerly)
    problems += check_spelling(report.paths, settings.language if settings else Settings.language)
    problems += check_jupytext(report.paths)
    return _judged(report, settings, problems + check_lock(report.paths) + check_licences(report.paths))


def not_checked(report: Report) -> str:
    """What :func:`check_before_merging` leaves out for want of a dictionary, in a line; "" if nothing."""
    from coproduce.proof.spelling import check as spelling

    settings = check_settings(report.paths)[0]
    return spelling.not_checked(settings.language) if settings else ""


def check(report: Report) -> list[Problem]:
    """Every problem of settings, contents, data, contributions and chapters that stops a build.

    Where something other than plain files lies among them, files are too large, or hold two versions
    of a text that git could not merge, that is all that is told: nothing else is read.
    """
    paths = report.paths
    if paths.is_book:
        return _check_book(report)
    if refused := _refused(paths):
        return refused
    settings, problems = check_settings(paths)
    if problems and is_lost(paths):
        return problems
    toc, more = check_toc(paths)
    problems += more
    if settings and toc and not problems:
        report.settings, report.toc = settings, toc  # read once, for what follows the check
    with using_country(settings.country if settings else HOME):
        return problems + _check_content(report, settings, toc)


def _check_content(report: Report, settings: Settings | None, toc: Toc | None) -> list[Problem]:
    """What :func:`check` finds beyond the settings and the contents."""
    paths, problems = report.paths, list[Problem]()
    if settings and toc:
        problems += check_parts(read_yaml(paths.config, paths.relative(paths.config)), settings.documents, toc)
    texts = page_texts(report.paths)
    resources, data_problems = _check_data(report)
    problems += data_problems
    problems += _check_contributions(report, settings.case_studies if settings else None, texts)
    problems += _check_profiles(report, texts, resources is not None and not data_problems)
    problems += check_spec(paths, toc.chapters if toc else texts)[1]
    checked: set[str] = set()
    for name, text in texts.items():
        matter, more = check_page(report, name, text, resources, settings)
        checked |= matter.checked.keys()
        problems += more
    if settings:
        from coproduce.editions.prepare import check_edition

        problems += check_coverage(texts, checked, settings.checked_pages, paths.relative(paths.config), paths.relative(paths.book))
        problems += check_edition(paths, settings)
        problems += _check_fonts(settings)
    return _judged(report, settings, problems)


def _judged(report: Report, settings: Settings | None, problems: list[Problem]) -> list[Problem]:
    """Those that stop a build; those that the report's rules only list are kept in it."""
    fatal, listed = settings.rules.judge(problems) if settings else (problems, [])
    report.note(listed)
    return fatal


def _check_book(report: Report) -> list[Problem]:
    fatal, listed = check_book(report.paths)
    report.note(listed)
    return fatal or _check_fonts(check_settings(report.paths)[0])


def _check_fonts(settings: Settings | None) -> list[Problem]:
    """What is wrong deep inside the publisher's typefaces: they are cut here, and kept for the build."""
    if settings is None or not settings.look.fonts:
        return []
    from coproduce.publish.html import typefaces

    try:
        typefaces.files(settings)
    except ProblemsFound as found:
        return found.problems
    return []


def _refused(paths: Paths) -> list[Problem]:
    return check_files(paths) or check_sizes(paths) or check_merged(paths)


def _check_data(report: Report) -> tuple[list[str] | None, list[Problem]]:
    from coproduce.evidence.validation import check_package

    try:
        return list(report.data.resources), check_package(report.data)
    except ProblemsFound as found:
        return None, found.problems


def _check_contributions(report: Report, case_studies: str | None, texts: dict[str, str]) -> list[Problem]:
    """``case_studies`` names their resource; "" if there is none, None if that is not known."""
    from coproduce.contributions.files import Contributions
    from coproduce.contributions.withdrawal import read_withdrawn

    contributions, problems = Contributions.collect(report.paths)
    if not problems:
        report.contributions = contributions  # read once, for what follows the check
        problems += _check_form(report.paths)
    problems += read_withdrawn(report.paths)[1]
    try:
        sources = set(report.data.sources())
        known = set(report.data.table(case_studies)["id"]) if case_studies else set()
        if case_studies is None:
            known = {c.front.case_study for c in contributions.values()}
    except (ProblemsFound, KeyError):
        return problems  # what refers to the data can be checked when the data is sound
    return problems + contributions.check(
        data_sources=sources, case_studies=known,
        conclusions=conclusions_in(texts), chapters=list(texts), cache=report.checks,
    )


def _check_form(paths: Paths) -> list[Problem]:
    """What is wrong with the form, if there is one, or with its translations."""
    from coproduce.intake.form_file import form_and_vocabulary

    try:
        if (paths.contributions / "form.yml").is_file():
            form_and_vocabulary(paths)
    except ProblemsFound as found:
        return found.problems
    return []


def _check_profiles(report: Report, texts: dict[str, str], is_valid: bool) -> list[Problem]:
    """What is wrong with the descriptions of profiles; they can be read only with ``is_valid`` data."""
    if not is_valid or not report.paths.profiles.exists():
        return []
    from coproduce.profiles.content import check_content
    from coproduce.profiles.spec import check_specs

    path = report.paths.relative(report.paths.profiles)
    specs, problems = check_specs(report)
    shown = {d.argument.strip() for text in texts.values() for d in directives(text) if d.name == "profiles"}
    for name, spec in specs.items():
        problems += check_content(spec, report.data, path)
        if name not in shown:
            problems.append(Problem(
                path, f"no page shows the profiles of ‘{name}’", line=spec.line, code="profiles.unused",
                expected=f"the directive ‘profiles’ with the argument ‘{name}’ on a page",
                action="Add it, or delete the description."))
    return problems


def check_page(
    report: Report, name: str, text: str, resources: list[str] | None, settings: Settings | None
) -> tuple[FrontMatter, list[Problem]]:
    """What the page ``name`` declares, and what is wrong with its text alone; ``resources`` are the names of all tables."""
    path = report.paths.relative(report.paths.chapter(name))
    matter, faults = read_front_matter(text, path)

    def find() -> list[Problem]:
        problems = list(faults)
        if resources is not None:
            if not faults:
                problems += undeclared_inputs(text, path, matter, resources)
            problems += check_inputs(matter, path, resources)
        if settings:
            problems += check_dates(matter, path, settings.date)
        problems += _check_opened(name, text, path, matter)
        problems += overlong(text, path)
        problems += check_markup(text, path, settings is None or settings.extended)
        problems += check_third_parties(text, path)
        problems += typed_numbers(text, path, settings.language if settings else Settings.language)
        problems += long_sentences(text, path)
        return problems

    # All that the checks of one page look at: what lies in other files is not among it.
    return matter, report.checks.problems("page", (path, text, repr(resources), repr(settings)), find)


def _check_opened(name: str, text: str, path: str, matter: FrontMatter) -> Iterator[Problem]:
    if not matter.notebook:
        return
    for match in _OPENED.finditer(text):
        opened = match.group(1)[1:-1]
        if opened != name:
            yield Problem(
                path, f"the chapter opens itself as ‘{opened}’", line=text.count("\n", 0, match.start()) + 1,
                code="chapter.name", expected=f"open_chapter(\"{name}\"), the name of the file", action="Correct the name.")
