"""What the mutants of the grader's own code come to: `make mutants` has mutmut try them, this sums up.

A mutant that no test notices changes nothing, and grader_mutants.txt says why, or it shows a gap.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

EXPLAINED = Path(__file__).parent / "grader_mutants.txt"
AT_MOST = 1 / 20
"""Of all mutants, those that may be explained rather than killed."""


def explained():
    """{(module, mutant as text): why it changes nothing}, read from grader_mutants.txt."""
    table, module = {}, None
    for line in EXPLAINED.read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            module = line.strip("[]")
        elif line.startswith("    "):
            table |= {key: line.strip() for key, why in table.items() if why is None}
        elif line and not line.startswith("#"):
            table[module, line] = None
    return table


def mutmut(*arguments):
    command = [str(Path(sys.executable).parent / "mutmut"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def as_text(diff):
    """The lines that changed, before and after."""
    before, after = (
        " ".join(
            line[1:].strip()
            for line in diff.splitlines()
            if re.match(rf"{re.escape(sign)}(?!{re.escape(2 * sign)})", line)
        )
        for sign in "-+"
    )
    return f"{before}  →  {after}"


def main():
    states = dict(re.findall(r"^ *(\S+): (.+)$", mutmut("results", "--all", "true"), re.MULTILINE))
    counts, reasons, known, unknown = Counter(states.values()), explained(), 0, []
    for name, state in states.items():
        if state in ("survived", "no tests", "suspicious"):
            module = name.rpartition(".")[0]
            mutant = as_text(mutmut("show", name))
            known += (module, mutant) in reasons
            if (module, mutant) not in reasons:
                unknown.append(f"[{module}] {state}\n{mutant}")
    print(f"{len(states)} mutants: {', '.join(f'{count} {state}' for state, count in counts.most_common())}")
    print(f"{known} explained in {EXPLAINED.name}, {len(unknown)} neither noticed nor explained")
    print(*unknown, sep="\n")
    return 1 if unknown or known > AT_MOST * len(states) else 0


if __name__ == "__main__":
    sys.exit(main())
