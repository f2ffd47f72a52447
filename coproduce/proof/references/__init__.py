"""What pages refer to, checked from their text alone, before anything is built.

The build finds the same faults and a few more; this answers within a second.
``names`` collects what can be referred to, ``check`` compares.
"""
