"""Write async, derive sync: every `_async` module or folder in src and tests is the only source of its `_sync` twin.

python tools/twins.py            writes the twins
python tools/twins.py --check    compares whole files; stale, missing and orphaned twins and dead rules are errors
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Applied in this order to the whole text. A rule that no source needs is dead, and an error.
RULES = (
    (r"\basync (?=def|with|for)", ""),
    (r"\bawait ", ""),
    (r"\bAwaitable\[(\w+)\]", r"\1"),
    (r"\bAwaitable, ", ""),
    (r"__a(?=(enter|exit|iter|next)__)", "__"),
    (r"Async(?=[A-Z])", ""),
    (r"\basynccontextmanager\b", "contextmanager"),
    (r"\bleadkit\.aio\b", "leadkit"),
    (r"_async\b", "_sync"),
    (r"\baclose\b", "close"),
    (r"\benter_async_context\b", "enter_context"),
    (r"\basynchronous", "synchronous"),
)


def derive(text: str, source: str, rules: tuple[tuple[str, str], ...] = RULES) -> str:
    """The sync twin of an async source, formatted."""
    for pattern, replacement in rules:
        text = re.sub(pattern, replacement, text)
    text = f"# Derived from {source} by tools/twins.py; edit that file.\n{text}"
    # A renamed module may have to move among the imports.
    text = _ruff(source, text, "check", "--select", "I", "--fix", "--quiet", "--exit-zero")
    return _ruff(source, text, "format", "--quiet")


def _ruff(source: str, text: str, *command: str) -> str:
    arguments = [sys.executable, "-m", "ruff", *command, "--stdin-filename", source, "-"]
    done = subprocess.run(arguments, input=text, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{source}: ruff {command[0]} cannot read the twin\n{done.stderr}")
    return done.stdout


def _named(root: Path, name: str) -> Iterator[Path]:
    """Files in a folder called `name`, and files called so themselves."""
    for tree in ("src", "tests"):
        for path in sorted((root / tree).rglob("*.py")):
            relative = path.relative_to(root)
            if name in relative.with_suffix("").parts:
                yield relative


def twin_of(source: Path) -> Path:
    parts = ("_sync" if part == "_async" else part for part in source.with_suffix("").parts)
    return Path(*parts).with_suffix(".py")


def main(arguments: list[str], root: Path = ROOT, rules: tuple[tuple[str, str], ...] = RULES) -> int:
    check = "--check" in arguments
    sources = {path: (root / path).read_text("utf-8") for path in _named(root, "_async")}
    faults = [
        f"dead rule: {pattern!r} matches no source"
        for pattern, _ in rules
        if not any(re.search(pattern, text) for text in sources.values())
    ]
    twins = {twin_of(path): derive(text, path.as_posix(), rules) for path, text in sources.items()}
    faults += [f"orphan: {path} has no async source" for path in _named(root, "_sync") if path not in twins]
    for path, text in twins.items():
        target = root / path
        known = target.read_text("utf-8") if target.is_file() else None
        if known == text:
            continue
        if check:
            faults.append(f"{'missing' if known is None else 'stale'}: {path}; run python tools/twins.py")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8", newline="\n")
            print(f"wrote {path}")
    print("\n".join(faults) or f"{len(twins)} twins are up to date")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
