"""The price list for arrays: what a call, an operator, a subscript or an assignment costs, from its operands' shapes.

docs/cost_model.md says the same for people, with sources. Rules of thumb:
  - elementwise: one operation a result element; operands read once, the result written once
  - a reduction of m elements: m operations, as if an accumulator started at zero
  - a contraction (@, dot, einsum, …): one multiply-add for each product that goes into a sum
  - a view is free, a copy moves its bytes, sorting m elements takes m·⌈log₂ m⌉ comparisons
  - a function that is not listed counts as linear in what goes in and out, and says so

Over 400 lines: a price for each of NumPy's functions.
"""

import collections
import functools
import math
import operator

import numpy as np

from decodelab.meter import ledger
from decodelab.meter.booking import (
    WORD,
    added,
    book,
    guarded,
    is_data,
    length,
    move,
    nbytes,
    number,
    shape,
    size,
    touch,
)

UNPRICED_BYTES = 2048
"""A function that is not on the list and moves more than this is named in the readout."""


# -- operators --------------------------------------------------------------------------------------

ADDING, MULTIPLYING = ("add",), ("multiply",)


def operator_price(site, args, kwargs, result):
    squares = site.kind == "power" and len(args) == 2 and type(args[1]) in (int, float) and args[1] == 2
    arithmetic(site, "multiply" if squares else site.kind, args, result)


def arithmetic(site, kind, args, result):
    """`a op b` or `op a` where at least one is not a plain number."""
    if not all(
        is_data(x) or hasattr(x, "__array__") or type(x).__module__ in ("builtins", "array", "collections")
        for x in args
    ):
        return  # an object with operators of its own: what they do is counted where it is written
    if any(isinstance(x, (np.ndarray, np.generic)) for x in args):
        if kind == "matmul":
            contraction(site, args[0], args[1], result)
        else:
            elementwise(site, kind, args, result)
    elif isinstance(result, (list, tuple, str, bytes, bytearray, collections.deque)):
        moved = args[1] if result is args[0] else result  # list += copies what is added only
        move(site, nbytes(moved) if isinstance(moved, (str, bytes, bytearray)) else WORD * length(moved))
    elif isinstance(result, (set, frozenset, dict)):
        move(site, WORD * sum(length(x) for x in args))
    elif kind == "compare" and all(type(x) in (list, tuple) for x in args):
        site.others += min(map(len, args))
        site.read += 2 * WORD * min(map(len, args))
    elif (
        isinstance(result, (float, complex))
        or hasattr(result, "as_integer_ratio")
        and type(result) is not int
    ):
        number(site, kind, args[0], args[-1], result)


def elementwise(site, kind, args, result):
    """One operation an element of the result; of the largest operand, where that is larger (objects, out=)."""
    count = size(result)
    if kind != "compare":
        for x in args:
            if not isinstance(x, (float, int)):
                count = max(count, size(x))
    if kind == "multiply":
        site.multiplications += count
        ledger.products.note(result, site, count)
    elif kind == "add":
        added(site, args, count)
    else:
        site.others += count
        if kind == "divide" and isinstance(result, (np.ndarray, float)):
            ledger.products.carry(args[0], result)
    if isinstance(result, np.ndarray):
        touch(site, args, (result,))
        ledger.meter.spend(count >> 5)
    else:
        touch(site, args, ())


def contraction(site, a, b, result, macs=None):
    """Matrix products: every product goes into a sum."""
    a_shape, b_shape = shape(a), shape(b)
    if macs is None:  # an object with __array__ has no shape to look at; the other operand tells
        macs = size(result) * (a_shape[-1] if a_shape else b_shape[-2:][0])
    if isinstance(a, np.ndarray) and a.dtype == object or isinstance(b, np.ndarray) and b.dtype == object:
        macs = max(macs, size(a) * (b_shape[-1] if len(b_shape) > 1 else 1))
    site.multiply_adds += macs
    ledger.meter.spend(macs >> 6)
    note_shapes(site, a_shape, b_shape)
    touch(site, (a, b), (result,))
    if ledger.memory is not None:
        ledger.memory.made_inside(*_converted((a, b), result))


def _converted(operands, result):
    """Bytes of the copies that NumPy's products make of operands of another dtype than the result's."""
    dtype = getattr(result, "dtype", None)
    for x in operands:
        if isinstance(x, np.ndarray) and dtype is not None and x.dtype != dtype:
            yield x.size * dtype.itemsize


