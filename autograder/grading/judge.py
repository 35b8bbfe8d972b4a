"""Judges one submission: its cells run behind the walls, each test out here on proxies of what they define.

A test cell is the instructor's own code with a namespace of its own. In it, what the notebook imports is
imported here; every other name that the cell neither defines nor finds among the built-ins is the learner's.
A runner that crashes or hangs costs the test it was running; the next one gets a new runner.
"""

import ast
import contextlib
import io
import math
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NoReturn, cast

from autograder.grading import blame, carried, intake, meddling, notebook_code, rebuild, room
from autograder.grading.cells import Rebuilt
from autograder.grading.inside.absent import NotInGrading
from autograder.grading.lesson import Lesson
from autograder.grading.needed import imports, names_free, parsed
from autograder.grading.remote import Infrastructure, RunnerLost, Session
from autograder.grading.result import Output, Result, Shown, State, Verdict
from autograder.grading.sandbox import Limits
from autograder.kit.causes import NOT_DEFINED
from autograder.kit.exercise import secret_seed
from autograder.kit.verdict import CheckFailed, Tampered

ATTEMPTS = {"crashed": 3, "killed": 12}
"""How often a cell or test is tried whose runner crashes, or is killed and nobody can say by whom."""

MAX_LOST = 6
"""Runners that one submission may use up."""

MAX_OTHERS = 6
"""Times that tests of one submission are tried with another definition than the one they follow."""

MAX_MESSAGE = 6_000

COURSES_CODE = "uses_the_courses_code"
"""The misconception, in reports, of an answer that asks for code of the course's own which is not there."""


class Disturbed(Exception):
    """The learner's code was kept from its work by something else: to be judged again, alone."""


_one_at_a_time = threading.Lock()
"""Checks redirect sys.stdout, which all threads share."""


def judge(
    lesson: Lesson,
    submission: bytes | intake.Unreadable,
    seed: Sequence[int],
    limits: Limits = Limits(),
    walled: bool = True,
    hidden: Sequence[str | os.PathLike[str]] = (),
    alone: bool = False,
    key: str = "",
    carry: bool = False,
) -> Result:
    """The Result of one submission.

    lesson      Lesson
    submission  the bytes of the submitted notebook, or the Unreadable that came of reading it
    seed        ints that nobody outside can know; they fix all random inputs
    alone       whether nothing else is judged on this machine: code that does nothing is then to blame itself
    key         what its result is kept under
    carry       whether errors are carried forward (carried.py)

    Raises Infrastructure and, unless it was `alone`, Disturbed.
    """
    try:
        if isinstance(submission, intake.Unreadable):
            raise submission
        cells = intake.parse(submission)
        notebook_code.translate(cells)
        rebuilt = rebuild.notebook(lesson, cells)
    except intake.Unreadable as problem:
        return _unread(lesson, problem, key)
    with _one_at_a_time:
        trial = _Trial(lesson, rebuilt, seed, limits, walled, hidden, alone, carry)
        try:
            trial.run()
        finally:
            trial.close()
    shown = (_shown(cell, trial.outputs.get(index)) for index, cell in enumerate(rebuilt))
    answers = {c.grade_id: bool(c.doubt) or not c.empty for c in rebuilt if c.role == "answer"}
    return Result(key, "graded", "", trial.verdicts, answers, tuple(shown))


def _unread(lesson: Lesson, problem: intake.Unreadable, key: str) -> Result:
    message = f"This submission was not graded: {problem.message}"
    verdict = Verdict("needs a human", None, message) if problem.person else Verdict("fail", 0.0, message)
    verdicts = {cell.grade_id: verdict for cell in lesson.tests}
    answers = {cell.grade_id: problem.person for cell in lesson.cells if cell.role == "answer"}
    cells = (_shown(cell, None) for cell in rebuild.blank(lesson, message))
    return Result(key, problem.state, problem.message, verdicts, answers, tuple(cells))


def _shown(cell: Rebuilt, output: Output | None) -> Shown:
    id, metadata = (cell.released.id, cell.released.metadata) if cell.released else ("", {})
    test = cell.grade_id if cell.role == "test" else ""
    return Shown(cell.cell_type, cell.source, id, metadata, cell.theirs, cell.note, output, test)


