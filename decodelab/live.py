"""Shows a model writing, token by token, with the time of each step drawn as it happens."""

import time
from html import escape

from threadpoolctl import threadpool_limits

from decodelab import figures

REDRAW_EVERY = 0.4
"""Seconds between two drawings: more often would slow down what is being timed."""


class Seconds(list):
    """The seconds of each token, a list; `waited` is how long the whole took on the wall, pictures included."""

    waited = 0.0


def watch(steps, n_expected, prompt=""):
    """Show text and step times as they come; returns Seconds, one number a token.

    steps: yields (text of the new token, seconds its step took); n_expected: how many there will be
    prompt: shown in front of the text
    Drawing happens between the steps and is not part of their times; it is part of `waited`.
    """
    text, seconds, drawn, start = "", Seconds(), 0.0, time.monotonic()
    page, chart = _handles(_page(prompt, "", _status(seconds, n_expected)), [], n_expected)

    def draw():
        page.update(_html(_page(prompt, text, _status(seconds, n_expected))))
        chart.update(figures.draw_step_times(seconds, n_expected))

    with threadpool_limits(limits=1):  # with several threads the times show how busy the other cores are
        for piece, spent in steps:
            text += piece
            seconds.append(spent)
            if time.monotonic() - drawn > REDRAW_EVERY:
                draw()
                drawn = time.monotonic()
    draw()
    seconds.waited = time.monotonic() - start
    page.update(_html(_page(prompt, text, _report(seconds))))
    return seconds


def race(runs, n_expected, prompt=""):
    """Two models write side by side, each as far as its own steps let it in the same time; {name: Seconds}.

    runs: {name: steps}, two of them, steps as for `watch`; whoever has spent less time makes the next step
    """
    (quick, slow), start, drawn = runs, time.monotonic(), 0.0
    texts, seconds, waiting = dict.fromkeys(runs, ""), {name: Seconds() for name in runs}, dict(runs)
    page, chart = _handles("", [], n_expected)

    def draw():
        parts = [_page(f"{prompt}", texts[n], f"{n}: {_status(seconds[n], n_expected)}") for n in runs]
        page.update(_html("".join(parts)))
        chart.update(
            figures.draw_step_times(seconds[quick], n_expected, {slow: seconds[slow]}, quick)
            if seconds[quick] and seconds[slow]
            else figures.draw_step_times(seconds[quick], n_expected)
        )

    with threadpool_limits(limits=1):
        while waiting:
            name = min(waiting, key=lambda n: sum(seconds[n]))
            step = next(waiting[name], None)
            if step is None:
                del waiting[name]
                continue
            texts[name] += step[0]
            seconds[name].append(step[1])
            if time.monotonic() - drawn > REDRAW_EVERY:
                draw()
                drawn = time.monotonic()
    draw()
    for one in seconds.values():
        one.waited = time.monotonic() - start
    return seconds


def _handles(page, seconds, n_expected):
    """The places on the page for text and picture."""
    from IPython.display import DisplayHandle

    text, chart = DisplayHandle(), DisplayHandle()
    text.display(_html(page))
    chart.display(figures.draw_step_times(seconds, n_expected))
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


def _report(seconds):
    if not seconds:
        return "no tokens"
    return (
        f"{len(seconds)} tokens in {seconds.waited:.1f} s, {len(seconds) / seconds.waited:.3g} a second. "
        f"The model took {sum(seconds):.1f} s of that, the pictures the rest."
    )


def _page(prompt, text, status):
    """The text in a box of fixed height that shows its end, so that text, numbers and curve are in view together."""
    return (
        '<div style="display: flex; flex-direction: column-reverse; max-height: 9.5em; overflow-y: auto" tabindex="0" '
        'role="region" aria-label="what the model writes">'
        '<p style="white-space: pre-wrap; overflow-wrap: anywhere; font-family: Georgia, serif; max-width: 42em; '
        f'margin: 0"><strong>{escape(prompt)}</strong>{escape(text)}</p></div>'
        f'<p style="margin: 4px 0; font-variant-numeric: tabular-nums">{escape(status)}</p>'
    )
