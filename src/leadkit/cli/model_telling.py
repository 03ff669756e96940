"""What `leadkit model` says: as JSON, and from that to a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from leadkit.cli.model_table import Closed
from leadkit.steps.prediction.fields import ModelField
from leadkit.steps.prediction.figures import Figures
from leadkit.steps.prediction.sample import sample_problems, sample_warnings
from leadkit.steps.prediction.scorecard import Scorecard, Signal

if TYPE_CHECKING:
    from leadkit.contrib.predict import Backtest, Flag

__all__ = ["tell_backtest", "tell_check", "tell_fit", "told_backtest", "told_check", "told_fit"]

_SIGNALS = {
    Signal.FOUND: "the fields tell won from lost",
    Signal.UNCLEAR: "no signal yet: too few leads to tell whether the fields say anything",
    Signal.NONE: "no signal: the fields do not tell won from lost, so everybody gets the base rate",
}


def _sample(closed: Closed) -> dict[str, Any]:
    return {
        "won": closed.sample.won,
        "lost": closed.sample.lost,
        "open": closed.sample.left_open,
        "too_young": closed.young,
        "base_rate": round(closed.sample.base_rate, 4),
    }


def _flags(flags: "Iterable[Flag]", keep: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "column": flag.column,
            "rule": flag.rule,
            "reason": flag.reason,
            "auc": flag.auc,
            "left_out": flag.leave_out and flag.column not in keep,
        }
        for flag in flags
    ]


def _figures(found: Figures) -> dict[str, Any]:
    return {
        "leads": found.leads,
        "won": found.won,
        "base_rate": round(found.base_rate, 4),
        "auc": round(found.auc, 4),
        "auc_95": [round(found.interval.low, 4), round(found.interval.high, 4)],
        "brier": round(found.brier, 5),
        "base_brier": round(found.base_brier, 5),
        "log_loss": round(found.log_loss, 5),
        "ece": round(found.ece, 4),
        "lift": round(found.lift, 2),
        "calibration": [
            {"leads": part.leads, "said": round(part.said, 4), "came": round(part.came, 4)} for part in found.bins
        ],
    }


def told_check(
    closed: Closed, flags: "Iterable[Flag]", fields: Iterable[ModelField], dropped: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """What `check` found, as JSON."""
    problems = [("problem", each) for each in sample_problems(closed.sample)]
    problems += [("warning", each) for each in sample_warnings(closed.sample)]
    return {
        "sample": _sample(closed),
        "flagged": _flags(flags, ()),
        "fields": [{"column": each.column, "kind": each.kind.value, "levels": each.size} for each in fields],
        "not_used": [{"column": column, "reason": why} for column, why in dropped],
        "problems": [{"kind": kind, "code": each.code, "message": each.message} for kind, each in problems],
    }


def told_fit(card: Scorecard, closed: Closed, flags: "Iterable[Flag]", keep: Sequence[str], out: str) -> dict[str, Any]:
    """What `fit` learnt, as JSON."""
    return {
        "sample": _sample(closed),
        "signal": card.signal.value,
        "message": _SIGNALS[card.signal],
        "measured": _figures(card.measured) if card.measured else None,
        "half_life": card.half_life,
        "flagged": _flags(flags, keep),
        "not_used": [{"column": column, "reason": why} for column, why in card.dropped],
        "strongest": [{"fields": names, "spread": spread} for names, spread in _spreads(card)],
        "problems": [{"kind": "warning", "code": e.code, "message": e.message} for e in sample_warnings(closed.sample)],
        "out": out,
    }


def _spreads(card: Scorecard) -> list[tuple[list[str], float]]:
    """Terms by how far their points lie apart over the leads learnt from: standard deviations in log-odds."""
    found = []
    for term in card.terms:
        if len(term.fields) == 1:
            counts = card.fields[term.fields[0]].counts
            square = sum(n * p * p for n, p in zip(counts, term.points, strict=True)) / max(sum(counts), 1)
        else:  # how often two levels come together is not kept
            square = sum(p * p for p in term.points) / len(term.points)
        found.append(([card.fields[at].name for at in term.fields], round(square**0.5, 3)))
    return sorted(found, key=lambda row: -row[1])[:10]


def told_backtest(found: "Backtest", closed: Closed, flags: "Iterable[Flag]", keep: Sequence[str]) -> dict[str, Any]:
    """How it would have gone, as JSON."""
    return {
        "sample": _sample(closed),
        "flagged": _flags(flags, keep),
        "blocks": [{"block": at, **_figures(each.figures)} for at, each in enumerate(found.blocks, 1)],
        "overall": _figures(found.overall),
    }


def tell_check(told: Mapping[str, Any]) -> None:
    _tell_sample(told["sample"])
    _tell_problems(told["problems"])
    _tell_flags(told["flagged"])
    kinds: dict[str, list[str]] = {}
    for each in told["fields"]:
        kinds.setdefault(each["kind"], []).append(each["column"])
    for kind, columns in kinds.items():
        print(f"  {kind}: {', '.join(columns)}")
    for each in told["not_used"]:
        print(f"  not used: {each['column']}: {each['reason']}")


def tell_fit(told: Mapping[str, Any]) -> None:
    _tell_sample(told["sample"])
    _tell_problems(told["problems"])
    _tell_flags(told["flagged"])
    print(told["message"])
    if told["measured"]:
        print("on leads held out:")
        _tell_figures(told["measured"])
        print("  calibration (said → came true): " + _bins(told["measured"]))
    if told["half_life"]:
        print(f"a lead counts half after {told['half_life']:,.0f} newer ones")
    if told["strongest"]:
        print("strongest: " + "; ".join(" × ".join(each["fields"]) for each in told["strongest"][:5]))
    print(f"written: {told['out']}")


def tell_backtest(told: Mapping[str, Any]) -> None:
    _tell_sample(told["sample"])
    _tell_flags(told["flagged"])
    print("block  leads    won   base    AUC    ECE  Brier")
    for each in told["blocks"]:
        print(
            f"{each['block']:>5} {each['leads']:>6,} {each['won']:>6,} {each['base_rate']:>6.3f} {each['auc']:>6.3f}"
            f" {each['ece']:>6.3f} {each['brier']:>6.4f}"
        )
    print("overall:")
    _tell_figures(told["overall"])


def _tell_sample(sample: Mapping[str, Any]) -> None:
    left = [
        f"{sample[name]:,} {said}"
        for name, said in (("open", "still open"), ("too_young", "too young"))
        if sample[name]
    ]
    out = f"; left out: {', '.join(left)}" if left else ""
    print(f"{sample['won']:,} won, {sample['lost']:,} lost: base rate {sample['base_rate']:.1%}{out}")


def _tell_problems(problems: Iterable[Mapping[str, str]]) -> None:
    for each in problems:
        print(f"  {each['kind']}: {each['message']} [{each['code']}]")


def _tell_flags(flags: Iterable[Mapping[str, Any]]) -> None:
    for each in flags:
        said = "left out" if each["left_out"] else "look at"
        print(f"  {said}: {each['column']}: {each['reason']} (AUC alone {each['auc']:.2f})")


def _tell_figures(found: Mapping[str, Any]) -> None:
    low, high = found["auc_95"]
    print(
        f"  AUC {found['auc']:.3f} ({low:.3f} – {high:.3f})  ECE {found['ece']:.3f}  Brier {found['brier']:.4f}"
        f" (base rate alone {found['base_brier']:.4f})  top tenth {found['lift']:.1f} × the base rate"
    )


def _bins(found: Mapping[str, Any]) -> str:
    return ", ".join(f"{part['said']:.2f} → {part['came']:.2f}" for part in found["calibration"])
