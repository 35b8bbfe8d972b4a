"""The machinery of a check: bad input gets a message that names it, and noise costs nothing."""

import linecache
import re
import sys
import warnings

import numpy as np
import pytest

from autograder import check
from autograder.kit.exercise import close, fail, suspecting
from autograder.kit.verdict import WIDTH, CheckFailed


def causal_mask(n):
    return np.tri(n, dtype=bool)


def message_of(function, name="causal_mask"):
    with pytest.raises(CheckFailed) as caught:
        getattr(check, name)(function)
    assert caught.value.exercise == name
    return str(caught.value)


def test_a_right_answer_prints_what_holds(capsys):
    check.causal_mask(causal_mask)
    assert "causal_mask: everything holds." in capsys.readouterr().out


def test_a_check_returns_nothing_that_nbgrader_could_take_for_a_score():
    assert check.causal_mask(causal_mask) is None


def test_none_in_place_of_a_function_is_named():
    assert "`causal_mask` is None" in message_of(None)


def test_a_number_in_place_of_a_function_is_named():
    assert "`causal_mask` is an int, not something that can be called" in message_of(3)


def test_a_missing_companion_is_named():
    with pytest.raises(TypeError, match=r"check.decode_step\(decode_step, KVCache\)"):
        check.decode_step(lambda q, k, v, cache: v)


def test_a_stub_is_told_to_be_written():
    def stub(n):
        raise NotImplementedError

    assert "not written yet" in message_of(stub)
    with pytest.raises(NotImplementedError):
        check.causal_mask(stub)


def test_a_forgotten_return_is_asked_for():
    assert "Is there a `return`" in message_of(lambda n: None)


def test_a_list_is_named_with_the_shape_expected():
    assert "is a list; expected a NumPy array of shape (4, 4)" in message_of(lambda n: [[True] * n] * n)


def test_a_wrong_shape_is_named_with_both_sides():
    text = message_of(lambda n: np.tri(n, n + 1, dtype=bool))
    assert "(4, 5)" in text and "(4, 4)" in text


def test_an_array_of_objects_is_named():
    assert "dtype object" in message_of(lambda n: np.full((n, n), None))


def test_an_exception_is_named_with_the_learners_line():
    def broken(n):
        return np.zeros((n, n)) @ np.zeros((n + 1, n))

    text = message_of(broken)
    assert "broken(4) raised ValueError" in text and "return np.zeros((n, n)) @ np.zeros((n + 1, n))" in text


def test_a_wrong_number_of_arguments_is_named_and_no_array_spoken_of():
    text = message_of(lambda: 1)
    assert "don't agree on the number of arguments" in text and "arrays" not in text


def test_an_exception_for_a_number_speaks_of_numbers():
    text = message_of(lambda n: {}[n])
    assert "with these numbers" in text and "arrays" not in text


