"""Where a figure was measured: machine, versions, commit, date."""

import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]


def provenance(**versions):
    """A dict to store beside the figures. versions: further packages that took part, by name."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {
        "date": str(date.today()),
        "commit": commit.stdout.strip() or "unknown",
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "last_level_cache_bytes": _last_level_cache(),
        "system": platform.platform(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "blas_threads": 1,
        "python": platform.python_version(),
        "numpy": np.__version__,
        **versions,
        "command": " ".join([Path(sys.executable).name, *sys.argv]),
    }


def _cpu():
    cpuinfo = Path("/proc/cpuinfo")
    for line in cpuinfo.read_text().splitlines() if cpuinfo.exists() else ():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor() or platform.machine()


def _last_level_cache():
    """Bytes, or None where the system does not say."""
    sizes = [
        (int((index / "level").read_text()), (index / "size").read_text().strip())
        for index in Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")
    ]
    if not sizes:
        return None
    size = max(sizes)[1]
    return int(size[:-1]) * {"K": 2**10, "M": 2**20}[size[-1]]
