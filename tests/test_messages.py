"""What learners read when something of theirs breaks, and what is left to a person."""

import contextlib
import io
import os
from unittest import mock

import matplotlib.text
import pytest

from autograder import check
from autograder.cost.countable import enough_counted
from autograder.kit.verdict import CheckFailed
from decodelab import designs, figures
from tests.answers import HERE, run_check


def message(exercise, mistake):
    with contextlib.redirect_stdout(io.StringIO()), pytest.raises(CheckFailed) as caught:
        run_check(exercise, HERE / exercise / "wrong" / f"{mistake}.py")
    return caught.value


@pytest.mark.slow
@pytest.mark.parametrize(
    "exercise, mistake, said",
    [
        (
            "query_key_pairs",
            "from_one",
            "contains (3, 1): with 3 tokens, numbered 0 to 2, there is no query 3.",
        ),
        (
            "query_key_pairs",
            "same_list",
            "with 1 token, numbered 0, there is no query 1.\nYour list is the same whatever n is.",
        ),
        ("find_leaks", "tokens_of_ones", "all your tokens are equal at first"),
        ("multi_head_attention", "heads_below_each_other", "those of one head (5, 4), its scores (5, 5)"),
        ("multi_head_attention", "width_by_true_division", "Which line makes a float?"),
        ("causal_attention", "softmax_not_run", "`softmax` is an exercise of the notebook masked_attention"),
        ("attend_incrementally", "the_oracle", "Your function never calls decode_step"),
        ("attend_incrementally", "full_attention_at_once", "Your function never calls decode_step"),
        ("causal_attention", "scores_of_a_vector", "Q[i] is a vector, Q[i:i+1] is a table of one row"),
        ("softmax", "max_without_keepdims", "elsewhere it raises"),
        ("causal_mask", "texts_in_lists", "without quotes"),
        ("decode_step", "weights_times_v", "A vector times a vector is one number"),
        ("decode_step", "values_mixed_twice", "\n  return w @ cache.values\n"),
        ("decode_step", "cache_of_the_module", "Which name has the cache in your `def` line"),
        ("attend_incrementally", "returns_the_cached_values", "what becomes of what decode_step returns"),
        ("KVCache", "init_without_self", "`self`: the object itself"),
        ("causal_attention", "output_of_zeros", "np.zeros, np.ones and np.empty make float64"),
        ("generate", "token_for_a_list", "raised ValueError: cannot reshape"),
        ("generate", "yields_text", "raised ValueError: invalid literal"),
        ("generate", "chooses_from_x", "what choose was given has 12 numbers, as wide as the model"),
        ("generate", "uncached", "every round reads the text again"),
        ("generate", "asserts_instead", "AssertionError"),
        ("generate", "limit_in_characters", "characters"),
        ("block_step", "reads_before_appending", "nothing was appended yet"),
        ("SlidingWindowCache", "lists_of_the_class", "those of another cache"),
        ("time_step", "mean_of_nothing", "the median of no numbers"),
        ("time_step", "return_inside_the_loop", "How many rounds does your loop make"),
        ("time_step", "smallest_from_zero", "what does it start from"),
        ("fit_line", "a_point_with_itself", "0 / 0"),
    ],
)
def test_a_message_names_what_happened(exercise, mistake, said):
    assert said in message(exercise, mistake).message


def test_a_known_mistake_that_raises_is_asked_its_own_question_and_no_other():
    said = message("attend_incrementally", "cache_made_with_lengths").message
    assert said.endswith("Which entry of a shape says that?") and "Run that line" not in said


def test_right_rows_without_a_decode_step_pass_with_a_note(capsys):
    run_check("attend_incrementally", HERE / "attend_incrementally" / "right" / "nested_step.py")
    assert "never calls decode_step" in capsys.readouterr().out
    run_check("attend_incrementally", HERE / "attend_incrementally" / "right" / "recursive.py")
    assert "never calls decode_step" not in capsys.readouterr().out


def test_a_picture_of_leaks_shows_token_0_as_changed():
    figure = message("causal_attention", "no_mask").picture()
    assert "moved by itself or the past" in [t.get_text() for t in figure.findobj(matplotlib.text.Text)]
    drawn = {}
    with mock.patch.object(figures, "draw_leak", lambda moved: drawn.update(moved=moved.copy())):
        message("causal_attention", "no_mask").picture()
    assert (drawn["moved"] != 0).all()


@pytest.mark.parametrize("mistake", ["values_mixed_twice", "recomputes_all_rows", "square_mask"])
def test_a_message_about_cost_quotes_the_line_and_not_its_number(mistake):
    assert "line " not in message("decode_step", mistake).message.replace("line?", "")


def test_a_cache_that_keeps_a_file_open_passes_and_is_told_what_grading_allows(capsys):
    class Filed(designs.KVCache):
        def __init__(self, *widths):
            super().__init__(*widths)
            self.file = open(os.devnull)  # noqa: SIM115

    check.KVCache(Filed)
    assert "may have 64 of them at once" in capsys.readouterr().out
    check.KVCache(designs.KVCache)
    assert "at once" not in capsys.readouterr().out


def test_recursion_that_ends_on_a_long_text_is_told_what_grading_does_with_it(capsys):
    run_check("attend_incrementally", HERE / "attend_incrementally" / "right" / "recursive.py")
    assert "In grading a person looks at an answer that stops there." in capsys.readouterr().out


def test_nothing_returned_is_told_from_printed():
    with contextlib.redirect_stdout(io.StringIO()), pytest.raises(CheckFailed, match="return hands it over"):
        check.decode_step_multiply_adds(lambda n, d_k, d_v: print(n * (d_k + d_v)))


def test_work_that_can_not_be_counted_is_left_to_a_person():
    assert message("grouped_query_decode_step", "counted_by_python").needs_human
    assert message("block_step", "moves_memory_itself").needs_human


def test_less_work_than_attention_takes_is_left_to_a_person():
    enough_counted(24, 24)
    with pytest.raises(CheckFailed) as caught:
        enough_counted(20, 24)
    assert caught.value.needs_human


@pytest.mark.parametrize(
    "exercise, mistake",
    [
        ("block_step", "reprojects_the_past"),
        ("grouped_query_decode_step", "repeat"),
        ("SlidingWindowCache", "keeps_all"),
    ],
)
def test_a_plain_mistake_is_left_to_nobody(exercise, mistake):
    assert not message(exercise, mistake).needs_human
