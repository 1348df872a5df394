"""Change: what rose, what fell, and what cannot be told.

Comes in: figures of an edition and the declarations of their indicators. Goes out: one row a
comparison with its difference, interval, smallest difference that would have shown, and one of five
verdicts. Whether a change is favourable comes afterwards, from polarity.
"""
