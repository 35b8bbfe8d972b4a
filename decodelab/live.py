"""Shows a model writing, token by token, with the time of each step drawn as it happens."""

import time
from html import escape

from threadpoolctl import threadpool_limits

from decodelab import figures

REDRAW_EVERY = 0.4
"""Seconds between two drawings: more often would slow down what is being timed."""


def watch(steps, n_expected):
    """Show text and step times as they come; returns the list of seconds, one a token.

    steps: yields (text of the new token, seconds its step took); n_expected: how many there will be
    Drawing happens between the steps and is not part of their times.
    """
    from IPython.display import HTML, DisplayHandle

    page, chart = DisplayHandle(), DisplayHandle()
    page.display(HTML(""))
    chart.display(figures.draw_step_times([], n_expected))
    text, seconds, drawn = "", [], 0.0
    with threadpool_limits(limits=1):  # with several threads the times show how busy the other cores are
        for piece, spent in steps:
            text += piece
            seconds.append(spent)
            if time.monotonic() - drawn > REDRAW_EVERY:
                page.update(HTML(_page(text)))
                chart.update(figures.draw_step_times(seconds, n_expected))
                drawn = time.monotonic()
    page.update(HTML(_page(text)))
    chart.update(figures.draw_step_times(seconds, n_expected))
    return seconds


def _page(text):
    return (
        f'<p style="white-space: pre-wrap; font-family: Georgia, serif; max-width: 42em">{escape(text)}</p>'
    )
