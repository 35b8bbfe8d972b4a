"""seconds_a_step: seconds of one step of the whole batch, from any of four published units."""

import itertools
import math

from autograder.kit.closed_forms import as_number
from autograder.kit.exercise import aspect, call, exercise, fail
from autograder.kit.misconception import Misconception, known
from autograder.lessons.other_machines.parts import some_machine, some_model
from decodelab import floor
from decodelab.published import Measurement

METRICS = ("ms_per_token", "tokens_per_s", "tokens_per_s_total", "tokens_per_s_total_per_machine")


def _published(rng, metric, batch=1, n_machines=1, tokens_a_step=1):
    """A Measurement of a step of some 20 ms, in that metric."""
    value = float(rng.uniform(8, 60)) * (batch if "total" in metric else 1)
    return Measurement(
        f"m{int(rng.integers(1000))}",
        some_model(rng),
        some_machine(rng),
        metric,
        value,
        batch=batch,
        context=int(rng.integers(100, 9000)),
        n_machines=n_machines,
        tokens_a_step=tokens_a_step,
    )


CASES = ((1, 1, 1), (5, 1, 1), (1, 3, 1), (12, 4, 1), (1, 1, 2.25), (6, 2, 1.75))
"""(batch, n_machines, tokens_a_step)"""


def _probe(seconds_a_step, rng):
    for metric in METRICS:
        for case in CASES:
            yield seconds_a_step(_published(rng, metric, *case))


@exercise("seconds_a_step", probe=_probe)
def seconds_a_step(seconds_a_step, *, rng):
    """Seconds of one step of the whole batch."""
    with aspect("one_reader", "from what one reader waits, and from what one reader gets"):
        for metric in METRICS[:2]:
            for case in CASES[:4]:
                _take(seconds_a_step, _published(rng, metric, *case))
    with aspect("total", "from what all readers get together, in all or for each machine"):
        for metric in METRICS[2:]:
            for case in CASES[:4]:
                _take(seconds_a_step, _published(rng, metric, *case))
    with aspect("speculation", "a step that makes several tokens for each reader"):
        for metric in METRICS:
            for case in CASES[4:]:
                _take(seconds_a_step, _published(rng, metric, *case))


def _take(seconds_a_step, m):
    said = (
        f"metric={m.metric!r}, value={m.value:.6g}, batch={m.batch}, n_machines={m.n_machines}, "
        f"tokens_a_step={m.tokens_a_step:g}"
    )
    shown = f"seconds_a_step(Measurement({said}))"
    got = as_number(call(seconds_a_step, m, shown=shown), shown)
    expected = floor.seconds_a_step(m)
    if not math.isclose(got, expected, rel_tol=1e-9):
        fail(f"{shown} is {got:.8g}; expected {expected:.8g}.")


def _in_parts(
    measurement,
    *,
    from_ms=lambda value, batch: value / 1000,
    from_rate=lambda value, batch: 1 / value,
    readers=lambda batch: batch,
    readers_of_each=None,
    machines=lambda value, n: value * n,
    total=lambda value, n: value,
    tokens_of_ms=lambda seconds, tokens: seconds * tokens,
    tokens_of_rate=lambda seconds, tokens: seconds * tokens,
    shown=lambda seconds, m: seconds,
):
    m = measurement
    if m.metric == "ms_per_token":
        return shown(tokens_of_ms(from_ms(m.value, m.batch), m.tokens_a_step), m)
    if m.metric == "tokens_per_s":
        return shown(tokens_of_rate(from_rate(m.value, m.batch), m.tokens_a_step), m)
    apart = m.metric.endswith("machine")
    together = (machines if apart else total)(m.value, m.n_machines)
    shares = ((readers_of_each if apart else None) or readers)(m.batch)
    return shown(tokens_of_rate(shares / together, m.tokens_a_step), m)


SOME = [chosen for count in (1, 2, 3, 4) for chosen in itertools.combinations(METRICS, count)]
"""Metrics that a slip may be about: every choice of them."""


CONDITIONS = (
    lambda m: m.batch > 1,
    lambda m: m.batch == 1,
    lambda m: m.n_machines > 1,
    lambda m: m.n_machines == 1,
)


def _where(metrics, factor):
    """Parts by which the result for these metrics has a factor more."""
    return {"shown": lambda seconds, m: seconds * (factor(m) if m.metric in metrics else 1)}


