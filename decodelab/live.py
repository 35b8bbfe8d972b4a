"""Shows a model writing, token by token, with the time of each step drawn as it happens."""

import sys
import time
from html import escape

import numpy as np
from threadpoolctl import threadpool_limits

from decodelab import figures
from decodelab.figures.times import first_and_last
from decodelab.palette import CACHED, INK, RECOMPUTED
from decodelab.predictions import number

SHARE = 0.07
"""How much of the model's time showing it may take: who waits should be waiting for the model."""
EVERY = 0.2
"""Seconds between two looks, at least: more often nobody could read."""


class Seconds(list):
    """The seconds of each token, a list; `waited` is how long the whole took on the wall, pictures
    included."""

    waited = 0.0


class Pace:
    """When to show how far it is: every EVERY seconds, as long as it takes at most SHARE of the model's time
    in all."""

    def __init__(self, picture=0.0):
        """picture: seconds that have gone into one already"""
        self._model, self._showing, self._cost = 0.0, picture, 0.0
        self._shown = time.monotonic()

    def has(self, seconds):
        """Whether there is so much time left."""
        return SHARE * self._model - self._showing > seconds

    def step(self, seconds, show):
        """The model made a step of so many seconds: calls show(), which returns whether it drew a frame, if
        it is time."""
        self._model += seconds
        start = time.monotonic()
        if start - self._shown < EVERY or not self.has(self._cost):
            return
        drew = show()
        self._shown = time.monotonic()
        self._showing += self._shown - start
        if not drew:
            self._cost = self._shown - start


class _Curve:
    """Step times while they come: a frame that is drawn seldom, and points in it, which cost next to
    nothing."""

    def __init__(self, n_expected, predicted=None):
        self._n, self._predicted, self._frame, self._cost = n_expected, predicted, None, 0.1
        self.pace = Pace()
        if predicted is not None:
            self._draw(1.15 * max(predicted))
            self.pace = Pace(self._cost)

    def _draw(self, top):
        start = time.monotonic()
        self._top = top
        self._frame = figures.draw_step_times([], self._n, predicted=self._predicted, top=top)
        self._frame.html_with()
        self._cost = time.monotonic() - start

    def html(self, *series, predicted=None):
        """(page, whether a frame was drawn, for which there has to be time). series: (seconds, colour);
        predicted: a line that has become known."""
        most = max((min(max(s), 1.6 * float(np.quantile(s, 0.95))) for s, _ in series if s), default=0.0)
        drew = bool(most and (self._frame is None or most > self._top) and self.pace.has(self._cost))
        if drew:
            self._predicted = predicted if self._predicted is None else self._predicted
            line = 0.0 if self._predicted is None else float(max(self._predicted))
            self._draw(max(3 * most, 1.15 * line))
        if self._frame is None:
            return "", False
        return self._frame.html_with(*((range(1, len(s) + 1), s, colour) for s, colour in series)), drew

    def can_stay(self):
        """Whether the frame has to do as the last picture, since another would cost too much."""
        return self._frame is not None and not self.pace.has(self._cost)


def watch(steps, n_expected, prompt="", predicted=None, slowdown=None):
    """Show text and step times as they come; returns Seconds, one number a token.

    steps: yields (text of the new token, seconds its step took); n_expected: how many there will be
    prompt: shown in front of the text
    predicted: a function n -> seconds of token n, drawn beforehand
    slowdown: or the name of the caller's variable that holds how many times as long as the first token the
              last was
        predicted to take, as text, so that a prediction cell that was not run is no error; drawn once the
        first are known
    Showing happens between the steps and is not part of their times; it is part of `waited`.
    """
    text, seconds, start = "", Seconds(), time.monotonic()
    factor = number(sys._getframe(1).f_globals.get(slowdown))
    line = None if predicted is None else [float(predicted(n)) for n in range(1, n_expected + 1)]
    curve = _Curve(n_expected, line)
    page, chart = _handles(_page(prompt, "", _status(seconds, n_expected)), curve.html()[0])

    def show():
        page.update(_html(_page(prompt, text, _status(seconds, n_expected))))
        told = line if line is not None else _line(factor, seconds, n_expected)
        html, drew = curve.html((seconds, INK), predicted=told)
        chart.update(_html(html))
        return drew

    with threadpool_limits(limits=1):  # with several threads the times show how busy the other cores are
        for piece, spent in steps:
            text += piece
            seconds.append(spent)
            curve.pace.step(spent, show)
    told = line if line is not None else _line(factor, seconds, n_expected)
    stays = curve.can_stay()
    if stays:
        chart.update(_html(curve.html((seconds, INK))[0]))
    else:
        chart.update(figures.draw_step_times(seconds, n_expected, predicted=told))
    seconds.waited = time.monotonic() - start
    page.update(_html(_page(prompt, text, _report(seconds, first_and_last(seconds) if stays else ""))))
    return seconds