def note_shapes(site, *shapes):
    site.shapes = shapes


# -- subscripts ---------------------------------------------------------------------------------------

BASIC = (int, slice, type(None), type(Ellipsis), np.integer, str)


def is_basic(index):
    """Whether indexing an array with this makes a view: also the names of a structured array's fields."""
    if isinstance(index, list):
        return bool(index) and all(isinstance(i, str) for i in index)
    if isinstance(index, tuple):
        return all(isinstance(i, BASIC) and not isinstance(i, bool) for i in index)
    return isinstance(index, BASIC) and not isinstance(index, bool)


def item_price(site, args, kwargs, result):
    container, index = args
    if isinstance(container, np.ndarray):
        if not isinstance(result, np.ndarray) or result.dtype == object and is_basic(index):
            read = getattr(result, "nbytes", WORD)
            site.read += read
            if ledger.memory is not None:
                ledger.memory.read(container, read)
        elif not is_basic(index):
            site.read += _index_bytes(index)
            move(site, nbytes(result), container, result)
            if ledger.memory is not None:
                for chosen in index if isinstance(index, tuple) else (index,):
                    ledger.memory.read(chosen)
            ledger.products.carry(container, result)
    elif (
        isinstance(container, (str, bytes, bytearray, collections.deque))
        or type(container).__module__ == "array"
    ):
        if isinstance(index, slice):
            move(site, nbytes(result) if nbytes(result) else WORD * len(result))
        else:
            site.read += WORD
    elif isinstance(container, (list, tuple)):
        if isinstance(index, slice):
            move(site, WORD * len(result))
        else:
            site.read += WORD
    elif isinstance(container, memoryview):
        site.read += container.itemsize
    elif isinstance(result, np.ndarray) and type(container).__module__.startswith(
        "numpy"
    ):  # np.r_, np.c_, .flat
        move(
            site,
            nbytes(result),
            index if isinstance(index, tuple) else getattr(container, "base", None),
            result,
        )


def _index_bytes(index):
    return sum(nbytes(i) for i in (index if isinstance(index, tuple) else (index,)))


class Target:
    """Stands for a container while something is assigned to, or deleted from, one of its items."""

    __slots__ = ("_site", "_container")

    def __init__(self, site, container):
        self._site, self._container = site, container

    def __setitem__(self, index, value):
        before = length(self._container)
        self._site.run(operator.setitem, (self._container, index, value), {})
        guarded(store_price, self._site, (self._container, index, value), {}, before)

    def __delitem__(self, index):
        before = length(self._container)
        self._site.run(operator.delitem, (self._container, index), {})
        start = index if isinstance(index, int) else 0
        move(self._site, WORD * max(0, before - start % max(before, 1) - 1))


def store_price(site, args, kwargs, length_before):
    container, index, value = args
    if isinstance(container, np.ndarray):
        if is_basic(index):
            place = container[(index,) if isinstance(index, (int, np.integer)) else index]
            if not isinstance(place, np.ndarray) or place.ndim == 0:
                site.written += container.itemsize
                if ledger.memory is not None:
                    ledger.memory.written(container, container.itemsize)
                return
            if _same_memory(place, value):  # what `a[i] += b` stores has been written already
                return
            written = nbytes(place)
        else:
            written = container.itemsize * _size_chosen(container, index)
            site.read += _index_bytes(index)
        site.read += nbytes(value)
        site.written += written
        site.copied += written
        ledger.meter.spend(written >> 7)
        if ledger.memory is not None:
            ledger.memory.read(value)
            ledger.memory.written(container, written)
    elif isinstance(index, slice):
        move(
            site,
            WORD * (max(len(container), length_before) if len(container) != length_before else length(value)),
        )
    else:
        site.written += WORD


def _size_chosen(container, index):
    return int(np.broadcast_to(np.empty((), bool), container.shape)[index].size)


def _same_memory(place, value):
    return (
        isinstance(value, np.ndarray)
        and value.shape == place.shape
        and value.strides == place.strides
        and value.dtype == place.dtype
        and value.__array_interface__["data"][0] == place.__array_interface__["data"][0]
    )


TARGETS = frozenset((list, bytearray, collections.deque, np.ndarray, np.memmap))


# -- numpy functions, by name -------------------------------------------------------------------------

NUMPY = {}
"""Price of a numpy function, or of the method of the same name on arrays."""


def price(*names):
    def put(function):
        for name in names:
            NUMPY[name] = function
        return function

    return put


