"""A link as a picture to scan with a telephone."""

from __future__ import annotations

import io

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_svg(link: str) -> str:
    """The QR code of *link* as SVG, black on white whatever the page's colours."""
    made = qrcode.make(link, image_factory=SvgPathImage, box_size=10, border=2)
    found = io.BytesIO()
    made.save(found)
    svg = found.getvalue().decode("utf-8")
    return svg[svg.index("<svg") :]
