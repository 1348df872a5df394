"""Open data of an edition: tables for people and descriptions for programs.

Comes in: a sealed edition, or one about to be sealed. Goes out: lists of names, CSV on the Web
metadata, Excel workbooks, a DCAT-AP-NL catalogue and schema.org descriptions.
"""
