"""Code blocks of the documents, by what they begin with: tests run what stands there, and say so by asking
for it here."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    *sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/**/*.md")),
]
FENCE = re.compile(
    r"(?:^[ ]*<!-- (?P<mark>[^>]*) -->\n\n?)?^(?P<indent>[ ]*)```(?P<language>\w*)\n(?P<text>.*?)^[ ]*```$",
    re.M | re.S,
)


def blocks(document):
    """[(mark in the comment above it or "", language, lines)] of a document's code blocks."""
    text = (ROOT / document).read_text(encoding="utf8")
    return [
        (
            match["mark"] or "",
            match["language"],
            [line.removeprefix(match["indent"]) for line in match["text"].splitlines()],
        )
        for match in FENCE.finditer(text)
    ]


def block(document, beginning, exactly=False):
    """The lines of the one block of a document that begins like that, or whose first line is exactly that."""
    (found,) = [
        lines
        for _, _, lines in blocks(document)
        if lines and (lines[0] == beginning if exactly else lines[0].startswith(beginning))
    ]
    return [line for line in found if line.strip()]
