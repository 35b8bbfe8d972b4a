"""The price list for numpy functions, and for the methods of the same names: everything but products.

A price is called after the function it prices, with its name, its arguments and what it returned; arguments
that were given by keyword stand at their position as far as nothing is left out before them (arguments.py).
Every public callable of numpy, numpy.linalg and numpy.fft is in NUMPY, in ASSUMED or in REFUSED; a test holds
this list to it. Rules of thumb:
  - a reduction of m elements: m operations, as if an accumulator started at zero
  - a view is free, a copy moves its bytes, sorting m elements takes m·⌈log₂ m⌉ comparisons
"""

import numpy as np

from decodelab.meter import ledger
from decodelab.meter.booking import (
    WORD,
    Unpriced,
    added,
    book,
    is_data,
    move,
    nbytes,
    shape,
    size,
    touch,
)
from decodelab.meter.operator_prices import elementwise

LITTLE_BYTES = 2048
"""A function that is assumed linear and moves more than this is named in the readout."""

NUMPY: dict = {}
"""Price of a numpy function, or of the method of the same name on arrays."""


def price(names):
    """Enter a price under each of `names`, which stand in one string."""

    def put(function):
        for name in names.split():
            NUMPY[name] = function
        return function

    return put


def given(args, kwargs, position, name, default=None):
    """An argument, wherever it stands."""
    return args[position] if len(args) > position else kwargs.get(name, default)


@price(
    "shape ndim size isscalar result_type can_cast dtype errstate finfo iinfo promote_types min_scalar_type "
    "issubdtype isdtype typename common_type mintypecode may_share_memory seterr geterr seterrcall "
    "geterrcall setbufsize getbufsize broadcast_shapes set_printoptions get_printoptions printoptions item "
    "setflags isfortran iterable nditer nested_iters ndindex ndenumerate flatiter getfield einsum_path "
    "vectorize frompyfunc sliding_window_view as_strided broadcast frombuffer from_dlpack iscomplexobj "
    "isrealobj base_repr binary_repr format_float_positional format_float_scientific datetime_data "
    "busdaycalendar get_include info show_config show_runtime normalize_axis_index normalize_axis_tuple "
    "byte_bounds default_rng ufunc to_device __len__ __bool__ __int__ __float__ __complex__ __index__ "
    "__iter__ __class__ __class_getitem__ __format__ __repr__ __str__ __dir__ __sizeof__ __getattribute__ "
    "__setattr__ __delattr__ __getstate__ __hash__ __init__ __new__ __init_subclass__ __subclasshook__ "
    "__array_finalize__ __array_wrap__ __array_namespace__ __dlpack__ __dlpack_device__ __array_interface__ "
    "__buffer__ __release_buffer__ __enter__ __exit__"
)
def free(site, name, args, kwargs, result):
    """Looks at shapes and dtypes, makes a view, or prints a few numbers."""


@price("empty empty_like ndarray")
def unfilled(site, name, args, kwargs, result):
    """Memory that nobody has written to yet."""
    if ledger.memory is not None:
        ledger.memory.made((result,), args)


@price(
    "reshape transpose swapaxes moveaxis rollaxis expand_dims squeeze ravel view diagonal broadcast_to "
    "broadcast_arrays atleast_1d atleast_2d atleast_3d split array_split hsplit vsplit dsplit unstack "
    "asarray asanyarray asarray_chkfinite ascontiguousarray asfortranarray require array copy astype "
    "flatten flip fliplr flipud rot90 real imag matrix_transpose permute_dims concatenate concat stack "
    "vstack hstack dstack column_stack row_stack block append insert delete tile repeat roll pad resize "
    "take take_along_axis compress extract choose select tolist fromiter diag diagflat triu tril trim_zeros "
    "asmatrix matrix bmat recarray memmap real_if_close byteswap tobytes dumps fftshift ifftshift "
    "fromstring filled compressed getA getA1 getT getH __array__ __copy__ __deepcopy__ "
    "__reduce__ __reduce_ex__"
)
def view_or_copy(site, name, args, kwargs, result):
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
            amount = max(nbytes(made), nbytes(args[0]) if args and name.startswith("__reduce") else 0)
        move(site, amount, sources, made)
        if len(args) and isinstance(args[0], np.ndarray):
            ledger.products.carry(args[0], made)


def _flat(values):
    for value in values:
        yield value
        if type(value) in (list, tuple) and len(value) < 64:
            yield from value


