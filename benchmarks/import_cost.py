"""What `import leadkit` costs a host: CPU milliseconds over a bare Python that has imported attrs.

python benchmarks/import_cost.py
"""

import os
import subprocess
import sys

ROUNDS = 15
CASES = {
    "python -c pass": "pass",
    "import attrs": "import attrs",
    "import leadkit": "import attrs, leadkit",
    "from leadkit import LeadDesk": "import attrs\nfrom leadkit import LeadDesk",
}


def milliseconds(code: str) -> float:
    """CPU time of a fresh interpreter that runs this code: the least of all rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        before = os.times()
        subprocess.run([sys.executable, "-c", code], check=True)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        best = min(best, used * 1000)
    return best


def main() -> None:
    figures = {name: milliseconds(code) for name, code in CASES.items()}
    base = figures["import attrs"]
    print("| what | CPU ms | over Python with attrs |")
    print("|---|---:|---:|")
    for name, used in figures.items():
        print(f"| `{name}` | {used:.0f} | {used - base:+.0f} |")


if __name__ == "__main__":
    main()
