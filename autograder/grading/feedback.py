"""What a learner gets back: nbgrader's feedback with the exercises' names, points that are still to be given
as such, formulas as MathML, and no link that leads nowhere. nbgrader_config.py puts it in the place of
nbgrader's own.

The page stands alone: it loads nothing and runs nothing.
"""

import html
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Config

HERE = Path(__file__).parent
MATHS = re.compile(
    r"(?P<code>```.*?```|`[^`\n]*`)|\$\$(?P<block>.+?)\$\$|(?<![\\$])\$(?P<line>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?!\d)",
    re.DOTALL,
)
NOT_IN_MATHS = re.compile(r"\\ *(?:href|style|class|color|require|cssId|mmlToken)")
SAFE = {
    "xmlns",
    "display",
    "displaystyle",
    "scriptlevel",
    "mathvariant",
    "stretchy",
    "accent",
    "fence",
    "form",
    "lspace",
    "rspace",
    "linethickness",
    "columnalign",
    "rowspacing",
    "columnspacing",
    "width",
    "movablelimits",
    "minsize",
    "maxsize",
}
"""Attributes of MathML that are kept: none leads anywhere."""

LONGEST = 1_000
"""Characters of a formula that is set."""

LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]*)\)")
PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]*)\)")
CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


class LearnersPage(HTMLExporter):
    """Makes the page: a template of its own, whatever others set for HTML."""

    def __init__(self, config: Config | None = None, **kwargs: Any) -> None:
        mine = Config(config or {})
        mine.LearnersPage.template_name = "for_learners"
        mine.LearnersPage.extra_template_basedirs = [str(HERE / "templates")]
        mine.LearnersPage.exclude_anchor_links = True
        super().__init__(config=mine, **kwargs)


class ForLearners(NbGraderPreprocessor):
    """After nbgrader's GetGrades: `resources["feedback"]` for the head of the page, `cell.metadata.feedback`
    for a cell.

    parts  {"id", "name", "kind", "graded", "waiting", "points", "most", "comment"} of each answer and each
           test
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        where = resources["nbgrader"]
        place = (where["notebook"], where["assignment"], where["student"])
        parts, heading = [], ""
        with Gradebook(where["db_url"]) as book:
            notebook = book.find_submission_notebook(*place)
            penalty = notebook.late_submission_penalty or 0.0
            comments = {comment.cell.name: comment.comment for comment in notebook.comments}  # tests' as well
            for cell in nb.cells:
                if cell.cell_type == "markdown":
                    heading = _heading(cell.source) or heading
                    cell.source = readable(cell.source)
                part = _part(book, place, cell, heading, comments)
                if part:
                    cell.metadata["feedback"] = part
                    parts.append(part)
        graded = [part for part in parts if part["graded"]]
        waiting = [part for part in graded if part["waiting"]]
        resources["feedback"] = {
            "title": _title(nb) or where["notebook"],
            "style": (HERE / "feedback.css").read_text(encoding="utf8"),
            "points": f"{max(0.0, sum(part['given'] for part in graded) - penalty):g}",
            "most": f"{sum(part['worth'] for part in graded):g}",
            "penalty": f"{penalty:g}" if penalty else "",
            "waiting": _waiting(waiting),
            "parts": parts,
        }
        return nb, resources


def _part(
    book: Any, place: tuple[str, str, str], cell: Any, heading: str, comments: dict[str, str]
) -> dict[str, Any] | None:
    """What the page says of a cell, None of one that is neither an answer nor a test."""
    mark = cell.metadata.get("nbgrader") or {}
    id, graded, answer = mark.get("grade_id"), bool(mark.get("grade")), bool(mark.get("solution"))
    if not id or not (graded or answer or mark.get("task")):
        return None
    grade = None
    try:
        grade = book.find_grade(id, *place) if graded or mark.get("task") else None
    except MissingEntry:
        pass
    name = heading if graded and (answer or mark.get("task")) and heading else id.removeprefix("test_")
    return {
        "id": id,
        "name": name,
        "kind": "Your answer to" if answer else "Test of" if graded else "Task",
        "graded": grade is not None,
        "waiting": bool(grade and grade.needs_manual_grade and grade.manual_score is None),
        "given": grade.score if grade else 0.0,
        "worth": grade.max_score if grade else 0.0,
        "points": f"{grade.score:g}" if grade else "",
        "most": f"{grade.max_score:g}" if grade else "",
        "comment": comments.get(id) or "",
    }


def _waiting(parts: list[dict[str, Any]]) -> str:
    if not parts:
        return ""
    most = f"{sum(part['worth'] for part in parts):g}"
    what = (
        "One answer waits for a person's points"
        if len(parts) == 1
        else f"{len(parts)} answers wait for a person's points"
    )
    return f"{what}: up to {most} more can come."


def _heading(source: str) -> str:
    """The last heading of a text, without its points and marks."""
    found = re.findall(r"^#+ +(.+?)\s*$", CODE.sub(_kept_short, source), re.MULTILINE)
    return re.sub(r"\s*\([\d.]+ points?[^)]*\)|[`*]", "", found[-1]).strip() if found else ""


def _kept_short(match: re.Match[str]) -> str:
    """Code within a line stays; a block of it may hold comments that look like headings."""
    return "" if match[0].startswith("```") else match[0]


def _title(nb: Any) -> str:
    first = next((cell.source for cell in nb.cells if cell.cell_type == "markdown"), "")
    found = re.match(r"# +(.+)", first)
    return found[1].strip() if found else ""


def readable(markdown: str) -> str:
    """A text of the notebook as it can be read outside it: formulas set, links that lead to its neighbours as
    words."""
    parts = CODE.split(markdown)
    parts[::2] = [PICTURE.sub(_words, LINK.sub(_words, part)) for part in parts[::2]]
    return MATHS.sub(_set, "".join(parts))


def _words(match: re.Match[str]) -> str:
    """A link that leads to the web; of any other, and of a picture, which does not come along, the words."""
    whole = match["target"].startswith(("https://", "http://", "mailto:"))
    return match[0] if whole and match[0][0] == "[" else match["text"]


def _mathml(formula: str, display: str) -> str:
    """The library's own text is not escaped again: what stands in a formula is a learner's, and stays
    text."""
    root = convert_to_element(formula, display=display)
    for element in root.iter():
        element.text = html.unescape(element.text or "").replace(r"\_", "_").replace("\n", " ")
        for name in element.attrib.keys() - SAFE:
            del element.attrib[name]
    if display == "block":
        root.set("tabindex", "0")  # a wide one scrolls, so the keyboard must be able to reach it
    return ElementTree.tostring(root, encoding="unicode")


def _set(match: re.Match[str]) -> str:
    """A formula as MathML; one that can't be set stays as it was written."""
    formula = match["block"] or match["line"]
    if match["code"] or not formula or len(formula) > LONGEST or NOT_IN_MATHS.search(formula):
        return match[0]
    try:
        made = _mathml(html.unescape(formula), "block" if match["block"] else "inline")
    except Exception:  # whatever somebody wrote between two dollars
        return match[0]
    return f"\n\n{made}\n\n" if match["block"] and match.start() == 0 else made
