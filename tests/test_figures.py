"""The figures say what is true, keep their colours, and leave nothing behind."""

import sys
import warnings
from functools import cache
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from decodelab import figures, palette
from decodelab.figures import __main__ as hero
from decodelab.figures import picture

LENGTHS = [64, 128, 256, 512, 1024]
MACHINE = SimpleNamespace(flops_per_second=9e10, bytes_per_second=1.4e10)
MODELS = {"Llama 2 7B": (13.5e9, 524_288), "Llama 3 8B": (16.1e9, 131_072)}


def softmax(scores, allowed):
    weights = np.where(allowed, np.exp(scores), 0)
    return weights / weights.sum()


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
        "draw_leak": [
            (leak,),
            (np.tril(leak),),
            (np.where(leak == 0.31, np.nan, leak),),
            (np.ones((25, 25)),),
            (np.zeros((1, 1)),),
        ],
        "draw_mask_difference": [(np.tri(5) > 0, np.tri(5) == 0), (np.tri(5) > 0, np.tri(5) > 0)],
        "draw_mask_and_leak": [
            (np.tri(6) > 0, 2, np.tri(6)),
            (np.tri(6, k=1) > 0, 2, np.tri(6, k=1)),
            (np.tri(6) == 0, 5, np.tri(6) == 0),
        ],
        "draw_growth_guess": [
            (LENGTHS, [1e-6 * n for n in LENGTHS]),
            (LENGTHS, [1e-6 * n for n in LENGTHS], [n * n for n in LENGTHS], "quadratic"),
        ],
        "draw_step_parts": [
            (LENGTHS, {"reading the weights": 3e-3, "reading the cache": [1e-6 * n for n in LENGTHS]}, 512)
        ],
        "draw_cache_growth": [(8,), (8, 4), (1,), (40, 0)],
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
        "draw_total_cost": [(LENGTHS, [64 * n * n for n in LENGTHS], [64 * n**3 for n in LENGTHS])],
        "draw_counts": [(counts,), ({"cache": {64: 128, 128: 256}, "copying": {64: 128, 128: 256}},)],
        "draw_counts_and_times": [(counts, times), (counts, {"recompute": {64: 1e-3, 128: 4e-3}})],
        "draw_step_times": [
            ([],),
            ([1e-3],),
            (rng.random(100), 200),
            (1e-3 + 1e-4 * np.arange(100), 50, {"other": [1e-3] * 70}),
        ],
        "draw_time_per_token": [
            ({n: 2e-5 + 2e-8 * n for n in LENGTHS}, 512),
            ({256: 2e-5, 512: 2.2e-5, 1024: 9e-5, 2048: 2e-4}, 512),
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
CASES = [pytest.param(name, i, id=f"{name}-{i}") for name, many in EXAMPLES.items() for i in range(len(many))]


@cache
def drawn(name, i):
    """The figure of an example, drawn once for all tests; a warning on the way is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = getattr(figures, name)(*EXAMPLES[name][i])
        figure.canvas.draw()
    return figure


def colours_of(figure):
    figure.canvas.draw()  # the cells of a grid get their colours when they are drawn
    found = set()
    for axes in figure.axes:
        for mesh in axes.collections:
            found |= {to_hex(c) for c in np.atleast_2d(mesh.get_facecolor())}
        found |= {to_hex(patch.get_facecolor()) for patch in axes.patches}
        found |= {to_hex(line.get_color()) for line in axes.lines}
    return {c.upper() for c in found}


def words_in(figure):
    return " | ".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))


def test_every_figure_of_the_table_of_contents_has_an_example_here():
    assert {name for name in figures.__all__ if name.startswith("draw_")} == set(EXAMPLES)


@pytest.mark.parametrize("name, i", CASES)
def test_a_figure_draws_without_a_warning_and_says_its_message_in_a_sentence(name, i):
    figure = drawn(name, i)
    assert isinstance(figure, Figure)
    assert len(figure.title.split()) >= 4 and figure.title[0].isupper()
    assert figure.title.replace(" ", "") == figure._suptitle.get_text().replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("name, i", CASES)
def test_a_figure_leaves_its_data_alone(name, i):
    before = repr(examples()[name][i])
    drawn(name, i)
    assert repr(EXAMPLES[name][i]) == before


@pytest.mark.parametrize("name, i", CASES)
def test_no_text_of_a_figure_leaves_the_paper_or_lies_on_its_title(name, i):
    figure = drawn(name, i)
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


@pytest.mark.parametrize("name, i", CASES)
def test_no_two_texts_of_a_figure_collide(name, i):
    figure = drawn(name, i)
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


def test_drawing_touches_no_pyplot_and_no_setting():
    before = dict(matplotlib.rcParams)
    had_pyplot = "matplotlib.pyplot" in sys.modules
    for name, many in EXAMPLES.items():
        getattr(figures, name)(*many[0])
    assert figures.draw_query_key_pairs(3).png().startswith(b"\x89PNG")
    assert dict(matplotlib.rcParams) == before
    assert ("matplotlib.pyplot" in sys.modules) == had_pyplot


def test_a_notebook_shows_a_picture_at_its_size_with_words_for_those_who_cannot_see_it():
    figure = figures.draw_query_key_pairs(5)
    data, metadata = figure._repr_mimebundle_()
    assert data["image/png"] == figure.png()
    assert f'alt="{figure.title}"' in data["text/html"] and 'width="720" height="365"' in data["text/html"]
    assert figure.title in data["text/plain"]
    assert metadata["image/png"] == {"alt": figure.title, "width": 720, "height": 365}


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
    figure.canvas.draw()
    mesh = figure.axes[0].collections[0]
    faces = [to_hex(c) for c in mesh.get_facecolor()]
    assert len(set(faces)) == 3
    assert faces.count(to_hex(palette.WRONG)) == 1 and faces.index(to_hex(palette.WRONG)) == 4
    assert faces.count(to_hex(palette.KEY)) == 1 and faces.index(to_hex(palette.KEY)) == 16
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
    falls, rises = (
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


def test_the_fixed_part_is_written_only_where_there_is_room_below_the_line():
    for fixed, shown in ((0.05, False), (0.4, True)):
        picture = figures.draw_fit(
            LENGTHS, fixed + np.linspace(0, 1 - fixed, len(LENGTHS)), ((1 - fixed) / LENGTHS[-1], fixed)
        )
        assert ("fixed:" in words_in(picture)) == shown


def test_one_hiccup_does_not_flatten_the_other_step_times():
    steady = [1e-3] * 99
    axes = figures.draw_step_times(steady + [1.0]).axes[0]
    assert axes.get_ylim()[1] < 5e-3


@pytest.mark.parametrize("n, marked", [(4, False), (12, True), (25, False)])
def test_the_legend_of_leaks_explains_a_mark_only_where_it_is_drawn(n, marked):
    words = words_in(figures.draw_leak(np.ones((n, n))))
    assert ("! moved by a later token" in words) == marked and "moved by a later token" in words


def test_a_cache_outgrows_its_weights_earlier_in_a_batch():
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
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


@pytest.mark.parametrize("name, i", CASES)
def test_every_word_on_white_can_be_read(name, i):
    figure = drawn(name, i)
    for text in figure.findobj(matplotlib.text.Text):
        colour = to_hex(text.get_color())
        if text.get_text().strip() in ("", "×") or colour.upper() == palette.PAPER:  # white on dark cells
            continue
        contrast = 1.05 / (luminance(colour) + 0.05)
        assert contrast >= 4.5, f"{text.get_text()!r} in {colour} has a contrast of {contrast:.1f} on white"


@pytest.mark.parametrize(
    "write, number, text",
    [
        (picture.short_length, 64, "64"),
        (picture.short_length, 1024, "1k"),
        (picture.short_length, 4096, "4k"),
        (picture.short_length, 131072, "128k"),
        (picture.short_length, 1000, "1k"),
        (picture.short_length, 1500, "1500"),
        (picture.short_count, 0, "0"),
        (picture.short_count, 999.7, "1k"),
        (picture.short_count, 134144, "134k"),
        (picture.short_count, 1.25e9, "1.2G"),
        (picture.short_bytes, 13.5e9, "14 GB"),
        (picture.short_bytes, 12, "12 B"),
        (picture.short_seconds, 3.4e-3, "3.4 ms"),
        (picture.short_seconds, 0, "0"),
        (picture.short_seconds, 1, "1 s"),
        (picture.short_seconds, 2e-10, "0.2 ns"),
        (picture.short_seconds, 999.9e-6, "1 ms"),
        (picture.spaced, 32768, "32\u202f768"),
    ],
)
def test_numbers_are_written_short_and_plain(write, number, text):
    assert write(number) == text


def test_a_tint_goes_from_white_to_the_colour():
    assert palette.tint(palette.QUERY, 1).upper() == palette.QUERY
    assert palette.tint(palette.QUERY, 0) == "#ffffff"


def test_the_picture_of_the_readme_is_drawn_the_same_each_time(tmp_path):
    for folder in ("first", "second"):
        hero.main(tmp_path / folder)
    for name in ("cost_of_a_token.svg", "cost_of_a_token.png"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


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
            if "!" in str(line.get_marker())
            for at in line.get_xydata()
        }
        assert marked == {(i + 1, i) for i in range(5)}
    assert not any(line.get_marker() == "x" for line in moved.lines)
