"""What the website's page of published measurements shows: a table that can be sorted, a picture, and a file
to take away."""

import csv
import io
from html import escape

from decodelab import figures, findings, floor, published

HEADS = (  # (heading, whether its column holds numbers)
    ("model", False),
    ("bits", True),
    ("machine", False),
    ("how many", True),
    ("split", False),
    ("GB/s", True),
    ("what", False),
    ("batch", True),
    ("prompt", True),
    ("written", True),
    ("cached", True),
    ("measured, ms", True),
    ("floor, ms", True),
    ("ratio", True),
    ("program", False),
    ("source", False),
)


def table():
    """All lines as an HTML table; docs/static/sort.js sorts it."""
    heads = "".join(
        f'<th scope="col"{" class=number" if number else ""}><button '
        f'type="button">{escape(head)}</button></th>'
        for head, number in HEADS
    )
    lines = "".join(f"<tr>{_cells(row)}</tr>" for row in published.rows())
    return (
        '<p><a href="../_static/measurements.csv" download>Download the table</a> (CSV, with all sizes and floors)</p>'  # noqa: E501
        '<div class="measurements" tabindex="0"><table class="sortable">'
        f"<caption>Published measurements, {len(published.rows())} lines</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _cells(row):
    measured, least = floor.times_of(row)
    texts = (
        row["model"],
        f"{float(row['weight_bits']):.3g}",
        row["machine"],
        row["n_machines"],
        row["split"],
        f"{published.MACHINES[row['machine']].bytes_per_second / 1e9:g}",
        row["kind"],
        row["batch"],
        row["prompt_tokens"],
        row["generated_tokens"],
        f"{float(row['context_tokens']):.0f}",
        f"{1e3 * measured:.2f}",
        f"{1e3 * least:.2f}",
        f"{measured / least:.2f}",
        row["engine"],
    )
    source = (
        f'<a href="{escape(row["source_url"])}" '
        f'title="{escape(row["source_version"])}">{escape(row["source"])}</a>'
    )
    return (
        "".join(
            f"<td{' class=number' if number else ''}>{escape(text)}</td>"
            for text, (_, number) in zip(texts, HEADS[:-1], strict=True)
        )
        + f"<td>{source}</td>"
    )


def picture():
    """Every decode step against its floor, as inline SVG."""
    return figures.draw_predicted_against_measured(findings.steps()).html()


def download():
    """measurements.csv with what its names stand for, and measured time, floor and ratio; text."""
    text = io.StringIO()
    lines = [_whole(row) for row in published.rows()]
    writer = csv.DictWriter(text, lines[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _whole(row):
    model, machine = (
        published.MODELS[row["model"]],
        published.machine(row["machine"], int(row["activation_bits"])),
    )
    measured, least = floor.times_of(row)
    sizes = ("parameters", "embedding", "n_layers", "n_heads", "n_kv_heads", "d_head")
    return {
        **row,
        **{size: getattr(model, size) for size in sizes},
        "bytes_per_second": f"{machine.bytes_per_second:.0f}",
        "flops_per_second": ""
        if machine.flops_per_second == float("inf")
        else f"{machine.flops_per_second:.0f}",
        "memory_bytes": machine.memory_bytes,
        "measured_ms": f"{1e3 * measured:.4f}",
        "floor_ms": f"{1e3 * least:.4f}",
        "ratio": f"{measured / least:.4f}",
    }
