"""The figures say what is true, keep their colours, and leave nothing behind."""

import re
import sys
import warnings
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.figure import Figure

from decodelab import Meter, figures, palette
from decodelab.blocks import BlockPool
from decodelab.figures import __main__ as hero
from decodelab.figures import numbers, picture

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LENGTHS = [64, 128, 256, 512, 1024]
MACHINE = SimpleNamespace(flops_per_second=9e10, bytes_per_second=1.4e10)
MODELS = {"Llama 2 7B": (13.5e9, 524_288), "Llama 3 8B": (16.1e9, 131_072)}


def softmax(scores, allowed):
    weights = np.where(allowed, np.exp(scores), 0)
    return weights / weights.sum()


def step(n):
    return np.ones(n) @ np.ones((n, 8))


def metered():
    meter = Meter(step)
    for n in LENGTHS:
        with meter.at(n):
            step(n)
    return SimpleNamespace(by_length=meter.by_length)


class TwoBlocks:
    """A cache of eight tokens in two blocks of a pool."""

    def __init__(self, pool):
        self.pool, self.held = pool, [pool.take(), pool.take()]

    def __len__(self):
        return 8

    def __repr__(self):
        return "TwoBlocks"

    def blocks(self):
        return [(self.pool.keys[b], self.pool.values[b]) for b in self.held]


def pool_of_blocks():
    pool = type("Pool", (BlockPool,), {"__repr__": lambda self: "Pool"})(8, 4, 1, 1)
    return pool, {"a": TwoBlocks(pool)}


