"""Set up what is needed, then run the tests on every supported Python that is installed.

Tests marked `once` run on the first of them only, unless arguments say otherwise.

python3 tools/test.py [pytest arguments]
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from environment import NO_VENV, ROOT, RUNNING, environment, interpreters, program, supported


def main(args: list[str]) -> int:
    wanted = list(dict.fromkeys([*supported(), RUNNING]))  # a newer Python than we declare is tested too, when it asks
    found = interpreters(wanted)
    if not found:
        sys.exit(NO_VENV)
    # Setting up waits for the network; testing needs the processors, so that goes one by one.
    with ThreadPoolExecutor() as pool:
        folders = list(
            pool.map(lambda item: environment(f".venv-{item[0]}", item[1], "cli,testing", ["tests"]), found.items())
        )
    verdicts: dict[str, int] = {}
    for version, folder in zip(found, folders, strict=True):
        print(f"\n== tests on Python {version}", flush=True)
        # loadfile: the examples of one document share their names, so they belong in one process.
        chosen = args if args or not verdicts else ["-m", "not (once or proof or full)"]
        command = [program(folder, "python"), "-m", "pytest", "-n", "auto", "--dist", "loadfile", *chosen]
        verdicts[version] = subprocess.run(command, cwd=ROOT, check=False).returncode
    for version in wanted:
        code = verdicts.get(version)
        print(f"Python {version}: {'not installed here' if code is None else 'passed' if code == 0 else 'FAILED'}")
    return max(verdicts.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