MISCONCEPTIONS = known(
    _in_parts,
    (
        "milliseconds",
        [
            {"shown": lambda seconds, m: 1000 * seconds},
            {"from_ms": lambda value, batch: value},
        ],
        "Your number is in milliseconds, always or for one of the metrics.",
        "What is 20 ms in seconds?",
    ),
    (
        "thousandfold",
        [
            {"from_ms": lambda value, batch, factor=factor: factor * value}
            for factor in (1000, 1 / 60, 1e-6, 1e-9, 0.01, 0.1, 1 / 1024)
        ],
        "Your seconds are made of milliseconds by another factor than a thousandth.",
        "What is 20 ms in seconds?",
    ),
    (
        "ms_as_rate",
        {"from_ms": lambda value, batch: 1000 / value},
        "You took milliseconds for a rate.",
        "If a token takes 20 ms, how long does it take?",
    ),
    (
        "total_for_one_reader",
        [
            {"readers": lambda batch: 1},
            {"readers": lambda batch: 1, "readers_of_each": lambda batch: batch},
            {"readers_of_each": lambda batch: 1},
            {"readers": lambda batch: 1, "machines": lambda value, n: value},
        ],
        "You took what all readers get together for what one gets.",
        "400 tokens a second for 8 readers: how many come to each, and how long is a step?",
    ),
    (
        "total_divided_by_batch",
        [
            {"readers": lambda batch: 1 / batch},
            {"readers": lambda batch: 1 / batch, "readers_of_each": lambda batch: batch},
            {"readers_of_each": lambda batch: 1 / batch},
        ],
        "Your step gets shorter the more readers share the same total.",
        "400 tokens a second for 8 readers: how many come to each, and how long is a step?",
    ),
    (
        "per_machine_for_all",
        {"machines": lambda value, n: value},
        "You took the tokens of one machine for those of all.",
        "200 a second for each of two machines: how many are that for all readers?",
    ),
    (
        "divided_by_machines",
        {"machines": lambda value, n: value / n},
        "You divided what each machine gives by the number of machines.",
        "200 a second for each of two machines: how many are that for all readers?",
    ),
    (
        "machines_always",
        [
            _where(chosen, factor)
            for factor in (lambda m: m.n_machines, lambda m: 1 / m.n_machines)
            for chosen in SOME
            if chosen != ("tokens_per_s_total_per_machine",)
        ],
        "The number of machines counts where your metric does not speak of each machine.",
        "Which of the four says something about each machine?",
    ),
    (
        "machines_counted_twice",
        _where(METRICS[3:], lambda m: 1 / m.n_machines),
        "What each machine gives counts the machines twice in your step.",
        "200 a second for each of two machines are 400 for all. What is left of the number of machines then?",
    ),
    (
        "batch_on_one_reader",
        {"from_rate": lambda value, batch: batch / value},
        "You took what one reader gets for what all get together.",
        "If each of 8 readers gets 50 tokens a second, how long is a step?",
    ),
    (
        "batch_divides_one_reader",
        {"from_rate": lambda value, batch: 1 / (value * batch)},
        "You shared one reader's step among all.",
        "If each of 8 readers gets 50 tokens a second, how long is a step?",
    ),
    (
        "batch_on_ms",
        {"from_ms": lambda value, batch: batch * value / 1000},
        "You multiplied what one reader waits by the number of readers.",
        "Eight readers wait 20 ms each, at the same time. How long is the step?",
    ),
    (
        "batch_divides_ms",
        {"from_ms": lambda value, batch: value / 1000 / batch},
        "You divided what one reader waits by the number of readers.",
        "Eight readers wait 20 ms each, at the same time. How long is the step?",
    ),
    (
        "batch_on_both",
        [
            {
                "from_ms": lambda value, batch: batch * value / 1000,
                "from_rate": lambda value, batch: batch / value,
            },
            {
                "from_ms": lambda value, batch: value / 1000 / batch,
                "from_rate": lambda value, batch: 1 / (value * batch),
            },
        ],
        "The number of readers counts for your metrics of one reader, too.",
        "Which of the four speak of one reader already?",
    ),
    (
        "speculation_ignored",
        [
            *(_where(chosen, lambda m: 1 / m.tokens_a_step) for chosen in SOME),
            *(
                _where(METRICS, lambda m, which=which: 1 / m.tokens_a_step if which(m) else 1)
                for which in CONDITIONS
            ),
        ],
        "You did not look at tokens_a_step, or not in every case.",
        "A reader gets 2 tokens in a step of 20 ms. What does the table say, and what do you make of it?",
    ),
    (
        "speculation_upside_down",
        [_where(chosen, lambda m: 1 / m.tokens_a_step**2) for chosen in SOME],
        "You divided by tokens_a_step, always or for one of the metrics.",
        "A reader who gets 2 tokens in a step waits half a step for each. How long is the step?",
    ),
    (
        "speculation_twice",
        [_where(chosen, lambda m: m.tokens_a_step) for chosen in SOME],
        "You multiplied by tokens_a_step twice, or where you had done so already.",
        "A reader who gets 2 tokens in a step waits half a step for each. How often does the 2 count?",
    ),
    (
        "tokens_a_step_changed",
        [
            _where(METRICS, lambda m, change=change: change(m.tokens_a_step) / m.tokens_a_step)
            for change in (
                int,
                round,
                math.ceil,
                lambda t: t + 1,
                lambda t: t - 1,
                lambda t: max(t - 1, 1),
                lambda t: t + 1 if t > 1 else t,
                lambda t: t - 1 if t > 1 else t,
                lambda t: int(t) or 1,
            )
        ],
        "You changed tokens_a_step, by rounding it or by one, before you used it.",
        "It is a mean: 2.25 tokens a step. What does a reader get in 4 steps?",
    ),
    (
        "upside_down",
        [
            {"shown": lambda seconds, m: 1 / seconds},
            {"from_rate": lambda value, batch: value},
            {"shown": lambda seconds, m: seconds if m.metric == "ms_per_token" else 1 / seconds},
            {"shown": lambda seconds, m: 1 / seconds if "total" in m.metric else seconds},
        ],
        "Your number is steps a second, always or for some of the metrics.",
        "At 50 steps a second, how long is one?",
    ),
    (
        "time_of_one_token",
        {"shown": lambda seconds, m: seconds / m.batch},
        "Your number is a step divided by its readers.",
        "All readers are served in the same step. How long does it take?",
    ),
)


MISCONCEPTIONS += [
    Misconception(
        "value_as_it_is",
        (lambda m: m.value,),
        "Your number is the published value, in whatever unit it came.",
        "What does the value of each metric count, and how long is a step then?",
    ),
]
