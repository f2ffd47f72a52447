"""What workflows say on the forge, one comment on a pull request and one issue a subject, and the editions kept there.

Run with ``python -m coproduce.forge.comment`` and ``python -m coproduce.forge.issue``.
Only the standard library is imported, and the forge is spoken to through its own
command ``gh``: a job that may write installs and runs nothing of a pull request.
"""
