"""Interpreters and virtual environments for the tools. Standard library only: it runs before anything is installed.

python tools/environment.py FOLDER GROUP…    makes FOLDER with the extras cli and testing and those dependency groups
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

if sys.version_info < (3, 11):
    sys.exit("leadkit needs Python 3.11 or newer; this is %d.%d. Try python3.13 or python3.12." % sys.version_info[:2])

import tomllib  # not in older Pythons; for the same reason no newer syntax below, so that they can say the line above

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
RUNNING = "%d.%d" % sys.version_info[:2]
# A Debian Python without python3-venv starts but has no ensurepip; an environment made by uv works but has no pip.
PROBE = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2], sys.executable, sep='\\n')"
PIP = "import ensurepip, importlib.util as util; util.find_spec('pip') or ensurepip.bootstrap()"
NO_VENV = (
    "This Python cannot make virtual environments: its venv or ensurepip module is missing.\n"
    "On Debian and Ubuntu: apt install python3-venv. Elsewhere: install a complete Python, for example with pyenv."
)


def project() -> dict[str, Any]:
    return tomllib.loads(PYPROJECT.read_text("utf-8"))


def supported() -> list[str]:
    """The versions that pyproject.toml declares: 3.11, 3.12, …"""
    return re.findall(r"Python :: (3\.\d+)", " ".join(project()["project"]["classifiers"]))


def group(name: str) -> list[str]:
    """The requirements of a dependency group; read here because the pip of Python 3.11 has no --group."""
    entries = project()["dependency-groups"][name]
    return [
        line for entry in entries for line in ([entry] if isinstance(entry, str) else group(entry["include-group"]))
    ]


def probe(command: Iterable[str]) -> tuple[str, str] | None:
    """Version and path of an interpreter that starts and can make environments. A pyenv shim may do neither."""
    try:
        answer = subprocess.run([*command, "-c", PROBE], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    version, path = answer.stdout.splitlines()[:2]
    return version, path


def interpreters(versions: Iterable[str]) -> dict[str, str]:
    """Version → path of each of these versions that is installed."""
    found = {}
    for version in versions:
        for command in _candidates(version):
            answer = probe(command)
            if answer and answer[0] == version:
                found[version] = answer[1]
                break
    return found


def _candidates(version: str) -> Iterable[list[str]]:
    if version == RUNNING:
        yield [sys.executable]
    for folder in os.get_exec_path():
        path = shutil.which(f"python{version}", path=folder)
        if path:
            yield [path]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for home in sorted(pyenv.glob(f"{version}.*"), reverse=True):
        yield [str(home / "bin" / "python")]
    if os.name == "nt":
        yield ["py", f"-{version}"]


def program(folder: Path, name: str) -> str:
    """The path of a program in a virtual environment."""
    return str(folder / "Scripts" / f"{name}.exe" if os.name == "nt" else folder / "bin" / name)


def environment(name: str, base: str, extras: str, groups: Iterable[str] = ()) -> Path:
    """The folder of the virtual environment `name` with this checkout in it; made or refreshed only when need be."""
    folder = ROOT / name
    wanted = [f"{ROOT}[{extras}]", *(line for one in groups for line in group(one))]
    recipe = sha256(str(wanted).encode() + PYPROJECT.read_bytes()).hexdigest()
    stamp = folder / "leadkit.recipe"
    python = program(folder, "python")
    present = probe([python])
    works = present is not None and present[0] in (*supported(), RUNNING)
    if works and stamp.is_file() and stamp.read_text() == recipe:
        return folder
    print(f"setting up {name} (once, a minute or two)", file=sys.stderr, flush=True)
    if not works:
        _run(base, "-m", "venv", "--clear", str(folder))
    _run(python, "-c", PIP)
    _run(python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--editable", *wanted)
    stamp.write_text(recipe)
    return folder


def base() -> str:
    """The interpreter that is running, or else the newest one that can make environments."""
    found = interpreters([*supported(), RUNNING])
    if not found:
        sys.exit(NO_VENV)
    return found.get(RUNNING) or list(found.values())[-1]


def _run(*command: str) -> None:
    # Standard output belongs to the program that the environment is for.
    done = subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    print(environment(sys.argv[1], base(), "cli,testing", sys.argv[2:]))
