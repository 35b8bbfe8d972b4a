"""Explorers through their traits, without a browser: the state decides the picture and the sentence."""

import re
from html import unescape

import numpy as np
import pytest
import traitlets

from decodelab import designs, explorers
from decodelab.explorers import (
    BatchExplorer,
    CostExplorer,
    DecodeStepper,
    GrowthGuesser,
    GuessExplorer,
    LatencyExplorer,
    LeakExplorer,
    MaskExplorer,
    MaskPainter,
    OnePassExplorer,
    PoolExplorer,
    PriceExplorer,
    RoundingExplorer,
    ScaleExplorer,
    SentenceExplorer,
    ServingExplorer,
    SpeedupExplorer,
)
from decodelab.explorers.choice import Choice
from decodelab.explorers.grid import Grid
from decodelab.explorers.growth import GROWTHS
from decodelab.explorers.latency import MODELS
from decodelab.explorers.mask import MASKS, what_moves
from decodelab.explorers.slider import Slider

ALL = [getattr(explorers, name) for name in explorers.__all__]
# One other state for each setting, so that a control that moves nothing is found.
OTHER = {
    CostExplorer: {"n": 4096, "d_head": 16, "n_heads": 7, "cached": False},
    DecodeStepper: {"step": 6},
    GrowthGuesser: {"puzzle": 4, "noise": 0.5, "revealed": True},
    LatencyExplorer: {"model": "Llama 2 7B", "machine": "A100 SXM 80GB", "batch": 16, "context": 32768},
    LeakExplorer: {"token": 2, "part": "its value", "change": 1e3, "n_tokens": 4, "box": "box 3"},
    MaskPainter: {"checked": True},
    ScaleExplorer: {"d_k": 4, "divided": True, "draw": 3},
    SentenceExplorer: {"sentence": "The ship sank.", "token": 1, "layer": 1, "head": 3},
    MaskExplorer: {"query": 6, "mask": "no mask at all", "n_tokens": 5},
    PoolExplorer: {"prompt": 9, "answers": 5, "written": 4, "size": 16},
    OnePassExplorer: {"done": 4, "draw": 3},
    RoundingExplorer: {"bits": 2, "by": "channel"},
    BatchExplorer: {"length": 300},
    ServingExplorer: {"gap": 0.5},
    GuessExplorer: {
        "prompt": "Queequeg was a native of an island far away to the West",
        "draft": "looking it up in the text itself",
        "k": 2,
    },
    SpeedupExplorer: {"alpha": 0.33, "draft_cost": 0.1},
    PriceExplorer: {
        "model": "Llama 2 7B",
        "sizes": '{"parameters": 3e9, "n_layers": 30, "n_heads": 20, "d_head": 128}',
        "machine": "L4 24GB",
        "n_machines": 4,
        "weight_bits": 4,
        "cache_bits": 8,
        "batch": 16,
        "context": 32768,
    },
}


def shown(explorer):
    """(words for those who can't see it, the whole SVG) of the picture on the page."""
    words = re.search(r'aria-label="([^"]*)"', explorer._sheet.html)
    return words and unescape(words.group(1)), explorer._sheet.html


@pytest.mark.parametrize("kind", ALL)
def test_an_explorer_opens_with_a_question_a_picture_and_a_sentence(kind):
    explorer = kind()
    words, picture = shown(explorer)
    assert "?" in explorer.question
    if kind is not MaskPainter:  # whose grid is the picture
        assert "<svg" in picture and len(words.split()) >= 4
    assert explorer.words() in unescape(explorer._words.value)
    assert 'role="status"' in explorer._words.value


@pytest.mark.slow
@pytest.mark.parametrize("kind, name", [(kind, name) for kind in ALL for name in OTHER[kind]])
def test_moving_a_control_changes_the_picture_as_setting_the_trait_does(kind, name):
    value = OTHER[kind][name]
    by_control, by_trait = kind(), kind()
    before = shown(by_control)[1]
    by_control._controls[name].value = value
    setattr(by_trait, name, value)
    assert getattr(by_control, name) == value and by_trait._controls[name].value == value
    assert shown(by_control) == shown(by_trait)
    assert shown(by_control)[1] != before
    assert shown(kind(**{name: value})) == shown(by_trait)


