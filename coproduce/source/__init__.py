"""A report's folder as text: paths, settings, contents, front matter, prose. Read, not judged."""
