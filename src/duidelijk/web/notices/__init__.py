"""Following: letters to who asked for them, when an edition or a correction comes out.

In come addresses with what they follow, confirmed by who reads the mail there; out go letters, one
an edition, each with a link that stops them at once. Nothing is kept but address, language, choice,
and which editions an address was told of.
"""