@pytest.mark.parametrize("kind", ALL)
def test_every_control_is_labelled_and_every_setting_has_one(kind):
    explorer = kind()
    assert all(control.description for control in explorer._controls.values())
    assert set(explorer._controls) | {"n_steps", "cached", "chunk", "leaks"} >= set(explorer._state_names())


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind is not MaskPainter])
def test_a_picture_stands_in_where_widgets_cannot_run(kind):
    explorer = kind()
    data = explorer._repr_mimebundle_()
    assert data["text/html"].count("<svg") == 2 and shown(explorer)[0] in unescape(data["text/html"])
    assert "application/vnd.jupyter.widget-view+json" in data


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in ALL if kind is not MaskPainter])
def test_the_picture_is_drawn_for_the_room_that_the_page_says_it_has(kind):
    explorer = kind()
    for width in (19, 50):
        explorer._sheet.set_state({"width": width})  # as a message from the page does
        assert f"width:{width}em" in shown(explorer)[1]


@pytest.mark.parametrize("kind", ALL)
def test_two_explorers_of_a_kind_do_not_share_their_state(kind):
    name, value = next(iter(OTHER[kind].items()))
    first, second = kind(), kind()
    before = shown(second)
    setattr(first, name, value)
    assert shown(second) == before


def test_a_slider_says_its_values_in_words_and_moves_from_the_page_and_from_code():
    slider = Slider([64, 128, 4096], "tokens", "{:,}".format)
    assert slider.texts == ["64", "128", "4,096"] and slider.value == 64
    slider.set_state({"at": 2})  # as a message from the page does
    assert slider.value == 4096
    slider.value = 128
    assert slider.at == 1


def test_a_slider_stands_nearest_to_a_value_between_its_own_and_keeps_that_value():
    slider = Slider([0.0, 0.25, 0.5], "noise")
    slider.value = 0.3
    assert (slider.at, slider.value) == (1, 0.3)
    explorer = GrowthGuesser(noise=0.33)
    assert explorer.noise == 0.33


def test_a_setting_that_does_not_exist_is_named_beside_those_that_do():
    with pytest.raises(TypeError, match="no setting 'queries'; it has leaks, mask, n_tokens, query"):
        MaskExplorer(queries=3)
    with pytest.raises(traitlets.TraitError):
        CostExplorer(n=77)


@pytest.mark.parametrize("name, mask_of", MASKS.items())
@pytest.mark.parametrize("n", [2, 5, 16])
def test_what_moves_is_what_the_mask_lets_through(name, mask_of, n):
    i, j = np.indices((n, n))
    mask = mask_of(i, j)
    own = np.eye(n, dtype=bool) & (
        mask.sum(axis=1) > 1
    )  # its own query moves a row that has a choice of keys
    assert ((what_moves(mask) != 0) == (mask | own)).all()


def test_a_causal_mask_leaks_nowhere_and_each_broken_one_that_leaks_says_so():
    explorer = MaskExplorer(query=3)
    assert "no output moves with a later token" in shown(explorer)[0]
    explorer.mask = "one too far: the next token as well"
    assert "output 3 moves with later token 4" in shown(explorer)[0]
    explorer.query = 7
    assert "keeps out of the future; other queries don" in shown(explorer)[0]
    explorer.mask = "too strict: the past without itself"
    explorer.query = 0
    assert "not a number" in explorer.words()


def test_fewer_tokens_keep_the_query_among_them():
    explorer = MaskExplorer(query=7)
    explorer.n_tokens = 4
    assert explorer.query == 3 and explorer._controls["query"].values == [0, 1, 2, 3]
    explorer.query = 9
    assert explorer.query == 3


def test_a_step_with_a_cache_works_out_one_key_and_compares_with_all_so_far():
    stepper = DecodeStepper(step=5)
    assert "works out 1 key and 1 value, reads 5 of each from the cache" in stepper.words()
    assert "36 dot products, of which the mask keeps 21" in stepper.words()
    stepper.step = 99
    assert stepper.step == stepper.n_steps - 1
    assert stepper._controls["step"].pace > 0  # the page plays it