@price(
    "shape",
    "ndim",
    "size",
    "isscalar",
    "result_type",
    "can_cast",
    "dtype",
    "errstate",
    "finfo",
    "iinfo",
    "promote_types",
    "min_scalar_type",
    "issubdtype",
    "shares_memory",
    "may_share_memory",
    "seterr",
    "geterr",
    "broadcast_shapes",
    "set_printoptions",
    "get_printoptions",
    "printoptions",
    "item",
    "tobytes",
    "setflags",
    "normalize_axis_index",
    "isfortran",
    "iterable",
    "nditer",
    "ndindex",
    "ndenumerate",
    "default_rng",
    "getfield",
    "einsum_path",
    "__len__",
    "__bool__",
    "__array_interface__",
    "vectorize",
    "frompyfunc",
    "sliding_window_view",
    "as_strided",
    "broadcast",
    "frombuffer",
    "sctype2char",
    "isdtype",
    "errstate",
    "dump",
)
def free(site, args, kwargs, result):
    pass


@price("empty", "empty_like", "ndarray")
def unfilled(site, args, kwargs, result):
    """Memory that nobody has written to yet."""
    if ledger.memory is not None:
        ledger.memory.made((result,), args)


@price(
    "reshape",
    "transpose",
    "swapaxes",
    "moveaxis",
    "rollaxis",
    "expand_dims",
    "squeeze",
    "ravel",
    "view",
    "diagonal",
    "broadcast_to",
    "broadcast_arrays",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "split",
    "array_split",
    "hsplit",
    "vsplit",
    "dsplit",
    "asarray",
    "asanyarray",
    "ascontiguousarray",
    "asfortranarray",
    "require",
    "array",
    "copy",
    "astype",
    "flatten",
    "flip",
    "fliplr",
    "flipud",
    "rot90",
    "real",
    "imag",
    "matrix_transpose",
    "permute_dims",
    "concatenate",
    "concat",
    "stack",
    "vstack",
    "hstack",
    "dstack",
    "column_stack",
    "row_stack",
    "block",
    "append",
    "insert",
    "delete",
    "tile",
    "repeat",
    "roll",
    "pad",
    "resize",
    "take",
    "take_along_axis",
    "compress",
    "extract",
    "choose",
    "select",
    "tolist",
    "fromiter",
    "diag",
    "diagflat",
    "triu",
    "tril",
    "unstack",
    "trim_zeros",
    "asmatrix",
    "mat",
    "bmat",
    "real_if_close",
    "byteswap",
    "memmap",
)
def view_or_copy(site, args, kwargs, result):
    """Free where the result shares memory with an argument; otherwise everything in the result was copied."""
    results = (
        result
        if isinstance(result, (tuple, list)) and any(isinstance(r, np.ndarray) for r in result)
        else (result,)
    )
    sources = list(_flat((*args, *kwargs.values())))
    for made in results:
        if any(made is source for source in sources):
            continue
        if (
            isinstance(made, np.ndarray)
            and made.base is not None
            and any(isinstance(s, np.ndarray) and np.may_share_memory(made, s) for s in sources)
        ):
            continue
        if isinstance(made, np.ndarray):
            amount = made.nbytes
            site.read += max(0, sum(WORD * len(a) for a in args if type(a) in (list, tuple)))
        else:
            amount = nbytes(made)
        move(site, amount, sources, made)
        if len(args) and isinstance(args[0], np.ndarray):
            ledger.products.carry(args[0], made)


def _flat(values):
    for value in values:
        yield value
        if type(value) in (list, tuple) and len(value) < 64:
            yield from value


@price(
    "zeros",
    "ones",
    "full",
    "zeros_like",
    "ones_like",
    "full_like",
    "fill",
    "arange",
    "linspace",
    "eye",
    "identity",
    "tri",
    "logspace",
    "geomspace",
    "indices",
    "meshgrid",
    "ix_",
    "tril_indices",
    "triu_indices",
    "diag_indices",
    "mask_indices",
    "fromfunction",
    "bartlett",
    "hanning",
)
def filled(site, args, kwargs, result):
    target = args[0] if result is None else result
    touch(site, (), target if isinstance(target, (tuple, list)) else (target,))


