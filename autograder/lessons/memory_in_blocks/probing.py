"""How caches in blocks are put through histories, and compared with what plain lists give."""

import re

import numpy as np

from autograder.kit.driving import drive
from autograder.kit.exercise import call, fail
from decodelab import block_rehearsal
from decodelab.block_rehearsal import D_K, UNUSED


class Plan:
    """What a history should do: texts as lists of tokens, blocks as sets of the texts that hold them.

    n_blocks, size: of the pool. `do` takes one operation and says whether it has to be refused.
    """

    def __init__(self, n_blocks, size):
        self.n_blocks, self.size = n_blocks, size
        self.rows, self.tables, self._holders, self._next = {}, {}, {}, 0

    def free(self):
        return self.n_blocks - len(self._holders)

    def holders(self):
        return sum(self._holders.values())

    def alone(self, text):
        """Which rows of the text stand in blocks that nobody else holds, a list of bools."""
        return [self._holders[self.tables[text][i // self.size]] == 1 for i in range(len(self.rows[text]))]

    def needed(self, text, tokens):
        """Blocks that appending so many tokens takes, a copy of the last one included."""
        n = len(self.rows[text])
        return -(-(n + tokens) // self.size) - len(self.tables[text]) + self._copies(text)

    def _copies(self, text):
        n = len(self.rows[text])
        return bool(n % self.size and self._holders[self.tables[text][-1]] > 1)

    def do(self, operation, new_rows):
        what, text, *more = operation
        if what == "new":
            self.rows[text], self.tables[text] = [], []
        elif what == "fork":
            self.rows[more[0]], self.tables[more[0]] = list(self.rows[text]), list(self.tables[text])
            for block in self.tables[text]:
                self._holders[block] += 1
        elif what == "free":
            for block in self.tables[text]:
                self._let_go(block)
            self.rows[text], self.tables[text] = [], []
        elif self.needed(text, len(new_rows)) > self.free():
            return True
        else:
            if self._copies(text):
                self._let_go(self.tables[text].pop())
                self._take(text)
            self.rows[text] += new_rows
            while len(self.tables[text]) * self.size < len(self.rows[text]):
                self._take(text)
        return False

    def _take(self, text):
        self._next += 1
        self._holders[self._next] = 1
        self.tables[text].append(self._next)

    def _let_go(self, block):
        self._holders[block] -= 1
        if not self._holders[block]:
            del self._holders[block]


def random_history(rng, length, n_blocks, size, forks=False):
    """Operations on three texts: new, chunks and single tokens, free (now and then twice), refusals where the
    pool is full."""
    texts = ["a", "b", "c"]
    history = [["new", text] for text in texts]
    for _ in range(length):
        text = str(rng.choice(texts))
        dice = rng.random()
        if forks and dice < 0.15:
            other = str(rng.choice([t for t in texts if t != text]))
            history += [["free", other], ["fork", text, other]]
        elif dice < (0.28 if forks else 0.12):
            history += [["free", text]] * int(rng.choice([1, 1, 2]))
        else:
            history.append(["append", text, int(rng.choice([0, 0, 0, 1, 2, size, size + 1, 2 * size]))])
    return history


def follow(Cache, history, n_blocks, size, rng, dtype="float64"):
    """Run the learner's class through a history and fail on the first event that is not as it should be."""
    seed = int(rng.integers(10_000))
    K, V = block_rehearsal.stream(seed, block_rehearsal.used_by(history), dtype=dtype)
    tokens = np.hstack([K.astype(float), V.astype(float)]).tolist()
    told = call(
        drive,
        block_rehearsal.run_history,
        Cache,
        operations=history,
        n_blocks=n_blocks,
        size=size,
        seed=seed,
        dtype=dtype,
        shown=(
            f"a history of {len(history)} operations with {n_blocks} blocks of {size} rows: {_said(history)}"
        ),
    )
    if len(told["events"]) != len(history):
        fail(
            f"{len(told['events'])} events came back from {len(history)} operations.",
            needs_human=True,
            diagnosable=False,
        )
    plan, before, at = Plan(n_blocks, size), {}, 0
    for number, (operation, event) in enumerate(zip(history, told["events"])):
        what, text, *more = operation
        t = max(more[0], 1) if what == "append" else 0
        alone = plan.alone(text) if text in plan.rows else []
        needed, free = (plan.needed(text, t), plan.free()) if what == "append" else (0, 0)
        refused = plan.do(operation, tokens[at : at + t])
        at += t
        when = f"after {_said(history[: number + 1])} ({n_blocks} blocks of {size} rows)"
        _compare_refusal(event, refused, needed, free, when)
        if what == "append" and event["free"] > plan.free():
            fail(
                f"{when}: rows of {text} stand in blocks that the pool counts as free: whoever takes them "
                "next writes over them.",
                suspected="writes_to_free_blocks",
                question=(
                    "With which blocks does a new cache begin, and an empty one after free()? What stands "
                    "in the class body is there once, for all caches."
                ),
            )
        for name, seen in event["texts"].items():
            _compare_text(name, seen, plan, when, refused)
        if text in before and what == "append":
            _nothing_moved(before[text], event["texts"][text], alone, when)
        before.update({name: seen["places"] for name, seen in event["texts"].items()})
        _compare_pool(event, plan, what, when)


def _compare_refusal(event, refused, needed, free, when):
    if refused and event["refused"] is None:
        fail(
            f"{when}: {_blocks(needed)} needed and {free} free, and append raised nothing.",
            suspected="never_refuses",
            question=(
                "Where do the rows go for which there is no block? Raise OutOfBlocks(needed, free) before "
                "anything is written."
            ),
        )
    if not refused and event["refused"] is not None:
        fail(
            f"{when}: append raised OutOfBlocks ({event['refused']}), though {_blocks(needed)} "
            f"needed and {free} free.",
            suspected="refuses_what_fits",
            question=(
                "How many blocks does the text hold already, and how many rows are left in the last one?"
            ),
        )
    if refused and not {needed, free} <= {int(number) for number in re.findall(r"\d+", event["refused"])}:
        fail(
            f"{when}: append was refused with {event['refused']!r}; {_blocks(needed)} "
            f"needed and {free} free.",
            suspected="refusal_says_other_numbers",
            question=(
                "OutOfBlocks(needed, free) says how many blocks this append has to take, free or not, and "
                "how many are free. Are both counted before the first block is taken?"
            ),
        )


def _compare_text(name, seen, plan, when, refused):
    rows = plan.rows[name]
    lost = " A refused append has to leave everything as it was." if refused else ""
    how = {"suspected": "refusal_loses_something"} if refused else {}
    if seen["length"] != len(rows):
        fail(f"{when}: len({name}) is {seen['length']}; expected {len(rows)}.{lost}", **how)
    if len(seen["rows"]) != len(rows):
        if any(row[0] == UNUSED for row in seen["rows"]):
            fail(
                f"{when}: the blocks of {name} show {len(seen['rows'])} rows; {len(rows)} are used. The "
                "others belong to nobody yet, and whatever stands there would get weight in the softmax.",
                suspected="whole_blocks_shown",
                question="How many rows of the last block are used?",
            )
        fail(
            f"{when}: the blocks of {name} have {len(seen['rows'])} rows; expected {len(rows)}.{lost}", **how
        )
    for i, (got, expected) in enumerate(zip(seen["rows"], rows)):
        if got != expected:
            what = "key" if got[:D_K] != expected[:D_K] else "value"
            part = slice(0, D_K) if what == "key" else slice(D_K, None)
            fail(
                f"{when}: the {what} in row {i} of {name} is {_short(got[part])}; expected "
                f"{_short(expected[part])}, token {i} as it was appended.{lost}",
                **how,
            )
    if -1 in seen["places"]:
        fail(
            f"{when}: row {seen['places'].index(-1)} of {name} is no row of the pool: a copy, "
            "or an array of its own.",
            suspected="rows_are_copies",
            question="blocks() hands out views: which of your lines makes a new array?",
        )
    sizes = [plan.size] * (len(rows) // plan.size) + [len(rows) % plan.size] * bool(len(rows) % plan.size)
    if [size for size in seen["sizes"] if size] != sizes:
        fail(
            f"{when}: the blocks of {name} have {_listed(seen['sizes'])} rows; expected {_listed(sizes)}: "
            "each is full but the last."
        )


def _nothing_moved(before, after, alone, when):
    for i, (old, new, mine) in enumerate(zip(before, after["places"], alone)):
        if mine and old != new:
            fail(
                f"{when}: row {i} has moved, from row {old} of the pool to row {new}, though nobody else "
                "held its block.",
                suspected="rows_move",
                question="What does your append do with rows that are there already?",
            )


def _compare_pool(event, plan, what, when):
    held, expected = plan.n_blocks - event["free"], plan.n_blocks - plan.free()
    if held != expected:
        many = f"{held} block{'s are' if held != 1 else ' is'} in use; {expected} would do"
        if what == "free":
            fail(
                f"{when}: {many}.\nWhich blocks does free() give back, and does anyone "
                "still hold one of them?",
                suspected="blocks_lost" if held > expected else "blocks_given_back_too_early",
            )
        fail(
            f"{when}: {many}.\nWhen does a text need a new block, and when not yet?",
            suspected="too_many_blocks" if held > expected else None,
        )
    if event["holders"] != plan.holders():
        fail(
            f"{when}: the pool counts {event['holders']} holds on its blocks; expected {plan.holders()}, "
            "one for each text and block."
        )


def most_copied(series, n):
    """The statement that copied most bytes at length n of the Series."""
    costs = series.costs[n]
    return series.places[max(costs, key=lambda place: costs[place].bytes_copied)]["statement"]


def _blocks(count):
    return "1 block was" if count == 1 else f"{count} blocks were"


def _said(history):
    """The last operations of a history in words."""
    words = {
        "new": lambda text: f"{text} = new",
        "append": lambda text, t: f"{text}.append({'one token' if t == 0 else f'a chunk of {t}'})",
        "fork": lambda text, other: f"{other} = {text}.fork()",
        "free": lambda text: f"{text}.free()",
    }
    said = [words[what](*rest) for what, *rest in history[-5:]]
    return ("… " if len(history) > 5 else "") + ", ".join(said)


def _short(numbers):
    return f"[{', '.join(f'{x:.3g}' for x in numbers)}]"


def _listed(numbers):
    return ", ".join(map(str, numbers)) or "no"


def results(Cache, history, n_blocks, size):
    """For probes: what a history gives, one number or array after the other."""
    told = drive(
        block_rehearsal.run_history,
        Cache,
        operations=history,
        n_blocks=n_blocks,
        size=size,
        seed=len(history),
    )
    for event in told["events"]:
        yield event["refused"] or ""
        yield [event["free"], event["holders"]]
        for seen in event["texts"].values():
            yield [seen["length"], len(seen["rows"]), -1 in seen["places"]]
            yield seen["rows"]
