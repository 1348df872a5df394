"""The local picture: what municipalities and GGDs see, lifted to the nation.

In: observations that a municipality or a public health service (GGD) reports. Out: one aggregated
picture with its coverage and uncertainty, beside the national verdicts. Pure; knows no database and
no clock.
"""
