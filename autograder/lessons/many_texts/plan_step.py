"""plan_step: who computes how many tokens in this step."""

from collections import deque

from autograder.kit.driving import drive
from autograder.kit.exercise import aspect, call, exercise, fail, something
from autograder.kit.misconception import known
from decodelab import serving_rehearsal
from decodelab.text_lengths import text_lengths

BY_HAND = [[0, 5, 3], [0, 2, 6], [0.5, 4, 1], [1, 3, 4], [20, 2, 2]]
"""[arrival, prompt, new] of five texts; the last one comes when all others are long done."""


def _random_trace(rng, count=12):
    prompt, new = text_lengths(count, int(rng.integers(1000)))
    return [
        [float(a), int(max(p // 8, 1)), int(max(n // 20, 1))]
        for a, p, n in zip(rng.uniform(0, 12, count).cumsum() / 3, prompt, new)
    ]


def planned(
    running,
    waiting,
    max_batch,
    budget,
    *,
    admit=lambda running, waiting, max_batch: len(running) < max_batch,
    next_one=lambda waiting: waiting.popleft(),
    chunk=lambda text, budget: min(text.left, budget),
    charge=lambda budget, tokens: budget - tokens,
    charge_writing=lambda budget: budget,
    order=lambda running: running,
    writes=lambda running: True,
    at_once=None,
):
    """plan_step in exchangeable parts."""
    came = 0
    while waiting and (at_once is None or came < at_once) and admit(running, waiting, max_batch):
        running.append(next_one(waiting))
        came += 1
    plan = []
    for text in order(running):
        if text.left == 0:
            if writes(running):
                plan.append((text, 1))
                budget = charge_writing(budget)
        elif budget > 0:
            tokens = chunk(text, budget)
            if tokens > 0:
                plan.append((text, tokens))
                budget = charge(budget, tokens)
    return plan


def _probe(plan_step, rng):
    for trace, max_batch, budget in (
        (BY_HAND, 2, 4),
        (BY_HAND, 3, 3),
        (_random_trace(rng), 4, 16),
        (_random_trace(rng), 3, 8),
    ):
        told = drive(serving_rehearsal.run_trace, plan_step, texts=trace, max_batch=max_batch, budget=budget)
        for step in told["steps"]:
            yield sorted(step["plan"]) if step["plan"] is not None else "None"
            yield [*step["running"], -2, *step["waiting"]]
        yield told["stuck"]


@exercise("plan_step", probe=_probe)
def plan_step(plan_step, *, rng):
    """[(text, tokens), …] for one step."""
    with aspect(
        "one_step",
        "texts whose prompt is done compute 1 token, prompts share the budget in order, newcomers join",
    ):
        for running, waiting, max_batch, budget in (
            ([0, 5, 0], [4], 4, 6),
            ([5, 4], [], 4, 6),
            ([0, 0], [3, 2], 2, 6),
            ([], [7, 2, 9], 2, 5),
            ([3], [], 1, 3),
            ([10], [1], 8, 1),
            ([5, 5, 0], [], 4, 5),
            ([], [], 3, 4),
        ):
            _judge_once(plan_step, running, waiting, max_batch, budget)
    with aspect(
        "by_hand", "the lesson's five texts: every token once, nobody before arrival, a pause in between"
    ):
        for max_batch, budget in ((2, 4), (3, 3), (1, 100), (8, 1)):
            _judge_trace(plan_step, BY_HAND, max_batch, budget)
    with aspect(
        "random",
        "random traces: never more than max_batch texts, never more than the budget, "
        "none left waiting in vain",
    ):
        for max_batch, budget in ((4, 16), (3, 8), (6, 1000)):
            _judge_trace(plan_step, _random_trace(rng), max_batch, budget)


def _judge_once(plan_step, running, waiting, max_batch, budget):
    shown = (
        f"plan_step with {running} tokens left in running, {waiting} in waiting, max_batch {max_batch}, "
        f"budget {budget}"
    )
    told = call(
        drive,
        serving_rehearsal.plan_once,
        plan_step,
        running=running,
        waiting=waiting,
        max_batch=max_batch,
        budget=budget,
        shown=shown,
    )
    lefts = [*running, *waiting]
    inside, outside = [_Text(i, left) for i, left in enumerate(running)], deque()
    outside.extend(_Text(len(running) + i, left) for i, left in enumerate(waiting))
    _compare(told, inside, outside, max_batch, budget, shown, lefts)


class _Text:
    """A text as the plan needs it: its number, and tokens left."""

    def __init__(self, number, left):
        self.number, self.left = number, left


def _compare(told, inside, outside, max_batch, budget, shown, lefts):
    """Fail unless one step is planned as it should be; `inside` and `outside` are then as after it. Returns
    the right plan."""
    expected = [(text.number, tokens) for text, tokens in planned(inside, outside, max_batch, budget)]
    something(told["plan"], shown)
    got = sorted(map(tuple, told["plan"]))
    if told["left_after"] != lefts:
        fail(
            f"{shown}: .left of a text was changed. The simulator lowers it when the "
            "step has been carried out.",
            misconception="lowers_left",
            diagnosable=False,
        )
    if any(tokens == 0 for _, tokens in got):
        fail(
            f"{shown} has an entry with 0 tokens: {_said(got)}. Who computes nothing has no entry.",
            suspected="empty_entries",
        )
    if told["running"] != [text.number for text in inside]:
        fail(
            f"{shown}: afterwards the texts {told['running']} are running; expected "
            f"{[text.number for text in inside]}.",
            question=(
                "Who comes in, in which order, and how many may run at once? And are the lists themselves "
                "changed, in place?"
            ),
        )
    if told["waiting"] != [text.number for text in outside]:
        fail(
            f"{shown}: afterwards the texts {told['waiting']} are waiting; expected "
            f"{[text.number for text in outside]}."
        )
    if got != sorted(expected):
        fail(f"{shown} gives {_said(got)}; expected {_said(sorted(expected))}.")
    return expected


def _judge_trace(plan_step, trace, max_batch, budget):
    told = call(
        drive,
        serving_rehearsal.run_trace,
        plan_step,
        texts=trace,
        max_batch=max_batch,
        budget=budget,
        shown=f"plan_step, on a trace of {len(trace)} texts",
    )
    right = drive(serving_rehearsal.run_trace, planned, texts=trace, max_batch=max_batch, budget=budget)
    for number, (step, wanted) in enumerate(zip(told["steps"], right["steps"])):
        shown = f"step {number} of a trace of {len(trace)} texts, max_batch {max_batch}, budget {budget}"
        something(step["plan"], shown)
        if step["left_after"] != step["left"]:
            fail(
                f"{shown}: .left of a text was changed. The simulator lowers it.",
                misconception="lowers_left",
                diagnosable=False,
            )
        if sorted(step["plan"]) != sorted(wanted["plan"]):
            left = {i: step["left"][i] for i in wanted["running"]}
            fail(
                f"{shown}: texts compute {_said(sorted(map(tuple, step['plan'])))}; expected "
                f"{_said(sorted(map(tuple, wanted['plan'])))}. (Tokens left: {left}.)"
            )
        if step["running"] != wanted["running"] or step["waiting"] != wanted["waiting"]:
            fail(
                f"{shown}: {step['running']} are running and {step['waiting']} waiting; expected "
                f"{wanted['running']} and {wanted['waiting']}."
            )
    if told["stuck"] or len(told["steps"]) != len(right["steps"]):
        fail(
            f"a trace of {len(trace)} texts took {len(told['steps'])} steps; expected {len(right['steps'])}."
            + (told["stuck"] and f"\nIt ended because {told['stuck']}."),
            diagnosable=not told["stuck"],
        )


def _said(plan):
    return ", ".join(f"text {i}: {tokens}" for i, tokens in plan) or "nobody"


def _prompts_last(running):
    return sorted(running, key=lambda text: text.left > 0)


MISCONCEPTIONS = known(
    planned,
    (
        "admits_only_when_empty",
        {
            "admit": lambda running, waiting, max_batch: (
                len(running) < max_batch and not any(t.left == 0 for t in running)
            )
        },
        "Your scheduler lets newcomers in only while nobody is writing: that is static batching.",
        "When one of 8 texts is done, who uses its place?",
    ),
    (
        "last_come_first_served",
        {"next_one": lambda waiting: waiting.pop()},
        "Your scheduler takes who came last.",
        "Which end of the queue has waited longest?",
    ),
    (
        "one_text_too_many",
        {"admit": lambda running, waiting, max_batch: len(running) <= max_batch},
        "Your scheduler runs one text more than max_batch.",
        "With max_batch = 2 and 2 running, is there room?",
    ),
    (
        "one_admission_a_step",
        {"at_once": 1},
        "Your scheduler lets one newcomer in a step, however many places are free.",
        "Three places are free and three wait. How many steps does the third one wait?",
    ),
    (
        "budget_for_each_prompt",
        {"charge": lambda budget, tokens: budget},
        "Your scheduler gives the whole budget to every prompt.",
        "After the first prompt has taken its tokens, how many are left for the second?",
    ),
    (
        "writing_uses_budget",
        {"charge_writing": lambda budget: budget - 1},
        "Your scheduler takes tokens of the budget for texts that are writing.",
        "Which tokens does the budget limit?",
    ),
    (
        "no_chunks",
        {"chunk": lambda text, budget: text.left},
        "Your scheduler computes a prompt whole, whatever the budget.",
        "A prompt of 16,000 tokens and a budget of 256: how long do the others wait?",
    ),
    (
        "no_chunks",
        {"chunk": lambda text, budget: text.left if text.left <= budget else 0},
        "Your scheduler computes a prompt only if it fits into the budget whole.",
        "A prompt longer than the budget: when will its turn come?",
    ),
    (
        "prompts_stop_writing",
        {"writes": lambda running: not any(t.left for t in running)},
        "Your scheduler lets nobody write while a prompt is being read.",
        "What do the readers of the other texts see meanwhile?",
    ),
    (
        "shortest_prompt_first",
        {"order": lambda running: sorted(running, key=lambda text: text.left)},
        "Your scheduler gives the budget to the shortest prompt first.",
        "Who came first? What happens to a long prompt when short ones keep coming?",
    ),
    (
        "one_token_of_a_prompt",
        {"chunk": lambda text, budget: 1},
        "Your scheduler computes one token of each prompt a step.",
        "How many tokens may prompts compute in a step?",
    ),
)