@price("sum", "nansum", "cumsum", "trace", "mean", "nanmean", "average", "cumulative_sum")
def summed(site, args, kwargs, result):
    """m additions; a mean divides each result; weights multiply first."""
    operand = args[0] if args else kwargs.get("a", kwargs.get("x"))
    m, where = size(operand), site.call_name
    weights = kwargs.get("weights", args[2] if where == "average" and len(args) > 2 else None)
    if weights is not None:
        site.multiply_adds += m
        book(site, "add", size(weights))
        site.read += nbytes(weights)
        if ledger.memory is not None:
            ledger.memory.read(weights)
        note_shapes(site, shape(operand), shape(weights))
    elif type(operand) in (list, tuple):
        _sum_of_items(site, operand)
    else:
        added(site, (operand,), m)
    if "mean" in where or where == "average":
        book(site, "other", size(result))
    touch(site, (operand,), (result,))
    if weights is not None or where.startswith("nan"):
        _copied_inside(operand, result)


def _sum_of_items(site, items):
    for item in items:
        if type(item) in (list, tuple):
            _sum_of_items(site, item)
        else:
            added(site, (item,), size(item))


@price(
    "max",
    "min",
    "amax",
    "amin",
    "argmax",
    "argmin",
    "nanmax",
    "nanmin",
    "any",
    "all",
    "prod",
    "nanprod",
    "cumprod",
    "count_nonzero",
    "ptp",
    "nanargmax",
    "nanargmin",
    "searchsorted",
    "isclose",
    "allclose",
    "array_equal",
    "array_equiv",
    "nan_to_num",
    "clip",
    "round",
    "around",
    "where",
    "nonzero",
    "flatnonzero",
    "argwhere",
    "diff",
    "ediff1d",
    "isin",
    "in1d",
    "bincount",
    "digitize",
    "interp",
    "sinc",
    "angle",
    "fix",
    "put",
    "place",
    "putmask",
    "fill_diagonal",
    "iscomplexobj",
    "isrealobj",
    "isneginf",
    "isposinf",
    "i0",
    "unwrap",
    "gradient",
    "cross",
    "apply_along_axis",
    "apply_over_axes",
    "piecewise",
    "put_along_axis",
    "packbits",
    "unpackbits",
    "conj",
    "conjugate",
    "histogram",
    "maximum_sctype",
    "sort_complex",
    "array2string",
    "array_repr",
    "array_str",
    "cumulative_prod",
)
def one_pass(site, args, kwargs, result):
    """One operation an element of the largest operand or result."""
    operands = [a for a in (*args, *kwargs.values()) if is_data(a)]
    results = result if isinstance(result, tuple) else (result,)
    book(site, "other", max([size(x) for x in operands] + [size(r) for r in results if r is not None] + [0]))
    touch(site, operands, results)


def _copied_inside(operand, result):
    """NumPy's function makes an array of its operand's shape on the way, in the result's dtype."""
    if ledger.memory is not None:
        ledger.memory.made_inside(size(operand) * getattr(result, "itemsize", WORD))


@price("std", "var", "nanstd", "nanvar")
def four_passes(site, args, kwargs, result):
    book(site, "other", 4 * size(args[0]))
    touch(site, (args[0], args[0]), (result,))
    _copied_inside(args[0], result)


@price("copyto")
def copied_to(site, args, kwargs, result):
    site.read += nbytes(args[1])
    site.written += nbytes(args[0])
    site.copied += nbytes(args[0])
    if ledger.memory is not None:
        ledger.memory.touched((args[1],), (args[0],))


@price(
    "sort",
    "argsort",
    "lexsort",
    "unique",
    "sorted",
    "unique_values",
    "unique_counts",
    "median",
    "quantile",
    "percentile",
    "intersect1d",
    "union1d",
    "setdiff1d",
)
def sorting(site, args, kwargs, result):
    """m·⌈log₂ m⌉ comparisons for each run of m elements sorted."""
    operand = args[0]
    dims = shape(operand)
    axis = kwargs.get("axis", args[1] if len(args) > 1 and site.call_name in ("sort", "argsort") else -1)
    run = dims[axis] if dims and isinstance(axis, int) and -len(dims) <= axis < len(dims) else size(operand)
    book(site, "compare", size(operand) * max(0, (run - 1).bit_length()))
    touch(site, (operand,), (result if result is not None else operand,))
    if site.call_name in ("median", "quantile", "percentile", "unique"):
        _copied_inside(operand, operand)


@price("partition", "argpartition")
def partitioning(site, args, kwargs, result):
    book(site, "compare", 3 * size(args[0]))
    touch(site, (args[0],), (result if result is not None else args[0],))


