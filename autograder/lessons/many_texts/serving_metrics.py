"""serving_metrics: time to first token, time a token, throughput."""

import numpy as np

from autograder.kit.closed_forms import as_number
from autograder.kit.exercise import another_type, aspect, call, exercise, fail, something
from autograder.kit.misconception import known

BY_HAND = ([0.0, 1.0, 5.0], [[2.0, 3.0, 4.0], [3.0, 5.0], [6.0, 6.5]])
"""Arrivals and times of the lesson's example."""


def _right(arrivals, times):
    return _metrics(arrivals, times)


def _metrics(
    arrivals,
    times,
    *,
    begin=lambda arrivals, times: arrivals,
    gaps=lambda t: len(t) - 1,
    span=lambda t, arrival: t[-1] - t[0],
    single=None,
    first=lambda arrivals, times: min(arrivals),
    last=lambda times: max(t[-1] for t in times),
    tokens=lambda times: sum(map(len, times)),
    order=lambda values, arrivals: values,
):
    """The three metrics in exchangeable parts."""
    ttft = [t[0] - a for t, a in zip(times, begin(arrivals, times))]
    tpot = [span(t, a) / gaps(t) if len(t) > 1 else single for t, a in zip(times, arrivals)]
    return {
        "ttft": order(ttft, arrivals),
        "tpot": order(tpot, arrivals),
        "throughput": tokens(times) / (last(times) - first(arrivals, times)),
    }


def _trace(rng, count):
    arrivals = rng.uniform(0, 10, count).round(3).tolist()
    times = [
        np.cumsum([a + rng.uniform(0.1, 3), *rng.uniform(0.01, 1, int(rng.integers(1, 6)))]) for a in arrivals
    ]
    return arrivals, [[float(x) for x in t] for t in times]


def _probe(serving_metrics, rng):
    for arrivals, times in (BY_HAND, _trace(rng, 4), _trace(rng, 6), ([0.0, 2.0], [[1.0], [2.5, 3.0]])):
        got = serving_metrics(list(arrivals), [list(t) for t in times])
        yield [-1.0 if x is None else x for x in got["tpot"]]
        yield got["ttft"]
        yield got["throughput"]


@exercise("serving_metrics", probe=_probe)
def serving_metrics(serving_metrics, *, rng):
    """A dict of ttft and tpot, a list each, and throughput."""
    with aspect(
        "equals", "first token from arrival, time a token over the gaps, tokens a second over the whole trace"
    ):
        _judge(serving_metrics, *BY_HAND)
        for count in (1, 2, 5, 9):
            _judge(serving_metrics, *_trace(rng, count))
        _judge(serving_metrics, [3.0, 0.5], [[4.0, 4.5], [9.0, 10.0, 12.5]])  # who came later stands first
    with aspect("one_token", "a text of one token has no time a token: None"):
        _judge(serving_metrics, [0.0, 2.0], [[1.0], [2.5, 3.0]])
        _judge(serving_metrics, [1.0], [[4.0]])
    with aspect("inputs", "arrivals and times are left as they were"):
        arrivals, times = _trace(rng, 4)
        kept = list(arrivals), [list(t) for t in times]
        call(serving_metrics, arrivals, times, shown="serving_metrics(arrivals, times)")
        if (arrivals, times) != kept:
            fail(
                "your code changed its inputs: whoever called it still needs them.",
                misconception="changes_input",
            )


def _judge(serving_metrics, arrivals, times):
    shown = f"serving_metrics({_short(arrivals)}, {_short(times)})"
    got = call(serving_metrics, list(arrivals), [list(t) for t in times], shown=shown)
    something(got, shown)
    if not isinstance(got, dict):
        another_type(got, shown, 'a dict {"ttft": [...], "tpot": [...], "throughput": a number}')
    if set(got) != {"ttft", "tpot", "throughput"}:
        fail(
            f'{shown} has the keys {sorted(map(str, got))}; expected "ttft", "tpot" and "throughput".',
            diagnosable=False,
        )
    expected = _right(arrivals, times)
    for name in ("ttft", "tpot"):
        values = got[name]
        something(values, f'{shown}["{name}"]')
        if not isinstance(values, (list, tuple, np.ndarray)) or len(values) != len(arrivals):
            fail(
                f'{shown}["{name}"] is {_short(values)}; expected a list with an entry for each of '
                f"{len(arrivals)} texts."
            )
        for i, (value, right) in enumerate(zip(values, expected[name])):
            _same(value, right, f'{shown}["{name}"][{i}]')
    _same(got["throughput"], expected["throughput"], f'{shown}["throughput"]')


