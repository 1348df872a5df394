"""Stands before a package that only tools of the tests bring along, for the commands that tests
run: ``jsonschema`` takes it where it is, at a second of CPU a process, and who installs Duidelijk
does not have it.
"""

raise ImportError("not among what is installed with Duidelijk")
