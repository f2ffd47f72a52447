"""Responses to a form become contributions: read, matched, checked, written once."""
