"""How numbers are written in figures and sentences: thousands set apart, SI steps, a true minus sign."""


def spaced(number):
    """A whole number with its thousands set apart: 32 768."""
    return f"{number:,.0f}".replace(",", "\u202f")


def decimal(number, digits=1):
    """A number with so many digits after the point, a true minus sign and no minus nought: −0.9, 0.0."""
    text = f"{number:.{digits}f}"
    return (text[1:] if text[0] == "-" and float(text) == 0 else text).replace("-", "\u2212")


def short_length(n):
    """A number of tokens: 64, 256, 1k, 4k, 128k, 1M (powers of two count 1k as 1024)."""
    n = int(round(n))
    for base in (1024, 1000):
        for power, letter in ((3, "G"), (2, "M"), (1, "k")):
            if n >= base**power and n % base**power == 0:
                return f"{n // base**power}{letter}"
    return short_count(n) if n >= 10_000 else str(n)


def short_count(number):
    """A count in SI steps: 950, 12k, 3.4M, 1.2G."""
    return _si(number, ["", "k", "M", "G", "T", "P", "E"])


def short_bytes(number):
    """Bytes in SI steps: 128 B, 4.1 kB, 14 GB."""
    return _si(number, [" B", " kB", " MB", " GB", " TB", " PB", " EB"])


def short_seconds(number):
    """A time: 850 ns, 12 µs, 3.4 ms, 2 s."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if abs(number) >= size * 0.9995:
            return f"{_digits(number / size)} {unit}"
    return "0" if number == 0 else f"{_digits(number / 1e-9)} ns"


def _si(number, names):
    size = abs(number)
    power = 0
    while size >= 999.5 and power < len(names) - 1:
        size /= 1000
        power += 1
    return f"{_digits(number / 1000**power)}{names[power]}"


def _digits(number):
    """Two or three digits that matter, no trailing zeros: 0.12, 3.4, 12, 950."""
    if number == 0:
        return "0"
    if abs(number) >= 10:
        return f"{number:.0f}"
    return f"{number:.2g}"


def times_as_much(ratio):
    return f"{ratio:.1f} ×" if ratio < 10 else f"{spaced(ratio)} ×"


def exactly(number):
    return spaced(number) if number == round(number) else f"{number:.4g}"
