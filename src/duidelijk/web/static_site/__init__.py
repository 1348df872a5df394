"""The public site as files for any web server: every page, picture and download, compressed.

In come the sealed editions, through the same views that answer readers; out goes one folder that
takes the place of the one before in one step.
"""
