"""What every figure of the course shares: the picture that shows itself, its panels, names of its lines.

Figures are made without pyplot: nothing global is touched, nothing has to be closed, nothing leaks.
"""

import textwrap
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from itertools import cycle

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter, NullLocator

from ..palette import (
    CACHED,
    CACHED_TEXT,
    GREY_TEXT,
    GRID,
    INK,
    KEY,
    KEY_TEXT,
    MASK,
    PAPER,
    RECOMPUTED,
    RECOMPUTED_TEXT,
    VALUE,
    VALUE_TEXT,
    WRONG,
    WRONG_TEXT,
)
from .numbers import short_count, short_length
from .svg import EM, PageCanvas, dots, svg

TEXT = EM  # points: words in a picture are as large as those around it
WIDE, NARROW = 43, 18.5
"""Widths, in ems of the page's text, that a picture is drawn for: JupyterLab beside its file browser, and a
phone."""

_page_width = ContextVar("width of the page, in em", default=WIDE)

# The page decides which of the two drawings is seen, by the room there is. Nothing in a picture has an id.
# The last rule is for what a check says below its picture: JupyterLab would break it in the middle of words.
STYLE = f"""<style>
.decodelab-picture {{ container-type: inline-size; overflow-x: auto; line-height: 1.3;
  color: var(--jp-content-font-color1, inherit);
  width: 100%; font-family: var(--jp-content-font-family, inherit); font-size: var(--jp-content-font-size1, 0.875rem); }}
.decodelab-picture svg {{ display: block; max-width: none; height: auto; font-family: inherit; }}
.decodelab-picture svg.wide:not(:only-of-type) {{ display: none; }}
@container (min-width: {WIDE}em) {{
  .decodelab-picture svg.wide:not(:only-of-type) {{ display: block; }}
  .decodelab-picture svg.narrow {{ display: none; }}
}}
.jp-OutputArea-output pre {{ word-break: normal; overflow-wrap: anywhere; }}
</style>"""  # noqa: E501


class Picture(Figure):
    """A matplotlib figure with one message, its title, that shows itself in a notebook.

    title : a sentence; it is also the text for those who can't see the picture
    height : inches, without the title; narrow_height : the same on a narrow page, where panels stand one
             below the other
    width : inches; by default what the page gives

    `narrow` says whether the page is too narrow for panels side by side and names beside lines.
    """

    def __init__(self, title, height=3.2, narrow_height=None, width=None):
        width = width or _page_width.get() * EM / 72
        self.narrow = width * 72 / EM < 34
        lines = textwrap.wrap(title, int(width * 72 / EM * 1.5))
        height = (narrow_height or height) if self.narrow else height
        super().__init__(
            figsize=(width, height + 0.2 * len(lines)), dpi=72, layout="constrained", facecolor=PAPER
        )
        PageCanvas(self)
        self.get_layout_engine().set(w_pad=0.04, h_pad=0.05, wspace=0.04)
        self.title = title
        self._draw_again = self._narrow = self._svg = None
        self.suptitle("\n".join(lines), x=0.0, ha="left", fontsize=11.25, fontweight="bold", color=INK)

    def places(self, count=2, **grid):
        """Where `count` panels stand: side by side, or one below the other on a narrow page."""
        if self.narrow:
            return list(self.add_gridspec(count, 1))
        return list(self.add_gridspec(1, count, **grid))

    def at_width(self, em):
        """The same picture drawn for a page of so many ems."""
        if self._draw_again is None:
            return self
        with page_of(em):
            return self._draw_again()

    def html(self):
        """The picture as inline SVG, drawn twice: for a wide page and for a narrow one."""
        if self._draw_again is None:
            return _on_page(_drawing(self, "wide"))
        narrow = self if self.narrow else self.at_width(NARROW)
        wide = self.at_width(WIDE) if self.narrow else self
        return _on_page(_drawing(wide, "wide"), _drawing(narrow, "narrow"))

    def html_with(self, *series):
        """The picture with points put into its first axes; it is drawn once, the points cost next to nothing.

        series : (x, y, colour), x and y (m,) in the data's units; points outside the axes are left out
        """
        if self._narrow is None:
            self._narrow = self if self._draw_again is None else self.at_width(NARROW)
        return _on_page(
            *(
                _drawing(picture, name).removesuffix("</svg>")
                + "".join(dots(picture.axes[0], *one) for one in series)
                + "</svg>"
                for picture, name in ((self, "wide"), (self._narrow, "narrow"))
            )
        )

    def html_here(self):
        """The picture as inline SVG for a page of just this width."""
        return _on_page(_drawing(self, "wide"))

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html(), "text/plain": f"<Picture: {self.title}>"}


