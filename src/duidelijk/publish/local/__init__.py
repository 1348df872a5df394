"""The local picture in words: sentences for pages, and a draft for the people who discuss it."""
