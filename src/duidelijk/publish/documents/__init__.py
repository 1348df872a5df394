"""Documents of an edition as PDF: the whole edition, two pages for councils, two for a region.

Comes in: a sealed edition and a language. Goes out: the bytes of a PDF/UA-1 file, the same on every
run. Python says what stands in a document, as blocks of words and pictures; the templates lay them
out with Typst. Nobody's words ever become Typst source.
"""
