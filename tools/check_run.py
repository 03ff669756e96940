"""Run the main job twice on a file: every row is accounted for, and the second run changes nothing.

python tools/check_run.py FILE     in an environment that has leadkit[cli]
"""

import json
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from environment import program


def run(source: str, out: str) -> dict[str, int]:
    command = [program(Path(sys.prefix), "leadkit"), "run", source, "--out", out, "--json"]
    summary = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    counts = {
        name: summary[name] for name in ("rows_read", "captured", "duplicates", "rejected", "repaired", "warnings")
    }
    print(counts, flush=True)
    return counts


def digests(folder: str) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


def main(source: str) -> int:
    with tempfile.TemporaryDirectory() as out:
        counts = run(source, out)
        first = digests(out)
        run(source, out)
        second = digests(out)
    faults = [f"the second run changed {name}" for name in first | second if first.get(name) != second.get(name)]
    if counts["captured"] + counts["duplicates"] + counts["rejected"] != counts["rows_read"]:
        faults.append("captured + duplicates + rejected is not rows_read")
    if not counts["rows_read"] or not first:
        faults.append("nothing was read, or nothing written")
    print("\n".join(faults) or f"every row accounted for; {len(first)} files unchanged by the second run")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
