"""What a proof found, and how it reads in the table."""

from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["Result", "table"]


@frozen
class Result:
    """proof: R1 … R8. done: what was done, with figures. found: what came out. wrong: what must not be, a line each.

    counts: name → (found, wanted); those that differ are wrong, too. skipped: why nothing was done, blank otherwise.
    """

    proof: str
    store: str
    done: str
    found: str
    _wrong: list[str] = field(factory=list)
    counts: Mapping[str, tuple[int, int]] = field(factory=dict)
    seconds: float = 0.0
    skipped: str = ""

    @property
    def wrong(self) -> list[str]:
        """Everything that is wrong."""
        differing = [f"{name}: {got}, not {wanted}" for name, (got, wanted) in self.counts.items() if got != wanted]
        return [*differing, *self._wrong]

    @property
    def verdict(self) -> str:
        """One word."""
        return "skipped" if self.skipped else "WRONG" if self.wrong else "holds"

    def line(self) -> str:
        """For a terminal."""
        told = self.skipped or f"{self.found} in {self.seconds:.1f} s"
        return f"{self.proof} {self.store:<11} {self.verdict:<8} {self.done}: {told}"


def table(results: list[Result]) -> str:
    """For the page."""
    lines = ["| proof | store | what was done | result | seconds |", "| --- | --- | --- | --- | ---: |"]
    for each in results:
        told = f"not run: {each.skipped}" if each.skipped else f"{each.verdict}: {each.found}"
        lines.append(f"| {each.proof} | {each.store} | {each.done} | {told} | {each.seconds:.0f} |")
    return "\n".join(lines) + "\n"