def _same(value, right, shown):
    if right is None:
        if value is not None:
            fail(
                f"{shown} is {value!r}; expected None: one token has no gap to another.",
                suspected="no_gap_is_none",
            )
        return
    if value is None:
        fail(f"{shown} is None; expected {right:.6g}.")
    number = as_number(value, shown)
    if not abs(number - right) <= 1e-9 * max(1.0, abs(right)):
        fail(f"{shown} is {number:.6g}; expected {right:.6g}.")


def _short(values):
    text = str(values)
    return text if len(text) <= 90 else text[:87] + " …"


MISCONCEPTIONS = known(
    _metrics,
    (
        "gaps_counted_as_tokens",
        {"gaps": len},
        "Your time a token is divided by the number of tokens.",
        "How many gaps are there between 5 tokens? The wait for the first one is counted already.",
    ),
    (
        "last_time_for_a_duration",
        [{"span": lambda t, arrival: t[-1], "gaps": gaps} for gaps in (len, lambda t: len(t) - 1)],
        "Your time a token takes the last token's time for a duration.",
        "From which moment to which does a text write its tokens after the first?",
    ),
    (
        "time_a_token_from_arrival",
        [{"span": lambda t, arrival: t[-1] - arrival, "gaps": gaps} for gaps in (len, lambda t: len(t) - 1)],
        "Your time a token counts from the arrival: the wait for the first token is in it.",
        "Time to first token says already how long the first one took. From which moment to which does a "
        "text write its tokens after the first?",
    ),
    (
        "longest_gap",
        {"span": lambda t, arrival: max(b - a for a, b in zip(t, t[1:])), "gaps": lambda t: 1},
        "Your time a token is the longest gap between two tokens.",
        "Is the usual gap asked for, or the worst?",
    ),
    (
        "first_token_from_the_start",
        {"begin": lambda arrivals, times: [min(arrivals)] * len(arrivals)},
        "Your time to first token is counted from the first arrival of all.",
        "When did this reader come?",
    ),
    (
        "first_token_as_a_time",
        {"begin": lambda arrivals, times: [0.0] * len(arrivals)},
        "Your time to first token is the moment it came, not how long its reader waited for it.",
        "When did this reader come?",
    ),
    (
        "throughput_from_zero",
        {"first": lambda arrivals, times: 0.0},
        "Your throughput counts from time 0, also when nobody had come yet.",
        "When did the first reader come?",
    ),
    (
        "throughput_from_first_token",
        {"first": lambda arrivals, times: min(t[0] for t in times)},
        "Your throughput counts from the first token, not from the first arrival.",
        "What did the server do between the first arrival and the first token?",
    ),
    (
        "throughput_to_last_texts_end",
        {"last": lambda times: times[-1][-1]},
        "Your throughput ends when the last text of the list is done.",
        "Which text is done last of all?",
    ),
    (
        "throughput_from_first_texts_arrival",
        {"first": lambda arrivals, times: arrivals[0]},
        "Your throughput begins when the first text of the list arrived.",
        "Arrivals come in any order. Which reader came first?",
    ),
    (
        "texts_for_tokens",
        {"tokens": len},
        "Your throughput counts texts, not tokens.",
        "In which unit is throughput asked for?",
    ),
    (
        "first_tokens_left_out",
        {"tokens": lambda times: sum(len(t) - 1 for t in times)},
        "Your throughput leaves out the first token of each text.",
        "Is the first token one that a reader gets?",
    ),
    (
        "no_gap_is_none",
        {"single": 0.0},
        "Your time a token is 0 for a text of one token, as if it were written in no time.",
        "How many gaps does one token have? A mean of nothing is no number.",
    ),
    (
        "sorted_by_arrival",
        {
            "order": lambda values, arrivals: [
                v for _, v in sorted(zip(arrivals, values), key=lambda pair: pair[0])
            ]
        },
        "Your lists stand in the order of arrival, not in that of the texts.",
        "Whose number does whoever reads entry 0 expect?",
    ),
)
