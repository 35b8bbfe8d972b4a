"""The project's own files as a runner gets them: a copy of its own, out of memory, with the compiled code.

Files that several runners see could be held by one of them, with locks or leases. Compiled code that need not
be compared with its source first lets a runner start as fast as from files that are shared.
"""

import functools
import importlib.machinery
import importlib.util
import marshal
from pathlib import Path, PurePath

import decodelab

INSIDE = Path(__file__).parent / "inside"
PROJECT = Path(decodelab.__file__).parent


@functools.cache
def files():
    """{path below the folder in which a runner looks for modules: content}"""
    found = {}
    for folder in (INSIDE, PROJECT):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = f"{folder.name}/{path.relative_to(folder)}"
                found[name] = path.read_bytes()
                if path.suffix == ".py":
                    code = importlib.machinery.SourceFileLoader(path.stem, str(path)).get_code(path.stem)
                    found |= _compiled(name, found[name], code)
    return found


def _compiled(name, source, code):
    """{path of a module's compiled code: content}; PEP 552: its source need not be looked at."""
    flags = (1).to_bytes(4, "little")
    content = importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + marshal.dumps(code)
    return {str(PurePath(importlib.util.cache_from_source(name))): content}
