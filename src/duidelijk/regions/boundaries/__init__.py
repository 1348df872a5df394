"""Real boundaries of regions for maps, from a file somebody brings: none are shipped.

In: GeoJSON, TopoJSON or GeoPackage, in WGS 84 or in the Dutch grid (RD). Out: SVG paths by region
code, simplified so that neighbours still share their border, with a point in each to put a mark on.
"""
