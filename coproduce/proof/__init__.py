"""Checkers of a report's words: facts, numbers, spelling, references, readability."""
