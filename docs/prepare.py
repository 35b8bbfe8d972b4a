"""`python docs/prepare.py FOLDER`: lays out the website's source, with every lesson of course/ run.

Runs in the course's environment, for the lessons run here; Sphinx then needs an environment of its own only
(docs/requirements.txt). Files stand where they stand in the repository, so the same links work in both.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import catalogue
import links
import measured
import nbformat
from nbclient import NotebookClient

from decodelab.figures.__main__ import draw_cost_of_a_token

ROOT = Path(__file__).resolve().parents[1]
WIDGET = "application/vnd.jupyter.widget-view+json"
GUIDES = [
    "docs/gallery.md",
    "docs/instructors.md",
    "docs/term.md",
    "docs/grading.md",
    "docs/cost_model.md",
    "docs/measurements.md",
    "docs/misconceptions.md",
    "docs/contributors.md",
    "CHANGELOG.md",
]

REPOSITORY = links.repository()
LIVE = "This picture moves when the lesson runs: open it in JupyterLab or on Binder."

MADE = {
    "picture of measurements": lambda: f"```{{raw}} html\n{measured.picture()}\n```",
    "table of measurements": lambda: f"```{{raw}} html\n{measured.table()}\n```",
    "fields of the catalogue": catalogue.fields,
    "catalogue of misconceptions": catalogue.page,
}
"""What is put in the place of a mark, such as `<!-- table of measurements -->`: Markdown."""


def main(folder):
    folder = Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # on a busy machine more threads are slower
    lessons = sorted(ROOT.glob("course/*/*.ipynb"))
    guides = [name for name in GUIDES if (ROOT / name).exists()]
    pages = {str(lesson.relative_to(ROOT)) for lesson in lessons} | set(guides) | {"README.md"}
    for lesson in lessons:
        place = folder / lesson.relative_to(ROOT)
        shutil.copytree(lesson.parent, place.parent, ignore=shutil.ignore_patterns(".*"))
        print(f"running {lesson.relative_to(ROOT)} ...", flush=True)
        notebook = run(lesson)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = led(cell.source, lesson.relative_to(ROOT), pages)
        opening = notebook.cells[0]
        opening.source = opening.source.replace("\n\n", f"\n\n{how_to_start(lesson)}\n\n", 1)
        nbformat.write(notebook, place)
    for name in ("docs/images", "docs/static"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "docs" / "conf.py", folder)
    (folder / "docs/static/measurements.csv").write_text(measured.download(), encoding="utf8")
    (folder / "docs/static/misconceptions.json").write_text(catalogue.download(), encoding="utf8")
    for name in guides:
        write_page(folder / name, name, pages)
    write_page(folder / "index.md", "README.md", pages, contents(lessons, guides))


def how_to_start(lesson):
    """A line below a lesson's title, for who comes from a search engine."""
    here = f"{links.binder(REPOSITORY)}?urlpath=lab/tree/{lesson.relative_to(ROOT)}"
    return (
        f"*To read here; to work in it,* [open it on Binder]({here}) *or* [install "
        "it](../../index.md#start)*.*"
    )


def run(lesson):
    """The lesson with its outputs: what a blank lesson shows, less its exercises' own errors and their
    consequences."""
    notebook = nbformat.read(lesson, as_version=4)
    NotebookClient(
        notebook,
        allow_errors=True,
        timeout=900,
        kernel_name="python3",
        resources={"metadata": {"path": str(lesson.parent)}},
    ).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shown = (out for out in cell.outputs if not (is_exercise_to_do(out) or is_for_a_kernel_only(out)))
            cell.outputs = [as_on_paper(output) for output in shown]
    notebook.metadata.pop("widgets", None)
    return notebook


def is_exercise_to_do(output):
    if output.output_type == "stream":
        return output.name == "stderr"
    text = output.get("evalue", "") + "".join(output.get("traceback", []))
    return output.output_type == "error" and (
        output.ename in ("NotImplementedError", "NameError") or "not written yet" in text
    )


def is_for_a_kernel_only(output):
    """A widget without a picture, such as the panel that packs a learner's work, is nothing without its
    kernel."""
    return WIDGET in output.get("data", {}) and "text/html" not in output.data


def as_on_paper(output):
    """An explorer becomes its picture and a word that it moves elsewhere."""
    if WIDGET not in output.get("data", {}):
        return output
    return nbformat.v4.new_output(
        "display_data", {"text/html": f"{output.data.get('text/html', '')}<p><em>{LIVE}</em></p>"}
    )


def contents(lessons, guides):
    """The site's table of contents, for the first page."""

    def tree(caption, names):
        return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {caption}", "", *names, "```", ""])

    names = [str(lesson.relative_to(ROOT).with_suffix("")) for lesson in lessons]
    return tree("Lessons", names) + tree("Guides", [name.removesuffix(".md") for name in guides])


def write_page(place, name, pages, addition=""):
    """A Markdown page of the site."""
    place.parent.mkdir(parents=True, exist_ok=True)
    text = links.filled((ROOT / name).read_text(encoding="utf8"), REPOSITORY)
    text = themed(led(text, name, pages)) + addition
    for mark, make in MADE.items():
        if f"<!-- {mark} -->" in text:
            text = text.replace(f"<!-- {mark} -->", make())
    place.write_text(text, encoding="utf8")


def themed(text):
    """An image that GitHub takes in two themes becomes one for each of the site's; the README's picture is
    drawn anew."""

    def images(match):
        dark, alt, light = match.groups()
        if "cost_of_a_token" in light:  # inline, it follows the page in theme and width
            return draw_cost_of_a_token().html()
        return "\n".join(
            f"```{{image}} {source}\n:class: only-{theme}\n:alt: {alt}\n```\n"
            for theme, source in (("light", light), ("dark", dark))
        )

    pattern = r'<picture>\s*<source [^>]*srcset="([^"]*)">\s*<img alt="([^"]*)" src="([^"]*)">\s*</picture>'
    return re.sub(pattern, images, text)


def led(text, name, pages):
    """The Markdown text of the file `name`: links to what is not on the site lead to the repository
    instead."""

    def lead(match):
        text, target = match.groups()
        path, _, anchor = target.partition("#")
        if "://" in target or not path or target.startswith("mailto:"):
            return match.group()
        full = (ROOT / name).parent.joinpath(path).resolve()
        inside = str(full.relative_to(ROOT)) if full.is_relative_to(ROOT) else path
        if inside == "README.md":
            up = "../" * (len(Path(name).parts) - 1)
            return f"[{text}]({up}index.md)"
        if inside in pages or inside.startswith("docs/images"):
            return match.group()
        return f"[{text}]({REPOSITORY}/blob/HEAD/{inside})"

    return re.sub(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)", lead, text)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
