"""What of a rebuilt notebook runs, and in which order.

The learner's order, as far as it goes: no test runs before what it tests is defined, and no untouched stub
covers an answer that stands elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from autograder.grading.cells import Rebuilt, binds_of, is_stub, own_names, wanted_by
from autograder.grading.needed import globals_read, names_read_at_once, parsed, trim

WAITING = 200
"""Cells that may wait for one that comes later; more than that is nobody's notebook."""


def so_that_definitions_come_first(rebuilt: list[Rebuilt]) -> list[Rebuilt]:
    """The cells in the learner's order, but nothing stands before a cell that defines what it can't do
    without: a cell what it reads at once, a test whatever its calls may reach."""
    binds = [_binds(cell, rebuilt) for cell in rebuilt]
    needs = _needs(rebuilt, binds)
    left = Counter(name for names in binds for name in names)
    last = {name: i for i, names in enumerate(binds) for name in names}
    if not any(last.get(name, i) > i for i, names in _unmet(binds, needs) for name in names):
        return rebuilt
    bound, order, pending = set(), [], list(range(len(rebuilt)))
    while pending:
        jumped: set[str] = set()
        for i in pending[:WAITING]:
            waits = any(name not in bound and left[name] > (name in binds[i]) for name in needs[i])
            if not waits and not binds[i] & jumped:
                break
            jumped |= binds[i]
        else:
            i = pending[0]  # they wait for one another
        order.append(i)
        pending.remove(i)
        bound |= binds[i]
        left.subtract(binds[i])
    return [rebuilt[i] for i in order]


def _unmet(binds: list[set[str]], needs: list[set[str]]) -> Iterator[tuple[int, set[str]]]:
    """(number of a cell, what it needs and neither binds nor finds bound)."""
    bound: set[str] = set()
    for i, names in enumerate(binds):
        yield i, needs[i] - bound - names
        bound |= names


def _binds(cell: Rebuilt, rebuilt: list[Rebuilt]) -> set[str]:
    if cell.cell_type != "code" or cell.role == "test" or _is_covered(cell, rebuilt):
        return set()
    return binds_of(cell.code)


def _needs(rebuilt: list[Rebuilt], binds: list[set[str]]) -> list[set[str]]:
    reads: defaultdict[str, set[str]] = defaultdict(set)  # {name: what the code that binds it reads}
    for cell, names in zip(rebuilt, binds, strict=True):
        if names:
            read = globals_read(cell.code)
            for name in names:
                reads[name] |= read
    needs = []
    for cell in rebuilt:
        if cell.role == "test":
            reached, todo = set(), wanted_by(cell)
            while todo:
                name = todo.pop()
                if name not in reached:
                    reached.add(name)
                    todo |= reads.get(name, set()) - reached
            needs.append(reached)
        else:
            tree = parsed(cell.code) if cell.cell_type == "code" and cell.code else None
            needs.append(names_read_at_once(tree) if tree else set())
    return needs


def decide_what_runs(rebuilt: list[Rebuilt]) -> None:
    """Learners' code runs whole, but no untouched stub beside the answer; of the release's own cells only
    what something needs."""
    for cell in rebuilt:
        if cell.code and _is_covered(cell, rebuilt):
            cell.code, cell.note = "", cell.note or "Left as it was; the answer stands in another cell."
    code = [cell for cell in rebuilt if cell.cell_type == "code"]
    inputs = [
        (cell.test, True)
        if cell.role == "test"
        else (cell.code, not (cell.role == "code" and cell.released is not None and not cell.theirs))
        for cell in code
    ]
    for cell, source in zip(code, trim(inputs), strict=True):
        cell.code = "" if cell.role == "test" else source


def _is_covered(cell: Rebuilt, rebuilt: list[Rebuilt]) -> bool:
    """Whether a cell is an untouched stub of something that another cell defines."""
    stub = cell.released if cell.role == "solution" else None
    if stub is None and cell.role == "code" and cell.released is None:
        stubs = (c.released for c in rebuilt if c.role == "solution" and c.released is not None)
        stub = next((one for one in stubs if is_stub(cell.code, one)), None)
    if stub is None or not stub.defines or not cell.code or not is_stub(cell.code, stub):
        return False
    others = [c for c in rebuilt if c is not cell and not is_stub(c.code, stub)]
    return set(stub.defines) <= set().union(*map(own_names, others))


def note_other_definitions(rebuilt: list[Rebuilt]) -> None:
    """Which cells define, too, what a test tests: should it fail, it is tried after those as well."""
    bound = list(map(own_names, rebuilt))
    given = set().union(*(binds_of(c.released.source) for c in rebuilt if c.released and c.role == "code"))
    for at, cell in enumerate(rebuilt):
        others = set()
        for name in wanted_by(cell) - given if cell.role == "test" else ():
            places = [i for i, names in enumerate(bound) if name in names]
            before = [i for i in places if i < at]
            others |= set(places) - set(before[-1:])
        cell.others = tuple(sorted(others, reverse=True))
