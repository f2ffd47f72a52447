"""Pages by keyboard alone: all is reached, in order, with focus that is seen."""

from __future__ import annotations

import pytest
from real_pages import CHAPTER, FRONT, LISTS, known
from visit import visitor

# Focus that is seen: an outline or a shadow, inside the window, with nothing over it.
# The card of a number is put beside it with the next frame drawn, so a reader never sees it elsewhere.
FOCUSED = """async () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  const shown = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  // A link that breaks over lines has a box on each, and other text between.
  let over = '';
  const isFree = () => [...e.getClientRects()].some(part => {
    const x = Math.min(Math.max(part.left + part.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(part.top + Math.min(part.height / 2, 12), 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    over = top && !e.contains(top) && !top.contains(e) ? top.outerHTML.slice(0, 80) : '';
    return !over;
  });
  let free = isFree();
  for (let frame = 0; !free && frame < 3; frame++) {
    await new Promise(requestAnimationFrame);
    free = isFree();
  }
  const again = 'walked' in e.dataset;
  if (!again) {
    e.dataset.walked = (parseInt(document.body.dataset.steps || '0') + 1);
    document.body.dataset.steps = e.dataset.walked;
  }
  return {what: e.outerHTML.slice(0, 120), shown, inside: b.bottom > 0 && b.top < innerHeight, free, over, again};
}"""
# What the keyboard should reach: visible, not disabled, not taken out by tabindex=-1.
# Of a group of radio buttons one is a stop; arrow keys lead to the others.
UNREACHED = """() => [...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0 && !e.dataset.walked
    && !e.closest('[inert]') && !(e.type === 'radio' && document.querySelector(`[name="${e.name}"][data-walked]`)))
  .map(e => e.outerHTML.slice(0, 120))"""
ORDER = """() => {
  const walked = [...document.querySelectorAll('[data-walked]')];
  const wrong = [];
  for (let i = 1; i < walked.length; i++)
    if (+walked[i].dataset.walked < +walked[i - 1].dataset.walked) wrong.push(walked[i].outerHTML.slice(0, 120));
  return wrong;
}"""
FOCUS = "(e => e === document.body ? 'nothing' : e.className || e.localName)(document.activeElement)"


@pytest.mark.parametrize("name, width", [
    (FRONT, 1280), (FRONT, 320), (CHAPTER, 1280), ("search", 1280),
    *[(name, 320) for name in known(LISTS.get("contribute"), LISTS.get("conclusions"))],
])
def test_keyboard_reaches_everything_in_order(browser, report_site, name, width):
    """Header and contents, which differ by width, are the same on all pages; what differs from page to page does not by width."""
    with visitor(browser, report_site, viewport={"width": width, "height": 800}) as (page, complaints):
        page.goto(f"{report_site}/{name}.html", wait_until="networkidle")
        while page.evaluate(FOCUS) != "nothing":
            # The search page begins in its field, and the walk at the top of the page.
            page.keyboard.press("Shift+Tab")
        faults = []
        for _ in range(1500):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused is None or focused["again"]:
                break
            if not (focused["shown"] and focused["inside"] and focused["free"]):
                faults.append(focused)
        else:
            faults.append("the keyboard does not come out of the page")
        assert faults == []
        assert page.evaluate(UNREACHED) == []
        assert page.evaluate(ORDER) == []
        assert int(page.evaluate("document.body.dataset.steps")) > 10
        assert complaints.found == []


def test_a_number_is_one_stop_and_its_card_opens_shows_and_closes(page, tiny_site):
    page.goto(f"{tiny_site}/survival.html")
    value = page.locator(".value:has(a)").first
    button, card = value.locator(".value-button"), value.locator(".value-card")
    page.locator("main").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS) == "value-button":
            break
    assert card.is_visible(), "focus shows it"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) != "nothing" and not value.locator(":focus").count(), "the next stop is behind it"
    page.keyboard.press("Shift+Tab")
    assert button.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert not card.is_visible() and button.evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    assert card.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.value-card') !== null"), "its links are stops once it is open"
    page.keyboard.press("Escape")
    assert not card.is_visible() and page.evaluate(FOCUS) == "value-button"


# Where the card of the button in focus lies, once drawn: outside the window, over its own number?
PLACED = """async ([button, part]) => {
  scrollTo(0, button.getBoundingClientRect().top + scrollY - innerHeight * part);
  button.focus({preventScroll: true, focusVisible: true});
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const card = button.nextElementSibling.getBoundingClientRect(), own = button.getBoundingClientRect();
  const faults = [];
  if (card.height < 60) faults.push('no height');
  if (card.top < 0 || card.left < 0 || card.bottom > innerHeight || card.right > innerWidth) faults.push('outside');
  if (card.top < own.bottom - 4 && card.bottom > own.top + 4 && card.left < own.right - 2 && card.right > own.left + 2)
    faults.push('over its number');
  button.blur();
  return faults.map(f => `${f}: ${button.getAttribute('aria-label')} at ${part}: ${JSON.stringify(card)}`);
}"""


@pytest.mark.parametrize("size", [(1280, 800), (1280, 600), (320, 640), (320, 256)])
def test_cards_of_numbers_lie_in_the_window_and_beside_their_numbers(page, report_site, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{report_site}/{CHAPTER}.html")
    buttons = page.locator(".value-button").filter(visible=True).element_handles()
    assert buttons
    assert [f for b in buttons for part in (0.1, 0.5, 0.85) for f in page.evaluate(PLACED, [b, part])] == []


def test_without_script_the_focus_is_not_lost_in_a_card(browser, tiny_site):
    with visitor(browser, tiny_site, java_script_enabled=False) as (page, _):
        page.goto(f"{tiny_site}/survival.html")
        page.locator(".value-button").first.focus()
        page.keyboard.press("Shift+Tab")
        stops = []
        for _ in range(12):
            page.keyboard.press("Tab")
            stops.append(page.locator(":focus").count())
        assert stops == [1] * 12
        page.locator(".value-button").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(".value-card").first.is_visible()
