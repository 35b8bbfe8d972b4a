"""Notebook cells as plain Python: lines that only IPython understands are taken out."""

import ast
import re

_LINE = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\?{1,2}\s*$|[\w, .\[\]'\"]+=\s*[%!])")
_CODE_INSIDE = ("time", "timeit", "capture", "prun", "memit")
"""Cell magics whose body is Python that should run."""


def without_magics(source):
    """The source with `%magic`, `!command` and `help?` lines replaced by `pass`; line numbers stay."""
    first, _, rest = source.partition("\n")
    if first.startswith("%%"):
        source = "pass\n" + rest if first[2:].split(" ")[0].strip() in _CODE_INSIDE else ""
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        return "\n".join(
            _LINE.sub(r"\1pass  # \g<0>", line, count=1) if _LINE.match(line) else line
            for line in source.split("\n")
        )
