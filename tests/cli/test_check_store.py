"""`leadkit check-store`: the suite for whoever has a store and no tests."""

import re
import subprocess
import sys

import pytest

from leadkit.cli.main import main
from leadkit.testing import PROMISES

STORES = """
from contextlib import asynccontextmanager
from leadkit.memory import AsyncStore, Store

ONE = Store()

def the_one():
    return ONE

@asynccontextmanager
async def opened():
    yield AsyncStore()

class Deaf(Store):
    def begin(self):
        work = super().begin()
        work.rotations.put = lambda rotation, *, expected: None
        return work

NOT_A_FUNCTION = 5
"""


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    """Run the command in a folder with the module `stores`: `check("stores:Deaf") -> (exit code, what it prints)`."""
    (tmp_path / "stores.py").write_text(STORES, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delitem(sys.modules, "stores", raising=False)

    def run(*options):
        code = main(["check-store", *options])
        printed = capsys.readouterr()
        return code, printed.out or printed.err

    yield run
    sys.modules.pop("stores", None)


def test_a_store_that_keeps_every_promise(check):
    code, printed = check("stores:opened", "--histories", "2")
    assert code == 0
    assert {int(number) for number in re.findall(r"^S(\d+) ", printed, re.MULTILINE)} == PROMISES.keys()
    assert re.search(r"^S32 +passed +`put` over a stale version raises", printed, re.MULTILINE)
    assert re.search(r"^- +passed +Random histories", printed, re.MULTILINE)
    assert re.search(r"^\d+ passed, 0 failed, 4 skipped$", printed, re.MULTILINE)


def test_a_store_that_does_not(check):
    code, printed = check("stores:Deaf", "--failed", "--histories", "0")
    assert code == 1
    assert re.findall(r"^S(\d+) ", printed, re.MULTILINE)
    assert "S71" in printed
    assert " passed " not in printed.rpartition("\n")[0].partition("passed,")[0]
    assert "test_s71_" in printed


def test_the_same_data_opened_again(check):
    code, printed = check("stores:the_one", "--persistent", "--without", "concurrency", "--without", "outbox")
    assert code == 0
    assert re.search(r"^S90 +passed", printed, re.MULTILINE)
    assert re.search(r"^S1 +skipped", printed, re.MULTILINE)
    assert "needs: the store can have two units of work open at once" in printed
    assert re.search(r"^- +skipped", printed, re.MULTILINE), "histories need an empty store each time"


@pytest.mark.parametrize("factory", ["nowhere:Store", "stores:nothing", "stores", ":x", "stores:NOT_A_FUNCTION"])
def test_what_is_no_factory_is_told(check, factory):
    code, printed = check(factory)
    assert (code, "[unknown_factory]" in printed) == (2, True)


def test_without_the_extra_it_says_so(tmp_path):
    (tmp_path / "pytest.py").write_text("raise ModuleNotFoundError('no pytest', name='pytest')", "utf-8")
    command = "import sys; sys.path.insert(0, sys.argv.pop()); from leadkit.cli.main import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", command, "check-store", "leadkit.memory:Store", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert 'pip install "leadkit[testing]"' in done.stderr
