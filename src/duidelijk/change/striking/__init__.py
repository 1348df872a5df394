"""The list: out of every comparison of an edition, the developments worth people's time.

Comes in: the comparisons of an edition. Goes out: which of them stand out with false discoveries
under control, how many were judged, and how many of those listed are expected to be false.
"""
