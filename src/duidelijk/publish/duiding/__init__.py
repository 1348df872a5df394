"""Duiding in words: scales, perspectives, conclusions and what became of them."""
