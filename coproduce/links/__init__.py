"""Do the addresses of the sources still answer? Asked on request only, never in a build.

``ask`` asks servers, politely; ``rot`` goes through a report's sources and words
what it found. Nothing of this changes a page.
"""
