"""The graded notebook that formgrader and feedback show: a learner's sources, the judge's verdicts.

Nothing in it runs in the instructor's browser: code and verdicts are text, a learner's markdown loses its
HTML.
"""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from autograder.grading.result import Output, Result, Shown, Verdict

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def write(path: str | os.PathLike[str], result: Result) -> None:
    """Write the notebook of one result; a reader sees the old file or the new one, never half of it."""
    cells, ids = [], set()
    for number, shown in enumerate(result.cells):
        cell = _cell(shown, result.tests.get(shown.test))
        cell["id"] = cell["id"] if cell["id"] and cell["id"] not in ids else f"added-{number}"
        ids.add(cell["id"])
        cells.append(cell)
    replace(
        path,
        json.dumps(
            {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5},
            indent=1,
            ensure_ascii=False,
        )
        + "\n",
    )


def replace(path: str | os.PathLike[str], text: str) -> None:
    """Write a file in one step."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(
            descriptor, "w", encoding="utf8", errors="replace"
        ) as file:  # a learner may print half a character
            file.write(text)
        os.chmod(temporary, 0o600)  # points and names are nobody else's
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _cell(shown: Shown, verdict: Verdict | None) -> dict[str, Any]:
    source = shown.source
    if shown.cell_type == "markdown" and shown.theirs:
        source = harmless(source)
    cell: dict[str, Any] = {
        "cell_type": shown.cell_type,
        "id": shown.id,
        "metadata": shown.metadata,
        "source": source,
    }
    if shown.note:
        mark = "# " if shown.cell_type == "code" else ""
        cell["source"] = f"{mark}{shown.note}\n\n{source}"
    if shown.cell_type == "code":
        cell |= {"execution_count": None, "outputs": _outputs(shown.output, verdict)}
    return cell


def _outputs(output: Output | None, verdict: Verdict | None) -> list[dict[str, Any]]:
    outputs = []
    if output and output.printed:
        outputs.append(_text(output.printed))
    if output and output.error:
        outputs.append(_error("Error", output.error))
    if verdict and verdict.state in ("pass", "carried"):
        outputs.append(_text(verdict.message or "passed\n"))
    elif verdict:
        outputs.append(_error(verdict.state, verdict.message))
    return outputs


def _text(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": _plain(text)}


def _error(name: str, message: str) -> dict[str, Any]:
    lines = _plain(message).splitlines() or [""]
    return {"output_type": "error", "ename": name, "evalue": lines[0], "traceback": lines}


def _plain(text: str) -> str:
    """Without control characters: what a learner prints should not repaint the page."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)


def harmless(markdown: str) -> str:
    """Markdown whose HTML shows as text and whose links can't run code, written plainly, as character
    references, or by TeX."""
    markdown = re.sub(r"<(?=[A-Za-z/!?])", "< ", markdown)
    markdown = re.sub(r"&(?=#|(?!(?:lt|gt|le|ge|nbsp|times);)\w+;)", "& ", markdown)
    markdown = re.sub(r"\\(?=(?:href|style|class|cssId|require|mmlToken)\b)", r"\\ ", markdown)
    # a picture that was pasted in is not there any more; looking for it stops `nbgrader generate_feedback`
    return re.sub(r"(?i)(javascript|vbscript|attachment|data)[\s\\]*:", r"\1 :", markdown)
