"""history.jsonl, beside the gradebook: what was judged when, with which version, and what changed at a
regrade and why.

One JSON object a line, only ever appended, its owner's alone. A line is written when a submission was judged,
and when it is entered into the gradebook and something is another than in its last line. Points given
by hand are not in it: they are nbgrader's.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "history.jsonl"

MADE_FROM = {
    "submission": "another submission",
    "checks": "another version of the checks",
    "lesson": "the lesson's tests, texts or points are others",
    "modules": "the course's own modules are others",
    "options": "graded with other options",
}
"""What a result depends on, and what is said where that is another than the last time."""


class History:
    """The lines of one lesson, and a way to add to them. version: of the judge, for people.

    last        {(student, notebook): the last line}
    first_pass  {(student, test): when what passed first was handed in, or else judged; ISO, UTC}
    """

    def __init__(self, root: str | os.PathLike[str], lesson: str, version: str = "") -> None:
        self.path, self.lesson, self.version = Path(root, FILE), lesson, version
        self.last: dict[tuple[str, str], dict[str, Any]] = {}
        self.first_pass: dict[tuple[str, str], str] = {}
        if self.path.exists():
            with open(self.path, encoding="utf8", errors="replace") as file:
                for line in file:
                    self._take(line)

    def _take(self, line: str) -> None:
        """A line of the file; one that a crash cut off says nothing."""
        if self.lesson not in line:
            return
        try:
            entry = json.loads(line)
            if entry["lesson"] == self.lesson:
                self._remember(entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            return

    def _remember(self, entry: dict[str, Any]) -> None:
        self.last[entry["student"], entry["notebook"]] = entry
        for test, verdict in entry["verdicts"].items():
            if verdict["state"] == "pass":
                when = entry["handed_in"] or entry["judged"]
                self.first_pass.setdefault((entry["student"], test), when)

    def enter(
        self,
        student: str,
        notebook: str,
        made_from: Mapping[str, str],
        verdicts: Mapping[str, Mapping[str, str]],
        points: Mapping[str, float | None],
        notes: Mapping[str, str],
        handed_in: datetime | None,
        judged_now: bool = False,
    ) -> dict[str, Any] | None:
        """Append a line if it was judged now or there is something else to say, and return it.

        made_from  a digest of each of MADE_FROM
        verdicts   {test: {"state", "misconception"}}; points: {graded cell: automatic points as they count,
                   None for a person's}
        notes      {cell: what overrides.csv says of it}; handed_in: UTC without a zone, as nbgrader has it
        """
        before = self.last.get((student, notebook))
        changed = _changed(before["points"] if before else {}, points)
        kept = ("made_from", "verdicts", "points", "notes")
        now = dict(zip(kept, (dict(made_from), dict(verdicts), dict(points), dict(notes))))
        if before and not judged_now and now == {name: before.get(name) for name in kept}:
            return None
        entry = {
            "judged": datetime.now(UTC).isoformat(timespec="seconds"),
            "student": student,
            "lesson": self.lesson,
            "notebook": notebook,
            "handed_in": handed_in.replace(tzinfo=UTC).isoformat(timespec="seconds") if handed_in else None,
            "version": self.version,
            "why": _why(before, now, judged_now),
            "changed": changed if before else {},
            **now,
        }
        self._append(json.dumps(entry))
        self._remember(entry)
        return entry

    def _append(self, line: str) -> None:
        """In one write; after a line that a crash cut off, on a line of its own."""
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self.path, flags, 0o600)
        try:
            with contextlib.suppress(PermissionError):  # somebody else's, who may keep it open to a group
                os.fchmod(descriptor, 0o600)
            size = os.fstat(descriptor).st_size
            torn = size and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, ("\n" * bool(torn) + line + "\n").encode())
        finally:
            os.close(descriptor)


def _changed(
    before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> dict[str, list[float | None]]:
    """{cell: [points before, points now]} of cells whose points are others."""
    names = [*before, *(name for name in after if name not in before)]
    return {
        name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)
    }


def _why(before: Mapping[str, Any] | None, now: Mapping[str, Any], judged_now: bool) -> list[str]:
    if before is None:
        return ["judged for the first time"]
    then = before["made_from"]
    why = [said for name, said in MADE_FROM.items() if then.get(name) != now["made_from"].get(name)]
    if before["notes"] != now["notes"]:
        why.append("overrides.csv")
    return why or ["judged again" if judged_now else "a test was found to be at fault, or sound"]
