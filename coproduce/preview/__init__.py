"""A report shown while it is written: each saved change is on the screen by itself.

The book is kept read (:mod:`.live_book`), so that a change costs what it changes;
:mod:`.session` decides what that is (:mod:`.changes`, :mod:`coproduce.sphinx_ext.page_dependencies`), and keeps what is wrong
until it is mended. Pages are shown from a folder of their own (:mod:`.folder`) by a server that only
this machine reaches (:mod:`.serve`). They are the pages of a build, byte for byte; what says
*Preview* is added on the way to the browser.
"""
