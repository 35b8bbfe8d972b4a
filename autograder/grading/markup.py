"""Text of others as HTML: everything that is put into a page of ours goes through here."""

import html
import unicodedata
from collections.abc import Iterable, Sequence

NBSP = "\N{NO-BREAK SPACE}"


def escaped(words: object) -> str:
    """Words as they are; what turns the direction of writing, or can't be seen, shows as what it is."""
    return html.escape("".join(map(_seen, str(words))))


def _seen(character: str) -> str:
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\n\t"
    return f"\\u{ord(character):04x}" if unseen else character


def breakable(words: object) -> str:
    """The same, for names with underscores: a narrow column may break them there."""
    return escaped(words).replace("_", "_<wbr>")


def code(source: str) -> str:
    """A piece of code."""
    return f'<pre tabindex="0"><code>{escaped(source)}</code></pre>'


def folded(summary: str, content: str) -> str:
    """Something that opens. Both are HTML."""
    return f"<details><summary>{summary}</summary>{content}</details>"


def people(students: Sequence[str], most: int = 12) -> str:
    """Names, the first few of many."""
    more = f" and {len(students) - most} more" if len(students) > most else ""
    return breakable(", ".join(students[:most])) + more


def table(heads: Iterable[tuple[str, str]], lines: Iterable[str], kind: str = "") -> str:
    """heads: (heading, class of its column); lines: rows as HTML."""
    head = "".join(
        f'<th scope="col"{_kind(column)}>{breakable(words)}</th>' if words else "<td></td>"
        for words, column in heads
    )
    return (
        f'<div class="wide" tabindex="0"><table{_kind(kind)}><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _kind(name: str) -> str:
    return f' class="{name}"' if name else ""
