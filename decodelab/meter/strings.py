"""The string that a function was made of by exec or eval, before counting began: found again, if it still can
be."""

import ast
import contextlib
import linecache
import textwrap
import types


def source_of(code, namespace, flags):
    """(source, mode) of the string that compiles to `code`; None if no variable and no literal holds it."""
    name = "lambda" if code.co_name == "<lambda>" else code.co_name
    for text in _strings(namespace):
        if name in text:
            for source in dict.fromkeys((text, textwrap.dedent(text), text.strip())):
                for mode in ("exec", "eval"):
                    with contextlib.suppress(SyntaxError, ValueError):
                        made = compile(source, code.co_filename, mode, flags=flags, dont_inherit=True)
                        if code in _nested(made):
                            return source, mode
    return None


def _nested(code):
    """The code objects within one."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _nested(constant)


def _strings(namespace):
    """Strings that may have been given to exec: variables, and literals in the file or the cells."""
    for value in list(namespace.values()):
        if isinstance(value, str):
            yield value
        elif type(value) in (list, tuple) and len(value) < 1000:
            yield from (v for v in value if isinstance(v, str))
    cells = [entry[2] for entry in list(linecache.cache.values()) if len(entry) == 4 and entry[1] is None]
    for lines in (linecache.getlines(namespace.get("__file__") or ""), *cells):
        text = "".join(lines)
        if "exec" in text or "eval" in text:
            with contextlib.suppress(SyntaxError, ValueError):
                for node in ast.walk(ast.parse(text)):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node.value
