"""The website's page of published measurements, as far as it can be seen without building the site."""

import csv
import importlib.util
import io
import re
from pathlib import Path

import pytest

from decodelab import floor, published

ROOT = Path(__file__).resolve().parents[1]
spec = importlib.util.spec_from_file_location("measured", ROOT / "docs" / "measured.py")
measured = importlib.util.module_from_spec(spec)
spec.loader.exec_module(measured)

LINES = re.findall(r"<tr><td.*?</tr>", measured.table())


def test_every_line_has_as_many_cells_as_there_are_headings_and_a_link_to_its_source():
    heads = re.findall(r'<th scope="col"[^>]*><button type="button">', measured.table())
    assert len(LINES) == len(published.rows())
    for line, row in zip(LINES, published.rows(), strict=True):
        assert line.count("<td") == len(heads) == len(measured.HEADS)
        assert f'<a href="{row["source_url"]}"' in line


def test_the_file_to_take_away_has_what_a_floor_is_made_of():
    lines = list(csv.DictReader(io.StringIO(measured.download())))
    assert [line["id"] for line in lines] == [row["id"] for row in published.rows()]
    for line, row in zip(lines, published.rows(), strict=True):
        took, least = floor.times_of(row)
        assert float(line["ratio"]) == pytest.approx(took / least, abs=1e-4)
        if row["kind"] == "decode" and not line["flops_per_second"]:
            read = (int(line["parameters"]) - int(line["embedding"])) * float(row["weight_bits"]) / 8
            numbers = 2 * int(line["n_layers"]) * int(line["n_kv_heads"]) * int(line["d_head"])
            cached = float(row["context_tokens"]) * int(row["batch"]) * numbers * float(row["cache_bits"]) / 8
            again = 1e3 * (read + cached) / float(line["bytes_per_second"]) / int(row["n_machines"])
            assert float(line["floor_ms"]) == pytest.approx(again, rel=1e-4)


def test_the_page_has_a_place_for_the_table_and_the_picture_and_says_what_was_left_out():
    page = (ROOT / "docs" / "measurements.md").read_text(encoding="utf8")
    assert "<!-- table of measurements -->" in page and "<!-- picture of measurements -->" in page
    assert measured.picture().count("<svg") == 2
    told = (published.HERE / "measurements_provenance.json").read_text(encoding="utf8")
    left_out = re.search(r'"left_out": \{(.*?)\}', told, re.DOTALL)[1]
    for number in re.findall(r": (\d+)", left_out):
        assert re.search(rf"\b{number} (read|whose|with)", page), number
