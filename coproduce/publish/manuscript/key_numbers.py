"""Numbers in large type: on paper each is a line that begins with the number in bold."""

from __future__ import annotations

from bs4 import BeautifulSoup

from coproduce.publish.manuscript.finding import attribute, set_classes, tags


def arrange(soup: BeautifulSoup) -> None:
    """Make of number and sentence one paragraph: the number in ``strong``, its sources behind the sentence."""
    for listed in tags(soup, "div", of="key-numbers"):
        set_classes(listed, "key-numbers")
        for head in tags(listed, "p", of="key-numbers-head"):
            sentence = head.find_next_sibling("p")
            if sentence is None:
                continue
            marks = [mark.extract() for mark in head.find_all(class_="source-refs")]
            number = soup.new_tag("strong")
            number.extend(list(head.contents))
            head.decompose()
            sentence.insert(0, number)
            number.insert_after(" ")
            named = {attribute(link, "href") for cited in tags(sentence, of="source-refs") for link in tags(cited, "a", having="href")}
            for mark in marks:
                # What the sentence names already is not named twice.
                if {attribute(link, "href") for link in tags(mark, "a", having="href")} - named:
                    sentence.append(mark)
