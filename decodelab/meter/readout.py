"""The meter's table for people: the products named with shapes, everything else, and one more token exactly.

Plain text for print, HTML for notebooks; both from the same rows.
"""

import html as markup
from dataclasses import dataclass
from fractions import Fraction

from decodelab import growth
from decodelab.meter.counts import Cost

COLUMNS = (
    ("multiply-adds", "multiply_adds"),
    ("other FLOPs", "other_flops"),
    ("bytes", "bytes_moved"),
    ("Python steps", "python_steps"),
)
_WIDTH = 44


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple
    remark: str = ""
    code: bool = False


def table(meter):
    """(title, rows, notes) of what the meter counted."""
    n = max(meter.by_length) if meter.by_length else None
    counts = meter.counts if n is None else meter.by_length[n]
    name = " + ".join(getattr(given, "__name__", type(given).__name__) for given in meter._objects[:1])
    rows = list(_product_rows(counts))
    named = sum((cost for _, cost in _product_lines(counts)), Cost())
    rows.append(Row("everything else" if rows else "everything", _cells(counts.total - named)))
    if len(rows) > 1:
        rows.append(Row("together", _cells(counts.total)))
    if len(meter.by_length) > 1:
        rows.append(_extra_token(meter.by_length))
    rows += _rows_asked_for(counts, meter.by_length)
    return name + (f" at n = {n}" if n is not None else ""), rows, _notes(counts)


def _rows_asked_for(counts, by_length):
    """Bytes by named array, memory made, calls: where the Meter was told to count them."""
    before = [c for n, c in sorted(by_length.items())][-2:-1]  # the length counted before the last
    for name, traffic in counts.arrays.items():
        read = (
            f"{_spaced(traffic.bytes_read - before[0].arrays[name].bytes_read)} more "
            "than at the length before"
            if before
            else ""
        )
        written = f"written: {_spaced(traffic.bytes_written)}" if traffic.bytes_written else ""
        yield Row(
            f"read from {name}",
            _in_column("bytes", traffic.bytes_read),
            "; ".join(filter(None, (read, written))),
        )
    if counts.largest_array is not None:
        yield Row("largest array made", _in_column("bytes", counts.largest_array))
        yield Row("arrays made, most at once", _in_column("bytes", counts.peak_bytes))
    for name, times in counts.calls.items():
        yield Row(f"calls of {name}", _in_column("Python steps", times))


def _in_column(column, number):
    return tuple(_spaced(number) if name == column else "" for name, _ in COLUMNS)


def _product_lines(counts):
    """Lines that multiply and add, in the order of the source."""
    return [(at, cost) for at, cost in counts.lines.items() if cost.multiply_adds]


def _product_rows(counts):
    for (file, line), cost in _product_lines(counts):
        on_it = [p for p in counts.places if (p.file, p.line) == (file, line)]
        shapes = [" · ".join(map(str, counts.shapes[p])) for p in on_it if p in counts.shapes]
        remark = f"line {line}" + (f": {', '.join(shapes)}" if shapes else "")
        yield Row(on_it[0].statement, _cells(cost), remark, code=True)


def _cells(cost):
    return tuple(_spaced(getattr(cost, field)) for _, field in COLUMNS)


def _extra_token(by_length):
    cells, exact = [], []
    for _, field in COLUMNS:
        costs = {n: getattr(c.total, field) for n, c in by_length.items()}
        differences = [d for _, d in growth.first_differences(costs)]
        found = growth.of_counts(costs) if len(costs) > 3 else None
        if len(set(differences)) == 1:
            cells.append(_spaced(differences[0]))
            exact.append(True)
        elif found is not None and found.kind in ("linear", "constant") and found.exact:
            cells.append(_spaced(found.per_token) + "*")
            exact.append(True)
        else:
            cells.append(
                "grows"
                if found and found.kind not in ("linear", "constant", "inconclusive")
                else "~" + _spaced(round(sum(differences) / len(differences)))
            )
            exact.append(False)
    low, high = min(by_length), max(by_length)
    remark = f"{'exact' if exact[0] else 'not constant'}, n = {low} … {high}"
    if any(cell.endswith("*") for cell in cells):
        remark += "  (* and more where a buffer moves)"
    return Row("per extra token", tuple(cells), remark)


def _notes(counts):
    notes = [f"not on the price list, counted as linear: {name}" for name in sorted(counts.assumed)]
    notes += [f"ESCAPED the meter, line {e.line}: {e.source}: {e.reason}" for e in counts.escapes]
    return notes


def _spaced(number):
    if isinstance(number, Fraction) and number.denominator != 1:
        return f"{float(number):,.2f}".replace(",", " ")
    return f"{int(number):,}".replace(",", " ")


def text(meter):
    title, rows, notes = table(meter)
    lines = [f"{_cut(title):<{_WIDTH}}" + "".join(f"{name:>15}" for name, _ in COLUMNS)]
    lines += [
        f"{_cut(row.label):<{_WIDTH}}"
        + "".join(f"{cell:>15}" for cell in row.cells)
        + (f"   {row.remark}" if row.remark else "")
        for row in rows
    ]
    return "\n".join([*lines, *notes])


def _cut(label):
    return label if len(label) < _WIDTH else label[: _WIDTH - 2] + "…"


def html(meter):
    title, rows, notes = table(meter)
    right = "style='text-align:right; white-space:nowrap; font-variant-numeric:tabular-nums'"
    left = "style='text-align:left'"
    head = (
        f"<tr><th {left}>{markup.escape(title)}</th>"
        + "".join(f"<th style='text-align:right'>{name}</th>" for name, _ in COLUMNS)
        + "<th></th></tr>"
    )
    body = "".join(
        f"<tr><td {left}>{_label(row)}</td>"
        + "".join(f"<td {right}>{cell}</td>" for cell in row.cells)
        + f"<td {left}>{markup.escape(row.remark)}</td></tr>"
        for row in rows
    )
    below = "".join(f"<div>{markup.escape(note)}</div>" for note in notes)
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{below}"


def _label(row):
    return f"<code>{markup.escape(row.label)}</code>" if row.code else markup.escape(row.label)