@price(
    "zeros ones full zeros_like ones_like full_like fill arange linspace eye identity tri logspace "
    "geomspace indices meshgrid ix_ tril_indices triu_indices tril_indices_from triu_indices_from "
    "diag_indices diag_indices_from mask_indices fromfunction bartlett blackman hamming hanning kaiser "
    "fftfreq rfftfreq setfield"
)
def filled(site, name, args, kwargs, result):
    target = args[0] if result is None else result
    touch(site, (), target if isinstance(target, (tuple, list)) else (target,))


@price("sum nansum cumsum nancumsum trace mean nanmean cumulative_sum")
def summed(site, name, args, kwargs, result):
    """m additions; a mean divides each result."""
    operand = args[0]
    if type(operand) in (list, tuple):
        sum_of_items(site, operand)
    else:
        added(site, (operand,), size(operand))
    if "mean" in name:
        book(site, "other", size(result))
    touch(site, (operand,), (result,))
    if name.startswith("nan"):
        copied_inside(operand, result)


def sum_of_items(site, items):
    for item in items:
        if type(item) in (list, tuple):
            sum_of_items(site, item)
        else:
            added(site, (item,), size(item))


@price("average")
def average(site, name, args, kwargs, result):
    """Weights multiply first, and are added up as well."""
    weights = given(args, kwargs, 2, "weights")
    if weights is None:
        return summed(site, "mean", args[:1], {}, result)
    operand = args[0]
    site.multiply_adds += size(operand)
    book(site, "add", size(weights))
    book(site, "other", size(result))
    site.shapes = (shape(operand), shape(weights))
    touch(site, (operand, weights), (result,))
    copied_inside(operand, result)


@price("bincount")
def counted_by_number(site, name, args, kwargs, result):
    """One count an element; with weights, one addition of each."""
    weights = given(args, kwargs, 1, "weights")
    if weights is None:
        return one_pass(site, name, args, kwargs, result)
    added(site, (weights,), size(weights))
    touch(site, (args[0], weights), (result,))


@price("prod nanprod cumprod nancumprod cumulative_prod")
def multiplied(site, name, args, kwargs, result):
    book(site, "multiply", size(args[0]))
    touch(site, args[:1], (result,))


@price("trapezoid")
def trapezoid(site, name, args, kwargs, result):
    """Differences of x, sums of neighbours in y, their products added up, halved."""
    m = size(args[0])
    site.multiply_adds += m
    book(site, "other", 2 * m)
    touch(site, [a for a in args[:2] if is_data(a)], (result,))


@price(
    "max min amax amin argmax argmin nanmax nanmin nanargmax nanargmin any all count_nonzero ptp isclose "
    "allclose array_equal array_equiv nan_to_num clip round around where nonzero flatnonzero argwhere diff "
    "ediff1d sinc angle fix put place putmask fill_diagonal isreal iscomplex isneginf isposinf i0 unwrap "
    "gradient apply_along_axis apply_over_axes piecewise put_along_axis packbits unpackbits conj conjugate "
    "histogram histogram_bin_edges array2string array_repr array_str polyadd polysub polyder polyint "
    "ravel_multi_index unravel_index __contains__"
)
def one_pass(site, name, args, kwargs, result):
    """One operation an element of the largest operand or result."""
    operands = [a for a in (*args, *kwargs.values()) if is_data(a)]
    results = result if isinstance(result, tuple) else (result,)
    book(site, "other", max([size(x) for x in operands] + [size(r) for r in results if r is not None] + [0]))
    touch(site, operands, results)


def copied_inside(operand, result):
    """NumPy's function makes an array of its operand's shape on the way, in the result's dtype."""
    if ledger.memory is not None:
        ledger.memory.made_inside(size(operand) * getattr(result, "itemsize", WORD))


@price("std var nanstd nanvar")
def spread(site, name, args, kwargs, result):
    """The mean, the differences from it, and their squares added up: four operations an element."""
    m = size(args[0])
    site.multiply_adds += m
    book(site, "other", 2 * m)
    touch(site, (args[0], args[0]), (result,))
    copied_inside(args[0], result)


@price("copyto")
def copied_to(site, name, args, kwargs, result):
    site.read += nbytes(args[1])
    site.written += nbytes(args[0])
    site.copied += nbytes(args[0])
    if ledger.memory is not None:
        ledger.memory.touched((args[1],), (args[0],))


