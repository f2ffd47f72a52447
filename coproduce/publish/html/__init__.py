"""The web edition: the book as Sphinx writes it, strictly."""

from coproduce.publish.html.book import Book, build_html, preload

__all__ = ["Book", "build_html", "preload"]
