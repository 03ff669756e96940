"""`leadkit check-store`: hold a store to its promises."""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.errors import MissingExtra, Problem, UnusableInput

if TYPE_CHECKING:
    from leadkit.testing.stores.checking import Verdict

__all__ = ["add_check_store"]

ALL_KEPT, BROKEN = 0, 1

#: What a store may lack, by the name of the option's value; the sentences are those of `leadkit.testing.Capability`.
CAPABILITIES = ("concurrency", "outbox")


def add_check_store(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Teach the parser `check-store`."""
    parser = commands.add_parser("check-store", help="run the conformance suite against a store of yours")
    parser.set_defaults(command=_check_store)
    parser.add_argument("factory", metavar="MODULE:FACTORY", help="a function without arguments that gives the store")
    parser.add_argument(
        "--persistent",
        action="store_true",
        help="calling FACTORY again opens the same data: check that it is all there",
    )
    parser.add_argument(
        "--without", action="append", default=[], choices=CAPABILITIES, help="the store does not offer this; repeatable"
    )
    parser.add_argument("--histories", type=int, default=10, metavar="N", help="random histories to live (10)")
    parser.add_argument("--failed", action="store_true", help="print what failed, and nothing else")


def _check_store(options: argparse.Namespace) -> int:
    try:
        from leadkit.testing import Capability
        from leadkit.testing.stores.checking import check_store, history_verdict
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("hypothesis", "pytest"):
            raise
        sentence = 'the suite of stores needs its extra: pip install "leadkit[testing]"'
        raise MissingExtra([Problem("missing_extra", missing.name, sentence)]) from missing

    factory = _named(options.factory)
    without = [each for each in Capability if each.option in options.without]
    verdicts = []
    for verdict in check_store(factory, without=without, persistent=options.persistent):
        verdicts.append(verdict)
        _tell(verdict, failed_only=options.failed)
    if options.histories > 0:
        verdicts.append(history_verdict(factory, options.histories, 30, without=without))
        _tell(verdicts[-1], failed_only=options.failed)
    words = [verdict.word for verdict in verdicts]
    print(f"{words.count('passed')} passed, {words.count('failed')} failed, {words.count('skipped')} skipped")
    return BROKEN if "failed" in words else ALL_KEPT


def _named(text: str) -> Callable[[], Any]:
    """The function MODULE:FACTORY, the module found from where the command is run, too."""
    module, _, name = text.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found = import_module(module) if module and name else None
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as missing:
        raise UnusableInput([Problem("unknown_factory", "factory", f"{text}: {missing}")]) from None
    if not callable(found):
        raise UnusableInput([Problem("unknown_factory", "factory", f"{text} is no function MODULE:FACTORY")])
    return found


def _tell(verdict: "Verdict", *, failed_only: bool) -> None:
    if failed_only and verdict.word != "failed":
        return
    number = f"S{verdict.number}" if verdict.number else "-"
    print(f"{number:4} {verdict.word:8} {verdict.promise}")
    if verdict.reason:
        print(f"{'':13} {verdict.check}: {verdict.reason}")
