"""Figures that people enter: one at a time with a second look, or in a template they fill in."""
