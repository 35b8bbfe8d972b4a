"""`python -m autograder import ARCHIVE LESSON`: what an LMS packed, laid out as
submitted/<student>/<lesson>/.

Canvas calls a file `smithjane_LATE_12345_67890_notebook.ipynb` (sortable name, whether it was late, the
student's number, the file's, its name), in one flat archive. Moodle has a folder for each student, `Jane
Smith_12345_assignsubmission_file/`, whose number is the participant's in this assignment and stands in its
grading worksheet, with names, e-mail and times.

roster.csv says who that is. Who is in no roster keeps their number (`canvas_12345`), so two smithjanes stay
two. A member that can't be read costs only itself. What an earlier import put in a student's folder makes
room for the new.
"""

import argparse
import json
import re
import sys
import zipfile
import zlib
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from autograder.grading import intake, lesson, roster, tables
from autograder.grading.autograded import replace
from autograder.grading.handed_in import LATE_MARK

CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)")
MOODLE = re.compile(
    r"(?P<name>[^/]*)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_?/|_)(?P<file>.+)"
)
TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
"""How Moodle writes a time in English, and two ways that others do."""

OURS = ".imported.json"
"""In a student's folder: which files an import put there."""

RESERVED = {"timestamp.txt", LATE_MARK, OURS}
"""What grading reads in a student's folder."""


@dataclass
class Handed:
    """What an archive holds of one person."""

    number: str
    name: str
    late: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    time: datetime | None = None
    student: str = ""


@dataclass
class Archive:
    """What an archive holds: of whom, and what of it is nobody's or can't be read."""

    lms: str
    people: dict[str, Handed]
    unreadable: list[str]
    strange: list[str]


def main(arguments: list[str]) -> int:
    """The command; its exit code is 1 if a person should look at something."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder import", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument(
        "archive",
        help="the zip that Canvas or Moodle made of all submissions, or the folder it was unpacked to",
    )
    parser.add_argument("lesson", help="e.g. 01_masked_attention")
    parser.add_argument("--worksheet", help="Moodle's grading worksheet: who is who, and when they handed in")
    parser.add_argument("--zone", help="of the worksheet's times, e.g. Europe/Berlin (that of this machine)")
    parser.add_argument("--root", default=".", help="the course's folder (%(default)s)")
    options = parser.parse_args(arguments)
    root = Path(options.root)
    try:
        lesson.load(root, options.lesson)
        known = roster.read(root)
        archive = opened(Path(options.archive))
        problems = identify(archive, known, _worksheet(options.worksheet), _zone(options.zone))
    except (tables.Mistaken, lesson.BrokenLesson) as problem:
        print(f"Nothing was imported. {problem}", file=sys.stderr)
        return 2
    for handed in archive.people.values():
        folder = root / "submitted" / handed.student / options.lesson
        archive.unreadable += [f"{handed.student}: {name}" for name in lay_out(folder, archive.lms, handed)]
    return _summarise(archive, known, problems)


def opened(path: Path) -> Archive:
    """What lies in an archive or a folder; raises Mistaken if it is neither, or of no LMS that is known
    here."""
    found: dict[str, dict[str, Handed]] = {"Canvas": {}, "Moodle": {}}
    unreadable, strange = [], []
    for name, content in _members(path):
        for lms, match in (
            ("Moodle", MOODLE.fullmatch(name)),
            ("Canvas", CANVAS.fullmatch(name.rpartition("/")[2])),
        ):
            if match is None:
                continue
            person = found[lms].setdefault(match["number"], Handed(match["number"], match["name"]))
            person.late |= bool(match.groupdict().get("late"))
            if content is None:
                unreadable.append(name)
            else:
                name = "/".join(_safe(match["file"]))
                if (
                    name.rpartition("/")[2].lower() not in RESERVED
                ):  # or learners could say themselves when it was
                    person.files[name] = content
            break
        else:
            strange.append(name)
    lms = max(found, key=lambda one: len(found[one]))
    if not found[lms]:
        raise tables.Mistaken(
            f"{path.name} holds no file named as Canvas (smithjane_12345_67890_file.ipynb) or Moodle (Jane "
            "Smith_12345_assignsubmission_file/file.ipynb) name them. Download all submissions at once, "
            "and leave the zip as it is."
        )
    return Archive(lms, found[lms], unreadable, strange)


def _members(path: Path) -> Iterator[tuple[str, bytes | None]]:
    """(path inside, content or None if it can't be read) of every file."""
    if path.is_dir():
        for place in sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink()):
            yield place.relative_to(path).as_posix(), place.read_bytes()
        return
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise tables.Mistaken(f"{path.name} can't be opened as a zip ({error}). Download it again.") from None
    with archive:
        for member in archive.infolist()[: intake.MAX_MEMBERS]:
            hidden = any(part.startswith((".", "__MACOSX")) for part in member.filename.split("/"))
            if member.is_dir() or hidden:
                continue
            try:
                with archive.open(member) as file:
                    content = file.read(intake.MAX_FILE + 1)
            except (
                zipfile.BadZipFile,
                zlib.error,
                NotImplementedError,
                RuntimeError,
                OSError,
                EOFError,
                ValueError,
            ):
                yield member.filename, None
                continue
            yield member.filename, content if len(content) <= intake.MAX_FILE else None


