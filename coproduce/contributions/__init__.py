"""Contributions: what a file may hold, reading, checking, and where each one went."""
