"""Leads of a made-up world, the same for the same seed."""

import numpy as np


def world(leads=600, seed=0, *, strength=1.0):
    """Columns and outcomes: a number with gaps, two kinds, a flag, a day, and noise."""
    rng = np.random.default_rng(seed)
    visits = rng.poisson(3, leads).astype(float)
    source = rng.choice(["web", "fair", "referral"], leads, p=[0.5, 0.3, 0.2])
    asked = rng.random(leads) < 0.4
    noise = rng.normal(size=leads)
    logit = strength * (0.6 * (visits - 3) + 1.5 * (source == "referral") + 1.0 * asked) - 1
    won = (rng.random(leads) < 1 / (1 + np.exp(-logit))).astype(float)
    known = rng.random(leads) < 0.9
    table = {
        "visits": [f"{count:.0f}" if there else "" for count, there in zip(visits, known, strict=True)],
        "source": source.tolist(),
        "asked": asked.tolist(),
        "noise": noise,
        "day": [f"2024-0{1 + at % 9}-1{at % 7}" for at in range(leads)],
        "lead id": [f"L-{at}" for at in range(leads)],
        "country": ["CN"] * leads,
    }
    return table, won.tolist()