def test_costs_are_the_closed_forms_of_lesson_03():
    explorer = CostExplorer(n=512, d_head=32, n_heads=3)
    assert explorer.costs(512) == (512 * 96, 4 * 96**2)
    explorer.cached = False
    assert explorer.costs(512) == (512**2 * 96, 512 * 4 * 96**2)
    assert "Twice the length would cost" in explorer.words()


def test_a_step_reads_every_weight_and_every_cached_number_once():
    explorer = LatencyExplorer(model="Llama 2 7B", batch=4, context=4096)
    m = MODELS["Llama 2 7B"]
    weights, caches = explorer.bytes_read(4096)
    assert weights == 2 * m.parameters
    assert caches == 4 * 4096 * 524_288
    assert "at least" in explorer.words()


def test_puzzles_cover_every_growth_and_a_new_one_starts_covered():
    seen = set()
    for puzzle in range(1, 25):
        seen.add(GrowthGuesser.growth(type("P", (), {"puzzle": puzzle})()))
    assert seen == set(GROWTHS)
    guesser = GrowthGuesser(puzzle=2, guess="linear", revealed=True)
    guesser.puzzle = 3
    assert guesser.guess is None and not guesser.revealed


def test_counts_are_hidden_until_they_are_revealed_and_then_decide():
    guesser = GrowthGuesser()
    right = guesser.growth()
    assert right not in shown(guesser)[0] and right not in guesser.words()
    guesser.guess = right
    guesser.revealed = True
    assert f"it is {right}" in shown(guesser)[0] and "as you guessed" in guesser.words()
    guesser.guess = next(name for name in GROWTHS if name != right)
    assert f"You guessed {guesser.guess}; the counts say {right}" in guesser.words()


def test_a_quiet_machine_shows_times_that_are_the_counts_at_one_rate():
    guesser = GrowthGuesser(noise=0.0)
    assert np.ptp(guesser.times() / guesser.counts()) < 1e-16


def test_the_crossing_that_is_asked_for_is_the_crossing_that_is_drawn():
    assert shown(CostExplorer())[0].startswith("From 512 tokens on, the two products cost more")