@price("dot", "matmul", "inner")
def dot(site, args, kwargs, result):
    a, b = args[:2] if len(args) > 1 else (args[0], kwargs["b"])
    if any(not shape(x) and (is_data(x) or not hasattr(x, "__array__")) for x in (a, b)):
        elementwise(site, "multiply", (a, b), result)  # a plain number times an array
    else:
        contraction(site, a, b, result)


@price("vdot", "vecdot", "matvec", "vecmat", "multi_dot")
def products_of_rows(site, args, kwargs, result):
    if site.call_name == "multi_dot":
        dims = [shape(a) for a in args[0]]
        first, *middle, last = [
            d if len(d) == 2 else (1, *d) if i == 0 else (*d, 1) for i, d in enumerate(dims)
        ]
        site.multiply_adds += _cheapest_chain((*first, *(d[1] for d in middle), last[1]))
        touch(site, args[0], (result,))
        return
    a, b = args[:2]
    inner = size(a) if site.call_name == "vdot" else shape(a)[-1]
    contraction(site, a, b, result, size(result) * inner)


@functools.cache
def _cheapest_chain(extents):
    """Multiply-adds of a chain of matrix products in the best order, which numpy looks for, too."""
    if len(extents) < 3:
        return 0
    return min(
        _cheapest_chain(extents[: i + 1])
        + _cheapest_chain(extents[i:])
        + extents[0] * extents[i] * extents[-1]
        for i in range(1, len(extents) - 1)
    )


@price("tensordot")
def tensordot(site, args, kwargs, result):
    a, b = args[:2]
    axes = kwargs.get("axes", args[2] if len(args) > 2 else 2)
    if isinstance(axes, (int, np.integer)):
        inner = math.prod(shape(a)[len(shape(a)) - axes :])
    else:
        chosen = axes[0]
        inner = math.prod(
            shape(a)[i] for i in (chosen if isinstance(chosen, (list, tuple, np.ndarray)) else (chosen,))
        )
    contraction(site, a, b, result, size(result) * inner)


@price("outer", "kron")
def outer(site, args, kwargs, result):
    elementwise(site, "multiply", args[:2], result)


@price("convolve", "correlate")
def sliding(site, args, kwargs, result):
    contraction(site, args[0], args[1], result, size(args[0]) * size(args[1]))


@price("einsum")
def einsum(site, args, kwargs, result):
    """Every index combination multiplies all operands once; with `optimize`, pair by pair along numpy's path."""
    if isinstance(args[0], str):
        text, operands = args[0], list(args[1:])
    else:
        operands = list(args[:-1:2]) if len(args) % 2 else list(args[::2])
        labels = [list(s) for s in args[1::2]]
        letter = lambda i: "..." if i is Ellipsis else chr(ord("a") + i) if i < 26 else chr(ord("A") + i - 26)  # noqa: E731
        text = ",".join("".join(letter(i) for i in s) for s in labels)
        if len(args) % 2:
            text += "->" + "".join(letter(i) for i in args[-1])
    terms, output, extents = _parse_einsum(text, [shape(x) for x in operands])
    path = [tuple(range(len(operands)))]
    if kwargs.get("optimize") not in (None, False) and len(operands) > 2:
        path = np.einsum_path(*args, optimize=kwargs["optimize"])[0][1:]
    for step in path:
        taken = [terms[i] for i in step]
        terms = [t for i, t in enumerate(terms) if i not in step]
        kept = set(output) if not terms else set(output).union(*terms)
        indices = set().union(*taken)
        space = math.prod(extents[i] for i in indices)
        summed_over = indices - kept
        if len(taken) > 1 and summed_over:
            site.multiply_adds += space
            site.multiplications += space * (len(taken) - 2)
        elif len(taken) > 1:
            book(site, "multiply", space * (len(taken) - 1))
            ledger.products.note(result, site, space)
        elif summed_over:
            added(site, operands, space)
        terms.append(indices & kept)
        ledger.meter.spend(space >> 6)
    note_shapes(site, *(shape(x) for x in operands))
    if ledger.memory is not None and kwargs.get("optimize"):
        ledger.memory.made_inside(*_converted(operands, result))
    if (
        len(operands) > 1
        or set(terms[0]) != set().union(*(set(t) for t in terms))
        or not _is_view(result, operands)
    ):
        touch(site, operands, (result,))


