"""Finished pages and documents, made of what the book says once its chapters have run."""
