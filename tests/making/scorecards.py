"""Scorecards of any shape."""

from hypothesis import strategies as st

from leadkit.steps.prediction import Kind, ModelField, Sample, Scorecard, Term

points = st.floats(-5, 5)
WORDS = {"red": "Red", "green": "green", "蓝": "蓝"}
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["Red", " RED", "green", "蓝", "blue", "", "n/a", "2024-03-01", "2024-03-02T10:30:00", "1,200", "7%"]
    ),
    st.integers(-20, 20),
    st.floats(-20, 20),
    st.booleans(),
    st.integers(-20, 20).map(str),
)
COLUMNS = ("size", "colour", "day", "came")


@st.composite
def cards(draw):
    cuts = sorted(draw(st.sets(st.integers(-10, 10), max_size=5)))
    fields = [
        ModelField("size", Kind.NUMBER, cuts),
        ModelField("colour", Kind.CATEGORY, words=WORDS),
        ModelField("day", Kind.WEEKDAY),
        ModelField("day", Kind.HOUR),
        ModelField("day", Kind.DAYS, [0.0, 2.0], since="came"),
    ]
    counts = [draw(st.lists(st.integers(0, 9), min_size=each.size, max_size=each.size)) for each in fields]
    fields = [ModelField(f.column, f.kind, f.cuts, f.words, f.since, n) for f, n in zip(fields, counts, strict=True)]
    terms = [
        Term((at,), draw(st.lists(points, min_size=each.size, max_size=each.size))) for at, each in enumerate(fields)
    ]
    groups = [[level % 2 for level in range(fields[0].size)], [min(level, 2) for level in range(fields[1].size)]]
    wide = (max(groups[0]) + 1) * 3
    terms.append(Term((0, 1), draw(st.lists(points, min_size=wide, max_size=wide)), groups))
    scores = [(cut, 0.5) for cut in sorted(draw(st.sets(points, max_size=3)))]
    return Scorecard(fields, terms, draw(points), draw(points), Sample(60, 50, 3), scores=scores)


leads = st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS))
