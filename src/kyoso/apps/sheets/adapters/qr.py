"""QR codes as SVG, drawn in place."""

import segno


def qr_svg(address: str) -> str:
    """Return a QR code of an address as an inline SVG without styles of its own."""
    return segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=0, svgclass="qr", lineclass=None
    )
