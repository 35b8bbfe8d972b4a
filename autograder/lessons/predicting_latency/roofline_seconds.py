"""roofline_seconds: the longer of the two times: arithmetic, memory."""

from autograder.kit.closed_forms import formula_probe, near
from autograder.kit.exercise import aspect, exercise
from autograder.kit.misconception import Misconception, known, other_orders


@exercise("roofline_seconds", probe=formula_probe(90, 90, 9, 9))
def roofline_seconds(roofline_seconds, *, rng):
    """The longer of the two times: arithmetic, memory."""
    names = "roofline_seconds flops bytes_moved flops_per_second bytes_per_second"
    with aspect("equals", "the longer of the time to compute and the time to read"):
        for given in (
            (8e9, 2e9, 4e9, 2e9),
            (1e9, 8e9, 4e9, 2e9),
            (12e9, 3e9, 4e9, 1e9),
            (5e9, 0.0, 2.5e9, 1e9),
            (0.0, 6e9, 1e9, 4e9),
            (2e6, 1e6, 1e11, 1e10),
        ):
            near(roofline_seconds, given, _roofline(*given), names)
        for _ in range(6):
            given = tuple(float(x) for x in 10 ** rng.uniform(6, 11, size=4))
            near(roofline_seconds, given, _roofline(*given), names)


def _roofline(flops, bytes_moved, flops_per_second, bytes_per_second):
    return max(flops / flops_per_second, bytes_moved / bytes_per_second)


def _roofline_seconds_in_parts(
    flops,
    bytes_moved,
    flops_per_second,
    bytes_per_second,
    *,
    arithmetic=lambda f, r: f / r,
    memory=lambda b, r: b / r,
    join=max,
):
    return join(arithmetic(flops, flops_per_second), memory(bytes_moved, bytes_per_second))


MISCONCEPTIONS = known(
    _roofline_seconds_in_parts,
    (
        "times_added",
        {"join": lambda a, b: a + b},
        "You added the two times.",
        "While the next numbers are on their way, what can the processor do with those that have arrived?",
    ),
    (
        "shorter_time",
        {"join": min},
        "You took the shorter of the two times.",
        "Two things have to be finished. When is the last of them?",
    ),
    (
        "average_time",
        {"join": lambda a, b: (a + b) / 2},
        "You took the average of the two times.",
        "Two things have to be finished. When is the last of them?",
    ),
    (
        "times_subtracted",
        {"join": lambda a, b: abs(a - b)},
        "You took one time off the other.",
        "Two things have to be finished. When is the last of them?",
    ),
    (
        "times_multiplied",
        {"join": lambda a, b: a * b},
        "You multiplied the two times.",
        "Which unit has a second times a second?",
    ),
    (
        "memory_only",
        {"join": lambda a, b: b},
        "Your time is that of memory, always.",
        "What if there is a lot to compute with every byte?",
    ),
    (
        "arithmetic_only",
        {"join": lambda a, b: a},
        "Your time is that of arithmetic, always.",
        "What if there is next to nothing to compute with every byte?",
    ),
    (
        "rate_over_amount",
        {"arithmetic": lambda f, r: r / f if f else 0.0, "memory": lambda b, r: r / b if b else 0.0},
        "You divided the rates by the amounts.",
        "At 10 bytes a second, how long do 50 bytes take?",
    ),
    (
        "rates_multiplied",
        {"arithmetic": lambda f, r: f * r, "memory": lambda b, r: b * r},
        "You multiplied amounts and rates.",
        "At 10 bytes a second, how long do 50 bytes take?",
    ),
    (
        "rounded_down",
        {"arithmetic": lambda f, r: f // r, "memory": lambda b, r: b // r},
        "Your times are rounded down to whole seconds.",
        "What does // do with 3 // 2?",
    ),
    (
        "flops_counted_twice",
        {"arithmetic": lambda f, r: 2 * f / r},
        "Your arithmetic takes twice as long as it should.",
        "flops are FLOPs already. What is left to double?",
    ),
    (
        "milliseconds",
        {"join": lambda a, b: 1000 * max(a, b)},
        "Your time is in milliseconds.",
        "In which unit do FLOPs over FLOPs a second come?",
    ),
    (
        "rates_converted",
        [
            {
                "arithmetic": lambda f, r, a=a: f / r * a,
                "memory": lambda b, r, m=m: b / r * m,
            }
            for a, m in ((1e-9, 1e-9), (1e-12, 1e-9), (1e-12, 1e-12), (1e9, 1e9))
        ],
        "You converted a rate that comes in FLOPs and bytes a second already.",
        "20 GB/s is handed over as 20e9. What is left to convert?",
    ),
    (
        "flops_halved",
        {"arithmetic": lambda f, r: f / r / 2},
        "Your arithmetic takes half as long as it should.",
        "flops and flops_per_second both count FLOPs. What is left to halve?",
    ),
    (
        "geometric_mean",
        {"join": lambda a, b: (a * b) ** 0.5},
        "You took the geometric mean of the two times.",
        "Two things have to be finished. When is the last of them?",
    ),
)


# these need both rates at once, so they are functions of their own:

MISCONCEPTIONS += [
    Misconception(
        "rates_swapped",
        (lambda f, b, fr, br: max(f / br, b / fr),),
        "You divided FLOPs by bytes a second, and bytes by FLOPs a second.",
        "Write the units beside each division. Which pairs leave seconds?",
    ),
    *(
        Misconception(
            "one_amount_for_both",
            (formula,),
            "Your two times are of the same amount of work, once at either rate.",
            "Write the units beside each division. Which pairs leave seconds?",
        )
        for formula in (lambda f, b, fr, br: max(f / fr, f / br), lambda f, b, fr, br: max(b / fr, b / br))
    ),
    Misconception(
        "bend_upside_down",
        (lambda f, b, fr, br: f / fr if b == 0 or f / b > br / fr else b / br,),
        "You compare the intensity with bytes a second over FLOPs a second.",
        "Intensity has FLOPs above the line and bytes below. And where your roofline bends?",
    ),
    Misconception(
        "larger_amount_decides",
        (lambda f, b, fr, br: f / fr if f > b else b / br,),
        "Your time is that of the larger amount, FLOPs or bytes, whatever the machine does in a second.",
        "Which takes longer: 100 steps at a run, or 50 at a crawl?",
    ),
    Misconception(
        "speed_for_time",
        (lambda f, b, fr, br: min(fr, f / b * br),),
        "Your number is a speed, in FLOPs a second.",
        "How long does the work take at that speed?",
    ),
    *other_orders(
        _roofline_seconds_in_parts,
        "flops bytes_moved flops_per_second bytes_per_second",
        only=("flops flops_per_second bytes_moved bytes_per_second",),
    ),
]