class _Trial:
    """The course of one judgement."""

    def __init__(
        self,
        lesson: Lesson,
        rebuilt: list[Rebuilt],
        seed: Sequence[int],
        limits: Limits,
        walled: bool,
        hidden: Sequence[str | os.PathLike[str]],
        alone: bool,
        carry: bool,
    ) -> None:
        self.rebuilt, self.seed, self.limits, self.walled, self.hidden = (
            rebuilt,
            tuple(seed),
            limits,
            walled,
            hidden,
        )
        self.imports, self.names, self.room = (
            imports(c.source for c in lesson.cells if c.role == "code"),
            set(lesson.names),
            room.of(lesson),
        )
        self.alone, self.carry = alone, carry
        self._served: dict[str, Callable[..., Any]] = {}
        self._left, self._late = limits.submission, time.monotonic() + limits.endurance * limits.submission
        self.session: Session | None = None
        self.outputs: dict[int, Output] = {}
        self.verdicts: dict[str, Verdict] = {}
        self._ends: Counter[tuple[int, str]] = Counter()
        self._deadly: set[int] = set()
        self._lost = self._others = 0

    def run(self) -> None:
        for index, cell in enumerate(self.rebuilt):
            if cell.role == "test":
                self.verdicts[cell.grade_id] = self._test(index, cell)
            elif cell.code.strip() and self._may_go_on():
                self._at(index + 1)

    def close(self) -> None:
        if self.session is not None:
            self.session.close()
            self._left -= self.session.used
        self.session = None

    def _may_go_on(self) -> bool:
        if time.monotonic() > self._late:
            self._disturbed(
                f"judging it was not done after {self.limits.endurance * self.limits.submission:g} s"
            )
        used = self.session.used if self.session else 0
        return self._lost < MAX_LOST and self._left > used

    def _disturbed(self, what: str) -> NoReturn:
        """What was seen says nothing of the learner's code."""
        if self.alone:
            raise Infrastructure(
                f"{what}, with nothing else being judged: this machine is too slow or too busy. Run the "
                "command again when it has more time."
            )
        raise Disturbed(what)

    def _at(self, index: int) -> None:
        """Have a session in which every cell before `index` was run, except those that kill it."""
        while self._may_go_on():
            if self.session is None:
                self.session, self._next = self._start(), 0
            try:
                while self._next < index:
                    self._run_cell(self.session, self._next)
                    self._next += 1
                return
            except RunnerLost as lost:
                self.close()
                if self._counts(self._next, lost):
                    self._deadly.add(self._next)
                    self.outputs[self._next] = Output(error=f"{lost.state}: {lost.message}")

    def _start(self) -> Session:
        return Session(self.limits, self.walled, self.hidden, self._left, self.alone, self.room)

    def _run_cell(self, session: Session, index: int) -> None:
        cell = self.rebuilt[index]
        if cell.code.strip() and index not in self._deadly:
            self.outputs[index] = session.run(cell.grade_id or f"{index + 1}", cell.code)

    def _test(self, index: int, cell: Rebuilt) -> Verdict:
        verdict = self._tried(index, index, cell)
        if verdict.state not in ("fail", "timeout", "crash"):
            return verdict
        reason = cell.doubt or self._lacks_a_module(verdict)
        for other in cell.others:
            if reason or self._others == MAX_OTHERS:
                break
            self._others += 1
            self.close()
            if self._tried(index, other + 1, cell).state == "pass":
                reason = "With another definition in this notebook than the one before the test, it passes."
            if other >= index:
                self.close()
        if reason:
            return self._for_a_human(f"{reason} As it stands: {verdict.message}")
        return self._carried_forward(index, cell, verdict) if self.carry else verdict

    def _carried_forward(self, index: int, cell: Rebuilt, verdict: Verdict) -> Verdict:
        """The verdict, or a better one if only another exercise's answer is at fault. What trying it once
        more takes is not taken from the tests that follow."""
        right = carried.in_place_of_wrong_ones(verdict, self.verdicts.values())
        if not right:
            return verdict
        self.close()
        left, lost, ends = self._left, self._lost, self._ends.copy()
        self._served = right
        try:
            return carried.settled(verdict, self._tried(index, index, cell), right)
        finally:
            self._served = {}
            self.close()
            self._left, self._lost, self._ends = left, lost, ends

    def _lacks_a_module(self, verdict: Verdict) -> str:
        """Why a person should look, if an answer may fail for a module that is missing here; else ""."""
        if "NameError" not in verdict.message and "not defined" not in verdict.message:
            return ""
        errors = [output.error or "" for output in self.outputs.values()]
        lacking = next((error for error in errors if error.startswith("ModuleNotFoundError")), "")
        return (
            lacking
            and f"A cell asks for a module that grading does not have ({lacking.splitlines()[0][:200]})."
        )

    def _tried(self, index: int, at: int, cell: Rebuilt) -> Verdict:
        """The verdict of the test `index` after the cells before `at`."""
        while True:
            self._at(at)
            if self.session is None or not self._may_go_on():
                return Verdict(
                    "timeout",
                    0.0,
                    "This test was not run: what came before it took too long or crashed too often.",
                )
            try:
                if self._served:
                    self.session.bind(self._served)
                verdict = self._run_test(self.session, cell)
                verdict = meddling.settled(verdict, self.session.counted, (c.code for c in self.rebuilt[:at]))
                self._forget()
                return verdict
            except RunnerLost as lost:
                self.close()
                if self._counts(index, lost):
                    state = cast(State, lost.state)  # of one that was disturbed nothing counts
                    return Verdict(state, 0.0, f"While your code ran for this test: {lost.message}.")

    def _counts(self, index: int, lost: RunnerLost) -> bool:
        """Whether a lost runner is held against the cell: a crash only if it comes back, a kill only if it
        never stays away."""
        if lost.state == "disturbed":
            self._disturbed(lost.message)
        end = "killed" if lost.killed else "crashed"
        self._ends[index, end] += 1
        held = lost.state != "crash" or self._ends[index, end] == ATTEMPTS[end]
        self._lost += held
        return held

    def _forget(self) -> None:
        try:
            if self.session is not None:
                self.session.forget()
        except RunnerLost:
            self.close()

    def _run_test(self, session: Session, cell: Rebuilt) -> Verdict:
        tree = parsed(cell.test)
        if tree is None:
            return self._at_fault("it is no valid Python")
        wanted = names_free(tree)
        trusted = wanted & set(self.imports)
        theirs = session.names(sorted(wanted - trusted))
        missing = sorted(wanted - trusted - set(theirs))
        if missing:
            return self._fail(
                f"`{missing[0]}` is not defined.{self._why_missing(missing[0])}",
                check="defined",
                unsettled=missing[0] not in self.names,
            )
        namespace = {"__name__": "__test__", **theirs}
        try:
            for name in trusted:
                exec(self.imports[name], namespace)
        except Exception as error:
            return self._at_fault(f"what it imports can't be imported: {type(error).__name__}: {error}")
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
        printed, token = io.StringIO(), secret_seed.set(self.seed)
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
                exec(compile(tree, blame.TEST, "exec"), namespace)
                value = None
                if isinstance(last, ast.Expr):
                    value = eval(compile(ast.Expression(last.value), blame.TEST, "eval"), namespace)
        except CheckFailed as failure:
            if isinstance(failure, Tampered):
                return Verdict("tampered", 0.0, str(failure)[:MAX_MESSAGE], failure.exercise, failure.check)
            self._say_what_stopped(failure)
            if failure.needs_human:
                return self._for_a_human(
                    str(failure), failure.exercise, failure.check, failure.misconception or ""
                )
            verdict = self._fail(str(failure), failure.exercise, failure.check, failure.misconception or "")
            return verdict if verdict.misconception else replace(verdict, gave=failure.gave)
        except Infrastructure:
            raise
        except Exception as error:
            whose, place = blame.whose(error)
            if whose == "check":
                return self._at_fault(f"{type(error).__name__}: {error} ({place})")
            return self._fail(blame.told(error, cell), unsettled=whose == "unsettled")
        finally:
            secret_seed.reset(token)
        return self._points(value, cell, printed.getvalue())

    def _points(self, value: Any, cell: Rebuilt, printed: str) -> Verdict:
        if value is None:
            said = "\n".join(dict.fromkeys(printed.splitlines()))  # a hidden test finds the same once more
            return Verdict("pass", cell.points, said[:MAX_MESSAGE])
        if type(value) in (int, float) and 0 <= value <= cell.points and math.isfinite(value):
            state: State = "pass" if value == cell.points else "fail"
            return Verdict(
                state, float(value), printed[:MAX_MESSAGE] + f"{value:g} of {cell.points:g} points"
            )
        return self._fail(
            f"This test has to end in a number of points from 0 to {cell.points:g}, or in nothing; "
            f"it ended in a {type(value).__name__}.",
            unsettled=True,
        )

    def _for_a_human(
        self, message: str, exercise: str = "", check: str = "", misconception: str = ""
    ) -> Verdict:
        return Verdict(
            "needs a human",
            None,
            f"A person will look at this one. {message}"[:MAX_MESSAGE],
            exercise,
            check,
            misconception,
        )

    def _at_fault(self, what: str) -> Verdict:
        return Verdict(
            "ungraded", None, f"This test could not be judged, by its own fault: {what}"[:MAX_MESSAGE]
        )

    def _fail(
        self,
        message: str,
        exercise: str = "",
        check: str = "",
        misconception: str = "",
        unsettled: bool = False,
    ) -> Verdict:
        if NotInGrading.__name__ in message:
            misconception = COURSES_CODE
        return Verdict("fail", 0.0, message[:MAX_MESSAGE], exercise, check, misconception, unsettled)

    def _say_what_stopped(self, failure: CheckFailed) -> None:
        """Of an answer that lacks a name whose cell stopped: say so, in place of how to get it."""
        kind, _, name = (failure.misconception or "").partition(":")
        if kind == NOT_DEFINED and (stopped := self._stopped(name)):
            raised, _, _ = failure.message.rpartition("\n")
            failure.message, failure.misconception = f"{raised}\n`{name}` is missing.{stopped}", None

    def _why_missing(self, name: str) -> str:
        """What became of the cell that should have defined a name."""
        return self._stopped(name) or " The cell that defines it is missing, or comes after this test."

    def _stopped(self, name: str) -> str:
        """With what the cell that has a name in it stopped; "" if there is none."""
        for index, cell in enumerate(self.rebuilt):
            output = self.outputs.get(index)
            if output and output.error and re.search(rf"\b{re.escape(name)}\b", cell.source):
                return f" The cell that mentions it stopped with\n  {output.error[:1000]}"
        return ""
