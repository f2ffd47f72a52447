"""Texts that act somewhere if they are taken for more than text.

Of each class that a contribution may meet: HTML, MyST and reStructuredText, Jinja
and other templates, Typst, LaTeX, links, images, formulas of spreadsheets, YAML,
odd characters. ``PWNED`` leaves a mark on the page if any of it runs.
"""

from __future__ import annotations

PWNED = "document.documentElement.setAttribute('data-pwned','1')"

HTML = [
    f"<script>{PWNED}</script>",
    f"</script><script>{PWNED}</script>",
    f"<img src=x onerror={PWNED}>",
    f"\"><img src=x onerror=\"{PWNED}\">",
    f"<svg/onload={PWNED}>",
    f"<body onload={PWNED}>",
    f"<iframe srcdoc='<script>parent.{PWNED}</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    f"<details open ontoggle={PWNED}>",
    "<a href=javascript:alert(1)>press</a>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example><input name=q></form>",
    "<object data=https://evil.example></object>",
    "<plaintext>",
    "<textarea>",
    "<!-- not closed",
    "--> closed",
    "]]> <![CDATA[ x",
    "</title></head></section></main></body></html>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<ScRiPt>alert(1)</sCrIpT>",
    f"' onmouseover='{PWNED}",
]
MARKUP = [
    "{raw}`html <b>x</b>`",
    "{value}`trees-latest`",
    "{doc}`/etc/passwd`",
    "{download}`../_config.yml`",
    "{{ title }}",
    "{% include '_config.yml' %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "```{include} ../_config.yml",
    ":::{admonition} x",
    "```{code-cell} python",
    ".. include:: /etc/passwd",
    ":raw-html:`<b>x</b>`",
    "|substitution| and `interpreted`_ and _target_",
    "(target)=",
    "[^1] and [@c] and [x]: https://evil.example",
    "# heading",
    "===",
    "$x^2$ and \\(y\\) and $$z$$",
    "* bullet - dash + plus 1. one",
]
TYPESETTING = [
    "#read(\"/etc/passwd\")",
    "#panic(\"x\") #import \"x\"",
    "#set page(width: 1cm)",
    "*bold* _it_ @l <label> $ 1/2 $",
    "#show: it => []",
    "\\input{/etc/passwd} \\write18{ls}",
    "\\end{document} \\def\\x{}",
    "%comment ~tilde ^caret _under {brace}",
    "a ] b [ c ) d ( e \" f ` g",
]
LINKS = [
    "[press](javascript:alert(1))",
    "[press](data:text/html,<script>alert(1)</script>)",
    "[press](vbscript:msgbox)",
    "[press](JaVaScRiPt:alert(1))",
    "[press](file:///etc/passwd)",
    "![picture](https://evil.example/x.png)",
    "<javascript:alert(1)>",
    "javascript:alert(1)//https://example.org",
]
FORMULAS = ["=1+1", "=HYPERLINK(\"https://evil.example\",\"x\")", "+1-1", "-2+3", "@S(1)", "=cmd|' /C calc'!A0"]
YAML = ["&anchor text", "*alias", "!!python/object/apply:os.system [ls]", "yes: no: maybe", "--- !x", "key: {a: [b", "'quoted\" text"]
UNSEEN = ["a\u202eb", "a\u2066b", "a\u200fb", "bell\u0007", "null\u0000", "escape\u001b[2J", "line\u2028separator"]
ODD = ["Z\u0335\u0321a\u0337lgo", "ﷺ wide", "𝕊𝕔𝕣𝕚𝕡𝕥", "😀 👩‍👩‍👧", "مرحبا", "ß İ ı ﬁ", "x" * 119, "undefined", "NULL", "../../etc/passwd", "CON", "__proto__ constructor toString"]

ALL = [*HTML, *MARKUP, *TYPESETTING, *LINKS, *FORMULAS, *YAML, *UNSEEN, *ODD]
