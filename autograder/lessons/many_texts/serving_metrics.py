"""serving_metrics: time to first token, time a token, throughput.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

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
    wait=lambda t, arrival: t[0] - arrival,
    gaps=lambda t: len(t) - 1,
    span=lambda t, arrival: t[-1] - t[0],
    single=None,
    a_token=lambda span, gaps: span / gaps,
    first=lambda arrivals, times: min(arrivals),
    last=lambda times, arrivals: max(t[-1] for t in times),
    duration=lambda end, begin, arrivals, times: end - begin,
    tokens=lambda times: sum(map(len, times)),
    rate=lambda tokens, seconds, arrivals, times: tokens / seconds,
    order=lambda values, arrivals: values,
    order_of_waits=None,
    order_of_gaps=None,
):
    """The three metrics in exchangeable parts."""
    ttft = [wait(t, a) for t, a in zip(times, begin(arrivals, times))]
    tpot = [a_token(span(t, a), gaps(t)) if len(t) > 1 else single for t, a in zip(times, arrivals)]
    seconds = duration(last(times, arrivals), first(arrivals, times), arrivals, times)
    return {
        "ttft": (order_of_waits or order)(ttft, arrivals),
        "tpot": (order_of_gaps or order)(tpot, arrivals),
        "throughput": rate(tokens(times), seconds, arrivals, times),
    }


def _by_arrival(values, arrivals):
    return [value for _, value in sorted(zip(arrivals, values), key=lambda pair: pair[0])]


def _gap_of(choose):
    """One gap of a text taken for the mean."""
    return {
        "span": lambda t, arrival: choose([b - a for a, b in zip(t, t[1:])]),
        "gaps": lambda t: 1,
    }


def _own_rate(t, arrival):
    return len(t) / (t[-1] - arrival)


def _own_rates(arrivals, times):
    return [_own_rate(t, a) for t, a in zip(times, arrivals)]


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
            misconception="other_keys",
            diagnosable=False,
        )
    expected = _right(arrivals, times)
    for name in ("ttft", "tpot"):
        values = got[name]
        something(values, f'{shown}["{name}"]')
        if not isinstance(values, (list, tuple, np.ndarray)) or len(values) != len(arrivals):
            _fail_other_length(values, expected[name], arrivals, f'{shown}["{name}"]')
        for i, (value, right) in enumerate(zip(values, expected[name])):
            _same(value, right, f'{shown}["{name}"][{i}]')
    _same(got["throughput"], expected["throughput"], f'{shown}["throughput"]')


def _fail_other_length(values, right, arrivals, shown):
    """What came has not one entry for each text: what is it then?"""
    said = f"{shown} is {_short(values)}; expected a list with an entry for each of {len(arrivals)} texts."
    if not isinstance(values, (list, tuple, np.ndarray)):
        fail(
            f"{said}\nEvery text has a number of its own here. What makes one of them all?",
            misconception="one_number_for_a_list",
            diagnosable=False,
        )
    if len(values) > len(arrivals):
        fail(
            f"{said}\nWhose are the others? A list that is made outside of the function, or in its `def` "
            "line, "
            "still has the texts of the call before.",
            misconception="lists_outlive_call" if _alike(values[-len(arrivals) :], right) else None,
            diagnosable=False,
        )
    if _alike(values, [number for number in right if number is not None]):
        fail(
            f"{said}\nA text of one token has no time a token, and an entry all the same: whoever reads the "
            "list finds text i at place i.",
            misconception="text_left_out",
            diagnosable=False,
        )
    fail(said)


def _alike(values, right):
    try:
        return len(values) == len(right) and all(
            value is None if number is None else abs(value - number) <= 1e-9 * max(1.0, abs(number))
            for value, number in zip(values, right)
        )
    except TypeError:
        return False


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
        {"last": lambda times, arrivals: times[-1][-1]},
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
        [{"order": _by_arrival}, {"order_of_waits": _by_arrival}, {"order_of_gaps": _by_arrival}],
        "A list of yours stands in the order of arrival, not in that of the texts.",
        "Whose number does whoever reads entry 0 expect?",
    ),
    (
        "wait_for_the_last_token",
        {"wait": lambda t, arrival: t[-1] - arrival},
        "Your time to first token ends at the last one.",
        "For which token does a reader wait with an empty screen?",
    ),
    (
        "wait_below_zero",
        {"wait": lambda t, arrival: arrival - t[0]},
        "Your time to first token is below zero.",
        "Which comes later, the arrival or the first token, and which is taken off which?",
    ),
    (
        "wait_for_the_second_token",
        {"wait": lambda t, arrival: t[min(1, len(t) - 1)] - arrival},
        "Your time to first token ends at the second one.",
        "Which entry of a list is the first?",
    ),
    *(
        (
            "one_gap_for_all",
            _gap_of(choose),
            f"Your time a token is the {which} gap, or stands for it, where the mean of all is asked for.",
            "By hand: tokens at 3.0, 3.5 and 5.0 have gaps of 0.5 and 1.5. What is their mean?",
        )
        for which, choose in (
            ("last", lambda gaps: gaps[-1]),
            ("first", lambda gaps: gaps[0]),
            ("shortest", min),
        )
    ),
    (
        "median_gap",
        [
            _gap_of(lambda gaps: sorted(gaps)[len(gaps) // 2]),
            _gap_of(lambda gaps: float(np.median(gaps))),
            _gap_of(lambda gaps: sorted(gaps)[(len(gaps) - 1) // 2]),
        ],
        "Your time a token is the median of the gaps.",
        "The mean gap is asked for. How do the two differ if one gap is long?",
    ),
    (
        "gaps_added_up",
        {"a_token": lambda span, gaps: span},
        "Your time a token is the time of all tokens after the first.",
        "How many gaps lie in that time?",
    ),
    (
        "one_gap_too_few",
        {"a_token": lambda span, gaps: span / max(gaps - 1, 1)},
        "Your time a token is divided by one gap less than there are.",
        "How many gaps are there between 3 tokens?",
    ),
    (
        "tokens_a_second_for_time",
        {"a_token": lambda span, gaps: gaps / span},
        "Your time a token is tokens a second.",
        "If tokens come every half second, what is the time per token?",
    ),
    (
        "milliseconds",
        [
            {"a_token": lambda span, gaps: 1000 * span / gaps},
            {"wait": lambda t, arrival: 1000 * (t[0] - arrival)},
            {
                "a_token": lambda span, gaps: 1000 * span / gaps,
                "wait": lambda t, arrival: 1000 * (t[0] - arrival),
            },
            {"rate": lambda tokens, seconds, arrivals, times: tokens / seconds / 1000},
        ],
        "One of your numbers, or more, is in milliseconds.",
        "In which unit do arrivals and times come?",
    ),
    (
        "throughput_upside_down",
        {"rate": lambda tokens, seconds, arrivals, times: seconds / tokens},
        "Your throughput is seconds a token.",
        "Which of the two stands below the line in 'tokens a second'?",
    ),
    (
        "rounded",
        [
            {"rate": lambda tokens, seconds, arrivals, times: tokens // seconds},
            {"rate": lambda tokens, seconds, arrivals, times: round(tokens / seconds)},
            {"a_token": lambda span, gaps: span // gaps},
        ],
        "One of your numbers is rounded to a whole one.",
        "What does // do with 7 // 2, and what does int or round make of 3.5?",
    ),
    (
        "throughput_of_each",
        [
            {"rate": lambda tokens, s, arrivals, times: sum(_own_rates(arrivals, times)) / len(times)},
            {"rate": lambda tokens, s, arrivals, times: sum(_own_rates(arrivals, times))},
            {"rate": lambda tokens, s, arrivals, times: max(_own_rates(arrivals, times))},
            {"rate": lambda tokens, seconds, arrivals, times: tokens / seconds / len(times)},
        ],
        "Your throughput is made of what each text gets by itself, or of the share of one.",
        "Over everybody: how many tokens are there in all, and how long was the server there for them?",
    ),
    (
        "throughput_over_all_waits",
        [
            {"duration": lambda end, begin, arrivals, times: sum(t[-1] - a for t, a in zip(times, arrivals))},
            {"duration": lambda end, begin, arrivals, times: sum(t[-1] - t[0] for t in times) or 1.0},
            {"duration": lambda end, begin, arrivals, times: max(t[-1] - a for t, a in zip(times, arrivals))},
        ],
        "Your throughput divides by the texts' own times, added up or the longest of them.",
        "Two texts are written at the same time, for 3 seconds. How long did that take by the clock on the "
        "wall?",
    ),
    (
        "throughput_to_another_end",
        [
            {"last": lambda times, arrivals: max(arrivals)},
            {"last": lambda times, arrivals: max(t[0] for t in times)},
            {"last": lambda times, arrivals: min(t[-1] for t in times)},
            {"last": lambda times, arrivals: times[0][-1]},
        ],
        "Your throughput does not end with the last token of all.",
        "Which token comes last of all texts, and when?",
    ),
    (
        "throughput_from_another_begin",
        [
            {"first": lambda arrivals, times: max(arrivals)},
            {"first": lambda arrivals, times: arrivals[-1]},
            {"first": lambda arrivals, times: times[0][0]},
            {"first": lambda arrivals, times: sum(arrivals) / len(arrivals)},
        ],
        "Your throughput does not begin with the first arrival of all.",
        "From which moment on was there somebody to write for?",
    ),
)
