"""The page in Chromium: what only a browser can tell. Needs playwright, and a Chromium that is installed on its own."""

import shutil

import pytest
from made_report import QUIET, busy, hostile

from leadkit.contrib.report import render

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: apt-get install chromium"),
]

# Texts of the page that are wider than what holds them, or run out of it. What may be scrolled is not cut off.
CLIPPED = """
() => [...document.querySelectorAll("h1,h2,h3,h4,p,a,b,th,td,li,span,small,summary,button,.card,section")]
  .filter((element) => {
    if (!element.checkVisibility({ checkVisibilityCSS: true }) || element.closest(".sr, nav ul, .chart")) return false;
    if (getComputedStyle(element).clipPath !== "none" || element.closest("thead")?.matches(".list thead")) return false;
    const inside = element.closest(".scroll");
    if (element.clientWidth && element.scrollWidth > element.clientWidth + 1) return true;
    const box = element.getBoundingClientRect();
    return !inside && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
  })
  .map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 60)}`)
"""


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Open figures from disk: `opened(figures, "zh", width=390) -> page`. Fails on any complaint or request."""
    complaints, contexts = [], []

    def open_page(figures, language="en", *, width=1280, scheme="light", hash=""):
        file = tmp_path / "report.html"
        file.write_text(render(figures, language), encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith("file:") else None)
        page.goto(file.as_uri() + hash)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def drawn(page):
    """Scroll through the page, so that every chart is drawn; returns how many are."""
    for chart in page.locator(".chart").all():
        chart.scroll_into_view_if_needed()
        chart.locator("svg.main-svg").first.wait_for()
    return page.locator(".chart svg.main-svg").count()


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1280, "light"), ("en", 390, "dark"), ("zh", 1280, "dark"), ("zh", 390, "light")],
)
def test_the_page_opens_without_complaint_and_cuts_nothing_off(opened, language, width, scheme):
    page = opened(busy(), language, width=width, scheme=scheme)
    assert drawn(page) >= 5
    for details in page.locator("details").all():
        details.locator("summary").first.click()
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(opened, scheme):
    page = opened(busy(), scheme=scheme)
    assert page.evaluate(CONTRAST) == []


# Texts with less contrast to what is behind them than WCAG 2 AA asks for.
CONTRAST = """
() => {
  const parse = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  return [...document.querySelectorAll("main *, header *, nav *")]
    .filter((element) => !element.closest(".chart") && element.checkVisibility() && !element.disabled
      && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((element) => {
      const [one, two] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
      return (one + 0.05) / (two + 0.05) < 4.5;
    })
    .map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`);
}
"""


def test_a_number_leads_to_its_leads_and_back(opened):
    page = opened(busy())
    page.locator("#channels tbody tr").first.locator("td a").first.click()
    wanted = [lead for lead in busy().leads if lead.channel == busy().channels[0].channel]
    assert page.locator("#leads-rows tr").count() == min(len(wanted), 50)
    assert str(len(wanted)) in page.locator("#leads-count").inner_text()
    assert "Channel: " in page.locator("#leads-chips").inner_text()
    page.locator("#leads-clear").click()
    assert page.locator("#leads-chips span").count() == 0
    page.go_back()
    assert page.locator("#leads-chips span").count() == 1


def test_each_number_counts_the_leads_that_it_leads_to(opened):
    page = opened(busy())
    links = page.eval_on_selector_all(
        "td.number a[href^='#leads?']", "all => all.map((link) => [link.getAttribute('href'), link.textContent])"
    )
    assert len(links) > 20
    for address, number in links:
        page.evaluate("(address) => { location.hash = address; }", address)
        page.wait_for_function(
            "(number) => document.getElementById('leads-count').textContent.startsWith(number)",
            arg=number,
            timeout=2_000,
        )


def test_the_list_turns_its_pages_and_is_searched(opened):
    page = opened(busy(), hash="#leads")
    first = page.locator("#leads-rows tr").first.inner_text()
    page.locator("#leads-next").click()
    assert page.locator("#leads-rows tr").first.inner_text() != first
    page.locator("#leads-previous").click()
    assert page.locator("#leads-rows tr").first.inner_text() == first
    page.locator("#leads-search").fill(busy().leads[77].email)
    assert page.locator("#leads-rows tr").count() == 1
    page.locator("#leads-search").fill("nobody at all")
    assert page.locator("#leads-nothing").is_visible()


def test_a_bar_leads_to_its_leads(opened):
    page = opened(busy())
    drawn(page)
    page.locator("#chart-priorities .point path").first.click(position={"x": 3, "y": 3}, force=True)
    page.wait_for_function("location.hash.startsWith('#leads?priority=')")


def test_everything_is_printed(opened):
    page = opened(busy())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".chart svg.main-svg").count() >= 5
    page.set_viewport_size({"width": 688, "height": 900})  # A4 between its margins
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")


def test_what_people_typed_runs_nothing(opened):
    page = opened(hostile())
    drawn(page)
    page.locator("#leads").scroll_into_view_if_needed()
    assert page.locator("img").count() == 0
    assert "<img" in page.locator("#leads-rows").inner_text()
    assert page.evaluate("typeof hacked") == "undefined"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_store_with_nothing_in_it_has_a_page_too(opened, language):
    page = opened(QUIET, language, width=390)
    assert page.evaluate(CLIPPED) == []
    assert page.locator("#leads-nothing").is_visible()


def test_the_keyboard_reaches_links_tables_and_search(opened):
    page = opened(busy())
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if "leads-search" in reached:
            break
    assert {"A", "SUMMARY", "leads-search"} <= reached
