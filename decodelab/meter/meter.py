"""The Meter: gives functions their counting code for as long as it counts, and takes it back.

Over 400 lines: what learners read of it, `Meter`'s own documentation, is the first quarter.
"""

import collections
import contextlib
import functools
import threading
import types
from collections.abc import Callable, Mapping
from typing import Any

from decodelab.meter import known, ledger, whose
from decodelab.meter.counts import Cost, Counts, Escape
from decodelab.meter.given import entry, expect_source, function_called, where, without_our_frames
from decodelab.meter.instrument import SourceUnavailable, Unit, unit_of, unit_of_string
from decodelab.meter.memory import Memory
from decodelab.meter.sites import Site


class Meter:
    """Counts what functions and classes do while it is on; what they call of the same notebook or file, too.

        meter = Meter(decode_step, KVCache)
        with meter:
            decode_step(q, k, v, cache)
        print(meter)                    # the readout
        meter.counts.total.multiply_adds

        for n in range(1, 65):          # several lengths: the readout shows what one more token costs
            with meter.at(n):
                decode_step(q, k, v, cache)

    Everything behaves as without it. Outside the `with` the functions are what they were before.

    by_length  {n: Counts} of what ran under `at(n)`
    counts     Counts of the last `with`

    More, where it is asked for; the readout shows it, too:

        Meter(step, arrays={"weights": [W_k, W_v], "caches": lambda: [cache.keys, cache.values]},
              memory=True, calls={"model": model.read_out})
        meter.counts.arrays["caches"].bytes_read
        meter.counts.largest_array, meter.counts.peak_bytes
        meter.counts.calls["model"]
    """

    def __init__(
        self,
        *objects: Any,
        budget: float | None = None,
        arrays: Mapping[str, Any] | None = None,
        memory: bool = False,
        calls: Mapping[str, Any] | None = None,
    ) -> None:
        """objects: functions, methods, classes or instances to count.

        budget: work after which to stop with BudgetSpent, in units of about half a microsecond. None: no end.
        arrays: {name: array, list of arrays, or a function of no arguments that returns one of the two}:
                count the bytes read from each and written to it. Functions are asked where a count begins and
                where it ends (with, at, collect), since caches move when they grow.
        memory: count the largest array made and the most that was alive at once, in bytes.
        calls:  {name: function or method}: count how often it is called. It is counted like one of `objects`.

        Raises SourceUnavailable if the source of one can't be found.
        """
        if not objects:
            raise TypeError(
                "Meter() counts functions and classes, and was given none: Meter(decode_step, KVCache)"
            )
        self.by_length: dict[Any, Counts] = {}
        self.counts = Counts()
        self.instrumented: dict[int, types.CodeType] = {}
        self.budget_left = self._budget = budget
        self._thread: int | None = None
        self._objects = objects
        self._memory = Memory(arrays or {}) if arrays or memory else None
        self._asked = (tuple(arrays or ()), memory)
        self._calls = {name: function_called(name, given) for name, given in (calls or {}).items()}
        self._entries: dict[str, Site] = {}
        self._units: dict[int, Unit] = {}
        self._escapes: list[Escape] = []
        self._swapped: list[tuple[types.FunctionType, types.CodeType]] = []
        self._seen: dict[int, tuple[Any, bool]] = {}
        for given in (*objects, *self._calls.values()):
            expect_source(given)

    def at(self, n: Any) -> contextlib.AbstractContextManager:
        """A `with` block whose counts are kept as those of length n. More than one at the same n adds up."""
        return _At(self, n)

    def __enter__(self) -> "Meter":
        if ledger.meter is not ledger.NO_METER:
            raise RuntimeError(
                "a Meter is counting already, and only one can at a time: leave its `with` block first."
            )
        ledger.meter, self._thread = self, threading.get_ident()
        try:
            for given in self._objects:
                self.watch(given)
            for name, function in self._calls.items():
                self.watch(function)
                self._entries[name] = entry(name, function)
            for what, function in known.replaced_in_numpy():
                code, reason = (
                    function.__code__,
                    f"{what} was replaced, and numpy calls it where no one counts",
                )
                self._escapes.append(Escape(code.co_filename, code.co_firstlineno, code.co_name, reason))
        except BaseException:
            self._restore()
            raise
        self._reset()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: types.TracebackType | None,
    ) -> None:
        self.counts = self._collect()
        self._restore()
        if error is not None:
            without_our_frames(error)

    def collect(self) -> Counts:
        """Counts since the `with` began or since the last collect: for many readings within one `with`."""
        self.counts = self._collect()
        self._reset()
        return self.counts

    def __str__(self) -> str:
        from decodelab.meter import readout

        return readout.text(self)

    def _repr_html_(self) -> str:
        from decodelab.meter import readout

        return readout.html(self)

    # -- what sites ask for -----------------------------------------------------------------------------

    def spend(self, work: int) -> None:
        if self.budget_left is not None:
            self.budget_left -= work
            if self.budget_left < 0 and self._may_stop():
                raise ledger.BudgetSpent("more work than this count allows")

    def _may_stop(self) -> bool:
        """In a thread an exception ends in a traceback on the learner's screen: their own thread stops, and a
        thread only if it goes on for as long again."""
        return self._thread in (None, threading.get_ident()) or (self.budget_left or 0) < -(self._budget or 0)

    def escaped(self, site: Site, reason: str) -> None:
        escape = Escape(site.place.file, site.place.line, site.place.statement, reason)
        if escape not in self._escapes:
            self._escapes.append(escape)

    def instrument_string(self, site: Site, source: Any, mode: str) -> Any:
        if isinstance(source, types.CodeType):
            self.escaped(site, "a code object made elsewhere can't be counted")
        elif isinstance(source, (str, bytes, bytearray)):
            try:
                text = source if isinstance(source, str) else bytes(source).decode()
                unit = unit_of_string(text.lstrip() if mode == "eval" else text, mode)
            except (SyntaxError, ValueError):
                return source  # exec will say so itself
            unit.globals = site.unit.globals
            self._use(unit)
            return unit.code
        return source

    def watch(self, value: Any) -> bool:
        """Give learner code its counting code. True if `value` is theirs, or calls nothing that could
        cost."""
        if id(value) in self._seen:
            return self._seen[id(value)][1]
        kind = type(value)
        if kind is types.FunctionType:
            return self._watch_function(value)
        if kind is types.MethodType:
            self._watch_instance(value.__self__)
            return self.watch(value.__func__)
        if kind in (staticmethod, classmethod):
            return self.watch(value.__func__)
        if kind is property:
            watched = [
                self.watch(f) for f in (value.fget, value.fset, value.fdel) if f is not None
            ]  # all of them
            return any(watched)
        if kind is functools.partial:
            return self.watch(value.func)
        if kind in (functools.cached_property, functools.partialmethod, functools.singledispatchmethod):
            return self.watch(getattr(value, "func", None))
        if isinstance(value, functools._lru_cache_wrapper):
            return self.watch(value.__wrapped__)
        if isinstance(value, type):
            return self._watch_class(value)
        return self._watch_instance(value)

    def meet(self, value: Any) -> None:
        """An operand, an element or a result: what its class does in its operators is counted from now on, if
        it isn't yet."""
        cls = type(value)
        if cls.__flags__ & whose.HEAP_TYPE and id(cls) not in self._seen:
            self.watch(value)

    # -- finding the code ---------------------------------------------------------------------------------

    def _remember(self, value: Any, theirs: bool) -> bool:
        self._seen[id(value)] = (value, theirs)  # holding it keeps its id from being used again
        return theirs

    def _watch_function(self, function: types.FunctionType) -> bool:
        code = function.__code__
        theirs = not whose.is_library(code, function.__module__)
        self._remember(function, theirs)
        if id(code) in self.instrumented:
            return True
        if theirs:
            try:
                unit = unit_of(code, function.__globals__)
                twin = unit.twin(code)
            except SourceUnavailable:
                unit, twin = None, None
            if twin is None:
                hidden = next(
                    (v for v in map(known.contents, function.__closure__ or ()) if known.hides(v)), None
                )
                if hidden is not None or not _generated(function):
                    self._escapes.append(
                        Escape(
                            code.co_filename,
                            code.co_firstlineno,
                            function.__qualname__,
                            "the source of this function can't be found or has changed since"
                            if hidden is None
                            else f"it calls {known.called(hidden)} where it can't be counted",
                        )
                    )
                return True
            unit.globals = function.__globals__
            self._use(unit)
            self._swapped.append((function, code))
            function.__code__ = twin
            self._note_code(twin)
            self._watch_globals(function.__globals__, code)
        for cell in function.__closure__ or ():
            try:
                self._watch_data(cell.cell_contents)
            except ValueError:  # an empty cell
                pass
        for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            self._watch_data(default)
        if "__wrapped__" in function.__dict__:
            self._watch_data(function.__dict__["__wrapped__"])
        return theirs

    def _note_code(self, code: types.CodeType) -> None:
        self.instrumented[id(code)] = code
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                self._note_code(constant)

    def _watch_globals(self, namespace: dict[str, Any], code: types.CodeType) -> None:
        for name in code.co_names:
            if name in namespace:
                self._watch_data(namespace[name])
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                self._watch_globals(namespace, constant)

    def _watch_data(self, value: Any) -> None:
        """A value that learner code can reach: counted if it is code, looked into if it may hold some."""
        if isinstance(value, (list, tuple, set, frozenset, collections.deque)) and len(value) <= 64:
            for element in list(value):
                self._watch_data(element)
        elif isinstance(value, dict) and len(value) <= 64:
            for element in list(value.values()):
                self._watch_data(element)
        elif isinstance(value, types.SimpleNamespace) and len(vars(value)) <= 64:
            self._watch_data(vars(value))
        elif isinstance(value, known.CALLING_ITERATORS):
            reason = "this iterator was made before counting began, and calls a function that isn't counted"
            self._escapes.append(Escape("", 0, repr(value), reason))
        elif not isinstance(value, types.ModuleType):
            self.watch(value)

    def _watch_class(self, cls: type) -> bool:
        theirs = self._remember(cls, whose.is_own_class(cls))
        if not theirs:
            return False
        for base in cls.__mro__:
            if base is cls or whose.is_own_class(base):
                self._remember(base, True)
                for name, member in list(vars(base).items()):
                    if isinstance(member, _HOLDS_CODE):
                        self.watch(member)
                    elif isinstance(member, (list, tuple, dict)) or type(member).__flags__ & whose.HEAP_TYPE:
                        self._watch_data(member)
                    if known.is_called_unseen(cls, name, member):
                        reason = f"{name} of {base.__name__} is called where no one counts"
                        self._escapes.append(Escape(*where(base, name), reason))
        if type(cls) is not type:
            self.watch(type(cls))
        return True

    def _watch_instance(self, value: Any) -> bool:
        cls = type(value)
        if not (cls.__flags__ & whose.HEAP_TYPE) or not self.watch(cls):
            return False
        self._remember(value, True)
        try:
            held = list(object.__getattribute__(value, "__dict__").values())
        except Exception:
            held = []
        for base in cls.__mro__:
            for member in (
                vars(base).values() if "__slots__" in vars(base) and whose.is_own_class(base) else ()
            ):
                if isinstance(member, types.MemberDescriptorType):
                    with contextlib.suppress(AttributeError):
                        held.append(member.__get__(value, cls))
        for element in held[:64]:
            if isinstance(element, _HOLDS_CODE) or type(element).__flags__ & whose.HEAP_TYPE:
                self._watch_data(element)
        return True

    # -- bookkeeping ----------------------------------------------------------------------------------------

    def _use(self, unit: Unit) -> None:
        if id(unit) not in self._units:
            self._units[id(unit)] = unit
            for site in unit.sites:
                site.reset()

    def _reset(self) -> None:
        ledger.memory = None
        if self._memory is not None:
            self._unnoticed(self._memory.begin)
            ledger.memory = self._memory
        ledger.products.clear()
        for unit in self._units.values():
            for site in unit.sites:
                site.reset()

    def _collect(self) -> Counts:
        counts = Counts(escapes=tuple(self._escapes))
        counts.calls = {name: site.steps for name, site in self._entries.items()}
        assumed = set()
        for unit in self._units.values():
            for site in unit.sites:
                if (
                    site.steps
                    or site.multiply_adds
                    or site.others
                    or site.read
                    or site.written
                    or site.additions
                    or site.multiplications
                ):
                    cost = Cost(
                        site.multiply_adds,
                        site.multiplications,
                        site.multiplications + site.additions + site.others,
                        site.read,
                        site.written,
                        site.copied,
                        site.steps,
                    )
                    earlier = counts.places.get(site.place)  # a source compiled twice has every place twice
                    counts.places[site.place] = cost if earlier is None else earlier + cost
                    if site.shapes:
                        counts.shapes[site.place] = site.shapes
                    if site.assumed:
                        assumed.add(f"{site.assumed} (line {site.place.line})")
        counts.assumed = frozenset(assumed)
        if self._memory is not None:
            ledger.memory = None  # what is counted is read off already: asking for the arrays adds nothing
            names, made = self._asked
            counts.arrays = self._unnoticed(self._memory.end)
            if made:
                counts.largest_array, counts.peak_bytes = self._memory.largest, self._memory.most
        return counts

    def _unnoticed(self, ask: Callable[[], Any]) -> Any:
        """Call something that may run counted code, and spend nothing."""
        ledger.meter = ledger.NO_METER
        try:
            return ask()
        finally:
            ledger.meter = self

    def _restore(self) -> None:
        ledger.meter, ledger.memory = ledger.NO_METER, None
        ledger.products.clear()
        for function, code in reversed(self._swapped):
            function.__code__ = code
        self._swapped, self._seen, self._units = [], {}, {}
        self._escapes, self._entries = [], {}


class _At:
    def __init__(self, meter: Meter, n: Any) -> None:
        self._meter, self._n = meter, n

    def __enter__(self) -> Meter:
        return self._meter.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._meter.__exit__(*error)
        earlier = self._meter.by_length.get(self._n)
        counts = self._meter.counts
        self._meter.by_length[self._n] = counts if earlier is None else earlier + counts


_HOLDS_CODE = (
    types.FunctionType,
    types.MethodType,
    staticmethod,
    classmethod,
    property,
    functools.partial,
    functools.cached_property,
    functools.partialmethod,
    functools.singledispatchmethod,
    functools._lru_cache_wrapper,
    type,
)


def _generated(function: types.FunctionType) -> bool:
    """Methods that dataclass and namedtuple write have no source, and cost nothing."""
    return function.__code__.co_filename == "<string>" and function.__name__.startswith("__")
