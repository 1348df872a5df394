"""“Is this not right?”: what readers ask about a figure, and what the editors answer.

A question has no name and no address of its reader: whoever asks keeps a link to the answer.
"""
