"""What every figure of the course shares: the picture that shows itself, its panels, and how numbers are written.

Figures are made without pyplot: nothing global is touched, nothing has to be closed, nothing leaks.
"""

import io
import textwrap
from base64 import b64encode
from html import escape

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter, NullLocator

from ..palette import GRID, INK, PAPER

SCREEN_DPI = 96  # one CSS pixel is 1/96 inch
SHARP = 1.5  # pixels drawn per CSS pixel


class Picture(Figure):
    """A matplotlib figure with one message, its title, that shows itself in a notebook.

    title : a sentence; it is also the text for those who can't see the picture
    width, height : inches; 7.5 is the width of a notebook's text
    """

    def __init__(self, title, width=7.5, height=3.4):
        super().__init__(figsize=(width, height), layout="constrained", facecolor=PAPER)
        FigureCanvasAgg(self)
        self.get_layout_engine().set(w_pad=0.06, h_pad=0.06, wspace=0.04)
        self.title = title
        self.suptitle(
            textwrap.fill(title, int(width * 10.2)),
            x=0.01,
            ha="left",
            fontsize=11.5,
            fontweight="bold",
            color=INK,
        )

    def png(self):
        """The picture as PNG bytes, sharp on a dense screen."""
        buffer = io.BytesIO()
        self.savefig(
            buffer,
            format="png",
            dpi=SCREEN_DPI * SHARP,
            metadata={"Software": None},
            pil_kwargs={"compress_level": 4},
        )
        return buffer.getvalue()

    def size_on_screen(self):
        """(width, height) in CSS pixels."""
        width, height = self.get_size_inches()
        return round(width * SCREEN_DPI), round(height * SCREEN_DPI)

    def _repr_mimebundle_(self, include=None, exclude=None):
        # JupyterLab gives an image/png no words, so it gets HTML; what takes no HTML takes the PNG
        png = self.png()
        width, height = self.size_on_screen()
        return (
            {"text/html": as_html(self, png), "image/png": png, "text/plain": f"<Picture: {self.title}>"},
            {"image/png": {"alt": self.title, "width": width, "height": height}},
        )


def as_html(picture, png):
    """An <img> that holds all its bytes, with the picture's title as the words for those who can't see it."""
    width, height = picture.size_on_screen()
    return (
        f'<img alt="{escape(picture.title)}" decoding="sync" width="{width}" height="{height}" '
        f'style="max-width: 100%; height: auto" src="data:image/png;base64,{b64encode(png).decode()}">'
    )