def _safe(path: str) -> list[str]:
    """The parts of a path that leads nowhere else."""
    return [part for part in re.split(r"[/\\]+", path) if part not in ("", ".", "..")] or ["file"]


def identify(
    archive: Archive,
    known: roster.Roster,
    worksheet: dict[str, dict[str, str]],
    zone: zoneinfo.ZoneInfo | None,
) -> list[str]:
    """Give everybody in the archive the id of a student; sentences on what could not be said for sure."""
    problems, by_name = [], defaultdict(list)
    for handed in archive.people.values():
        row = worksheet.get(handed.number, {})
        handed.late |= bool(re.search(r"\blate\b", row.get("status", "")))
        if time := row.get("last modified (submission)", "").strip(" -"):
            handed.time = _time(time, zone)
            if handed.time is None:
                problems.append(
                    f"{handed.name}: {time!r} is no time as Moodle writes it in English; no time is recorded."
                )
        student = (
            known.of(canvas_id=handed.number)
            if archive.lms == "Canvas"
            else known.of(
                email=row.get("email address", ""),
                moodle_id=row.get("id number", ""),
                moodle_username=row.get("username", ""),
            )
        )
        if student:
            handed.student = student.id
        else:
            for same in known.named(row.get("full name", handed.name)):
                # a number of their own that is another one: not them
                if archive.lms != "Canvas" or not same.canvas_id:
                    by_name[same.id].append(handed)
    taken = {handed.student for handed in archive.people.values()}
    for handed in archive.people.values():
        candidates = [name for name, people in by_name.items() if handed in people]
        if not handed.student and len(candidates) == 1:
            (name,) = candidates
            if len(by_name[name]) == 1 and name not in taken:
                handed.student = name
    for handed in archive.people.values():
        if not handed.student:
            handed.student = f"{archive.lms.lower()}_{handed.number}"
            if known:
                column = "canvas_id" if archive.lms == "Canvas" else "email, as in Moodle's grading worksheet"
                problems.append(
                    f"{handed.name} with number {handed.number} is nobody in {roster.FILE}, or could be "
                    f"several. They are {handed.student} now; give them their {column}, delete that folder "
                    "and import again."
                )
    return problems


def lay_out(folder: Path, lms: str, handed: Handed) -> list[str]:
    """Put what somebody handed in into their folder, in place of what was imported before; names of what no
    disk can hold."""
    record = folder / OURS
    try:
        before = json.loads(record.read_text(encoding="utf8"))
    except (OSError, ValueError):
        before = []
    for name in before if isinstance(before, list) else []:
        old = folder / "/".join(_safe(str(name)))
        if old.is_file() and not old.is_symlink():
            old.unlink()
    extra = {}
    if handed.time:
        extra["timestamp.txt"] = f"{handed.time:%Y-%m-%d %H:%M:%S} UTC\n".encode()
    if handed.late:
        extra[LATE_MARK] = f"{lms} marks it as late\n".encode()
    written, failed = [], []
    for name, content in {**handed.files, **extra}.items():
        place = folder / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            written.append(name)
        except (OSError, ValueError):  # a name that is too long, or that of a folder
            failed.append(name)
    if written:
        replace(record, json.dumps(sorted(written)))
    return failed


def _worksheet(path: str | None) -> dict[str, dict[str, str]]:
    """{participant's number: {column in small letters: cell}} of Moodle's grading worksheet."""
    if path is None:
        return {}
    if not Path(path).exists():
        raise tables.Mistaken(f"there is no {path}.")
    rows = [row for _, row in tables.lines(path)]
    heading = [cell.lower() for cell in rows[0]] if rows else []
    if "identifier" not in heading:
        raise tables.Mistaken(
            f"{Path(path).name} has no column Identifier: it is no grading worksheet of Moodle's, "
            "or not an English one."
        )
    made = (dict(zip(heading, row)) for row in rows[1:])
    return {re.sub(r"\D", "", row["identifier"]): row for row in made}


def _zone(name: str | None) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise tables.Mistaken(f"{name!r} is no time zone; write Europe/Berlin, say.") from None


def _time(text: str, zone: zoneinfo.ZoneInfo | None) -> datetime | None:
    """A worksheet's time in UTC, None if it is none. zone None: that of this machine."""
    for form in TIMES:
        try:
            time = datetime.strptime(" ".join(text.split()), form)
        except ValueError:
            continue
        return time.replace(tzinfo=zone).astimezone(UTC)
    return None


def _summarise(archive: Archive, known: roster.Roster, problems: list[str]) -> int:
    people = archive.people.values()
    said = [
        f"{archive.lms}: {sum(len(h.files) for h in people)} files of {len(people)} students, "
        f"{sum(h.time is not None for h in people)} with a time stamp"
    ]
    groups = {
        "marked as late": [h.student for h in people if h.late],
        f"of {roster.FILE}, nothing in the archive": sorted(
            known.students.keys() - {h.student for h in people}
        ),
        "can't be read, and cost only themselves": archive.unreadable,
        "not named as the others, left out": archive.strange,
    }
    said += [f"  {len(names):5} {what}: {', '.join(names)}" for what, names in groups.items() if names]
    said += [f"        {problem}" for problem in problems]
    print("\n".join("".join(c if c.isprintable() or c == "\n" else "?" for c in line) for line in said))
    return 1 if problems or archive.unreadable else 0