def causal(Q, K, V):
    scores = np.where(np.tri(len(Q)) > 0, Q @ K.T, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ V


def peeks(Q, K, V):
    return np.tri(len(Q), k=1) @ V


def raises(Q, K, V):
    raise ValueError("no more")


def overwrites(Q, K, V):
    result = causal(Q, K, V)
    Q[:], K[:], V[:] = 0, 0, 0
    return result


@pytest.mark.parametrize("kind", [MaskExplorer, LeakExplorer])
def test_a_given_attention_is_looked_at_instead_of_ours(kind):
    right, wrong = kind(causal), kind(peeks)
    assert not {"mask", "box"} & set(right._controls)
    assert shown(right)[1] != shown(wrong)[1]
    assert shown(kind(overwrites))[1] == shown(right)[1]


def test_a_given_attention_is_told_what_it_uses_and_what_moves_it():
    explorer = MaskExplorer(peeks, query=2)
    assert (explorer.allowed() == (np.tri(8, k=1) > 0)).all()
    assert "output 2 moves with later token 3" in shown(explorer)[0]
    explorer = LeakExplorer(peeks, token=3)
    assert shown(explorer)[0] == "Token 3 changed, and earlier output 2 moved"
    assert "row 2 before it moved" in explorer.words() and "a leak" in explorer.words()
    assert "no row before it moved" in LeakExplorer(causal).words()


@pytest.mark.parametrize("kind", [MaskExplorer, LeakExplorer])
@pytest.mark.parametrize(
    "attention, said",
    [
        (raises, "raises raised on arrays of shape (8, 4), (8, 4), (8, 4). ValueError: no more"),
        (lambda Q, K, V: None, "an array of numbers; it gave None"),
        (lambda Q, K, V: Q @ K.T @ np.ones(len(K)), "gave an array of shape"),
        (lambda Q, K, V: NotImplemented.x, "AttributeError"),
    ],
)
def test_what_goes_wrong_in_a_learners_function_is_said_in_the_page(kind, attention, said):
    explorer = kind(attention)
    told = unescape(explorer._words.value)
    assert said.replace("(8, 4)", "") in re.sub(r"\(\d, \d\)", "", told)
    assert "<svg" not in explorer._sheet.html
    assert told in unescape(explorer._repr_mimebundle_()["text/html"])


@pytest.mark.parametrize("kind", [MaskExplorer, LeakExplorer])
def test_until_a_function_is_written_ours_is_drawn_and_told_so(kind):
    def attention(Q, K, V):
        raise NotImplementedError

    explorer = kind(attention)
    assert "<svg" in explorer._sheet.html
    explorer.n_tokens -= 1  # it is still told after a move
    assert "attention is not written yet. Until it is, you see what ours does." in explorer._words.value


def test_a_given_step_is_metered_line_by_line():
    explorer = CostExplorer(designs.decode_step, designs.KVCache, n=64, d_head=16)
    assert set(explorer._controls) == {"n", "d_head"}
    assert "the same 32 multiply-adds more" in shown(explorer)[0]
    assert "takes 2\u202f048 multiply-adds; the two products need 2\u202f048" in explorer.words()


def test_a_given_step_that_does_not_run_is_told_so_in_the_page():
    explorer = CostExplorer(raises, designs.KVCache)
    assert "did not run" in explorer._words.value and "TypeError" in explorer._words.value


def test_a_choice_is_set_from_the_page_and_from_code():
    choice = Choice(["a", "b"], "which")
    assert choice.value is None
    choice.set_state({"value": "b"})
    assert choice.value == "b"


def test_a_grid_is_set_as_text_from_the_page_and_as_cells_from_code():
    grid = Grid(["query 1", "query 2"], ["key 0", "key 1", "key 2"], "mask")
    assert grid.typed == "...\n..."
    grid.set_state({"typed": "TT.\nTTT"})
    assert grid.value == ((True, True, False), (True, True, True))
    grid.value = ((False, True, False), (False, False, False))
    assert grid.typed == ".T.\n..."


@pytest.mark.parametrize(
    "typed, said",
    [
        ("TTT..\nTTTT.\nTTTTT", "So it is"),
        ("T....\nTT...\nTTT..", "starts at the top left"),
        ("TTTT.\nTTTT.\nTTTTT", "Query 2 may not use a key that comes after it"),
        ("TTT..\nT.TT.\nTTTTT", "Query 3 may use more than you gave it"),
    ],
)
def test_a_painted_mask_is_checked_in_words_and_in_a_picture(typed, said):
    painter = MaskPainter()
    painter._controls["mask"].set_state({"typed": typed})
    assert "<svg" not in painter._sheet.html
    painter.checked = True
    assert said in painter.words() and "<svg" in painter._sheet.html
    painter._controls["mask"].set_state({"typed": ".....\n" * 3})
    assert not painter.checked and "<svg" not in painter._sheet.html


def test_it_looks_at_whale_in_the_last_layer_and_a_sentence_can_be_typed():
    explorer = SentenceExplorer()
    assert re.fullmatch("The token “it” gives 7[0-9] % of its weight to “whale”", shown(explorer)[0])
    explorer.sentence = "The harpoon broke because it was old."
    assert explorer._controls["token"].texts[:2] == ["0: The", "1: harpoon"]
    for sentence, said in (
        ("Ahab é", "no token for 'é'"),
        ("", "0 tokens"),
        ("x " * 40, "tokens: a sentence of"),
    ):
        explorer.sentence = sentence
        assert said in unescape(explorer._words.value) and "<svg" not in explorer._sheet.html


def test_undivided_scores_of_wide_keys_leave_training_little_to_move():
    explorer = ScaleExplorer(d_k=1024)
    assert "next to nothing" in explorer.words()
    explorer.divided = True
    assert "next to nothing" not in explorer.words()
    assert "as an array" not in ScaleExplorer(lambda scores: scores * 0 + 0.125).words()
    assert "gave an array of shape" in ScaleExplorer(lambda scores: scores[:2])._words.value


def test_a_mask_can_be_looked_at_before_leaks_are_known():
    explorer = MaskExplorer(leaks=False, mask="no mask at all")
    assert "moves" not in MaskExplorer(peeks, leaks=False).question
    assert shown(explorer)[0] == "Query 3 uses keys 0 to 7, keys 4 to 7 from the future"
    assert "moved" not in shown(explorer)[1]