def _line(factor, seconds, n_expected):
    """Seconds of each token if the last takes `factor` times as long as the first, as the first ten were; or
    None."""
    if not isinstance(factor, (int, float)) or not factor > 0 or len(seconds) < 10:
        return None
    first = float(np.median(seconds[:10]))
    return np.linspace(first, factor * first, n_expected)


def race(runs, n_expected, prompt=""):
    """Two models write side by side, each as far as its own steps let it in the same time; {name: Seconds}.

    runs: {name: steps}, two of them, steps as for `watch`; whoever has spent less time makes the next step
    """
    (quick, slow), start = runs, time.monotonic()
    texts, seconds, waiting = dict.fromkeys(runs, ""), {name: Seconds() for name in runs}, dict(runs)
    curve = _Curve(n_expected)
    page, chart = _handles("", "")

    def tell():
        parts = [_page(f"{prompt}", texts[n], f"{n}: {_status(seconds[n], n_expected)}") for n in runs]
        page.update(_html("".join(parts)))

    def show():
        tell()
        html, drew = curve.html((seconds[slow], RECOMPUTED), (seconds[quick], CACHED))
        chart.update(_html(html))
        return drew

    with threadpool_limits(limits=1):
        while waiting:
            name = min(waiting, key=lambda n: sum(seconds[n]))
            step = next(waiting[name], None)
            if step is None:
                del waiting[name]
                continue
            texts[name] += step[0]
            seconds[name].append(step[1])
            curve.pace.step(step[1], show)
    tell()
    chart.update(figures.draw_step_times(seconds[quick], n_expected, {slow: seconds[slow]}, quick))
    for one in seconds.values():
        one.waited = time.monotonic() - start
    return seconds


def _handles(page, picture):
    """The places on the page for text and picture."""
    from IPython.display import DisplayHandle

    text, chart = DisplayHandle(), DisplayHandle()
    text.display(_html(page))
    chart.display(_html(picture))
    return text, chart


def _html(text):
    from IPython.display import HTML

    return HTML(text)


def _status(seconds, n_expected):
    """How far it is, how fast, and when it will be done, from the steps so far."""
    m, spent = len(seconds), sum(seconds)
    if not m:
        return f"0 of {n_expected} tokens"
    if m >= n_expected:
        return f"{m} tokens, {m / spent:.3g} a second: {spent:.1f} s" if spent else f"{m} tokens"
    lately = seconds[-20:]
    return (
        f"token {m} of {n_expected} · {len(lately) / sum(lately):.3g} tokens a second · "
        f"about {(n_expected - m) * sum(lately) / len(lately):.0f} s to go"
    )


def _report(seconds, message=""):
    if not seconds:
        return "no tokens"
    return (
        f"{len(seconds)} tokens in {seconds.waited:.1f} s, {len(seconds) / seconds.waited:.3g} a second. "
        f"The model took {sum(seconds):.1f} s of that, showing it the rest."
        + (f" {message}." if message else "")
    )


def _page(prompt, text, status):
    """The text in a box of fixed height that shows its end, so that text, numbers and curve are in view
    together."""
    return (
        '<div style="display: flex; flex-direction: column-reverse; max-height: 9.5em; overflow-y: auto" '
        'tabindex="0" role="region" aria-label="what the model writes"><p style="white-space: pre-wrap; '
        "overflow-wrap: anywhere; font-family: Georgia, serif; max-width: 42em; margin: "
        f'0"><strong>{escape(prompt)}</strong>{escape(text)}</p></div><p style="margin: 4px 0; '
        f'font-variant-numeric: tabular-nums">{escape(status)}</p>'
    )


# The first picture of a process loads fonts: while this module is imported nobody waits for a model.
figures.draw_step_times([], 1).html()
