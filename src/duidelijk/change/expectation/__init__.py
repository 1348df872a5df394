"""What history leads one to expect of the next figure: forecasters over many series at once.

Comes in: arrays of series on a regular grid of periods (series, periods), NaN for gaps. Goes out:
an expected value, its spread, and how far a figure lies from it. numpy only, so the same numbers
everywhere; no series is looked at by itself. Knows no indicator, region or edition.
"""
