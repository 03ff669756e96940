(() => {
  const charts = JSON.parse(document.getElementById("figures").textContent);
  const drawn = new Set();

  function draw(id) {
    if (drawn.has(id)) return;
    drawn.add(id);
    const place = document.getElementById(`chart-${id}`), { data, layout } = charts[id];
    Plotly.newPlot(place, data, layout, { displayModeBar: false, responsive: true });
    place.on("plotly_click", ({ points }) => {
      const to = points.map((point) => point.customdata).find(Boolean);
      if (to) location.hash = to;
    });
  }

  // A chart is drawn when it comes near; all of them before printing. A chart keeps the width that it was drawn with: on
  // paper that is the width of A4 between its margins.
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) draw(target.id.slice(6));
  }, { rootMargin: "600px" });
  for (const id of Object.keys(charts)) near.observe(document.getElementById(`chart-${id}`));

  const change = (layout) => drawn.forEach((id) => Plotly.relayout(`chart-${id}`, layout));
  const folded = () => document.querySelectorAll("details:not([open])");
  let opened = [];
  addEventListener("beforeprint", () => {
    Object.keys(charts).forEach(draw);
    change({ width: 640 });
    opened = [...folded()];
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    change({ width: null, autosize: true });
    opened.forEach((details) => { details.open = false; });
  });
})();
