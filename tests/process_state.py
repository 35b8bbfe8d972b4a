"""What the system says of a process."""

from pathlib import Path


def state(pid):
    """Its letter in /proc, "Z" if nobody has asked for its end, or "gone"."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "gone"
