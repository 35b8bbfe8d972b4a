"""A matplotlib renderer that writes SVG for a page: ink, grid and words take the page's colours and its font.

matplotlib's own SVG names a font, sizes and colours of its own, and numbers its parts with ids that clash
when a page has two pictures. Here is only what the course's figures use: paths, markers and text (no images,
hatches, mathematics). One point is 1/10.5 of the page's text size, so text of 10.5 points is as large as the
text around the picture.
"""

from functools import lru_cache
from html import escape

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from ..palette import on_page

EM = 10.5
"""Points that are one em of the page."""

_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


def svg(figure, words, style=""):
    """The figure as an <svg> element that takes colours, font and text size from where it stands.

    words : what it says, for those who can't see it; style : further declarations of CSS for the element
    """
    renderer = PageCanvas(figure).draw()
    width, height = renderer.width, renderer.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(words)}" fill="currentColor" '  # noqa: E501
        f'viewBox="0 0 {_number(width)} {_number(height)}" style="width:{_number(width / EM)}em;stroke-linejoin:round;{style}">'  # noqa: E501
        f"{''.join(renderer.parts)}</svg>"
    )


def dots(axes, x, y, colour, size=3.5):
    """A <path> of dots at x, y (m,) for the drawing of these axes, which has been made: those inside of
    them."""
    height = 72 * axes.get_figure().get_size_inches()[1]
    box = axes.bbox
    places = axes.transData.transform(np.column_stack([x, y])) if len(x) else np.empty((0, 2))
    inside = (places >= (box.x0, box.y0 - 1)).all(axis=1) & (places <= (box.x1, box.y1)).all(axis=1)
    data = "".join(f"M{px:.1f} {height - py:.1f}h0" for px, py in places[inside])
    return (
        f'<path d="{data}" '
        f'style="fill:none;stroke:{on_page(colour)};stroke-width:{size};stroke-linecap:round"/>'
    )


class PageCanvas(FigureCanvasBase):
    """Where figures are laid out and drawn for a page; savefig to other formats takes matplotlib's own."""

    def get_renderer(self):
        return PageRenderer(*(72 * inches for inches in self.figure.get_size_inches()))

    def draw(self):
        renderer = self.get_renderer()
        self.figure.draw(renderer)
        return renderer


