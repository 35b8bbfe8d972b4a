"""Run time and peak memory of every solved lesson on one core, and how well its predictions of latency did.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/lessons.py

Each notebook of solutions/ is run top to bottom by nbclient in a fresh kernel, kernel and client pinned to
one core. Memory is the kernel's largest resident set: Binder guarantees little. Lessons 05 and 06 print
"measured ÷ predicted" where they time what they predicted; all of these are kept. Writes
benchmarks/results/lessons.json.
"""

import json
import os
import re
import time

import nbformat
from nbclient import NotebookClient
from provenance import ROOT, provenance

PEAK = "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def run(path):
    """{"seconds": start of the kernel to last cell, "megabytes": the kernel's peak,
    "measured_over_predicted": if there is any}"""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    started = time.perf_counter()
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": path.parent}}).execute()
    result = {
        "seconds": round(time.perf_counter() - started, 1),
        "megabytes": round(int(notebook.cells[-1].outputs[0]["text"]) / 1024),
    }
    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))
    ratios = [float(ratio) for ratio in re.findall(r"measured ÷ predicted = ([\d.]+)", printed)]
    return result | ({"measured_over_predicted": ratios} if ratios else {})


def main():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lessons = {}
    for path in sorted((ROOT / "solutions").glob("*/*.ipynb")):
        lessons[path.parent.name] = run(path)
        print(path.parent.name, lessons[path.parent.name], flush=True)
    result = {"lessons": lessons, "provenance": provenance()}
    (ROOT / "benchmarks" / "results" / "lessons.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
