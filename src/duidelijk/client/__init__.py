"""A small client of a monitor's API: figures, verdicts and declarations as frames.

>>> from duidelijk.client import Duidelijk
>>> monitor = Duidelijk("https://monitor.example.nl")  # doctest: +SKIP
>>> monitor.figures(indicator="eenzaam", region="NL01")  # doctest: +SKIP

Stands by itself: it knows the API and nothing of how a monitor is made.
"""

from __future__ import annotations

from duidelijk.client.asking import ApiError, NotThere, Unreachable, WrongQuestion
from duidelijk.client.monitor import Duidelijk, MadeUpFigures

__all__ = [
    "ApiError",
    "Duidelijk",
    "MadeUpFigures",
    "NotThere",
    "Unreachable",
    "WrongQuestion",
]