def test_a_division_by_zero_asks_what_is_zero():
    assert "What is 0 in this call" in message_of(lambda n: n // 0)


@pytest.mark.parametrize(
    "convert",
    [lambda n: np.int64(n * 10**20), lambda n: np.array([1], dtype=np.int32) * 10**10 * n],
    ids=["int64", "int32"],
)
def test_a_number_too_long_for_numpy_is_told_from_a_long_one(convert):
    text = message_of(lambda n: convert(2))
    assert "64 bits" in text and "numbers and look" not in text


def test_exit_fails_the_check_and_not_the_kernel():
    assert "raised SystemExit" in message_of(lambda n: sys.exit(0))


def test_an_interrupt_by_the_learner_goes_through():
    def interrupted(n):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check.causal_mask(interrupted)


def test_prints_and_warnings_cost_no_point_and_stay_out_of_sight(capfd):
    def noisy(n):
        print("debug", n)
        print("more", file=sys.stderr)
        warnings.warn("careful")
        np.log(np.zeros(1))
        return causal_mask(n)

    check.causal_mask(noisy)
    captured = capfd.readouterr()
    assert "debug" not in captured.out and captured.err == ""


def test_a_message_has_no_traceback_of_ours():
    with pytest.raises(CheckFailed) as caught:
        check.causal_mask(lambda n: ~causal_mask(n))
    lines = caught.value._render_traceback_()
    assert lines == str(caught.value).splitlines()
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_the_same_seed_gives_the_same_message_and_another_seed_other_inputs():
    def off(Q, K):
        return Q @ K.T

    def said(seed):
        with pytest.raises(CheckFailed) as caught:
            check.attention_scores(off, seed=seed)
        return str(caught.value)

    assert said(1) == said(1) != said(2)


@pytest.mark.parametrize("chosen", ["a", "b", "d", "e", "ad", "B, E"])
def test_a_wrong_quiz_answer_is_explained_without_the_right_one(chosen):
    with pytest.raises(CheckFailed) as caught:
        check.quiz("q4_keys", lambda: chosen)
    assert "about" in caught.value.message and "about c)" not in caught.value.message
    assert "Five keys and five values" not in caught.value.message


def test_a_right_but_incomplete_quiz_answer_is_told_so():
    with pytest.raises(CheckFailed, match="there is more"):
        check.quiz("what_is_reusable", lambda: "a")


@pytest.mark.parametrize("answer", ["ac", "ca", "A, C", "a c", "a) c)"])
def test_a_right_quiz_answer_passes_however_it_is_spelled(answer):
    check.quiz("what_is_reusable", lambda: answer)


@pytest.mark.parametrize("answer", [None, 3, "", ["a"]])
def test_a_quiz_answer_of_another_kind_is_named(answer):
    with pytest.raises(CheckFailed, match="expected the letter of one option in quotes"):
        check.quiz("q4_keys", lambda: answer)


def test_a_letter_without_quotes_is_told_so():
    with pytest.raises(CheckFailed, match="without quotes"):
        check.quiz("q4_keys", lambda: c)  # noqa: F821


def test_a_letter_without_quotes_is_told_so_through_the_graders_pipe_too():
    def answer():
        raise NameError("name 'c' is not defined")  # as it arrives: without the attribute `name`

    with pytest.raises(CheckFailed, match="without quotes"):
        check.quiz("q4_keys", answer)


def test_only_a_quiz_with_several_right_options_asks_for_letters():
    with pytest.raises(CheckFailed, match="letters of every right option"):
        check.quiz("what_is_reusable", lambda: ("a", "c"))


def test_a_letter_that_is_no_option_is_named():
    with pytest.raises(CheckFailed, match="no option 'x'"):
        check.quiz("q4_keys", lambda: "x")


def test_an_unknown_quiz_names_the_known_ones():
    with pytest.raises(ValueError, match="q4_keys"):
        check.quiz("nothing", lambda: "a")


def test_every_quiz_has_feedback_for_every_option_and_a_right_one():
    from autograder.lessons import QUIZZES

    for name, quiz in QUIZZES.items():
        assert quiz.right and set(quiz.right) < set(quiz.feedback), name
        assert all(len(text) > 20 for text in quiz.feedback.values()), name


# -- what holds for every exercise ------------------------------------------------------------------


def test_a_stub_that_an_answer_calls_is_named(monkeypatch):
    names = {}
    exec(
        "def attention_scores(Q, K):\n    raise NotImplementedError\n"
        "def causal_attention(Q, K, V):\n    return attention_scores(Q, K) @ V",
        names,
    )
    # a frame without source is nobody's
    monkeypatch.setitem(linecache.cache, "<string>", (1, None, ["x\n"] * 4, "<string>"))
    told = message_of(names["causal_attention"], "causal_attention")
    assert (
        "your code calls attention_scores, which is not written yet" in " ".join(told.split())
        and "masked_attention" in told
    )
    assert "calls" not in message_of(names["attention_scores"], "attention_scores")


def test_an_input_is_left_alone_also_where_no_aspect_looks():
    """The aspect that looks for it has five tokens; this answer overwrites a sequence of 35."""

    def attends(Q, K, V):
        scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype), -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        result = weights / weights.sum(axis=1, keepdims=True) @ V
        if len(Q) == 35:
            V[-1] = 0
        return result

    with pytest.raises(CheckFailed) as caught:
        check.causal_attention(attends)
    assert (caught.value.check, caught.value.misconception) == ("inputs", "changes_input")
    assert "argument 3 of" in str(caught.value)