@contextmanager
def page_of(em):
    """Pictures made in here are drawn for a page of so many ems."""
    token = _page_width.set(em)
    try:
        yield
    finally:
        _page_width.reset(token)


def drawing(draw):
    """Lets the picture that a function draws be drawn again, for a page of another width."""

    @wraps(draw)
    def drawn(*args, **kwargs):
        picture = draw(*args, **kwargs)
        picture._draw_again = partial(draw, *args, **kwargs)
        return picture

    return drawn


def _drawing(picture, name):
    picture._svg = picture._svg or svg(picture, picture.title)
    return picture._svg.replace("<svg ", f'<svg class="{name}" ', 1)


def _on_page(*drawings):
    return f'<div class="decodelab-picture">{STYLE}{"".join(drawings)}</div>'


def panel(figure, place=111, xlabel="", ylabel="", heading=""):
    """Axes in the style of the course: thin grid, no box, labels with units.

    place : a subplot code such as 121, or a SubplotSpec
    On a narrow page the name of the y axis stands above it, where it takes no width.
    """
    axes = figure.add_subplot(place)
    if figure.narrow:
        xlabel, heading = _wrapped(xlabel), "\n".join(map(_wrapped, filter(None, [heading, ylabel])))
        ylabel = ""
    axes.set_xlabel(xlabel, fontsize=TEXT, color=INK)
    axes.set_ylabel(ylabel, fontsize=TEXT, color=INK)
    axes.set_title(heading, fontsize=TEXT, color=INK, loc="left")
    axes.tick_params(labelsize=TEXT, colors=INK, length=3, width=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set(color=INK, linewidth=0.6)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    return axes


def _wrapped(words):
    return textwrap.fill(words, 23)


_SQUARE = 0.46 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])


