"""plan_step: who computes how many tokens in this step.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import contextlib
from collections import deque

from autograder.kit.causes import where
from autograder.kit.driving import drive
from autograder.kit.exercise import aspect, call, exercise, fail, something
from autograder.kit.misconception import known
from autograder.kit.verdict import CheckFailed
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
    opens=lambda running: True,
    room=lambda running, waiting, budget: True,
    next_one=lambda waiting: waiting.popleft(),
    place=lambda running, text: running.append(text),
    chunk=lambda text, budget: min(text.left, budget),
    charge=lambda budget, tokens: budget - tokens,
    charge_writing=lambda budget: budget,
    order=lambda running: running,
    planned_for=lambda running, before: running,
    writes=lambda running: True,
    writer=lambda whole, budget: 1,
    left_for=lambda budget, running, max_batch: budget,
    spent=lambda budget: budget <= 0,
    ends=lambda budget: False,
    most=lambda max_batch, before: 10**9,
):
    """plan_step in exchangeable parts."""
    came, before, whole = 0, list(running), budget
    open_now = opens(running)
    while open_now and waiting and came < most(max_batch, before):
        if not (admit(running, waiting, max_batch) and room(running, waiting, budget)):
            break
        place(running, next_one(waiting))
        came += 1
    plan, budget = [], left_for(budget, running, max_batch)
    for text in order(planned_for(running, before)):
        if text.left == 0:
            if writes(running):
                plan.append((text, writer(whole, budget)))
                budget = charge_writing(budget)
        elif not spent(budget):
            tokens = chunk(text, budget)
            if tokens > 0:
                plan.append((text, tokens))
                budget = charge(budget, tokens)
        if ends(budget):
            break
    return [entry for entry in plan if entry[1] > 0]


ONE_STEP = (
    ([0, 5, 0], [4], 4, 6),
    ([5, 4], [], 4, 6),
    ([0, 0], [3, 2], 2, 6),
    ([], [7, 2, 9], 2, 5),
    ([3], [], 1, 3),
    ([10], [1], 8, 1),
    ([5, 5, 0], [], 4, 5),
    ([], [], 3, 4),
)
"""(tokens left in running, in waiting, max_batch, budget): single steps."""


def _probe(plan_step, rng):
    for running, waiting, max_batch, budget in (*ONE_STEP, ([6, 0, 3, 0], [2, 5, 1], 6, 8)):
        told = drive(
            serving_rehearsal.plan_once,
            plan_step,
            running=running,
            waiting=waiting,
            max_batch=max_batch,
            budget=budget,
        )
        yield sorted(told["plan"]) if told["plan"] is not None else "None"
        yield [*told["running"], -2, *told["waiting"]]
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
        for number, case in enumerate(ONE_STEP):
            with _as_before(plan_step, ONE_STEP[:number]):
                _judge_once(plan_step, *case)
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


@contextlib.contextmanager
def _as_before(plan_step, cases):
    """Where a step fails, name what is behind it if steps that were right are not right any more."""
    try:
        yield
    except CheckFailed:
        for case in cases:
            try:
                _judge_once(plan_step, *case)
            except CheckFailed as failure:
                fail(
                    f"{failure.message}\nThe same step was right the first time it was planned. What does a "
                    "call "
                    "find that an earlier one left? Everything it needs is in its arguments.",
                    misconception="remembers_earlier_calls",
                    diagnosable=False,
                )
        raise


def _judge_once(plan_step, running, waiting, max_batch, budget):
    shown = (
        f"plan_step with {running} tokens left in running, {waiting} in waiting, max_batch {max_batch}, "
        f"budget {budget}"
    )
    how = {"running": running, "waiting": waiting, "max_batch": max_batch, "budget": budget}
    told = call(drive, serving_rehearsal.plan_once, plan_step, shown=shown, explain=_no_plan, **how)
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
    if any(number < 0 for number, _ in got):
        fail(
            f"{shown} has an entry whose first part is none of the texts. A plan has pairs (text, tokens), "
            "and "
            "text is the object that stands in running, not its number and no copy of it.",
            misconception="no_texts_in_the_plan",
            diagnosable=False,
        )
    _odd_entries(got, lefts, shown)
    _lists_changed(told, len(lefts), shown)
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


def _odd_entries(got, lefts, shown):
    """Fail where a text is there twice, or one that writes computes several tokens."""
    numbers = [number for number, _ in got]
    for number, tokens in got:
        if numbers.count(number) > 1:
            fail(
                f"{shown} has {numbers.count(number)} entries for text {number}: {_said(got)}.\n"
                "In which of your lines does a text get its entry, and can more than one of them run for it?",
                misconception="planned_twice",
                diagnosable=False,
            )
        if lefts[number] == 0 and tokens > 1:
            fail(
                f"{shown} gives text {number} {tokens} tokens, and its prompt is done: it can write one in a "
                "step, since the next one depends on it.",
                misconception="writes_more_than_one",
                diagnosable=False,
            )


def _lists_changed(told, count, shown):
    """Fail where a text that has a place in one list was left in the other one, or in none."""
    seen = sorted(told["running"] + told["waiting"])
    planned_ones = {number for number, _ in told["plan"]}
    twice = [i for i in seen if seen.count(i) > 1]
    if twice:
        fail(
            f"{shown}: afterwards text {twice[0]} stands in running and in waiting, too.\n"
            "Who takes a text out of waiting when it joins? `waiting = …` gives another list the name and "
            "leaves the one that was handed in as it is; popleft() changes it.",
            misconception="stays_in_waiting",
            diagnosable=False,
        )
    lost = [i for i in range(count) if i not in seen]
    if lost:
        fail(
            f"{shown}: afterwards text {lost[0]} stands neither in running nor in waiting"
            + (", though it is in the plan" if lost[0] in planned_ones else "")
            + ".\n`running = running + […]` makes another list; the one that was handed in has to change: "
            "append "
            "does that. And only the server takes texts out of running.",
            misconception="texts_lost",
            diagnosable=False,
        )


def _no_plan(error):
    """What is behind an exception of whoever goes through a plan, or of an empty queue."""
    text = str(error)
    if isinstance(error, IndexError) and "empty deque" in text:
        return "takes_from_nobody", (
            "Nobody is waiting, and a text is taken from the queue. On which two things does it depend "
            "whether the next one joins?"
        )
    if where(error):
        return None, ""
    if "int()" in text:
        return "pairs_turned_round", (
            "An entry of the plan is (text, tokens), in this order: what stands second in yours is no number."
        )
    if "unpack" in text:
        return "no_pairs", (
            "A plan is a list of pairs, (text, tokens) for each text that computes. What does a `for` over "
            "yours give? (Over a dict it gives the keys: .items() has pairs.)"
        )
    return None, ""


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


def _reads(text):
    return text.left == 0


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
        {"most": lambda max_batch, before: 1},
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
    (
        "admits_only_when_empty",
        {"opens": lambda running: not running},
        "Your scheduler lets newcomers in only when nobody is running: that is static batching.",
        "When one of 8 texts is done, who uses its place?",
    ),
    (
        "one_text_too_few",
        {"admit": lambda running, waiting, max_batch: len(running) < max_batch - 1},
        "Your scheduler leaves one place empty.",
        "With max_batch = 2 and 1 running, is there room?",
    ),
    (
        "max_batch_ignored",
        {"admit": lambda running, waiting, max_batch: True},
        "Your scheduler lets in everybody who waits.",
        "How many texts may run at once?",
    ),
    (
        "max_batch_of_newcomers",
        {"admit": lambda running, waiting, max_batch: True, "most": lambda max_batch, before: max_batch},
        "Your scheduler lets in max_batch newcomers a step, whoever is running already.",
        "With max_batch = 2 and 2 running, how many places are free?",
    ),
    (
        "max_batch_of_some",
        [
            {"admit": lambda running, waiting, n: sum(t.left == 0 for t in running) < n},
            {
                "admit": lambda running, waiting, n: True,
                "most": lambda n, before: n - sum(t.left == 0 for t in before),
            },
            {
                "admit": lambda running, waiting, n: True,
                "most": lambda n, before: n - sum(t.left > 0 for t in before),
            },
            {"admit": lambda running, waiting, n: sum(t.left > 0 for t in running) < n},
            {"admit": lambda running, waiting, n: len(running) + len(waiting) <= n},
        ],
        "Your scheduler holds other texts than those in running against max_batch.",
        "Who has a place: who writes, whose prompt is being read, or both? And who waits?",
    ),
    (
        "joins_by_budget",
        [
            {"admit": lambda running, waiting, n: len(running) < n and not any(t.left for t in running)},
            {"room": lambda running, waiting, budget: sum(t.left for t in running) < budget},
            {"room": lambda running, waiting, budget: sum(t.left for t in running) <= budget},
            {"room": lambda running, waiting, budget: sum(t.left for t in (*running, waiting[0])) <= budget},
            {"room": lambda running, waiting, budget: waiting[0].left <= budget},
        ],
        "Whether a text joins depends on prompts in your scheduler, not on places alone.",
        "Rule 1 has one condition. Which one, and what is the budget for?",
    ),
    (
        "newcomers_in_front",
        {"place": lambda running, text: running.insert(0, text)},
        "Your newcomers stand in front of those who run already.",
        "Who was there first? At which end of running does a newcomer stand?",
    ),
    (
        "newcomers_wait_a_step",
        {"planned_for": lambda running, before: before},
        "Your newcomers join, but compute nothing in this step.",
        "By hand: c joins, and the plan gives it 2 tokens in the same step. Which comes first, joining or "
        "planning?",
    ),
    (
        "last_prompt_first",
        {"order": lambda running: running[::-1]},
        "Your scheduler gives the budget to the last prompt first.",
        "In the order of which list do prompts share the budget?",
    ),
    (
        "longest_prompt_first",
        {"order": lambda running: sorted(running, key=lambda text: -text.left)},
        "Your scheduler gives the budget to the longest prompt first.",
        "In the order of which list do prompts share the budget?",
    ),
    (
        "one_prompt_a_step",
        {"charge": lambda budget, tokens: 0},
        "Your scheduler reads one prompt a step: what it leaves of the budget is lost.",
        "The first prompt takes 4 of 6 tokens. Who may use the other 2?",
    ),
    (
        "charged_one_a_prompt",
        {"charge": lambda budget, tokens: budget - 1},
        "A prompt takes one token off your budget, however many it computes.",
        "The first prompt computes 4 of 6 tokens. How many are left for the next?",
    ),
    (
        "stops_at_the_budget",
        [
            {"ends": lambda budget: budget <= 0},
            {"ends": lambda budget: budget <= 0, "order": lambda running: sorted(running, key=_reads)},
        ],
        "Your plan ends where the budget does: texts further back that only write get nothing.",
        "Which texts use no budget? What happens to one that stands behind the prompt that took the last "
        "token?",
    ),
    (
        "budget_in_equal_parts",
        [
            {
                "left_for": lambda budget, running, n, share=share: share(budget, running, n),
                "charge": lambda budget, tokens: budget,
            }
            for share in (
                lambda budget, running, n: budget // max(1, sum(t.left > 0 for t in running)),
                lambda budget, running, n: -(-budget // max(1, sum(t.left > 0 for t in running))),
                lambda budget, running, n: max(1, budget // max(1, sum(t.left > 0 for t in running))),
                lambda budget, running, n: budget // max(1, len(running)),
                lambda budget, running, n: max(1, budget // max(1, len(running))),
                lambda budget, running, n: budget // n,
                lambda budget, running, n: max(1, budget // n),
            )
        ],
        "Your scheduler cuts the budget into equal parts.",
        "The first one takes what it can use, the next what is left. Who gets what of 6, with 5 and 4 tokens "
        "left?",
    ),
    (
        "writing_uses_budget",
        [
            {"left_for": lambda budget, running, n: budget - sum(t.left == 0 for t in running)},
            {"left_for": lambda budget, running, n: max(0, budget - sum(t.left == 0 for t in running))},
            {"left_for": lambda budget, running, n: budget - len(running)},
        ],
        "Your scheduler takes tokens of the budget for texts that are writing.",
        "Which tokens does the budget limit?",
    ),
    (
        "writing_uses_budget",
        {
            "charge_writing": lambda budget: budget - 1,
            "writer": lambda whole, budget: 1,
            "ends": lambda budget: budget <= 0,
        },
        "Your scheduler takes tokens of the budget for texts that are writing.",
        "Which tokens does the budget limit?",
    ),
    (
        "nobody_writes",
        {"writes": lambda running: False},
        "Texts whose prompt is done compute nothing in your plan.",
        "`left` is 0: what does such a text do in each step?",
    ),
    (
        "one_token_more",
        [
            {"chunk": lambda text, budget: min(text.left + 1, budget)},
            {"chunk": lambda text, budget: min(text.left, budget) + 1},
        ],
        "Your plan has a token more for a prompt than it has left, or than the budget allows.",
        "By hand: b has 4 left and gets 4. What does the step that computes the last of them give by itself?",
    ),
    (
        "budget_one_short",
        [
            {"spent": lambda budget: budget <= 1},
            {"chunk": lambda text, budget: min(text.left, budget - 1)},
        ],
        "The last token of the budget is never used in your plan.",
        "With one token left in the budget, how many may the next prompt compute?",
    ),
    (
        "prompt_one_short",
        {"chunk": lambda text, budget: min(text.left - 1, budget)},
        "Your plan leaves the last token of a prompt for later.",
        "By hand: b has 4 left and gets 4. Who computes the last one?",
    ),
    (
        "at_least_one_token",
        [
            {"spent": lambda budget: False, "chunk": lambda text, budget: max(1, min(text.left, budget))},
            {
                "spent": lambda budget: False,
                "chunk": lambda text, budget: text.left if budget <= 0 else min(text.left, budget),
            },
        ],
        "Prompts get tokens in your plan when the budget is used up.",
        "How many tokens of prompts may a step compute, all together?",
    ),
    (
        "half_a_prompt",
        [
            {"chunk": lambda text, budget: min((text.left + 1) // 2, budget)},
            {"chunk": lambda text, budget: min(max(1, text.left // 2), budget)},
        ],
        "Your scheduler reads half of a prompt at most.",
        "How many tokens of a prompt of 4 may a step with a budget of 6 compute?",
    ),
    (
        "budget_for_each_place",
        [
            {"left_for": lambda budget, running, n: budget * n},
            {"left_for": lambda budget, running, n: budget * max(1, len(running))},
        ],
        "Your scheduler has a budget for each text, and all of them share the sum.",
        "How many tokens of prompts may a step compute, all together?",
    ),
    (
        "only_who_is_done_joins",
        {"admit": lambda running, waiting, n: len(running) < n and waiting[0].left == 0},
        "Only texts whose prompt is done join in your scheduler.",
        "Who computes the prompt of a text that waits?",
    ),
)
