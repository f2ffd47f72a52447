"""What a copy of a report is made of, for tests that build one."""

PARTS = ("book", "data", "contributions", "docs", "_config.yml", "_toc.yml", "requirements.lock")
