"""What every room stands on: problems for people, declarations with line numbers, whole folders.

Comes in: files and folders. Goes out: values with the line they stand on, refusals that say
what, where and what to do, folders that exist whole or not at all, and checksums.
Knows no word of the domain.
"""