def _is_view(result, operands):
    return (
        isinstance(result, np.ndarray)
        and result.base is not None
        and any(isinstance(x, np.ndarray) and np.may_share_memory(result, x) for x in operands)
    )


def _parse_einsum(text, shapes):
    """Sets of index labels of each operand, labels of the output, and the extent of every label."""
    left, arrow, right = text.replace(" ", "").partition("->")
    terms, extents = [], {}
    dots = ()
    for term, dims in zip(left.split(","), shapes):
        before, ellipsis, after = term.partition("...")
        hidden = len(dims) - len(before) - len(after) if ellipsis else 0
        names = tuple(f"...{hidden - i}" for i in range(hidden))
        dots = max(dots, names, key=len)
        labels = (*before, *names, *after)
        for label, extent in zip(labels, dims):
            extents[label] = max(extents.get(label, 1), extent)
        terms.append(set(labels))
    if arrow:
        before, ellipsis, after = right.partition("...")
        output = (*before, *(dots if ellipsis else ()), *after)
    else:
        letters = [c for c in left if c.isalpha()]
        output = (*dots, *(c for c in sorted(set(letters)) if letters.count(c) == 1))
    return terms, output, extents


@price("norm", "vector_norm", "matrix_norm")
def norm(site, args, kwargs, result):
    site.multiply_adds += size(args[0])
    book(site, "other", size(result))
    touch(site, (args[0],), (result,))
    if size(result) > 1:
        _copied_inside(args[0], result)


@price(
    "solve",
    "inv",
    "det",
    "slogdet",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "svd",
    "svdvals",
    "qr",
    "cholesky",
    "lstsq",
    "pinv",
    "matrix_rank",
    "matrix_power",
    "cond",
    "tensorinv",
    "tensorsolve",
    "cov",
    "corrcoef",
    "expm",
)
def cubic(site, args, kwargs, result):
    dims = shape(args[0])
    site.multiply_adds += size(args[0]) * (min(dims[-2:]) if len(dims) > 1 else 1)
    touch(site, [a for a in args if is_data(a)], result if isinstance(result, tuple) else (result,))


@price("fft", "ifft", "rfft", "irfft", "fft2", "ifft2", "fftn", "ifftn", "rfft2", "irfft2", "hfft", "ihfft")
def fourier(site, args, kwargs, result):
    """5·m·⌈log₂ m⌉ operations (Cooley and Tukey)."""
    m = max(size(args[0]), size(result))
    book(site, "other", 5 * m * max(1, (m - 1).bit_length()))
    touch(site, (args[0],), (result,))


def linear(site, args, kwargs, result):
    """What is not on the list: as if it read its arguments and wrote its result once, and said so."""
    operands = [a for a in (*args, *kwargs.values()) if is_data(a) or nbytes(a)]
    results = result if isinstance(result, tuple) else (result,)
    if sum(map(nbytes, operands)) + sum(map(nbytes, results)) > UNPRICED_BYTES or site.assumed:
        site.assumed = site.call_name
    book(
        site,
        "other",
        max([size(x) for x in operands if is_data(x)] + [size(r) for r in results if is_data(r)] + [0]),
    )
    touch(site, operands, results)


# -- ufuncs -------------------------------------------------------------------------------------------

UFUNC_KIND = {
    "multiply": "multiply",
    "square": "multiply",
    "add": "add",
    "subtract": "subtract",
    "divide": "divide",
    "true_divide": "divide",
}


def ufunc_price(ufunc):
    if ufunc.signature is not None:
        return NUMPY.get(ufunc.__name__, linear)
    kind = UFUNC_KIND.get(ufunc.__name__, "other")

    def price_of_call(site, args, kwargs, result):
        for made in result if isinstance(result, tuple) else (result,):
            elementwise(site, kind, args[: ufunc.nin], made)

    return price_of_call


def ufunc_method_price(ufunc, method):
    """ufunc.reduce, .accumulate, .outer, .at, .reduceat"""
    kind = UFUNC_KIND.get(ufunc.__name__, "other")

    def price_of_call(site, args, kwargs, result):
        if method == "outer":
            elementwise(site, kind, args[:2], result)
            return
        operand = args[2] if method == "at" and len(args) > 2 else args[0]
        if kind == "add":
            if type(operand) in (list, tuple):
                _sum_of_items(site, operand)
            else:
                added(site, (operand,), size(operand))
        else:
            book(site, kind, size(operand))
        touch(site, (operand,), (result if result is not None else operand,))

    return price_of_call
