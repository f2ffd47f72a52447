"""Runs the chapters' cells, side by side, and keeps what they gave.

Sphinx never executes anything: chapters run first, and the book is made from
their stored outputs.
"""
