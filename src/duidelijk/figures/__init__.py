"""Figures: releases, the tidy figure, and the store that forgets no vintage.

Comes in: tables of figures with the release each came from. Goes out: checked Polars frames in one
shape, and what was known on any date. Refuses, with a list of everything wrong, and then stores
nothing.
"""
