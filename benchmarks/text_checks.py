"""How the time of each check of a text grows with the text.

    python benchmarks/text_checks.py [--sizes 10 100 1000] [--check scan] [--limit 60]

Repeats each of some hundred short texts ("atoms": runs of signs that made a search
begin again and again, numbers, markup) to the sizes in kB, and prints for each
check the worst atoms, and by which power of its length the time grows
(1 is linear). What takes longer than ``--limit`` seconds is told as that.
``scan_time.py`` measures the scan for personal data kind by kind.
"""

from __future__ import annotations

import argparse
import math
import signal
import time
from collections.abc import Callable

from coproduce.contributions.markdown import check_body
from coproduce.contributions.privacy import scan
from coproduce.ground.yaml_file import parse_yaml
from coproduce.proof.markup.check import check_markup
from coproduce.proof.readability import glossary_terms, long_sentences
from coproduce.proof.spelling.dictionary import Words, words
from coproduce.proof.spelling.texts import _ADDRESS, _CAPITALISED
from coproduce.proof.typed_numbers import typed_numbers
from coproduce.source.front_matter import read_front_matter
from coproduce.source.prose import directives, overlong, prose, roles

ATOMS = (
    "@", "@a ", "a@", "a@b.", "(at)", "x at y dot ", "1", "12 ", "0 ", "0 1 ", "1.", "1-", "1:", "4 4", "07400 123456 ",
    "0161 496 0000, ", "943 476 5919 ", "m1 1aa ", "born ", "dob: ", "1/1/20 ", "[", "]", "[a](", "![", "(", "`", "``` ",
    "{", "{a}`", "{a}`b`", "```{glossary}\n", ":::{note}\n", "<!--", "<", "<a", "_", "*", "*a ", "**a", "~", "#", "# a\n",
    "> ", "- a\n", "|", "|a|b|\n", "$", "&", "A&", "'", "a'", '"', "http://a.b ", "a.", "A. ", "...", "😀", "e\u0301",
    "\u0301", "é ", "\n", " ", "\t", "\\", "a: b\n", "zzqx ",
    "{a} ", "{{ ", "[@a", "[a] (", "[a](b c", "^[", "~a", ":a", ".:a", " :a:`b`", "**", "== a", "+-", "| --", "\\a[", "[^a]", "[^a]: b\n",
    "[a]: b\n", "www.", "<b ", "<!-- a --> ", ":::", "````{a}\n",
    "0", "07", "0123456789", "1234 5678 ", "1/", "1/1/2015 ", "born 1 ", "born 1 may 2015 ", "may ", "the third of ", "one ", "oh seven ", "double ",
    "12 mill ", "12 Mill Road ", "flat 1 ", "ref 123 ", "case no 1234 ", "tel 496 0123 ", "jo84 on x ", "snap jo_1 ", "m 1 3 9 p l ", "a.b at c.d ",
    "is 9 on 1 ", "aged 9 1/1/15 ",
)
_WORDS = Words()


def _spelling(text: str) -> None:
    _CAPITALISED.findall(text)
    for word in words(_ADDRESS.sub("□", text)):
        _WORDS.known(word)


CHECKS: dict[str, Callable[[str], object]] = {
    "scan": scan,
    "body": lambda text: check_body(text, "a.md"),
    "prose": lambda text: (overlong(text, "a.md"), prose(text), roles(text), directives(text)),
    "markup": lambda text: check_markup(text, "a.md"),
    "typed-numbers": lambda text: typed_numbers(text, "a.md"),
    "sentences": lambda text: (list(long_sentences(text, "a.md")), glossary_terms(text)),
    "spelling": _spelling,
    "front-matter": lambda text: read_front_matter(f"---\n{text}\n---\nText.\n", "a.md"),
    "yaml": lambda text: parse_yaml(text, "a.yml"),
}


class _TooLong(BaseException):
    pass


def seconds(check: Callable[[str], object], text: str, limit: int) -> float:
    """How long a processor needs for ``check`` of ``text``; infinite if more than ``limit`` seconds.

    Other programs on the machine do not count.
    """
    def stop(*_):
        raise _TooLong

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    began = time.process_time()
    try:
        check(text)
    except _TooLong:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000], help="in kB")
    options.add_argument("--check", choices=CHECKS, action="append")
    options.add_argument("--limit", type=int, default=60)
    given = options.parse_args()
    for name in given.check or CHECKS:
        results = []
        for atom in ATOMS:
            times = []
            for size in given.sizes:
                times.append(seconds(CHECKS[name], atom * (size * 1000 // len(atom)), given.limit))
                if times[-1] == math.inf:
                    break
            grown = math.inf
            if len(times) > 1 and times[-1] < math.inf:
                grown = math.log(times[-1] / max(times[-2], 1e-4)) / math.log(given.sizes[len(times) - 1] / given.sizes[len(times) - 2])
            results.append((times[-1], grown, atom, times))
        print(f"{name}: {sum(r[0] == math.inf for r in results)} of {len(ATOMS)} beyond {given.limit} s", flush=True)
        for _, grown, atom, times in sorted(results, key=lambda r: -r[0])[:5]:
            print(f"  {atom!r:22} {'  '.join(f'{t:.3f}' for t in times)} s, power {grown:.2f}", flush=True)


if __name__ == "__main__":
    main()
