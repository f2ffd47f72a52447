"""How the search finds words that are bent: Porter's stems for English, Snowball's for other languages.

Sphinx carries Snowball's stemmers for its own search, and lists of words too common to look for;
of a language that it does not know, words are found as they are written.
"""

from __future__ import annotations

import json
from pathlib import Path

from coproduce.ground.interface_words import current_language, is_english


def scripts() -> dict[str, bytes]:
    """The file that takes the place of the English stemmer beside the pages, by its name; none for English."""
    if is_english():
        return {}
    import sphinx.search
    from sphinx.search import languages

    told = languages.get(current_language().partition("-")[0])
    if told is None:
        made = "globalThis.reportStem = (word) => word;\n"
        return {"search/stemmer.js": made.encode()}
    module, _, name = told.rpartition(".") if isinstance(told, str) else (told.__module__, "", told.__name__)
    language = getattr(__import__(module, fromlist=[name]), name)
    folder = Path(sphinx.search.__file__).parent / "minified-js"
    stems = "".join((folder / file).read_text(encoding="utf-8") for file in ("base-stemmer.js", language.js_stemmer_rawcode))
    common = json.dumps(sorted(language.stopwords), ensure_ascii=False, separators=(",", ":"))
    made = (f"// Snowball, https://snowballstem.org/, as Sphinx has it. BSD licence.\n(() => {{\n"
            f"let BaseStemmer, {language.language_name}Stemmer;\n{stems}\nconst stemmer = new {language.language_name}Stemmer();\n"
            f"globalThis.reportStem = (word) => stemmer.stemWord(word);\nglobalThis.reportCommon = {common};\n}})();\n")
    return {"search/stemmer.js": made.encode()}