@price(
    "sort argsort lexsort sort_complex unique unique_values unique_counts unique_inverse unique_all median "
    "nanmedian quantile nanquantile percentile nanpercentile intersect1d union1d setdiff1d setxor1d isin"
)
def sorting(site, name, args, kwargs, result):
    """m·⌈log₂ m⌉ comparisons for each run of m elements sorted."""
    operands = args[:2] if name.endswith("1d") or name == "isin" else args[:1]
    m = sum(map(size, operands))
    run = m
    if name in ("sort", "argsort"):
        axis, dims = given(args, kwargs, 1, "axis", -1), shape(args[0])
        if dims and isinstance(axis, int) and -len(dims) <= axis < len(dims):
            run = dims[axis]
    book(site, "compare", m * max(0, (run - 1).bit_length()))
    results = result if isinstance(result, tuple) else (args[0] if result is None else result,)
    touch(site, operands, results)
    if any(word in name for word in ("median", "quantile", "percentile", "unique")):
        copied_inside(args[0], args[0])


@price("searchsorted digitize interp")
def searching(site, name, args, kwargs, result):
    """⌈log₂ m⌉ comparisons for each element looked up among m."""
    among, wanted = (args[1], args[0]) if name != "searchsorted" else args[:2]
    book(site, "compare", size(wanted) * max(1, size(among).bit_length()))
    touch(site, [a for a in args if is_data(a)], (result,))


@price("partition argpartition")
def partitioning(site, name, args, kwargs, result):
    book(site, "compare", 3 * size(args[0]))
    touch(site, (args[0],), (args[0] if result is None else result,))


ASSUMED = frozenset(
    ["busday_count", "busday_offset", "is_busday", "datetime_as_string", "histogram2d", "histogramdd"]
)
"""numpy functions that are counted as linear in what goes in and out, and are named in the readout."""

REFUSED = {
    **dict.fromkeys(
        [
            "load",
            "loadtxt",
            "genfromtxt",
            "fromfile",
            "fromregex",
            "save",
            "savetxt",
            "savez",
            "savez_compressed",
            "tofile",
            "dump",
        ],
        "what is read from files or written to them can't be counted",
    ),
    "test": "what numpy's own tests do can't be counted",
    "poly1d": "what the operators of poly1d do can't be counted",
    "shares_memory": "np.shares_memory may take any time; np.may_share_memory is free",
    "__array_function__": "write the call of numpy itself, so that it can be priced",
    "__setstate__": "an array that is filled from outside can't be followed",
}
"""numpy functions without a price, and why: their calls are reported as escaped."""


def refused(site, name, args, kwargs, result):
    raise Unpriced(REFUSED[name])


def linear(site, name, args, kwargs, result):
    """What is not on the list: as if it read its arguments and wrote its result once, and said so."""
    operands = [a for a in (*args, *kwargs.values()) if is_data(a) or nbytes(a)]
    results = result if isinstance(result, tuple) else (result,)
    if sum(map(nbytes, operands)) + sum(map(nbytes, results)) > LITTLE_BYTES or site.assumed:
        site.assumed = name
    counts = [size(x) for x in (*operands, *results) if is_data(x)]
    book(site, "other", max(counts, default=0))
    touch(site, operands, results)


NUMPY |= dict.fromkeys(ASSUMED, linear) | dict.fromkeys(REFUSED, refused)


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
    """The price of a call of a ufunc; None if it has none."""
    if ufunc.signature is not None:
        return NUMPY.get(ufunc.__name__)
    kind = UFUNC_KIND.get(ufunc.__name__, "other")

    def price_of_call(site, name, args, kwargs, result):
        operands = args[: ufunc.nin]
        squares = name == "power" and type(operands[1]) in (int, float) and operands[1] == 2
        for made in result if isinstance(result, tuple) else (result,):
            elementwise(site, "multiply" if squares else kind, operands, made)

    return price_of_call


def ufunc_method_price(ufunc, method):
    """ufunc.reduce, .accumulate, .outer, .at, .reduceat"""
    kind = UFUNC_KIND.get(ufunc.__name__, "other")

    def price_of_call(site, name, args, kwargs, result):
        if method == "outer":
            elementwise(site, kind, args[:2], result)
            return
        operand = args[2] if method == "at" and len(args) > 2 else args[0]
        if kind == "add":
            if type(operand) in (list, tuple):
                sum_of_items(site, operand)
            else:
                added(site, (operand,), size(operand))
        else:
            book(site, kind, size(operand))
        touch(site, (operand,), (operand if result is None else result,))

    return price_of_call
