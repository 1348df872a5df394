"""Publishing: numbers, sentences and charts, in Dutch and English, from fields only.

Comes in: figures, verdicts and declarations. Goes out: text and SVG that read the same in a page,
a document or a feed. Knows no web framework.
"""
