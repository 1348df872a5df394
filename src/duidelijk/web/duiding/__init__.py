"""Sessions in which people turn figures into meaning: prepared, held in rounds, concluded.

Comes in: an edition, in review or out, and who is invited. Goes out: a ``SessionReport`` without
personal data, which is sealed into the edition at its publication.
"""
