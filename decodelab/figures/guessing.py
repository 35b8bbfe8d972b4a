"""Figures about guessing ahead: a text by who wrote its tokens, one call of the model, speed-up against the
number of guesses."""

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from ..palette import CACHED, CACHED_TEXT, GREY_TEXT, INK, MASK, ON_COLOUR, WRONG, WRONG_TEXT, tint
from .numbers import times_as_much
from .picture import TEXT, Picture, drawing, label_line_ends, panel, styles_of

LINE, CHIP = 23, 15
"""Points from one line of text to the next, and of a token's area."""

AREAS = {"guess": CACHED, "instead": WRONG, "own": None, "prompt": None}


@drawing
def draw_guesses(prompt, calls):
    """A text by who wrote its tokens: guesses that were kept, tokens in the place of a wrong guess, others of
    the model's own.

    prompt : text; calls : for each call of the model a list of (text, "guess" | "instead" | "own"). What one
             call wrote is underlined
    """
    written = [kind for call in calls for _, kind in call]
    figure = Picture(
        f"{len(written)} tokens in {len(calls)} calls of the model: {written.count('guess')} guesses were "
        f"kept, {written.count('instead')} replaced",
        height=1,
    )
    width = 72 * figure.get_figwidth() - 8
    tokens = [(word, "prompt", 0) for word in _words(prompt)]
    tokens += [(text, kind, i + 1) for i, call in enumerate(calls) for text, kind in call]
    placed, lines = _in_lines(figure, tokens, width)
    notes = [("■ a guess, kept", CACHED_TEXT), ("■ in place of a wrong guess", WRONG_TEXT)]
    notes += [("no colour: the model's own", GREY_TEXT), ("a line: one call", GREY_TEXT)]
    below = len(notes) if figure.narrow else 2
    height = LINE * (lines + below) + 12
    figure.set_figheight(figure.get_figheight() - 1 + height / 72)
    axes = figure.add_subplot()
    axes.set_axis_off()
    for text, kind, call, line, x, room in placed:
        y = -LINE * line
        if AREAS[kind]:
            axes.add_patch(Rectangle((x, y - CHIP / 2), room, CHIP, facecolor=AREAS[kind], edgecolor="none"))
        if call:
            axes.add_patch(Rectangle((x, y - CHIP / 2 - 3.5), room, 1.4, facecolor=INK, edgecolor="none"))
        colour = ON_COLOUR if AREAS[kind] else GREY_TEXT if kind == "prompt" else INK
        axes.text(x + room / 2, y, text, ha="center", va="center", fontsize=TEXT, color=colour)
    for i, (note, colour) in enumerate(notes):
        x, y = (0, lines + i) if figure.narrow else (i // 2 * width / 2, lines + i % 2)
        axes.text(x, -LINE * y - 6, note, va="center", fontsize=TEXT, color=colour)
    axes.set_xlim(0, width)
    axes.set_ylim(-LINE * (lines + below) + LINE / 2 - 8, LINE / 2)
    return figure


def _words(text):
    """A text in pieces that lines may be broken between."""
    pieces = text.replace("\n", " ").split(" ")
    return [pieces[0], *(f" {piece}" for piece in pieces[1:])]


def _in_lines(figure, tokens, width):
    """([(text, kind, call, line, left end, width)], number of lines): tokens one after the other, as a text
    is set, in points."""
    renderer, font = figure.canvas.get_renderer(), FontProperties(size=TEXT)
    placed, line, x, before = [], 0, 0.0, 0
    for text, kind, call in tokens:
        shown = text.strip() or "¶"
        room = renderer.get_text_width_height_descent(shown, font, False)[0] + 5
        gap = 1.5 if call == before and not text[:1].isspace() else 4.5 if call == before else 7
        if placed and x + gap + room > width:
            line, x, gap = line + 1, 0.0, 0
        x += gap if placed else 0
        placed.append((shown, kind, call, line, x, room))
        x, before = x + room, call
    return placed, line + 1


@drawing
def draw_check(cached, draft, choices):
    """One call of the model: the newest token and the guesses go in, a choice comes out behind each, and the
    cache is cut back.

    cached  : texts of tokens whose keys and values are there, the last few; the last one is the newest token,
            which goes in now
    draft   : texts of the guesses; choices : texts of what the model picks after the newest token and after
            each guess
    """
    n = next((i for i, (guess, choice) in enumerate(zip(draft, choices)) if guess != choice), len(draft))
    *past, newest = cached
    places = len(past) + 1 + len(draft)
    figure = Picture(
        f"{n} of {len(draft)} guesses are the model's own choices: the call writes {n + 1} "
        f"token{'s' * (n > 0)}",
        height=1.5,
        narrow_height=0.3 + 0.26 * places,
    )
    axes = figure.add_subplot()
    axes.set_axis_off()

    def cell(place, row, text, colour, ink=None, bold=False):
        x, y = (row, -place) if figure.narrow else (place, -row)
        area = Rectangle(
            (x - 0.46, y - 0.4), 0.92, 0.8, facecolor=colour or tint(MASK, 0.15), edgecolor="none"
        )
        axes.add_patch(area)
        style = dict(ha="center", va="center", fontsize=TEXT, fontweight="bold" if bold else "normal")
        axes.text(x, y, text.strip() or "¶", color=ink or INK, **style)

    for place, text in enumerate(past):
        cell(place, 2, text, CACHED, ON_COLOUR)
    for i, text in enumerate([newest, *draft]):
        place = len(past) + i
        colour = None if i == 0 else CACHED if i <= n else WRONG
        cell(place, 0, text, colour, ON_COLOUR if colour else INK)
        cell(place, 1, choices[i], None, INK if i <= n else GREY_TEXT, bold=i == n)
        cell(place, 2, *((text, CACHED, ON_COLOUR) if i <= n else ("cut", tint(WRONG, 0.25), WRONG_TEXT)))
    for row, name in enumerate(("goes in", "picked", "cache after")):
        x, y, side = (row, 0.75, "center") if figure.narrow else (-0.65, -row, "right")
        axes.text(x, y, name, ha=side, va="center", fontsize=TEXT, color=INK)
    if figure.narrow:
        axes.set_xlim(-0.6, 2.6)
        axes.set_ylim(-places + 0.5, 1.1)
    else:
        axes.set_xlim(-2.2, places - 0.5)
        axes.set_ylim(-2.5, 0.5)
    return figure


@drawing
def draw_speedups(guesses, speedups, alpha):
    """How many times as fast as one token a call, against the number of guesses, for several costs of a call.

    guesses : (m,) guesses a call; speedups : {name: (m,)}; alpha : how often a guess is accepted, if those
              before it were
    """
    best = {
        name: (float(np.max(line)), int(guesses[int(np.argmax(line))])) for name, line in speedups.items()
    }
    name = max(best, key=lambda name: best[name][0])
    times, k = best[name]
    said = (
        f"{times_as_much(times)} as fast with {k} guess{'es' * (k > 1)} a call, {name}"
        if times > 1
        else "guessing never pays"
    )
    lost = [other for other, (fastest, _) in best.items() if fastest <= 1]
    figure = Picture(
        f"With {alpha:.0%} of the guesses accepted: {said}"
        + (f"; it never pays for {' and '.join(lost)}" if lost and times > 1 else ""),
        height=3.3,
    )
    axes = panel(figure, 111, "guesses a call, k", "times as fast as one token a call")
    styles, ends = styles_of(speedups), []
    for name, line in speedups.items():
        colour, dark, marker = styles[name]
        axes.plot(guesses, line, marker + "-", color=colour, linewidth=1.8, markersize=5)
        ends.append((guesses[-1], line[-1], name, dark))
    axes.axhline(1, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xticks(guesses[:: 2 if figure.narrow and len(guesses) > 8 else 1])
    axes.set_ylim(0, 1.1 * max(1.2, *(float(np.max(line)) for line in speedups.values())))
    label_line_ends(axes, ends)
    return figure
