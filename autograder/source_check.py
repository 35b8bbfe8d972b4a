"""What is wrong with a lesson's source, cell by cell, before it is released: each fault with its remedy."""

import ast
import re
import warnings
from collections import Counter

from autograder.grading import notebook_code
from autograder.grading.intake import Given

REGIONS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")


def faults(notebook):
    """Sentences on what is wrong with a notebook (a dict in normal form); none if all is well."""
    return [*_marks(notebook), *_regions(notebook), *_code(notebook), *_points(notebook)]


def _mark(cell):
    return cell["metadata"].get("nbgrader") or {}


def _text(cell):
    return "".join(cell["source"])


def _marks(notebook):
    ids = Counter(_mark(cell).get("grade_id") for cell in notebook["cells"] if _mark(cell))
    for cell in notebook["cells"]:
        mark = _mark(cell)
        if mark and ids[mark.get("grade_id")] > 1 or mark and not mark.get("grade_id"):
            yield (
                f"cell `{cell['id']}` has the grade id {mark.get('grade_id')!r}, as "
                f"{ids[mark.get('grade_id')] - 1} other(s). Give each graded cell an id of its own "
                "(View, Right Sidebar, Create Assignment)."
            )
        points = mark.get("points")
        if mark.get("grade") and not (type(points) in (int, float) and 0 <= points < float("inf")):
            yield (
                f"cell `{cell['id']}` is graded and has no number of points. Give it "
                "one in Create Assignment."
            )


def _regions(notebook):
    for cell in notebook["cells"]:
        for region in REGIONS:
            inside = False
            for line in _text(cell).splitlines():
                if f"### BEGIN {region}" in line and inside or f"### END {region}" in line and not inside:
                    break
                inside = inside != bool(re.search(rf"### (BEGIN|END) {region}", line))
            else:
                if not inside:
                    continue
                line = f"### BEGIN {region}"
            word = "END" if "BEGIN" in line else "BEGIN"
            yield (
                f"cell `{cell['id']}` has a line `{line.strip()}` without its `### {word} {region}`. Add "
                "that line where the part ends that learners should not see."
                if word == "END"
                else (
                    f"cell `{cell['id']}` has a line `{line.strip()}` without a `### {word} {region}` above "
                    "it. Add that line, or take this one away."
                )
            )


def _code(notebook):
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    given = [Given("code", _text(cell)) for cell in cells]
    notebook_code.translate(given)
    for cell, one in zip(cells, given, strict=True):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(one.code, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            where = (
                f", line {error.lineno}: {(error.text or '').strip()[:80]}"
                if isinstance(error, SyntaxError)
                else ""
            )
            yield f"cell `{cell['id']}` is no Python ({getattr(error, 'msg', error)}{where}). Mend it."


def _points(notebook):
    """Points in the metadata against those that the texts announce, where they announce any."""
    worth = {
        cell["id"]: _mark(cell).get("points") or 0 for cell in notebook["cells"] if _mark(cell).get("grade")
    }
    if not all(type(points) in (int, float) for points in worth.values()):
        return
    opening = next((cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"), None)
    declared = opening and re.search(r"· (\d+) points\b", _text(opening))
    if declared and int(declared[1]) != sum(worth.values()):
        yield (
            f"cell `{opening['id']}` announces {declared[1]} points, and the graded cells have "
            f"{sum(worth.values()):g}. Change the one or the other."
        )
    heading, said, have = None, 0, 0
    for cell in [*notebook["cells"], None]:
        found = cell and re.search(r"^#+ .*\((\d+) points?\)$", _text(cell), re.MULTILINE)
        if cell is None or cell["cell_type"] == "markdown" and found:
            if heading is not None and said != have:
                yield (
                    f"cell `{heading}` announces {said} points, and the graded cells up to the next such "
                    f"heading have {have:g}. Change the one or the other."
                )
            if cell is None:
                return
            heading, said, have = (
                cell["id"],
                sum(map(int, re.findall(r"\((\d+) points?\)$", _text(cell), re.M))),
                0,
            )
        have += worth.get(cell["id"], 0)
