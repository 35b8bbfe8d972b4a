"""A drawn class as Canvas packs it, to try a term with: `python -m tests.answers.sample_lms 60
01_masked_attention`.

Writes downloaded/submissions.zip, downloaded/grades.csv (the gradebook as Canvas exports it) and roster.csv.
Two are called Jane Smith, one file can't be read, one learner is in no roster, two hand in nothing, every
tenth is late.
"""

import argparse
import csv
import io
import zipfile
from pathlib import Path

from autograder.grading import lesson as lessons
from autograder.release import notebooks
from tests.answers.sample_class import ROOT, drawn

FIRST = (
    "Jane",
    "Ana",
    "Bo",
    "Chidi",
    "Dara",
    "Elif",
    "Farid",
    "Gül",
    "Hana",
    "Ivo",
    "Jun",
    "Kofi",
    "Lena",
    "Mina",
    "Noor",
)
LAST = ("Smith", "Adeyemi", "Brandt", "Costa", "Dvořák", "Eriksen")
COLUMNS = ("id", "first_name", "last_name", "email", "canvas_id", "sis_login_id", "section")


def people(number):
    """Roster lines of so many learners; the first two have one name."""
    made = []
    for k in range(number):
        first, last = FIRST[(k - (k > 0)) % len(FIRST)], LAST[(k - (k > 0)) // len(FIRST) % len(LAST)]
        login = f"{first}.{last}{k}".lower()
        made.append((f"s{k:03}", first, last, f"{login}@example.org", str(12345 + k), login, "Monday"))
    return made


def write(folder, number, lesson):
    """The three files below a folder."""
    folder, everybody = Path(folder), people(number)
    (folder / "downloaded").mkdir(parents=True, exist_ok=True)
    texts = list(drawn(lesson, number).values())
    name, broken = notebooks(ROOT / "course")[lesson].name, None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for k, ((_, first, last, _, canvas, *_), text) in enumerate(zip(everybody, texts)):
            if k in (number - 1, number - 2):
                continue
            late = "_LATE" if k % 10 == 3 else ""
            member = f"{last}{first}".lower() + f"{late}_{canvas}_{900 + k}_{name}"
            archive.writestr(member, text)
            if k == 4:
                broken = archive.getinfo(member)
    data = bytearray(packed.getvalue())
    data[broken.header_offset + 30 + len(broken.filename.encode()) + 100] ^= 0xFF
    (folder / "downloaded" / "submissions.zip").write_bytes(data)

    (one,) = lessons.load(ROOT, lesson)
    with open(folder / "roster.csv", "w", newline="", encoding="utf8") as file:
        csv.writer(file).writerows([COLUMNS, *(p for k, p in enumerate(everybody) if k != 5)])
    title = f"{one.notebook.replace('_', ' ').capitalize()} (4711)"
    with open(folder / "downloaded" / "grades.csv", "w", newline="", encoding="utf8") as file:
        lines = csv.writer(file)
        lines.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title, "Final Score"])
        lines.writerow(
            ["    Points Possible", "", "", "", "", f"{sum(c.points for c in one.cells):g}", "(read only)"]
        )
        lines.writerows(
            [f"{last}, {first}", canvas, "", login, "Monday", "", ""]
            for _, first, last, _, canvas, login, _ in everybody
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("lesson")
    options = parser.parse_args()
    write(".", options.number, options.lesson)
    print(f"downloaded/submissions.zip, downloaded/grades.csv, roster.csv: {options.number} learners")
