"""The whole `leadkit run` beside the libraries that read its e-mails and phones: same values, one process.

python benchmarks/run_file.py [FILE]     FILE: ../shared/data/leads-10000.csv when it is there, else our example

The libraries do only what they must: parse, validate and format each phone, validate each e-mail. `leadkit run` reads
the file, cleanses, de-duplicates, scores, plans, replays every stage, and writes eight files, the report among them.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from leadkit.cli.main import main as leadkit
from leadkit.cli.reading import open_source

ROOT = Path(__file__).parent.parent
PUBLIC = ROOT.parent / "shared" / "data" / "leads-10000.csv"
ROUNDS, REGION = 3, "US"


def values(file: Path) -> tuple[list[str], list[str]]:
    """The e-mail and phone fields of the file, as it has them."""
    source = open_source(file)
    rows = [source.columns.fields(row.cells) for row in source.table.rows if not row.problem]
    emails = [str(email) for row in rows for email in row.get("email", ())]
    phones = [str(phone) for row in rows for phone in row.get("phone", ())]
    return emails, phones


def libraries(emails: list[str], phones: list[str]) -> None:
    for text in phones:
        try:
            number = phonenumbers.parse(text, REGION)
        except phonenumbers.NumberParseException:
            continue
        phonenumbers.is_valid_number(number)
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for text in emails:
        try:
            _ = validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            continue


def run(file: Path) -> None:
    with tempfile.TemporaryDirectory() as out, redirect_stdout(StringIO()):
        leadkit(["run", str(file), "--region", REGION, "--out", out])


def seconds(work: Callable[[], None]) -> float:
    gc.enable()
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(file: Path) -> None:
    emails, phones = values(file)
    run(file)  # imports and metadata are loaded on first use, by both sides
    libraries(emails[:100], phones[:100])
    pairs = [(seconds(lambda: libraries(emails, phones)), seconds(lambda: run(file))) for _ in range(ROUNDS)]
    peer, ours = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    rows = sum(1 for _ in open_source(file).table.rows)
    print(f"{file.name}: {rows:,} rows, {len(emails):,} e-mails, {len(phones):,} phones; median of {ROUNDS} rounds")
    print()
    print("| what | seconds | rows a second | ratio |")
    print("|---|---:|---:|---:|")
    print(f"| phonenumbers + email-validator alone | {peer:.2f} | {rows / peer:,.0f} | 1.0 × |")
    print(f"| the whole `leadkit run` | {ours:.2f} | {rows / ours:,.0f} | {ours / peer:.1f} × |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLIC if PUBLIC.exists() else ROOT / "examples" / "leads.csv")
