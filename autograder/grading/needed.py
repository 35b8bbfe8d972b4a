"""Which names a piece of code binds and reads; and which statements of the release's own cells a grading
needs: figures and demonstrations can be left out."""

import ast
import builtins
import re
import symtable
import warnings
from collections.abc import Iterable, Sequence


def names_used(tree: ast.AST) -> set[str]:
    """Every name that a piece of code reads, functions' bodies included."""
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)
    }


def names_bound(tree: ast.AST) -> set[str]:
    """Every name that running a piece of code binds or changes, functions' bodies excluded."""
    bound, todo = set(), list(ast.iter_child_nodes(tree)) if isinstance(tree, ast.Module) else [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {bound_by(alias) for alias in node.names}
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            bound |= {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
        todo += ast.iter_child_nodes(node)
    return bound


def names_free(tree: ast.Module) -> set[str]:
    """What a piece of code reads and neither binds itself nor finds among the built-ins."""
    own = names_bound(tree) | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    own |= {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return names_used(tree) - own - set(vars(builtins))


def names_read_at_once(tree: ast.Module) -> set[str]:
    """What running a piece of code reads and does not bind, functions' bodies excluded: it has to be there by
    then."""
    read, todo = set(), list(ast.iter_child_nodes(tree))
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            todo += [
                *getattr(node, "decorator_list", ()),
                *node.args.defaults,
                *filter(None, node.args.kw_defaults),
            ]
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            read.add(node.id)
        todo += ast.iter_child_nodes(node)
    return read - names_bound(tree) - set(vars(builtins))


def globals_read(source: str) -> set[str]:
    """What a piece of code reads of the notebook's names, functions' bodies included."""
    try:
        todo, read = [symtable.symtable(source, "<cell>", "exec")], set()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = parsed(source)
        return names_used(tree) if tree else set(re.findall(r"\w+", source))
    while todo:
        table = todo.pop()
        top = table.get_type() == "module"
        read |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
        todo += table.get_children()
    return read - set(vars(builtins))


def trim(cells: Sequence[tuple[str, bool]]) -> list[str]:
    """The sources to run, in order. cells: [(source, whole)]; what is not `whole` is cut down to the
    statements that bind a name which some statement that stays reads."""
    trees = [parsed(source) for source, _ in cells]
    needed: set[str] = set()
    for (source, whole), tree in zip(cells, trees):
        if whole or tree is None:
            needed |= set(re.findall(r"\w+", source)) if tree is None else globals_read(source)
    statements = [
        statement for (_, whole), tree in zip(cells, trees) if tree and not whole for statement in tree.body
    ]
    kept = set()
    while more := {s for s in statements if s not in kept and names_bound(s) & needed}:
        kept |= more
        needed |= set().union(*map(names_used, more))
    return [
        source
        if whole or tree is None
        else "\n".join(ast.unparse(_without(s, needed)) for s in tree.body if s in kept)
        for (source, whole), tree in zip(cells, trees)
    ]


def parsed(source: str) -> ast.Module | None:
    """The syntax tree of a piece of code, or None if it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _without(statement: ast.stmt, needed: set[str]) -> ast.stmt:
    """An import without the names that nothing needs; any other statement as it is."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        statement.names = [a for a in statement.names if bound_by(a) in needed or a.name == "*"]
    return statement


def bound_by(alias: ast.alias) -> str:
    """The name that `import alias` binds."""
    return alias.asname or alias.name.partition(".")[0]


def imports(sources: Iterable[str]) -> dict[str, str]:
    """{name: the statement that imports it} for what pieces of code import."""
    found: dict[str, str] = {}
    for tree in filter(None, map(parsed, sources)):
        for statement in ast.walk(tree):
            if isinstance(statement, ast.Import):
                found |= {
                    bound_by(a): f"import {a.name}" + (f" as {a.asname}" if a.asname else "")
                    for a in statement.names
                }
            elif isinstance(statement, ast.ImportFrom) and not statement.level:
                found |= {
                    bound_by(a): f"from {statement.module} import {a.name}"
                    + (f" as {a.asname}" if a.asname else "")
                    for a in statement.names
                    if a.name != "*"
                }
    return found