def panel(figure, place=111, xlabel="", ylabel="", heading=""):
    """Axes in the style of the course: thin grid, no box, labels with units.

    place : a subplot code such as 121, or a SubplotSpec
    """
    axes = figure.add_subplot(place)
    axes.set_xlabel(xlabel, fontsize=9.5, color=INK)
    axes.set_ylabel(ylabel, fontsize=9.5, color=INK)
    axes.set_title(heading, fontsize=10, color=INK, loc="left")
    axes.tick_params(labelsize=9, colors=INK, length=3, width=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set(color=INK, linewidth=0.6)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    return axes


def grid_panel(figure, place, colours, xlabel="", ylabel="", heading="", every=1):
    """A panel of square cells, row 0 at the top, as a matrix is written.

    colours : (rows, columns) nested lists of colours, None where a cell stays empty
    """
    axes = panel(figure, place, xlabel, ylabel, heading)
    axes.grid(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    rows, columns = len(colours), len(colours[0])
    cells = np.array([[_rgb(c or PAPER) for c in row] for row in colours])
    axes.pcolormesh(
        np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5, cells, edgecolors=PAPER, linewidth=1.5
    )
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_aspect("equal", anchor="W")
    # numbers as plain text: matplotlib's ticks would take more time than all the rest of the picture
    axes.set_xticks([])
    axes.set_yticks([])
    for j in range(0, columns, every):
        axes.text(
            j,
            -0.025,
            str(j),
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="top",
            fontsize=9,
            color=INK,
        )
    for i in range(0, rows, every):
        axes.text(
            -0.025,
            i,
            str(i),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            fontsize=9,
            color=INK,
        )
    axes.xaxis.labelpad, axes.yaxis.labelpad = 17, 11 + 6 * len(str(rows - 1))
    return axes


def _rgb(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def label(axes, x, y, text, colour=INK, **kwargs):
    """Text beside what it names, in its colour; offset in points keeps it off the line."""
    options = (
        dict(
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=colour,
            annotation_clip=False,
        )
        | kwargs
    )
    return axes.annotate(text, (x, y), **options)


def label_line_ends(axes, ends, gap=0.075):
    """Names beside the right ends of lines, pushed apart where they would overlap.

    ends : list of (x, y, text, colour); gap : least distance as a part of the axes' height.
    Call it last, when the limits of the axes are settled.
    """
    to_axes = _data_to_axes(axes)
    placed = sorted((*to_axes.transform((x, y)), text, colour) for x, y, text, colour in ends)
    placed.sort(key=lambda end: end[1])
    heights = _apart([end[1] for end in placed], [gap * (1 + end[2].count("\n")) for end in placed])
    for (x, _, text, colour), height in zip(placed, heights):
        axes.annotate(
            text,
            (x, height),
            xycoords="axes fraction",
            xytext=(10, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=colour,
            annotation_clip=False,
        )


def _apart(heights, rooms):
    """Rising heights moved as little as it takes for each to have its room, the last at 1 at most."""
    groups = []  # [middle, room, members]: names that touch move as one
    for height, room in zip(heights, rooms):
        groups.append([height, room, [room]])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < (groups[-1][1] + groups[-2][1]) / 2:
            (above, more, uppers), (below, less, lowers) = groups.pop(), groups.pop()
            middle = (below * len(lowers) + above * len(uppers)) / (len(lowers) + len(uppers))
            room = less + more
            groups.append([max(middle, (room - lowers[0]) / 2), room, lowers + uppers])
    placed = []
    for middle, room, members in groups:
        bottom = middle - room / 2
        for each in members:
            placed.append(bottom + each / 2)
            bottom += each
    surplus = max(0.0, placed[-1] - 1.0) if placed else 0.0
    return [height - surplus for height in placed]


def label_along(axes, start, end, text, colour=INK, part=0.5):
    """A name written along the straight line from start to end, as it looks on these axes, just above it.

    part : where between the two, 0 … 1
    """
    to_axes = _data_to_axes(axes)
    (x0, y0), (x1, y1) = to_axes.transform([start, end])
    axes.text(
        x0 + part * (x1 - x0),
        y0 + part * (y1 - y0) + 0.012,
        text,
        color=colour,
        fontsize=9,
        transform=axes.transAxes,
        rotation=np.degrees(np.arctan2(y1 - y0, x1 - x0)),
        rotation_mode="anchor",
        transform_rotates_text=True,
        ha="center",
        va="bottom",
    )


def _data_to_axes(axes):
    axes.get_xlim(), axes.get_ylim()  # asking for them settles limits still to be found
    return axes.transData + axes.transAxes.inverted()


def lengths_axis(axis, lengths, log=False, at_most=8):
    """Ticks at the lengths themselves, written 64, 256, 1k, 4k."""
    ticks = sorted(set(lengths))
    if not log and len(ticks) > 2:  # doublings crowd at the left of a linear axis
        far = (ticks[-1] - ticks[0]) / 12
        kept = [ticks[-1]]
        for tick in reversed(ticks[:-1]):
            if kept[-1] - tick >= far:
                kept.append(tick)
        ticks = kept[::-1]
    step = -(-len(ticks) // at_most)
    ticks = ticks[::-1][::step][::-1]
    axis.set_ticks(ticks, [short_length(t) for t in ticks])
    axis.set_minor_locator(NullLocator())


def quantity_axis(axis, write):
    """Tick labels written by `write(number) -> str`, at steps of 1, 2 or 5: one of 2.5 would be written as 12, 15, 18."""
    if axis.get_scale() == "linear":
        axis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda number, _: write(number)))
    axis.set_minor_formatter(NullFormatter())


def spaced(number):
    """A whole number with its thousands set apart: 32 768."""
    return f"{number:,.0f}".replace(",", "\u202f")


def decimal(number, digits=1):
    """A number with so many digits after the point, a true minus sign and no minus nought: −0.9, 0.0."""
    text = f"{number:.{digits}f}"
    return (text[1:] if text[0] == "-" and float(text) == 0 else text).replace("-", "\u2212")


def short_length(n):
    """A number of tokens: 64, 256, 1k, 4k, 128k, 1M (powers of two count 1k as 1024)."""
    n = int(round(n))
    for base in (1024, 1000):
        for power, letter in ((3, "G"), (2, "M"), (1, "k")):
            if n >= base**power and n % base**power == 0:
                return f"{n // base**power}{letter}"
    return short_count(n) if n >= 10_000 else str(n)


def short_count(number):
    """A count in SI steps: 950, 12k, 3.4M, 1.2G."""
    return _si(number, ["", "k", "M", "G", "T", "P", "E"])


def short_bytes(number):
    """Bytes in SI steps: 128 B, 4.1 kB, 14 GB."""
    return _si(number, [" B", " kB", " MB", " GB", " TB", " PB", " EB"])


def short_seconds(number):
    """A time: 850 ns, 12 µs, 3.4 ms, 2 s."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if abs(number) >= size * 0.9995:
            return f"{_digits(number / size)} {unit}"
    return "0" if number == 0 else f"{_digits(number / 1e-9)} ns"


def _si(number, names):
    size = abs(number)
    power = 0
    while size >= 999.5 and power < len(names) - 1:
        size /= 1000
        power += 1
    return f"{_digits(number / 1000**power)}{names[power]}"


def _digits(number):
    """Two or three digits that matter, no trailing zeros: 0.12, 3.4, 12, 950."""
    if number == 0:
        return "0"
    if abs(number) >= 10:
        return f"{number:.0f}"
    return f"{number:.2g}"
