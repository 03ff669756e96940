"""The same twenty rules in other engines: each gives points and the rows that hit, of a flat record."""

from collections.abc import Callable, Mapping
from typing import Any

from workload import EXPRESSIONS

Engine = Callable[[Mapping[str, Any]], tuple[int, int]]


def evalidate() -> Engine:
    """Python expressions, checked against a list of allowed nodes, compiled once, then run by `eval`."""
    from evalidate import Expr, base_eval_model

    model = base_eval_model.clone()
    model.nodes += ["In", "Tuple", "Or", "And", "GtE", "LtE"]
    rules = [(Expr(text, model=model).code, points) for text, points in EXPRESSIONS]

    def score(record: Mapping[str, Any]) -> tuple[int, int]:
        total = hits = 0
        for number, (code, points) in enumerate(rules):
            if eval(code, None, record):  # noqa: S307  this is what it does
                total += points
                hits |= 1 << number
        return total, hits

    return score


def simpleeval() -> Engine:
    """Python expressions, parsed once, interpreted node by node."""
    from simpleeval import EvalWithCompoundTypes

    engine = EvalWithCompoundTypes()
    rules = [(text, engine.parse(text), points) for text, points in EXPRESSIONS]

    def score(record: Mapping[str, Any]) -> tuple[int, int]:
        engine.names = record
        total = hits = 0
        for number, (text, parsed, points) in enumerate(rules):
            if engine.eval(text, previously_parsed=parsed):
                total += points
                hits |= 1 << number
        return total, hits

    return score


def zen() -> Engine:
    """Zen expressions of a rules engine in Rust, compiled once each."""
    import zen as engine

    rules = [(engine.compile_expression(_zen(text)), points) for text, points in EXPRESSIONS]

    def score(record: Mapping[str, Any]) -> tuple[int, int]:
        total = hits = 0
        for number, (compiled, points) in enumerate(rules):
            if compiled.evaluate(record):
                total += points
                hits |= 1 << number
        return total, hits

    return score


def _zen(text: str) -> str:
    """The expression as zen writes it: texts are looked for by `contains`, lists have square brackets."""
    parts = []
    for part in text.split(" or "):
        if part.endswith(" in title"):
            parts.append(f"contains(title, {part.removesuffix(' in title')})")
        else:
            parts.append(part.replace(" in (", " in [").replace("')", "']"))
    return " or ".join(parts).replace("''", '""')


def rule_engine() -> Engine:
    """The rule language that reads best."""
    import rule_engine as engine

    rules = [(engine.Rule(_brackets(text)), points) for text, points in EXPRESSIONS]

    def score(record: Mapping[str, Any]) -> tuple[int, int]:
        total = hits = 0
        for number, (rule, points) in enumerate(rules):
            if rule.matches(record):
                total += points
                hits |= 1 << number
        return total, hits

    return score


def _brackets(text: str) -> str:
    return text.replace(" in (", " in [").replace("')", "']")


#: Name → engine, and how many records it is asked: the slow ones fewer.
PEERS: Mapping[str, tuple[Callable[[], Engine], int]] = {
    "evalidate": (evalidate, 20_000),
    "zen-engine": (zen, 20_000),
    "simpleeval": (simpleeval, 5_000),
    "rule-engine": (rule_engine, 2_000),
}
