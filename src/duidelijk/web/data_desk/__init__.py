"""The data desk: what is late, figures by hand, what waits to be confirmed, files to import."""