@pytest.mark.parametrize("error, digits", [(3e-4, "4 digits"), (2e-8, "8 digits")])
def test_numbers_that_are_nearly_right_are_shown_apart_and_named(error, digits):
    def coarse(scores):
        exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return exps / exps.sum(axis=-1, keepdims=True) + error * 0.5

    with pytest.raises(CheckFailed) as caught:
        check.softmax(coarse)
    got, expected = re.search(r"is (\S+); expected (\S+) ", str(caught.value)).groups()
    assert got != expected and digits in str(caught.value) and caught.value.misconception == "coarse_numbers"


def test_complex_numbers_are_no_answer():
    def complex_scores(Q, K):
        return Q @ K.T / np.sqrt(Q.shape[1]) + 1j

    assert "complex128; expected real numbers" in message_of(complex_scores, "attention_scores")


def test_one_wrong_number_among_right_ones_is_not_called_coarse():
    def one_off(scores):
        exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights = exps / exps.sum(axis=-1, keepdims=True)
        weights[..., 0] += 1e-4
        return weights

    with pytest.raises(CheckFailed) as caught:
        check.softmax(one_off)
    assert caught.value.misconception is None


# -- an exception whose cause is known ----------------------------------------------------------------


@pytest.mark.parametrize(
    "source, id, said",
    [
        ("softmax(n)", "not_defined:softmax", "`softmax` is an exercise of the notebook masked_attention."),
        ("np.tri(n)", "not_defined:np", "`import numpy as np` does"),
        ("tri(n)", "not_defined:tri", "written np.tri"),
        ("masc(n)", "not_defined:masc", "No cell that has been run defines `masc`"),
        ("np = np.tri(n)", "variable_of_its_own", "`np` of its own, empty at each call"),
        ("range(n / 1)", "float_for_int", "Which line makes a float?"),
        ("np.ones((2, 3)) @ np.ones((2, 3))", "shapes_do_not_fit", "In a product A @ B"),
        ("np.dot(np.ones((2, 3)), np.ones((2, 3)))", "shapes_do_not_fit", "In a product A @ B"),
        ("np.ones((2, 3)) + np.ones((2, 4))", "shapes_do_not_fit", "counted from the right"),
        (
            "np.concatenate([np.ones(3), np.ones((1, 3))])",
            "shapes_do_not_fit",
            "a vector (d,) is not yet a row",
        ),
        ("np.zeros((2, 3))[0] = np.ones((2, 4))", "shapes_do_not_fit", "and which has its place?"),
        ("np.array([np.ones(3), np.ones((2, 3))])", "uneven_items", "Which shapes stand in that list"),
        ("n, m = np.ones(3).shape", "number_of_values", "one number for each axis"),
        ("np.ones((2, 3)).t()", "not_in_numpy", "axis=, keepdims=, .T"),
        ("np.ones((2, 3)).sum(dim=1)", "not_in_numpy", "axis=, keepdims=, .T"),
        ("np.softmax(np.ones(3))", "not_in_numpy", "NumPy does not know that name"),
        ("np.tril(n)", "number_of_arguments", "It is NumPy's tri that lacks an argument"),
        ("Q = K = np.ones((3, 3)); [0 for a, b in (Q, K)]", "loop_without_zip", "Which built-in function"),
        ("with np.errstate(all='raise'): np.exp(-1e4 * np.ones(3))", "numpy_told_to_raise", "np.seterr(…)"),
        ("import torch_not_there", "no_such_module", "The course gets by on NumPy"),
        (
            "import errno; raise OSError(errno.EMFILE, 'Too many open files')",
            "too_many_open_files",
            "at once",
        ),
        (
            "pairs = []; pairs = pairs.append(n); pairs.append(n)",
            "uses_what_append_returns",
            "returns nothing",
        ),
        ("print(n)[0]", "works_with_none", "Something on that line is None"),
        ("[1.0].T", "list_for_array", "A list does not calculate"),
        ("[0 for i in n]", "loops_over_a_number", "What hands out 0, 1, 2"),
        ("np.zeros[n]", "brackets_for_call", "a function is called with round ones"),
        ("n(n)", "calls_no_function", "something that is no function"),
        ("float(np.ones(n))", "array_for_number", "one number is wanted"),
        ("if np.ones(n) > 0: pass", "truth_of_an_array", "one yes or no"),
        ("np.ones(n, int).__itruediv__(2)", "writes_fractions_into_ints", "whole numbers"),
        ("np.ones(n)[n]", "index_past_the_end", "0 to n - 1"),
        ("np.ones(n)[0, 0]", "too_many_indices", "than the array has axes"),
        ("type('KVCache', (), {})(n, n)", "init_not_found", "two underscores"),
    ],
)
def test_an_exception_is_followed_by_its_cause(source, id, said):
    names = {} if "import numpy" in said or "np = " in source else {"np": np}
    cell = f"def causal_mask(n):\n    {source}"
    linecache.cache["<a cell>"] = len(cell), None, cell.splitlines(keepends=True), "<a cell>"
    exec(compile(cell, "<a cell>", "exec"), names)
    with pytest.raises(CheckFailed) as caught:
        check.causal_mask(names["causal_mask"])
    assert said in " ".join(str(caught.value).split()) and caught.value.misconception == id


