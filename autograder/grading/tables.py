"""CSV files that people write, read with care: every mistake is named with its file, its line and what was
expected there.

Excel's UTF-8 mark and its semicolons are understood, empty lines and a heading in any case are passed over. A
file says something or, with one mistake in it, nothing: nothing is applied half.
"""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

Understood = TypeVar("Understood")


class Mistaken(ValueError):
    """A file says something that can't be meant."""


def text_of(path: str | os.PathLike[str]) -> str:
    """The text of a file; raises Mistaken if it is none."""
    path = Path(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Mistaken(f"{path.name} is no UTF-8 text; save it as CSV UTF-8.") from None
    except OSError as error:
        raise Mistaken(f"{path.name} can't be read: {error.strerror}.") from None


def delimiter_of(text: str) -> str:
    """A comma, or the semicolon that Excel writes in half of Europe."""
    heading = text.partition("\n")[0]
    return ";" if heading.count(";") > heading.count(",") else ","


def lines(path: str | os.PathLike[str]) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, its cells without spaces around them), of lines that are not empty; none without a
    file."""
    path = Path(path)
    if not path.exists():
        return
    text = text_of(path)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter_of(text))
    while True:
        number = reader.line_num + 1
        try:
            row = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise at(path, number, error) from None
        if any(row):
            yield number, row


def read(
    path: str | os.PathLike[str], understand: Callable[[list[str]], Understood], heading: Sequence[str]
) -> dict[int, Understood]:
    """{number of the line: what `understand` makes of its cells}, without a heading that begins like
    `heading`.

    understand(cells) raises Mistaken with what it expected; place and line are added here.
    """
    understood = {}
    for number, row in lines(path):
        if heading and [cell.lower() for cell in row[: len(heading)]] == list(heading):
            continue
        try:
            understood[number] = understand(row)
        except Mistaken as problem:
            raise at(path, number, problem) from None
    return understood


def at(path: str | os.PathLike[str], number: int, problem: object) -> Mistaken:
    """The Mistaken of a problem in a line."""
    return Mistaken(f"{Path(path).name}, line {number}: {problem}.")
