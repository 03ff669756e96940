"""What `import leadkit` costs a host: CPU milliseconds over a bare Python that has imported attrs.

python benchmarks/import_cost.py
"""

import os
import subprocess
import sys

ROUNDS = 30
CASES = {
    "python -c pass": "pass",
    "import attrs": "import attrs",
    "import leadkit": "import attrs, leadkit",
    "from leadkit import LeadDesk": "import attrs\nfrom leadkit import LeadDesk",
}


def milliseconds(code: str) -> float:
    """CPU time of a fresh interpreter that runs this code: the mean of all rounds, for clocks that tick slowly."""
    before = os.times()
    for _ in range(ROUNDS):
        subprocess.run([sys.executable, "-c", code], check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used * 1000 / ROUNDS


def main() -> None:
    figures = {name: milliseconds(code) for name, code in CASES.items()}
    base = figures["import attrs"]
    print("| what | CPU ms | over Python with attrs |")
    print("|---|---:|---:|")
    for name, used in figures.items():
        print(f"| `{name}` | {used:.0f} | {used - base:+.0f} |")


if __name__ == "__main__":
    main()
