"""The notebook that is graded, rebuilt from the release.

Of a submission only sources are taken: answers, and what the learner added, in the learner's order. Tags,
metadata, outputs and changed tests don't survive. A cell is known by its mark, its id, its text, or by what
it defines: tools and people lose the first two. An answer is never covered by an untouched stub, and where a
written answer may stand in another cell, or a definition can't be told, a person looks.
"""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.grading.cells import (
    Rebuilt,
    bare,
    binds_of,
    form,
    is_stub,
    normal,
    own_names,
    unfenced,
    wanted_by,
)
from autograder.grading.intake import Given
from autograder.grading.lesson import Cell, Lesson
from autograder.grading.needed import names_bound, parsed
from autograder.grading.run_order import (
    decide_what_runs,
    note_other_definitions,
    so_that_definitions_come_first,
)

NOTES, REMARKS = 12, 40
"""Words in a cell of code from which on it may hold a written answer: in an added one, in an exercise's
own."""

TOOLS = ("colab.research.google.com", "deepnote.com")
"""Whose badges stand in notebooks that went through them."""

MOVED = "This stood in another cell of the notebook that was handed in."
MISSING = "This cell was missing from the submission."


def notebook(lesson: Lesson, cells: list[Given]) -> list[Rebuilt]:
    """The notebook to grade, a list of Rebuilt, of the cells handed in (intake.Given)."""
    try:
        cells = _joined(cells)
        rebuilt, prose = _in_their_order(cells, _recognised(lesson, cells))
        _put_back(lesson, rebuilt)
        _doubt(lesson, rebuilt, prose)
        rebuilt = so_that_definitions_come_first(rebuilt)
        decide_what_runs(rebuilt)
        note_other_definitions(rebuilt)
        return rebuilt
    finally:
        binds_of.cache_clear()
        bare.cache_clear()


def blank(lesson: Lesson, note: str) -> list[Rebuilt]:
    """The release as it is, for a submission that could not be read."""
    return [Rebuilt(c.role, c.grade_id, c.source, c.cell_type, c, note=note) for c in lesson.cells]


# -- which cell is which --------------------------------------------------------------------------------


def _joined(cells: list[Given]) -> list[Given]:
    """The cells, halves of one that was split in the middle of a function put together again."""
    joined: list[Given] = []
    for cell in cells:
        last = joined[-1] if joined else None
        if last and last.cell_type == cell.cell_type == "code" and not _runs(cell.code):
            whole = Given("code", f"{last.source.rstrip()}\n{cell.source}", last.id, last.grade_id)
            if (cell.source[:1].isspace() or not _runs(last.code)) and _runs(whole.code):
                joined[-1] = whole
                continue
        joined.append(cell)
    return joined


