"""The lists of roles and directives that ``coproduce check`` goes by are those that the build knows."""

from __future__ import annotations

import pytest
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en

from coproduce.execution.results import Results
from coproduce.proof.markup.known import CODE, DIRECTIVES, ROLES, TITLED
from coproduce.publish.html.book import application, docutils_state
from coproduce.publish.publication import provide

#: Words of docutils' own grammar, of its tests, and what MyST words otherwise.
NO_ROLES = {name for name in en.roles if name.endswith("-reference")} - {"pep-reference", "rfc-reference"}
OF_DOCUTILS_ALONE = {"restructuredtext-test-directive", "restructuredtext-unimplemented-role"} | NO_ROLES | {"uri", "url", "uri-reference"}


@pytest.mark.slow
def test_what_the_check_knows_is_what_the_build_knows(tiny, tmp_path):
    outdir = tmp_path / "html"
    outdir.mkdir()
    provide(tiny, Results())
    with docutils_state():
        app = application(tiny, outdir, tmp_path / "doctrees")
        everywhere = [app.env.domains["std"], app.env.domains["math"]]
        the_directives = {*directives._directives, *directives._directive_registry, *en.directives}
        the_directives |= {name for domain in everywhere for name in domain.directives}
        the_roles = {*roles._roles, *roles._role_registry, *en.roles} | {name for d in everywhere for name in d.roles}
    plain = {name for name in the_roles if ":" not in name} - OF_DOCUTILS_ALONE
    assert plain == ROLES, plain ^ ROLES
    the_directives = {name for name in the_directives if ":" not in name} - OF_DOCUTILS_ALONE | {"eval-rst"}
    assert the_directives == DIRECTIVES, the_directives ^ DIRECTIVES
    assert DIRECTIVES >= CODE | TITLED