def _attention_scores(Q, K):
    return Q @ K.T / Q.shape[1] ** 0.5


def test_an_exception_in_a_function_called_wrongly_quotes_the_line_that_called_it_too():
    def causal_attention(Q, K, V):
        return _attention_scores(Q[0], K) @ V

    text = message_of(causal_attention, "causal_attention")
    calling, called = [line for line in text.splitlines() if line.startswith("  ")]
    assert calling == "  return _attention_scores(Q[0], K) @ V   (in causal_attention)"
    assert called == "  return Q @ K.T / Q.shape[1] ** 0.5   (in _attention_scores)"


def test_a_body_that_looks_at_none_of_its_arguments_is_told_so():
    Q = K = np.ones((3, 4))

    def scores_of_the_notebook(q, k):
        return Q @ K.T / 2

    text = message_of(scores_of_the_notebook, "attention_scores")
    assert "nothing of what comes out depends on its arguments" in " ".join(text.split())


def test_a_quiz_that_is_not_answered_yet_says_so_and_speaks_of_no_other_exercise():
    def q4_keys():
        raise NotImplementedError

    with pytest.raises(CheckFailed) as caught:
        check.quiz("q4_keys", q4_keys)
    assert str(caught.value).startswith("q4_keys: not answered yet.") and isinstance(
        caught.value, NotImplementedError
    )


def test_a_quiz_answered_in_place_of_its_function_is_told_where_the_letter_belongs():
    with pytest.raises(CheckFailed) as caught:
        check.quiz("q4_keys", "c")
    assert "`q4_keys` is now the text 'c'" in str(caught.value) and "`answer`" not in str(caught.value)


# -- how a message is set -----------------------------------------------------------------------------


def test_a_long_line_is_broken_between_words_and_code_is_left_as_it_is():
    code = "  line 3: " + "long_name = " * 12
    failed = CheckFailed("word " * 30 + "\n" + code + "\nshort", exercise="dot")
    first, second, *rest = str(failed).splitlines()
    assert rest == [code, "short"] and len(first) <= WIDTH
    assert f"{first} {second}" == "dot: " + "word " * 29 + "word"


def test_a_question_of_the_checks_own_is_asked_unless_a_misconception_asks_it():
    def naive(scores):
        return np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)

    def unknown(scores):
        return naive(np.clip(scores, None, 800))

    for answer in (naive, unknown):
        assert message_of(answer, "softmax").count("taken off") == 1


def test_where_numbers_cancel_an_error_is_measured_by_what_was_added_up():
    values = np.array([1000.0, -1000.0, 0.5])
    got, wanted = np.array([0.5 + 1e-8]), [0.5]
    close(got, wanted, of=values)
    with pytest.raises(CheckFailed):
        close(got, wanted)
    with pytest.raises(CheckFailed):
        close(got + 1e-6, wanted, of=values)


@pytest.mark.parametrize(
    "known, suspected, question",
    [
        ({}, "small", "Which size?"),
        ({"question": "Try it."}, "small", "Which size?"),
        ({"misconception": "named"}, None, ""),
        ({"suspected": "closer", "question": "And that?"}, "closer", "And that?"),
    ],
)
def test_what_is_suspected_is_said_only_of_what_nothing_more_is_known(known, suspected, question):
    with pytest.raises(CheckFailed) as caught, suspecting("small", "Which size?"):
        fail("wrong", **known)
    assert (caught.value.suspected, caught.value.question) == (suspected, question)
