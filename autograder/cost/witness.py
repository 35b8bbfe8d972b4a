"""Whether a step takes what its counts say, seen from outside the process that counted.

Counts are taken beside the learner's code, and code written to deceive the meter could write them itself. It
cannot touch what the system says of its process. So when a class is graded some steps are taken that nobody
counts, far beyond the lengths that were: one at a time, each on numbers that the code has not seen before.
What they give must be right, and all of it must take no more processor time and memory than the counts
foretell, by a wide margin. What doesn't fit goes to a person; it never costs a point by itself. In a notebook
there is nobody to deceive, and no
witness: the same steps are taken there, and only their results looked at.

Out of reach: counts that claim slow Python give cover for as much fast work as that Python would take time.
"""

from autograder.kit.driving import process_of
from autograder.kit.exercise import fail

MARGIN = 4
"""How many times as long as foretold the steps may take. The slowest of 60 right answers takes a quarter of
it."""

SECONDS_PER_FLOP, SECONDS_PER_BYTE, SECONDS_PER_PYTHON_STEP = 5e-9, 1e-9, 5e-7
"""What NumPy and Python take at their slowest: arrays of a few numbers, lists made into arrays, a function
call."""

SECONDS_PER_STEP = 5e-3
"""What the grader's pipe takes."""

SPARE_BYTES = 100_000_000
"""Memory that steps may take whatever was counted."""


class Witness:
    """Looks at the process in which a learner's objects live. False where that is this process: in a
    notebook."""

    def __init__(self, *objects):
        self._process = process_of(*objects)

    def __bool__(self):
        return self._process is not None

    def is_new(self, answer):
        """Whether a look at this answer was not asked for before: a hidden test calls the same check once
        more."""
        looked = answer in self._process.looked_at
        self._process.looked_at.add(answer)
        return not looked

    def seconds(self):
        """Processor seconds of the process and all that it started."""
        return self._process.seconds()

    def clock(self):
        """Processor seconds of the process alone: cheap to read."""
        return self._process.clock()

    def look(self):
        """Steps are about to be taken."""
        self._before = self._process.spent()

    def agrees(self, what, steps, foretold, room=None):
        """Fail, for a person to look, if more was spent on these steps than their counts explain.

        what      how they are called in a message, e.g. "8 steps on a long cache"
        steps     how many there were
        foretold  Cost of one, from what was counted at other lengths
        room      bytes that they may take besides what is spared, if less than all that one of them moves
        """
        seconds, memory = (now - before for now, before in zip(self._process.spent(), self._before))
        explained = (
            foretold.flops * SECONDS_PER_FLOP
            + foretold.bytes_moved * SECONDS_PER_BYTE
            + foretold.python_steps * SECONDS_PER_PYTHON_STEP
        )
        most = steps * (MARGIN * explained + SECONDS_PER_STEP)
        room = SPARE_BYTES + (foretold.bytes_moved if room is None else room)
        if seconds > most or memory > room:
            fail(
                f"{what} took {seconds:.2f} s of processor time and {memory / 1e6:,.0f} MB of memory. After "
                f"what was counted at other lengths, {most:.2f} s and {room / 1e6:,.0f} MB would be plenty, "
                "though the results are right. (Counted, for a step of this length: "
                f"{foretold.multiply_adds:,} multiply-adds, {foretold.bytes_moved:,} bytes, "
                f"{foretold.python_steps:,} steps of Python.)\n"
                "What does your code do with a long text that it doesn't do with a short one?",
                diagnosable=False,
                needs_human=True,
            )
