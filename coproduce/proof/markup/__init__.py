"""Markup that a page shows as it was typed, or loses, because the book does not know it.

The book reads MyST. What other tools understand (Pandoc, GitHub, wikis, LaTeX) or what is
written with a slip stays in the text, and would be published without a word. The checks look
at the parsed tokens, so that code, and signs behind a backslash, are never taken for markup.

``check`` walks a page, ``blocks`` judges its blocks, ``inline`` the text of its lines,
``plain`` the texts that cells show, ``known`` lists the roles and directives that there are.
"""