def _runs(code: str) -> bool:
    """Whether a cell is whole: `return` outside a function is not."""
    try:
        compile(code, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _recognised(lesson: Lesson, cells: list[Given]) -> dict[int, Cell]:
    """{number of a cell: the release's cell that it is}, as far as that can be told; several may be one."""
    marks = {cell.grade_id: cell for cell in lesson.cells if cell.grade_id}
    ids = {cell.id: cell for cell in lesson.cells if cell.id}
    texts = {
        form(cell.source): cell for cell in reversed(lesson.cells) if cell.role in ("test", "code", "text")
    }
    known = {}
    for number, cell in enumerate(cells):
        released = marks.get(cell.grade_id) or ids.get(cell.id) or texts.get(form(cell.source))
        if released is not None:
            known[number] = released
    bound = [binds_of(cell.code) for cell in cells]
    for released in lesson.cells:
        if any(one is released for one in known.values()):
            continue
        if released.role == "answer":  # left empty, and nothing but its text stayed
            for number, cell in enumerate(cells):
                if number not in known and form(cell.source) == form(released.source):
                    known[number] = released
                    break
        if released.role != "solution":
            continue
        by_name = [n for n in range(len(cells)) if n not in known and bound[n] & set(released.defines)]
        written = [n for n in by_name if not is_stub(cells[n].code, released)]
        if by_name:
            known[(written or by_name)[0]] = released
        elif not any(names & set(released.defines) for names in bound):
            others = [n for n in range(len(cells)) if n not in known and cells[n].cell_type != "code"]
            for number in others:  # an answer that was turned into text
                if binds_of(unfenced(cells[number].source)) & set(released.defines):
                    known[number] = released
                    break
    return known


def _in_their_order(cells: list[Given], known: dict[int, Cell]) -> tuple[list[Rebuilt], list["Prose"]]:
    """(what was handed in, as Rebuilt, in the learner's order; a Prose for each cell with words of
    theirs)."""
    rebuilt: list[Rebuilt] = []
    prose: list[Prose] = []
    claims = defaultdict(list)
    for number, one in known.items():
        claims[one.id, one.grade_id].append(cells[number])
    for number, cell in enumerate(cells):
        released = known.get(number)
        chosen = released is not None and cell is _best(released, claims[released.id, released.grade_id])
        if released is None or not chosen:
            made = _added(cell, released)
        elif released.role in ("solution", "answer"):
            made = [Rebuilt(released.role, released.grade_id, cell.source, released.cell_type, released)]
            if released.role == "solution":
                made[0].code = cell.code if cell.cell_type == "code" else unfenced(cell.source)
        elif released.role == "test":
            made = [*_added(cell, released), _as_released(released)]
        elif released.grade_id or normal(cell.source) == normal(released.source):
            made = [_as_released(released)]
        elif released.role == "code" and cell.cell_type == "code":
            made = [Rebuilt("code", "", cell.source, "code", released, code=cell.code)]
        elif released.role == "text" and cell.cell_type != "code":
            made = [Rebuilt("text", "", cell.source, "markdown", released)]
        else:
            made = [_as_released(released), *_added(cell, None)]
        rebuilt += made
        words = _prose(cell, released)
        if words and not (chosen and released is not None and released.role == "answer"):
            prose.append(Prose(words, cell.source, cell.cell_type == "code", made[-1] if made else None))
    return rebuilt, prose


@dataclass
class Prose:
    """Words that a learner wrote, and the cell that holds them: as handed in, and as it was rebuilt
    (`at`)."""

    words: str
    source: str
    in_code: bool
    at: Rebuilt | None


def _best(released: Cell, claims: list[Given]) -> Given:
    """Of several cells that claim to be the same one, the first that somebody worked on."""
    if released.role == "solution":
        worked_on = [c for c in claims if not is_stub(c.code or c.source, released)]
    else:
        worked_on = [c for c in claims if normal(c.source) != normal(released.source)]
    return (worked_on or claims)[0]


def _added(cell: Given, released: Cell | None) -> list[Rebuilt]:
    """What a learner added: code, or text. Of a copied or changed test only what they defined in it."""
    if cell.cell_type != "code":
        if released is not None and normal(cell.source) == normal(released.source):
            return []
        return [Rebuilt("text", "", cell.source, "markdown")] if cell.source.strip() else []
    if released is None or released.role != "test":
        return [Rebuilt("code", "", cell.source, "code", code=cell.code)]
    tree, tests = parsed(cell.code), parsed(released.source)
    if tree is None or tests is None:
        return []
    theirs = {ast.dump(statement) for statement in tests.body}
    own = [s for s in tree.body if ast.dump(s) not in theirs]
    if not any(names_bound(s) - names_bound(tests) for s in own):
        return []
    source = "\n".join(map(ast.unparse, own))
    return [Rebuilt("code", "", source, "code", code=source)]


def _as_released(released: Cell) -> Rebuilt:
    made = Rebuilt(released.role, released.grade_id, released.source, released.cell_type, released)
    if released.cell_type == "code":  # a text is nothing to run
        made.code = released.source
    return made


def _put_back(lesson: Lesson, rebuilt: list[Rebuilt]) -> None:
    """Cells of the release that the submission lacks, each where it stood there. A stub is not put back
    beside the answer, and never runs."""
    defined = set().union(*map(own_names, rebuilt))
    numbers = {id(cell): number for number, cell in enumerate(lesson.cells)}
    for number, released in enumerate(lesson.cells):
        there = {numbers[id(c.released)]: place for place, c in enumerate(rebuilt) if c.released is not None}
        if number in there or released.role == "solution" and defined & set(released.defines):
            continue
        before = max((n for n in there if n < number), default=None)
        after = min((n for n in there if n > number), default=None)
        at = min(0 if before is None else there[before] + 1, len(rebuilt) if after is None else there[after])
        made = _as_released(released)
        made.note = MISSING if released.grade_id else ""
        if released.role == "solution":
            made.code = ""
        elif released.role == "code":
            made.code = _without(made.code, set().union(*(own_names(cell) for cell in rebuilt[:at])))
        rebuilt.insert(at, made)


def _without(source: str, bound: set[str]) -> str:
    """A cell of the release without the statements that bind only what a learner's code has bound before."""
    tree = parsed(source)
    if tree is None:
        return source
    kept = [s for s in tree.body if not names_bound(s) or names_bound(s) - bound]
    return source if len(kept) == len(tree.body) else "\n".join(map(ast.unparse, kept))


# -- what a person should look at -----------------------------------------------------------------------


def _doubt(lesson: Lesson, rebuilt: list[Rebuilt], prose: list["Prose"]) -> None:
    """A text that stands where an empty answer should be is taken for it. An answer that stays empty, while
    the learner wrote something elsewhere, waits for a person; so does a test whose answer may stand in a
    text."""
    for cell in rebuilt:
        if cell.role == "answer" and cell.empty:
            near = _beside(rebuilt, cell, [one.at for one in prose if not one.in_code])
            if near is not None:
                cell.source, cell.note = near.source, MOVED
                rebuilt[:] = [one for one in rebuilt if one is not near]
                prose[:] = [one for one in prose if one.at is not near]
    for cell in rebuilt:
        if cell.role == "answer" and cell.empty and prose:
            words = max((one.words for one in prose), key=len)
            cell.doubt = cell.note = (
                "This was left empty, but the notebook holds other text by the learner: "
                f"“{_shortened(words)}”"
            )
        elif cell.role == "test":
            for name in wanted_by(cell) & {n for c in lesson.cells for n in c.defines}:
                defines = re.compile(
                    rf"^\s*(?:(?:async\s+)?def|class)\s+{name}\b|^\s*{name}\s*=[^=]", re.MULTILINE
                )
                if any(defines.search(text) for text in _texts(rebuilt, prose, name)):
                    cell.doubt = f"What does not run in this notebook looks as if it defined `{name}`."


def _texts(rebuilt: list[Rebuilt], prose: list["Prose"], name: str) -> Iterator[str]:
    """What was written in texts, and cells of code that do not define a name: `%%timeit` keeps it to itself,
    say."""
    yield from (one.source for one in prose if not one.in_code)
    yield from (
        one.source for one in rebuilt if one.role != "test" and one.code and name not in binds_of(one.code)
    )


def _beside(rebuilt: list[Rebuilt], cell: Rebuilt, texts: list[Rebuilt | None]) -> Rebuilt | None:
    """The nearest text of the learner's between an answer's cell and the next cells of the release, or
    None."""
    at = next(i for i, one in enumerate(rebuilt) if one is cell)
    for step in (1, -1):
        i = at + step
        while 0 <= i < len(rebuilt) and rebuilt[i].released is None:
            if any(rebuilt[i] is text for text in texts):
                return rebuilt[i]
            i += step
    return None


def _prose(cell: Given, released: Cell | None) -> str:
    """What a learner wrote in words in a cell, beyond what stands there in the release; "" if it is too
    little to be an answer."""
    there = {line.strip() for line in released.source.splitlines()} if released is not None else set()
    lines = [line for line in cell.source.splitlines() if line.strip() and line.strip() not in there]
    lines = [line for line in lines if not any(tool in line for tool in TOOLS)]
    if cell.cell_type != "code":
        return "\n".join(lines)
    if parsed(cell.code) is not None:
        lines = _words_of_code("\n".join(lines) if parsed("\n".join(lines)) else cell.source, there)
        enough = REMARKS if released is not None and released.role != "test" else NOTES
    else:
        enough = NOTES
    words = "\n".join(lines)
    return words if len(re.findall(r"[^\W\d_]{2,}", words)) >= enough else ""


def _words_of_code(source: str, there: set[str]) -> list[str]:
    """Comments and texts of a piece of code, without lines that the release has."""
    words: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING):
                words += [line for line in token.string.splitlines() if line.strip() not in there]
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return source.splitlines()
    return words


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 120 else words[:119] + "…"
