"""The colours of the course, defined once: the same thing has the same colour from lesson 00 to the website.

They come from Okabe and Ito's set (2008), which people with the common colour-vision deficiencies can tell
apart, and which differ in lightness, so they survive a black-and-white printer too.

A picture lies on the page it is shown on, light or dark: `on_page` says in CSS what each colour becomes
there. Areas and lines keep their hue, whatever has none of its own takes the page's ink, and words take some
of both.
"""

QUERY = "#0072B2"  # blue: the token that asks
KEY = "#E69F00"  # orange: what it is compared with
VALUE = "#009E73"  # green: what it takes away
MASK = "#999999"  # grey: what it may not use
CACHED = "#56B4E9"  # sky blue: kept from an earlier step
RECOMPUTED = "#D55E00"  # vermilion: worked out again
WRONG = "#CC79A7"  # purple: an answer that differs from what was asked
INK = "#222222"  # text, axes, and everything without a colour of its own

# The same hues as small text: these are for white paper (contrast of 4.5 and more).
QUERY_TEXT = "#006BA6"
KEY_TEXT = "#8A6100"
VALUE_TEXT = "#00734F"
CACHED_TEXT = "#1F6E9C"
RECOMPUTED_TEXT = "#B04C00"
WRONG_TEXT = "#9C4677"
GREY_TEXT = "#6B6B6B"

PAPER = "#FFFFFF"  # the page itself: drawn as nothing
GRID = "#E3E3E3"
ON_COLOUR = "#1A1A1A"  # text on an area of full colour, which is as dark on a dark page as on a light one

PAGE_INK = {"light": INK, "dark": "#E6E6E6"}  # for pictures that no page lends its ink to

_INK_IN_HUE = 48  # per cent of the page's ink in words that have a hue: readable on light and on dark
_HUE_OF_TEXT = {
    QUERY_TEXT: QUERY,
    KEY_TEXT: KEY,
    VALUE_TEXT: VALUE,
    CACHED_TEXT: CACHED,
    RECOMPUTED_TEXT: RECOMPUTED,
    WRONG_TEXT: WRONG,
}
_OF_THE_PAGE = {
    INK: "currentColor",
    GREY_TEXT: "color-mix(in srgb,currentColor 76%,transparent)",
    GRID: "color-mix(in srgb,currentColor 14%,transparent)",
    PAPER: "none",
} | {text: f"color-mix(in srgb,currentColor {_INK_IN_HUE}%,{hue})" for text, hue in _HUE_OF_TEXT.items()}


def tint(colour, strength):
    """The colour laid thinly on the page: strength 1 is the colour itself, 0 is nothing. Returns
    '#rrggbbaa'."""
    return f"{colour}{round(255 * strength):02x}"


def on_page(colour):
    """What '#rrggbb' is in CSS on a page of any theme."""
    return _OF_THE_PAGE.get(colour.upper(), colour)
