"""A picture as one self-contained SVG text: no script, no fonts from elsewhere, light and dark."""

from shared.domain.life.svg.drawing import draw

__all__ = ["draw"]
