"""The agenda in words and pictures: signals, what was asked and done, and what the figures did."""
