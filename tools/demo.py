"""Set up what is needed, then run the main job.

python3 tools/demo.py                  leadkit run examples/leads.csv --out leadkit-out
python3 tools/demo.py FILE [args…]     leadkit run FILE [args…]
"""

import subprocess
import sys

from environment import ROOT, base, environment, program

DEFAULT = ["examples/leads.csv", "--out", "leadkit-out"]


def main(args: list[str]) -> int:
    folder = environment(".venv", base(), "cli")
    # Paths that the caller typed are relative to where the caller stands.
    command = [program(folder, "leadkit"), "run", *(args or DEFAULT)]
    return subprocess.run(command, cwd=None if args else ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
