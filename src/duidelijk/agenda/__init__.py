"""The agenda: what asks for action, what was asked of whom, what they answered, what came of it.

Comes in: signals with their questions, answers and actions, as dated steps. Goes out: how each
stands on any day, by one declared table of steps, and the register as it is sealed into an edition.
"""
