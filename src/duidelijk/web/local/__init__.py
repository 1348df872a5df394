"""The local picture: municipalities and GGDs report what they see and offer what they measure.

What is reported stays with who reported it; a page of the whole shows counts, and words only where
somebody who keeps the picture has read them first.
"""
