"""The colours of the course, defined once: the same thing has the same colour from lesson 00 to the website.

They come from Okabe and Ito's set (2008), which people with the common colour-vision deficiencies can tell
apart, and which differ in lightness, so they survive a black-and-white printer too.
"""

QUERY = "#0072B2"  # blue: the token that asks
KEY = "#E69F00"  # orange: what it is compared with
VALUE = "#009E73"  # green: what it takes away
MASK = "#999999"  # grey: what it may not use
CACHED = "#56B4E9"  # sky blue: kept from an earlier step
RECOMPUTED = "#D55E00"  # vermilion: worked out again
WRONG = "#CC79A7"  # purple: an answer that differs from what was asked
INK = "#222222"  # text, axes, and everything without a colour of its own

# The same hues, dark enough to be read as small text on white (contrast of 4.5 and more).
DARK_KEY = "#8A6100"
DARK_VALUE = "#00734F"
DARK_CACHED = "#1F6E9C"
DARK_RECOMPUTED = "#B04C00"
DARK_WRONG = "#9C4677"
GREY_TEXT = "#6B6B6B"

PAPER = "#FFFFFF"
GRID = "#E3E3E3"


def tint(colour, strength):
    """The colour mixed with white: strength 1 is the colour itself, 0 is white. Returns '#rrggbb'."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 + (c - 255) * strength):02x}" for c in channels)
