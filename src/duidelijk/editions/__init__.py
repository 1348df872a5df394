"""Editions: what was known on a day, frozen into a folder that never changes.

Comes in: the figure store, a monitor's declarations, the edition's date. Goes out: a sealed folder
(``SHA256SUMS``), readable for ever by itself; whether it is still whole; and how two editions
differ. Revised is kept apart from changed: "changed" is a word for verdicts only.
"""