class PageRenderer(RendererBase):
    """Collects the elements of one picture in `parts`. width, height : points"""

    def __init__(self, width, height):
        super().__init__()
        self.width, self.height = width, height
        self.parts = []
        self._flip = Affine2D().scale(1, -1).translate(0, height)  # SVG counts from the top

    def get_canvas_width_height(self):
        return self.width, self.height

    def draw_path(self, gc, path, transform, rgbFace=None):
        paint = self._paint(gc, rgbFace)
        window = None if rgbFace is not None else self._window(gc)
        data = _path_data(path, transform + self._flip, window) if paint else ""
        if data:
            self.parts.append(f'<path d="{data}"{paint}/>')

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        shape, window = _marker_data(marker_path, marker_trans), self._window(gc)
        box = marker_path.get_extents(marker_trans)
        right, up = (
            (box.x0 + box.x1) / 2,
            (box.y0 + box.y1) / 2,
        )  # areas come here as well, far from their place
        places = []
        for points, _ in path.iter_segments(trans + self._flip, simplify=False, curves=False):
            x, y = points[-2:]
            if np.isfinite(x + y) and (window is None or _inside(x + right, y - up, window)):
                places.append(f"M{_number(x)} {_number(y)}{shape}")
        if places:
            self.parts.append(f'<path d="{"".join(places)}"{self._paint(gc, rgbFace)}/>')

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        anchor = "start"
        if mtext is not None and (angle == 0 or mtext.get_rotation_mode() == "anchor"):
            # The page's font is not the one that was measured: let the browser align it where it is fastened.
            at_x, at_y = mtext.get_transform().transform(mtext.get_unitless_position())
            at_y = self.height - at_y
            across = np.array([np.sin(np.radians(angle)), np.cos(np.radians(angle))])
            x, y = np.array([at_x, at_y]) + across * (across @ [x - at_x, y - at_y])
            anchor = {"left": "start", "right": "end", "center": "middle"}[mtext.get_horizontalalignment()]
        turned = f' transform="rotate({_number(-angle)} {_number(x)} {_number(y)})"' if angle % 360 else ""
        self.parts.append(
            f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(prop.get_size_in_points())}"'
            + (' font-weight="bold"' if prop.get_weight() in ("bold", 700) else "")
            + ("" if anchor == "start" else f' text-anchor="{anchor}"')
            + f' style="{_colour("fill", gc.get_rgb())}"'
            + f"{turned}>{escape(s, quote=False)}</text>"
        )

    def get_text_width_height_descent(self, s, prop, ismath):
        return _measured(s, prop.get_size_in_points(), prop.get_weight())

    def _window(self, gc):
        """(left, top, right, bottom) outside which nothing is drawn, or None."""
        box = gc.get_clip_rectangle()
        return None if box is None else (box.x0, self.height - box.y1, box.x1, self.height - box.y0)

    def _paint(self, gc, face):
        """The attribute that paints area and outline; "" where neither would be seen."""
        area = _colour("fill", face) if face is not None else ""
        line, width = "", gc.get_linewidth()
        if width and gc.get_rgb()[3]:
            line = _colour("stroke", gc.get_rgb())
        if not (area or line):
            return ""
        if line:
            line += f"stroke-width:{_number(width)};"
            if gc.get_joinstyle() != "round":
                line += f"stroke-linejoin:{gc.get_joinstyle()};"
            _, dashes = gc.get_dashes()
            if dashes is not None:
                line += f"stroke-dasharray:{' '.join(map(_number, dashes))};"
        return f' style="{area or "fill:none;"}{line}"'


def _colour(what, rgba):
    """Declarations that paint a colour the page's way; "" for the paper itself and for what can't be seen."""
    colour, alpha = on_page(to_hex(rgba)), rgba[3] if len(rgba) > 3 else 1
    if colour == "none" or not alpha:
        return ""
    return f"{what}:{colour};" + (f"{what}-opacity:{alpha:.2g};" if alpha < 1 else "")


def _path_data(path, transform, window):
    parts = []
    for points, code in path.iter_segments(transform, clip=window, simplify=False):
        if code == Path.CLOSEPOLY:
            parts.append("Z")
        else:
            parts.append(_COMMANDS[code] + " ".join(map(_number, points)))
    return "".join(parts)


def _marker_data(path, transform):
    """A marker as relative commands, to be put wherever the pen is."""
    if path is Path.unit_circle():
        radius = _number(transform.transform((1, 0))[0] - transform.transform((0, 0))[0])
        arc = f"a{radius} {radius} 0 1 0 "
        return f"m-{radius} 0{arc}{_number(2 * float(radius))} 0{arc}-{_number(2 * float(radius))} 0z"
    parts, at = [], np.zeros(2)
    for points, code in path.iter_segments(transform + Affine2D().scale(1, -1), simplify=False):
        if code == Path.CLOSEPOLY:
            parts.append("z")
        else:
            points = points.reshape(-1, 2)
            parts.append(_COMMANDS[code].lower() + " ".join(map(_number, (points - at).ravel())))
            at = points[-1]
    return "".join(parts)


@lru_cache(maxsize=4096)
def _measured(text, size, weight):
    """(width, height, descent) in points, in the font of matplotlib: a broad one, so that others have room,
    too."""
    from matplotlib.font_manager import FontProperties

    return text_to_path.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)


def _inside(x, y, window):
    left, top, right, bottom = window
    return left - 0.01 <= x <= right + 0.01 and top - 0.01 <= y <= bottom + 0.01


def _number(value):
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