def examples():
    rng = np.random.default_rng(7)
    scores, allowed = rng.normal(size=7), np.arange(7) <= 4
    leak = np.tril(rng.random((5, 5)))
    leak[1, 3] = 0.31
    counts = {"cached": {n: 128 * n for n in LENGTHS}, "recompute": {n: 128 * n * n for n in LENGTHS}}
    times = {"cached": {n: 1e-6 + 2e-8 * n for n in LENGTHS}}
    return {
        "draw_query_key_pairs": [(7,), (7, 3), (1,), (33,)],
        "draw_attention_row": [
            (scores, allowed, softmax(scores, allowed), rng.normal(size=(7, 3))),
            (scores[:1], [True], [1.0], rng.normal(size=(1, 1))),
        ],
        "draw_weights_row": [(softmax(scores, allowed), 4), ([0.5, 0.8],), ([np.nan, 1.0],), ([0.2] * 40,)],
        "draw_heads": [
            (np.arange(18).reshape(3, 6), np.arange(18).reshape(3, 3, 2).swapaxes(0, 1)),
            (np.arange(18).reshape(3, 6), np.arange(18).reshape(3, 3, 2)),
            (np.arange(4).reshape(2, 2), np.arange(4).reshape(2, 2, 1).swapaxes(0, 1)),
        ],
        "draw_looks": [
            (["The", " whale", " it", "."], np.tri(4) / np.arange(1, 5)[:, None], 2),
            (["S"], np.ones((1, 1)), 0),
        ],
        "draw_memory_over_time": [
            (
                100,
                {
                    "whole": (np.ones(9), np.linspace(9, 40, 9), np.full(9, 90)),
                    "blocks": (np.full(9, 3), np.full(9, 80), np.full(9, 84)),
                },
            )
        ],
        "draw_pool": [pool_of_blocks()],
        "draw_rounded_row": [([0.4, -1.0, 0.77], 8), ([2.0, -0.3], 3)],
        "draw_losses": [({what: {8: 0.0, 4: 0.002, 2: 0.1} for what in ("keys", "values", "both")}, 4)],
        "draw_shouting": [(rng.normal(size=(20, 6)), {"by row": (np.zeros((20, 6)), 0.6)})],
        "draw_one_pass": [([1.0, -2.0, 3.0, 0.5, 4.0], 2, 0), ([1.0, -2.0, 3.0, 0.5, 4.0], 2, 3)],
        "draw_tiles": [(7, 2), (1, 4)],
        "draw_prefixes": [
            ({(1, 2): 0, (1, 2, 3, 4): 1, (1, 2, 5, 6): 2, (7, 8): 3}, 2, (1, 2, 3, 4, 9)),
            ({(1, 2): 0}, 2),
        ],
        "draw_batch_bytes": [(4.3e6, 1536, 500)],
        "draw_chunks": [
            ([16, 64, 256, 1024], [0.02, 0.03, 0.08, 0.3], [0.9, 0.5, 0.35, 0.3]),
            ([16, 64, 256], [0.02, 0.03, 0.08], [0.9, 0.5, 0.35], 300),
        ],
        "draw_check": [
            (["The", " old", " whale", " was"], [" a", " very", " old"], [" a", " great", " whale", " of"]),
            ([" was"], [" a"], [" a", " whale"]),
        ],
        "draw_guesses": [
            (
                "The whale was seen",
                [
                    [(" and", "guess"), (" the", "instead")],
                    [(" ship", "own")],
                    [("\n", "guess"), ("ed", "own")],
                ]
                * 6,
            ),
            ("A", [[("b", "own")]]),
        ],
        "draw_speedups": [
            ([1, 2, 4, 8], {"one reader": [1.7, 2.2, 2.8, 3.2], "the whale": [1.2, 1.3, 1.6, 1.5]}, 0.7),
            ([1, 2, 4], {"one": [0.8, 0.7, 0.6], "another": [0.9, 0.8, 0.7]}, 0.1),
            ([1, 2, 4], {"one": [1.2, 1.3, 1.1], "another": [0.9, 0.8, 0.7]}, 0.3),
        ],
        "draw_ragged": [([3, 9, 5],)],
        "draw_served": [
            (
                {
                    "static": [(0.0, 1.0, 2.0), (0.5, 2.5, 3.0)],
                    "continuous": [(0.0, 0.2, 1.0), (0.5, 0.8, 2.0)],
                },
            )
        ],
        "draw_scaling": [({d: rng.normal(size=(8, d)) @ rng.normal(size=d) for d in (4, 64, 1024)},)],
        "draw_scores_and_weights": [(scores, softmax(scores, allowed))],
        "draw_leak": [
            (leak,),
            (np.tril(leak),),
            (np.where(leak == 0.31, np.nan, leak),),
            (np.ones((25, 25)),),
            (np.zeros((1, 1)),),
            (leak, 3),
        ],
        "draw_mask_difference": [(np.tri(5) > 0, np.tri(5) == 0), (np.tri(5) > 0, np.tri(5) > 0)],
        "draw_mask_and_leak": [
            (np.tri(6) > 0, 2, np.tri(6)),
            (np.tri(6, k=1) > 0, 2, np.tri(6, k=1)),
            (np.tri(6) == 0, 5, np.tri(6) == 0),
            (np.tri(6, k=1) > 0, 2, None),
            (np.tri(8) > 0, 3, None),
        ],
        "draw_growth_guess": [
            (LENGTHS, [1e-6 * n for n in LENGTHS]),
            (LENGTHS, [1e-6 * n for n in LENGTHS], [n * n for n in LENGTHS], "quadratic"),
        ],
        "draw_step_parts": [
            (LENGTHS, {"reading the weights": 3e-3, "reading the cache": [1e-6 * n for n in LENGTHS]}, 512)
        ],
        "draw_cache_growth": [(8,), (8, 4), (1,), (40, 0)],
        "draw_predicted_against_measured": [
            ({"one program": [(1e-2, 1.5e-2), (2e-2, 2.1e-2)], "another": [(1e-3, 8e-3)]},),
            ({"one program": [(1e-2, 0.9e-2), (2e-2, 2.1e-2)]}, {"too fast": (1e-2, 0.9e-2)}),
        ],
        "draw_bandwidth_share": [
            ({"8B": {"a": (3e11, 0.8), "b": (2e12, 0.4)}, "the same in 4 bits": {"a": (3e11, 0.7)}}, ("b",)),
            ({"8B": {"a": (3e11, 0.8)}},),
        ],
        "draw_fixed_and_speed": [
            (
                {
                    "devices": ([1e9, 2e9], [2e-3, 3e-3], (1e-3, 1e12)),
                    "bits": ([1e9, 4e9], [3e-3, 4e-3], (2.6e-3, 3e12)),
                },
            ),
            ({"devices": ([1e9, 2e9], [2e-3, 3e-3], (1e-3, 1e12))},),
        ],
        "draw_published_roofline": [
            (
                {"a machine": (3e14, 2e12), "a better one": (2e15, 3e12)},
                {"decode": [("a machine", 1, 1e12)], "prompts": [("a better one", 2000, 7e14)]},
            ),
        ],
        "draw_cost_lines": [
            (
                LENGTHS,
                {
                    "scores": [64 * n for n in LENGTHS],
                    "output": [64 * n for n in LENGTHS],
                    "everything else": [3 * n for n in LENGTHS],
                },
            ),
            (LENGTHS, {"all rows": [64 * n * n for n in LENGTHS]}),
        ],
        "draw_products_and_rest": [
            (LENGTHS, [512 * n for n in LENGTHS], [262144] * 5),
            (LENGTHS, [5 * n for n in LENGTHS], [262144] * 5),
            (LENGTHS, [5120 * n for n in LENGTHS], [2621] * 5),
        ],
        "draw_metered": [(metered(),), (metered(), [128, 512])],
        "draw_total_cost": [(LENGTHS, [64 * n * n for n in LENGTHS], [64 * n**3 for n in LENGTHS])],
        "draw_counts": [(counts,), ({"cache": {64: 128, 128: 256}, "copying": {64: 128, 128: 256}},)],
        "draw_counts_and_times": [(counts, times), (counts, {"recompute": {64: 1e-3, 128: 4e-3}})],
        "draw_step_times": [
            ([],),
            ([1e-3],),
            (rng.random(100), 200),
            (1e-3 + 1e-4 * np.arange(100), 50, {"other": [1e-3] * 70}),
            ([1e-3] * 10, 50, None, "", np.linspace(1e-3, 4e-3, 50)),
        ],
        "draw_time_per_token": [
            ({n: 2e-5 + 2e-8 * n for n in LENGTHS}, 512),
            ({256: 2e-5, 512: 2.2e-5, 1024: 9e-5, 2048: 2e-4}, 512),
            ({2**p: 2e-5 + 2e-8 * 2**p for p in range(8, 17)}, 512),
        ],
        "draw_predictions": [
            ([("00_start_here", 3, 14.2)],),
            ([("01_a", 10, 55), ("02_b", 40, 1)],),
            ([("01_a", 10, 55), ("02_b", 0, 3), ("02_b", -1, 5), ("02_b", 4, 0), ("03_c", 1e9, 1)],),
            ([(f"0{i // 4}_x", 1.5**i, 40) for i in range(24)],),
        ],
        "draw_roofline": [
            (MACHINE, {"decode step": (0.5, 5e9), "prefill": (60, 6e10)}),
            (MACHINE, {"decode step": (0.5, None)}),
            (MACHINE, {}),
        ],
        "draw_fit": [
            (LENGTHS, [1e-5 + 1e-8 * n for n in LENGTHS], (1e-8, 1e-5)),
            (LENGTHS, [1e-5 + 1e-8 * n for n in LENGTHS], (1e-8, 1e-5), (9e-9, 1.1e-8), (2048, 3e-5)),
            (LENGTHS, [1e-5 + 1e-8 * n for n in LENGTHS], (1e-8, -1e-6), None, (2048, None)),
        ],
        "draw_cache_against_weights": [(MODELS,), (MODELS, 32)],
    }