def grid_panel(figure, place, colours, xlabel="", ylabel="", heading="", panels=1, numbered=True):
    """A panel of square cells, row 0 at the top, as a matrix is written.

    colours : (rows, columns) nested lists of colours, None where a cell stays empty
    panels : how many stand side by side: where cells are narrow, not all are numbered; numbered : whether any
             are
    """
    axes = figure.add_subplot(place)
    axes.set_xlabel(xlabel, fontsize=TEXT, color=INK)
    axes.set_ylabel(ylabel, fontsize=TEXT, color=INK)
    heading = _wrapped(heading) if figure.narrow else heading
    axes.set_title(heading, fontsize=TEXT, color=INK, loc="left")
    axes.spines[:].set_visible(False)
    rows, columns = len(colours), len(colours[0])
    cells = {}
    for i, row in enumerate(colours):
        for j, colour in enumerate(row):
            cells.setdefault(colour, []).append((j, i))
    cells.pop(None, None)
    for colour, places in cells.items():
        squares = np.array(places)[:, None] + _SQUARE
        area = PathPatch(Path.make_compound_path_from_polys(squares), facecolor=colour, linewidth=0)
        area.set_in_layout(False)
        axes.add_artist(area)
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_aspect("equal", anchor="W")
    # numbers as plain text: matplotlib's ticks would take more time than all the rest of the picture
    axes.set_xticks([])
    axes.set_yticks([])
    if not numbered:
        return axes
    most = 9 if figure.narrow else 14 if panels == 1 else 10
    every = -(-max(rows, columns) // most)
    along, beside = axes.get_xaxis_transform(), axes.get_yaxis_transform()
    style = dict(fontsize=TEXT, color=INK)
    for j in range(0, columns, every):
        number = axes.text(j, -0.025, str(j), transform=along, ha="center", va="top", **style)
        number.set_in_layout(j == 0)
    for i in range(0, rows, every):
        number = axes.text(-0.025, i, str(i), transform=beside, ha="right", va="center", **style)
        number.set_in_layout(i + every >= rows)
    axes.xaxis.labelpad, axes.yaxis.labelpad = 17, 11 + 7 * len(str(rows - 1))
    return axes


def write_in(axes, x, y, text, colour=INK, weight="normal"):
    """Text in the middle of a cell or a bar, for which no room has to be made."""
    written = axes.text(x, y, text, ha="center", va="center", fontsize=TEXT, fontweight=weight, color=colour)
    written.set_in_layout(False)


def notes_on(axes, notes, inside=False):
    """What the colours of a grid mean: list of (text, colour), to its right, or below it on a narrow page.

    inside : in the upper right corner of the grid instead, where its cells are empty
    """
    for line, (text, colour) in enumerate(notes):
        if inside:
            label(axes, 1, 1, text, colour, xycoords="axes fraction", ha="right", xytext=(0, -8 - 14 * line))
        elif axes.get_figure().narrow:
            _note_below(axes, line, text, colour)
        else:
            label(axes, 1, 1, text, colour, xycoords="axes fraction", xytext=(12, -8 - 15 * line))


def _note_below(axes, line, text, colour):
    height = 20 + 14 * len(axes.get_xlabel().splitlines()) + 14 * line
    label(axes, 0, 0, text, colour, xycoords="axes fraction", xytext=(-24, -height), va="top")


def label(axes, x, y, text, colour=INK, **kwargs):
    """Text beside what it names, in its colour; offset in points keeps it off the line."""
    options = (
        dict(
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=TEXT,
            color=colour,
            annotation_clip=False,
        )
        | kwargs
    )
    return axes.annotate(text, (x, y), **options)


def label_line_ends(axes, ends, gap=0.085):
    """Names beside the right ends of lines, pushed apart where they would overlap.

    ends : list of (x, y, text, colour); gap : least distance as a part of the axes' height.
    Call it last, when the limits of the axes are settled. On a narrow page the names are listed below, the
    highest first.
    """
    to_axes = _data_to_axes(axes)
    placed = sorted((*to_axes.transform((x, y)), text, colour) for x, y, text, colour in ends)
    placed.sort(key=lambda end: end[1])
    if axes.get_figure().narrow:
        for line, (_, _, text, colour) in enumerate(reversed(placed)):
            _note_below(axes, line, f"■ {text}".replace("\n", " "), colour)
        return
    heights = _apart([end[1] for end in placed], [gap * (1 + end[2].count("\n")) for end in placed])
    for (x, _, text, colour), height in zip(placed, heights):
        label(axes, x, height, text, colour, xycoords="axes fraction", xytext=(10, 0))


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
        fontsize=TEXT,
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
    if axis.get_figure().narrow:
        at_most = 5
    if not log and len(ticks) > 2:  # doublings crowd at the left of a linear axis
        far = (ticks[-1] - ticks[0]) / (6 if axis.get_figure().narrow else 12)
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
    """Tick labels written by `write(number) -> str`, at steps of 1, 2 or 5: one of 2.5 would be written as
    12, 15, 18."""
    if axis.get_scale() == "linear":
        axis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda number, _: write(number)))
    axis.set_minor_formatter(NullFormatter())


# Lines are told apart by colour, by marker and by the name beside them: (colour, colour of the name, marker).
RECOMPUTE_STYLE = (RECOMPUTED, RECOMPUTED_TEXT, "s")
SERIES = [
    (CACHED, CACHED_TEXT, "o"),
    (VALUE, VALUE_TEXT, "^"),
    (KEY, KEY_TEXT, "D"),
    (WRONG, WRONG_TEXT, "v"),
    (MASK, GREY_TEXT, "P"),
]


def styles_of(names):
    """{name: (colour, colour of the name, marker)}: what recomputes has the colour of that, the others take
    turns."""
    turns = cycle(SERIES)
    return {
        name: RECOMPUTE_STYLE if "recompute" in name.lower() or name == "without cache" else next(turns)
        for name in names
    }


def log_log(figure, lengths, xlabel, ylabel, place=111, heading=""):
    """A panel of counts against length with log axes, ticks at the lengths."""
    axes = panel(figure, place, xlabel, ylabel, heading)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    lengths_axis(axes.xaxis, lengths, log=True)
    quantity_axis(axes.yaxis, short_count)
    axes.set_xlim(min(lengths) / 1.1, max(lengths) * 1.1)
    return axes
