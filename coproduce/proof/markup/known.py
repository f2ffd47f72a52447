"""The roles and directives that a page can use.

Kept as lists, because starting Sphinx to ask takes a second;
``tests/sphinx_ext/test_known_markup.py`` compares them with what Sphinx then knows.
"""

from __future__ import annotations

_OWN_ROLES = frozenset("value source contribution conclusion profile evidence not-a-statistic".split())
_OWN_DIRECTIVES = frozenset("""
    conclusion recommendation conclusions-matrix contributions-list sources-list ledger provenance cite-report downloads
    profiles key-finding web-only key-numbers doors recommendations-list contribution-form voice
""".split())

#: Roles by name; those of programming languages, which have a colon in theirs, are left to the build.
ROLES = _OWN_ROLES | frozenset("""
    ab abbr abbreviation ac acronym any code command confval dfn doc download emphasis envvar eq eval file glue guilabel i index
    kbd keyword literal mailheader makevar manpage math menuselection mimetype nb-download newsgroup numref option pep
    pep-reference program raw ref regexp rfc rfc-reference samp strong sub sub-ref subscript sup superscript t target term
    title token
""".split())
#: Directives by name, likewise.
DIRECTIVES = _OWN_DIRECTIVES | frozenset("""
    acks admonition attention caution centered class cmdoption code code-block code-cell codeauthor compound confval container
    contents cssclass csv-table danger date default-domain default-role deprecated describe envvar epigraph error eval eval-rst
    figure figure-md footer glossary glue header highlight highlights hint hlist image important include index line-block
    list-table literalinclude math meta moduleauthor nb-exec-table note object only option parsed-literal productionlist program
    pull-quote raw raw-cell replace role rst-class rubric sectionauthor section-numbering sectnum seealso sidebar sourcecode
    table tableofcontents tabularcolumns target-notes tip title toctree topic unicode versionadded versionchanged versionremoved
    warning
""".split())
#: Directives whose body is not read as Markdown.
CODE = frozenset("""
    code code-block code-cell sourcecode raw raw-cell math eval-rst literalinclude include toctree csv-table meta productionlist image
""".split())
#: Directives whose argument is shown to readers.
TITLED = frozenset("""
    admonition key-finding conclusion recommendation topic sidebar rubric table list-table csv-table
    versionadded versionchanged versionremoved deprecated
""".split())
#: Directives that show a picture by its file.
PICTURES = frozenset({"image", "figure"})
#: Elements of HTML 5 (https://html.spec.whatwg.org/multipage/indices.html) and the roots of drawings and formulas.
ELEMENTS = frozenset("""
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col colgroup data
    datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header
    hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript object ol
    optgroup option output p picture pre progress q rp rt ruby s samp script search section select slot small source span strong
    style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track u ul var video wbr
    path circle rect line g text polyline polygon ellipse defs use tspan desc
""".split())