EXAMPLES = examples()
CASES = [
    pytest.param(name, i, id=f"{name}-{i}", marks=[pytest.mark.slow] if i else [])
    for name, many in EXAMPLES.items()
    for i in range(len(many))
]
"""Each example of a figure; `make check` tries the first."""


WIDTHS = [picture.WIDE, picture.NARROW]


@cache
def drawn(name, i, width=picture.WIDE):
    """The figure of an example, drawn once for all tests; a warning on the way is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = getattr(figures, name)(*EXAMPLES[name][i])
        figure = figure if width == picture.WIDE else figure.at_width(width)
        figure.canvas.draw()
    return figure


def colours_of(figure):
    found = set()
    for axes in figure.axes:
        for mesh in axes.collections:
            found |= {to_hex(c) for c in np.atleast_2d(mesh.get_facecolor())}
        found |= {to_hex(area.get_facecolor()) for area in axes.patches}
        found |= {to_hex(line.get_color()) for line in axes.lines}
    return {c.upper() for c in found}


def cells_of(figure, colour):
    """{(row, column)} of the cells of a grid that are filled with just this colour."""
    return {
        (round(float(y)), round(float(x)))
        for area in figure.axes[0].patches
        if to_hex(area.get_facecolor(), keep_alpha=True) == f"{colour.lower()}ff"
        for x, y in area.get_path().vertices.reshape(-1, 5, 2)[:, :4].mean(axis=1)
    }


def words_in(figure):
    return " | ".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))


def test_every_figure_of_the_table_of_contents_has_an_example_here():
    assert {name for name in figures.__all__ if name.startswith("draw_")} == set(EXAMPLES)


@pytest.mark.parametrize("name, i", CASES)
def test_a_figure_draws_without_a_warning_and_says_its_message_in_a_sentence(name, i):
    figure = drawn(name, i)
    assert isinstance(figure, Figure)
    assert len(figure.title.split()) >= 4 and (figure.title[0].isupper() or figure.title[0].isdigit())
    assert figure.title.replace(" ", "") == figure._suptitle.get_text().replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("name, i", CASES)
def test_a_figure_leaves_its_data_alone(name, i):
    before = repr(examples()[name][i])
    drawn(name, i)
    assert repr(EXAMPLES[name][i]) == before


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name, i", CASES)
def test_no_text_of_a_figure_leaves_the_paper_or_lies_on_its_title(name, i, width):
    figure = drawn(name, i, width)
    renderer = figure.canvas.get_renderer()
    paper = figure.bbox
    title = figure._suptitle.get_window_extent(renderer)
    tick_labels = [
        text
        for axis in figure.findobj(matplotlib.axis.Axis)
        for text in axis.get_majorticklabels() + axis.get_minorticklabels()
    ]
    for text in figure.findobj(matplotlib.text.Text):
        if not (text.get_text().strip() and text.get_visible()) or text is figure._suptitle:
            continue
        if text in tick_labels:
            continue  # matplotlib keeps labels of ticks outside the limits, undrawn
        box = text.get_window_extent(renderer)
        assert box.x0 >= -1 and box.x1 <= paper.x1 + 1, f"{text.get_text()!r} is cut off at a side"
        assert box.y0 >= -1 and box.y1 <= paper.y1 + 1, f"{text.get_text()!r} is cut off above or below"
        assert box.y1 <= title.y0 + 2, f"{text.get_text()!r} lies on the title"


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name, i", CASES)
def test_no_two_texts_of_a_figure_collide(name, i, width):
    figure = drawn(name, i, width)
    renderer = figure.canvas.get_renderer()
    boxes = [
        (text.get_text(), text.get_window_extent(renderer))
        for axes in figure.axes
        for text in (*axes.texts, axes.xaxis.label, axes.yaxis.label, axes.title, axes._left_title)
        if text.get_text().strip() and not text.get_rotation() % 90
    ]
    for k, (first, box) in enumerate(boxes):
        for second, other in boxes[k + 1 :]:
            apart = (
                box.x1 + 2 < other.x0
                or other.x1 + 2 < box.x0
                or box.y1 <= other.y0 + 1
                or other.y1 <= box.y0 + 1
            )
            assert apart, f"{first!r} lies on {second!r} or touches it"


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name, i", CASES)
def test_no_two_labels_of_an_axis_collide(name, i, width):
    figure = drawn(name, i, width)
    renderer = figure.canvas.get_renderer()
    for axis in figure.findobj(matplotlib.axis.Axis):
        low, high = sorted(axis.get_view_interval())
        labels = [
            (label.get_text(), label.get_window_extent(renderer))
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
            if low <= tick.get_loc() <= high
            for label in (tick.label1, tick.label2)
            if label.get_visible() and label.get_text().strip()
        ]
        for k, (first, box) in enumerate(labels):
            for second, other in labels[k + 1 :]:
                apart = (
                    box.x1 <= other.x0
                    or other.x1 <= box.x0
                    or box.y1 <= other.y0 + 2
                    or other.y1 <= box.y0 + 2
                )
                assert apart, f"{first!r} of an axis lies on {second!r}"


def test_names_of_lines_that_end_together_stand_around_the_end():
    figure = figures.draw_cost_lines(
        LENGTHS,
        {"scores": [64 * n for n in LENGTHS], "output": [64 * n for n in LENGTHS], "rest": [65536] * 5},
    )
    figure.canvas.draw()
    axes = figure.axes[0]
    heights = [
        text.xyann[1] if text.xycoords != "axes fraction" else text.xy[1]
        for text in axes.texts
        if text.get_text() in ("scores", "output", "rest")
    ]
    at = axes.transAxes.inverted().transform(axes.transData.transform((1024, 65536)))[1]
    assert np.mean(heights) == pytest.approx(at, abs=0.01) and np.ptp(heights) > 0.1


def test_numbers_in_figures_have_a_true_minus_and_no_minus_nought():
    words = words_in(drawn("draw_attention_row", 0))
    assert "\u22120.9" in words
    assert "-0" not in words and "\u22120.0 " not in words


@pytest.mark.slow
def test_drawing_touches_no_pyplot_and_no_setting():
    before = dict(matplotlib.rcParams)
    had_pyplot = "matplotlib.pyplot" in sys.modules
    for name, many in EXAMPLES.items():
        assert getattr(figures, name)(*many[0]).html()
    assert dict(matplotlib.rcParams) == before
    assert ("matplotlib.pyplot" in sys.modules) == had_pyplot


def drawings_in(html):
    """The <svg> elements of what a page is given, parsed: what is not well-formed raises."""
    return [ElementTree.fromstring(text) for text in re.findall(r"<svg .*?</svg>", html, flags=re.DOTALL)]


@pytest.mark.slow
@pytest.mark.parametrize("name, i", CASES)
def test_a_page_gets_two_drawings_with_words_for_those_who_cannot_see_them(name, i):
    data = drawn(name, i)._repr_mimebundle_()
    wide, narrow = drawings_in(data["text/html"])
    for svg, em in ((wide, picture.WIDE), (narrow, picture.NARROW)):
        assert svg.get("role") == "img" and len(svg.get("aria-label").split()) >= 4
        assert f"width:{em}em" in svg.get("style").replace(".0em", "em")
    assert wide.get("aria-label") in data["text/plain"]


@pytest.mark.slow
@pytest.mark.parametrize("name, i", CASES)
def test_a_drawing_has_the_ink_of_the_page_its_text_size_and_no_paper_or_id_of_its_own(name, i):
    for svg in drawings_in(drawn(name, i).html()):
        sizes = {float(text.get("font-size")) for text in svg.iter("{http://www.w3.org/2000/svg}text")}
        assert min(sizes) == picture.TEXT and max(sizes) < 1.1 * picture.TEXT
        for element in svg.iter():
            painted = re.findall(r"(?:fill|stroke):([^;]+)", element.get("style", ""))
            assert not {palette.INK.lower(), palette.GRID.lower(), palette.PAPER.lower()} & set(painted)
            assert not element.get("id") and "url(" not in element.get("style", "")


def test_two_pictures_on_a_page_cannot_disturb_each_other():
    html = figures.draw_query_key_pairs(3).html() + figures.draw_query_key_pairs(4).html()
    assert " id=" not in html and "href" not in html


def test_a_step_reads_from_the_cache_what_was_there_before_it():
    first, fifth = (figures.draw_cache_growth(8, step).title for step in (0, 5))
    assert first == "Step 0 works out 1 key and value, with a cache and without"
    assert fifth == "Step 5 works out 1 key and value and reads 5 from the cache; without, it works out 6"


def test_pairs_count_those_drawn_so_far():
    assert "10 pairs" in figures.draw_query_key_pairs(7, 3).title
    assert "1 pair " in figures.draw_query_key_pairs(7, 0).title
    with pytest.raises(ValueError, match="numbered 0 to 6"):
        figures.draw_query_key_pairs(7, 7)


def test_a_leak_is_named_by_its_first_pair_and_none_is_seen_where_none_is():
    leak = np.tril(np.ones((6, 6)))
    assert "stays unseen" in figures.draw_leak(leak).title
    leak[2, 5] = 1e-9
    assert figures.draw_leak(leak).title == "Output 2 moved when only token 5 changed: it sees the future"
    leak[4, 5] = np.nan
    assert "and 1 more pair leaks" in figures.draw_leak(leak).title


def test_the_difference_of_masks_shows_nothing_of_the_cells_that_agree():
    wanted = np.tri(5) > 0
    given = wanted.copy()
    given[3, 1], given[0, 4] = False, True
    figure = figures.draw_mask_difference(wanted, given)
    assert cells_of(figure, palette.WRONG) == {(0, 4)}
    assert cells_of(figure, palette.KEY) == {(3, 1)}
    with pytest.raises(ValueError, match=r"\(5, 5\) and \(4, 4\)"):
        figures.draw_mask_difference(wanted, wanted[:4, :4])


def test_weights_that_do_not_add_up_to_one_are_told_their_sum():
    assert "add up to 1.3, not to 1" in figures.draw_weights_row([0.5, 0.8]).title
    assert "some are negative" in figures.draw_weights_row([1.5, -0.5]).title
    assert "not all numbers" in figures.draw_weights_row([np.nan, 1.0]).title
    assert figures.draw_weights_row([0.25, 0.75], 1).title == "The weights of query 1 add up to 1"


def test_a_line_with_equal_differences_is_told_its_slope_and_another_is_not():
    assert (
        "same 128 multiply-adds"
        in figures.draw_cost_lines(LENGTHS, {"both": [128 * n + 5 for n in LENGTHS]}).title
    )
    assert "more than the last" in figures.draw_cost_lines(LENGTHS, {"all": [n * n for n in LENGTHS]}).title


def test_points_of_the_first_design_lie_on_its_line_when_time_is_only_arithmetic():
    counts = {"cached": {n: 128 * n for n in LENGTHS}}
    figure = figures.draw_counts_and_times(counts, {"cached": {n: 3e-10 * 128 * n for n in LENGTHS}})
    line, points = figure.axes[0].lines
    assert np.allclose(line.get_ydata(), points.get_ydata(), rtol=1e-12)


def test_designs_that_count_the_same_share_a_line_and_are_both_named_on_it():
    same = {n: 128 * n for n in LENGTHS}
    figure = figures.draw_counts_and_times(
        {"yours": same, "concatenation": dict(same)}, {"yours": {64: 1e-5}}
    )
    assert "yours and concatenation" in words_in(figure)
    broad, thin = [line for line in figure.axes[0].lines if line.get_linestyle() == "-"]
    assert broad.get_linewidth() > thin.get_linewidth() and broad.get_color() != thin.get_color()


def test_counts_of_designs_set_the_dearest_beside_the_first_and_share_a_line_where_they_are_equal():
    figure = figures.draw_counts(
        {"cache": {64: 10, 128: 20}, "copying": {64: 10, 128: 20}, "again": {64: 50, 128: 300}}
    )
    assert figure.title == "At 128 tokens again takes 15 × the multiply-adds of cache"
    assert "cache and copying" in words_in(figure) and "again" in words_in(figure)


def test_time_per_token_says_where_it_is_least_and_whether_it_rises_again():
    falls, rises, _ = (
        figures.draw_time_per_token(*example).title for example in EXAMPLES["draw_time_per_token"]
    )
    assert "least, 40 ns, at 1\u202f024 tokens" in falls and "later" not in falls
    assert "least, 43 ns, at 512 tokens, and up to 2.3 times that later" in rises


def test_step_times_say_whether_later_tokens_took_longer():
    assert "2.0 times as long" in figures.draw_step_times(1 + np.arange(100) / 100 * 1.2).title
    assert "about as long" in figures.draw_step_times([2e-3] * 30).title


@pytest.mark.parametrize("n", [200, 900])
def test_first_and_last_tokens_are_a_tenth_of_the_run_each_as_in_the_text_of_the_lessons(n):
    """Lesson 00 reveals median(seconds[-20:]) / median(seconds[:20]) of 200 under this very picture."""
    seconds = np.random.default_rng(0).uniform(0.9, 1.1, n) * np.linspace(0.008, 0.045, n)
    revealed = np.median(seconds[-n // 10 :]) / np.median(seconds[: n // 10])
    assert f"took {revealed:.1f} times as long as the first" in figures.draw_step_times(seconds, n).title


def test_a_fit_names_its_two_parts_at_the_end_of_its_line():
    words = words_in(figures.draw_fit(LENGTHS, [1e-5 + 1e-8 * n for n in LENGTHS], (1e-8, 1e-5)))
    assert "10 µs fixed,\n10 ns a token" in words


def test_the_crossing_of_two_lines_is_where_they_cost_the_same():
    titles = [figures.draw_products_and_rest(*e).title for e in EXAMPLES["draw_products_and_rest"]]
    assert titles[0].startswith("From 512 tokens on, the two products cost more")
    assert titles[1].startswith("Up to 1\u202f024 tokens the projections cost more")
    assert "and earlier" in titles[2]


def test_what_was_metered_is_drawn_as_it_was_counted():
    meter = metered()
    lines = figures.cost.costs_by_line(meter, LENGTHS, "bytes")
    totals = [meter.by_length[n].total.bytes_moved for n in LENGTHS]
    assert [sum(spent) for spent in zip(*lines.values(), strict=True)] == totals


def test_one_hiccup_does_not_flatten_the_other_step_times():
    steady = [1e-3] * 99
    axes = figures.draw_step_times(steady + [1.0]).axes[0]
    assert axes.get_ylim()[1] < 5e-3


@pytest.mark.parametrize("n, marked", [(4, False), (12, True), (25, False)])
def test_the_legend_of_leaks_explains_a_mark_only_where_it_is_drawn(n, marked):
    words = words_in(figures.draw_leak(np.ones((n, n))))
    assert ("! moved by a later token" in words) == marked and "moved by a later token" in words


def test_a_cache_outgrows_its_weights_earlier_in_a_batch():
    assert "The cache of Llama 3 8B" in figures.draw_cache_against_weights(MODELS, about="Llama 3 8B").title
    assert "at 26k tokens" in figures.draw_cache_against_weights(MODELS).title
    assert "at 800 tokens (32 sequences at once)" in figures.draw_cache_against_weights(MODELS, 32).title


def test_a_held_out_length_is_shown_with_the_ratio_of_measured_to_predicted():
    figure = figures.draw_fit(LENGTHS, [1e-5] * 5, (0.0, 1e-5), held_out=(2048, 1.5e-5))
    assert figure.title.endswith("a ratio of 1.50")


def test_the_same_thing_has_the_same_colour_everywhere():
    growth = colours_of(figures.draw_cache_growth(4))
    total = colours_of(figures.draw_total_cost(*EXAMPLES["draw_total_cost"][0]))
    designs = colours_of(figures.draw_counts_and_times(*EXAMPLES["draw_counts_and_times"][0]))
    for seen in (growth, total, designs):
        assert {palette.CACHED, palette.RECOMPUTED} <= seen
    lines = colours_of(figures.draw_cost_lines(*EXAMPLES["draw_cost_lines"][0]))
    row = colours_of(figures.draw_attention_row(*EXAMPLES["draw_attention_row"][0]))
    assert {palette.KEY, palette.VALUE} <= lines and {palette.KEY, palette.QUERY} <= row


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def on_paper(css, ink, paper):
    """What a colour of `palette.on_page` looks like on a page: rgb."""
    mixed = re.fullmatch(r"color-mix\(in srgb,currentColor (\d+)%,(.+)\)", css)
    if mixed:
        share, other = int(mixed.group(1)) / 100, mixed.group(2)
        return share * ink + (1 - share) * (paper if other == "transparent" else np.array(to_rgb(other)))
    return ink if css == "currentColor" else np.array(to_rgb(css))


PAGES = {  # ink with its strength and paper of JupyterLab's themes and the website's
    "lab, light": (0.13, 1.0),
    "lab, dark": (1.0, 0.07),
    "lab, dark and soft": (0.88, 0.07),
    "site, dark": (0.81, 0.08),
}


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name, i", CASES)
def test_every_word_can_be_read_on_every_page(name, i, page):
    ink, paper = (np.full(3, shade) for shade in PAGES[page])
    for text in drawn(name, i).findobj(matplotlib.text.Text):
        colour = to_hex(text.get_color())
        if (
            not text.get_text().strip() or colour.upper() == palette.ON_COLOUR
        ):  # it stands on an area of its own
            continue
        lights = [luminance(on_paper(palette.on_page(colour), ink, paper)), luminance(paper)]
        contrast = (max(lights) + 0.05) / (min(lights) + 0.05)
        assert contrast >= 4.5, f"{text.get_text()!r} in {colour} has a contrast of {contrast:.1f}"


@pytest.mark.parametrize("area", [palette.KEY, palette.WRONG])
def test_a_word_on_full_colour_can_be_read(area):
    dark, light = luminance(to_rgb(palette.ON_COLOUR)), luminance(to_rgb(area))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    "write, number, text",
    [
        (numbers.short_length, 64, "64"),
        (numbers.short_length, 1024, "1k"),
        (numbers.short_length, 4096, "4k"),
        (numbers.short_length, 131072, "128k"),
        (numbers.short_length, 1000, "1k"),
        (numbers.short_length, 1500, "1500"),
        (numbers.short_count, 0, "0"),
        (numbers.short_count, 999.7, "1k"),
        (numbers.short_count, 134144, "134k"),
        (numbers.short_count, 1.25e9, "1.2G"),
        (numbers.short_bytes, 13.5e9, "14 GB"),
        (numbers.short_bytes, 12, "12 B"),
        (numbers.short_seconds, 3.4e-3, "3.4 ms"),
        (numbers.short_seconds, 0, "0"),
        (numbers.short_seconds, 1, "1 s"),
        (numbers.short_seconds, 2e-10, "0.2 ns"),
        (numbers.short_seconds, 999.9e-6, "1 ms"),
        (numbers.spaced, 32768, "32\u202f768"),
    ],
)
def test_numbers_are_written_short_and_plain(write, number, text):
    assert write(number) == text


def test_a_tint_goes_from_the_page_to_the_colour():
    assert to_rgba(palette.tint(palette.QUERY, 1)) == to_rgba(palette.QUERY)
    assert to_rgba(palette.tint(palette.QUERY, 0))[3] == 0


def test_the_picture_of_the_readme_is_drawn_the_same_each_time(tmp_path):
    for folder in ("first", "second"):
        hero.main(tmp_path / folder)
    for name in ("cost_of_a_token_light.svg", "cost_of_a_token_dark.svg"):
        drawn_now = (tmp_path / "first" / name).read_text(encoding="utf8")
        assert drawn_now == (tmp_path / "second" / name).read_text(encoding="utf8")
        assert drawn_now == (IMAGES / name).read_text(encoding="utf8"), "run python -m decodelab.figures"


@pytest.mark.parametrize("slowest", [0.012, 0.0145, 0.0188, 0.022, 0.03])
def test_a_tick_says_where_it_stands(slowest):
    """Steps of 2.5 would be written as 12 and 18 ms."""
    axis = figures.draw_step_times([slowest * n / 200 for n in range(1, 201)]).axes[0].yaxis
    labels = [axis.get_major_formatter()(at, i) for i, at in enumerate(axis.get_majorticklocs())]
    assert all(
        said == "0" or float(said.split()[0]) / 1000 == pytest.approx(at)
        for at, said in zip(axis.get_majorticklocs(), labels)
    )


def test_a_run_beside_another_has_a_name_and_the_colour_of_what_it_does():
    picture = figures.draw_step_times([0.001] * 20, also={"without cache": [0.002] * 20}, name="with cache")
    assert {"with cache", "without cache"} <= {text.get_text() for text in picture.axes[0].texts}
    assert {palette.CACHED, palette.RECOMPUTED} == colours_of(picture)
    assert picture.title == "A late token took 2 ms without cache, 1 ms with cache: 2.0 × as long"


def test_what_was_measured_is_ink_and_a_step_with_a_cache_is_the_colour_of_that():
    fit = colours_of(figures.draw_fit(LENGTHS, [1e-5] * 5, (0.0, 1e-5), held_out=(2048, 1.5e-5)))
    guess = colours_of(drawn("draw_growth_guess", 1))
    assert palette.INK in fit and palette.CACHED in fit
    assert palette.RECOMPUTED not in fit | guess and palette.QUERY not in fit | guess


def test_one_sign_has_one_meaning_where_a_mask_leaks():
    figure = drawn("draw_mask_and_leak", 1)
    mask, moved = figure.axes
    assert moved.get_title("left").endswith("(! with a later token)")
    for axes in (mask, moved):
        marked = {
            tuple(map(int, at))
            for line in axes.lines
            if isinstance(line.get_marker(), matplotlib.path.Path)
            for at in line.get_xydata()
        }
        assert marked == {(i + 1, i) for i in range(5)}
    assert not any(line.get_marker() == "x" for line in moved.lines)


def test_heads_that_were_not_dealt_out_by_columns_are_told_so():
    right, wrong, narrow = (figures.draw_heads(*example).title for example in EXAMPLES["draw_heads"])
    assert right == "Head 0 gets columns 0 to 1 of every token, and so on"
    assert wrong == "Head 0 got numbers of token 0: they were not dealt out by columns"
    assert narrow == "Head 0 gets column 0 of every token, and so on"
    with pytest.raises(ValueError, match="numbers of whole should differ"):
        figures.draw_heads(np.zeros((2, 4)), np.zeros((2, 2, 2)))


def test_what_a_token_looks_at_most_is_named():
    assert (
        figures.draw_looks(["a", "b"], [[1, 0], [0.9, 0.1]], 1).title
        == "The token “b” gives 90 % of its weight to “a”"
    )
    assert "to itself" in figures.draw_looks(["a", "b"], [[1, 0], [0.1, 0.9]], 1).title


def test_wide_keys_give_one_key_all_the_weight_unless_they_are_divided():
    assert "100 % of the weight" in figures.draw_scaling({4: [0.0, 1.0], 1024: [0.0, 32.0]}).title
    assert "divided by √d_k, 73 %" in figures.draw_scaling({4: [0.0, 1.0], 1024: [0.0, 32.0]}).title
