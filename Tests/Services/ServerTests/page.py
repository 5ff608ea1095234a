"""A real browser over the dashboard. Says on stderr what is wrong, and exits with 1.

usage: page.py ADDRESS KEYS MODE [more]
  KEYS is the file with the keys of lanes. MODE is one of the functions below:
  live | trouble | plain | keyboard | accessible FOLDER | hostile FOLDER | lost PROCESS
  FOLDER is where screenshots go, or - for nowhere.
"""

import os
import signal
import sys
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from reader import Reader, address, count, lane, picture, report, soon

def live(browser):
    """A change is on the page within two seconds; what the reader has in hand stays."""
    reader = Reader(browser)
    page = reader.page
    page.evaluate(
        """() => {
          window.isSame = true;
          window.sentences = [];
          new MutationObserver(() => window.sentences.push(document.querySelector('#news').textContent))
            .observe(document.querySelector('#news'), { childList: true, characterData: true, subtree: true });
        }"""
    )
    foreign = page.locator(f"{lane('A')} details.foreign")
    foreign.locator("summary").click()
    page.locator(lane("B")).focus()
    chip = page.locator(f"{lane('B')} .chip").first
    for status, words, group, number in [
        ("running", "running", "running", 1), ("waiting_input", "needs an answer", "waiting_approval", 1),
        # A pane is dead besides.
        ("idle", "idle", "idle", 1), ("error", "error", "error", 2),
    ]:
        report("B", status, "which branch?")
        start = time.monotonic()
        expect(chip).to_contain_text(words, timeout=soon)
        expect(count(page, group)).to_have_text(str(number), timeout=soon)
        print(f"{status} was there after {time.monotonic() - start:.2f} s")
        # Time for what was said to be told.
        page.wait_for_timeout(1300)
    assert page.evaluate("window.isSame"), "the page was loaded again"
    assert page.evaluate("document.activeElement.dataset.key") == "card-B", "the focus was lost"
    assert foreign.evaluate("it => it.open"), "what was folded out is shut"
    sentences = page.evaluate("window.sentences")
    expected = ["Lane B needs an answer: which branch?", "Lane B has an error: which branch?"]
    assert sentences == expected, sentences

    # Who asked first is answered: the row below goes up, and keeps the focus.
    report("A", "waiting_approval", "Bash: swift test")
    report("B", "waiting_input", "which branch?")
    below = page.locator("[data-key='ask-B'] button")
    below.focus()
    report("A", "running")
    expect(page.locator("[data-key='ask-A']")).to_have_count(0, timeout=soon)
    assert below.evaluate("it => it === document.activeElement"), "the focus was lost in the list"
    # Two readers: what one has seen, the other is told.
    other = Reader(browser)
    other.page.locator("[data-key='ask-B'] button").click()
    expect(page.locator("[data-key='ask-B'] .seen-by")).to_be_visible(timeout=soon)
    other.close()
    # What the reader has shut stays so.
    shut = page.locator("#reports details").first
    shut.locator("summary").first.click()
    report("C", "running")
    expect(page.locator(f"{lane('C')} .chip").first).to_contain_text("running", timeout=soon)
    assert not shut.evaluate("it => it.open"), "what was shut is folded out"
    reader.close()


def trouble(browser):
    """Nothing that happens while a page is on its way is missed; one that does not come is told of once."""
    reader = Reader(browser)
    page, chip = reader.page, reader.page.locator(f"{lane('C')} .chip").first

    def late(route):
        answer = route.fetch()
        report("C", "error")
        # Time for the event to come before the page.
        time.sleep(0.7)
        route.fulfill(response=answer)

    page.route(f"{address}/", late, times=1)
    report("C", "running")
    expect(chip).to_contain_text("error", timeout=2 * soon)

    page.wait_for_timeout(1300)
    page.route(f"{address}/", lambda route: route.fulfill(status=503), times=1)
    report("C", "idle")
    expect(page.locator("#connection")).to_contain_text("does not answer", timeout=soon)
    expect(page.locator("#news")).to_contain_text("does not answer", timeout=soon)
    expect(page.locator("#connection")).to_have_text("Live", timeout=4000 + soon)
    expect(chip).to_contain_text("idle")
    reader.complaints.clear()
    # The monitor's own troubles.
    assert page.locator("#notices[data-live]").count() == 1
    reader.close()


def plain(browser):
    """Without scripts all of it is there."""
    report("A", "running", "swift build")
    report("B", "waiting_approval", "Bash: swift test")
    reader = Reader(browser, java_script_enabled=False)
    page = reader.page
    expect(count(page, "running")).to_have_text("1")
    expect(page.locator("#needs-you .ask")).to_contain_text("Bash: swift test")
    expect(page.locator(f"{lane('A')} .chip").first).to_contain_text("running")
    expect(page.locator("#connection a")).to_have_count(2)
    for part, words in [
        ("lanes", "foreign file"), ("timeline", "4 h ago"), ("waves", "the till opens"),
        ("reports", "shut"), ("conflicts", "A and B"),
    ]:
        expect(page.locator(f"#{part}")).to_contain_text(words)
    page.get_by_role("button", name="Seen: Lane B").click()
    assert page.url.endswith("/#needs-you"), page.url
    expect(page.locator("#needs-you .ask.seen")).to_contain_text("seen by the dashboard")
    report("A", "idle")
    page.get_by_role("link", name="every ten seconds").click()
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "10"
    expect(page.locator(f"{lane('A')} .chip").first).to_contain_text("idle")
    report("A", "waiting_input", "which branch?")
    page.goto(f"{address}/?refresh=10")
    page.get_by_role("button", name="Seen: Lane A").click()
    assert page.url.endswith("/?refresh=10#needs-you"), page.url
    reader.close()


def keyboard(browser):
    """Nothing but keys, from the address to an acknowledgement."""
    report("A", "running")
    report("B", "waiting_approval", "Bash: swift test")
    reader = Reader(browser)
    page, press = reader.page, reader.page.keyboard.press
    focused = lambda what: page.evaluate(f"document.activeElement.{what}")
    press("Tab")
    assert focused("className") == "skip" and page.locator(".skip").bounding_box()["x"] >= 0
    press("Enter")
    assert page.url.endswith("#main"), page.url
    press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')"), "the header was not skipped"
    seen = []
    for key in ["n", "j", "j", "k"]:
        press(key)
        seen.append(focused("dataset.key"))
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", f"the focus is not seen on {seen[-1]}"
    assert seen == ["ask-B", "card-A", "card-B", "card-A"], seen
    press("n")
    press("Tab")
    assert focused("innerText").startswith("Seen"), focused("outerHTML")
    page.evaluate("window.isSame = true")
    press("Enter")
    expect(page.locator("[data-key='ask-B'] .seen-by")).to_be_visible()
    assert page.evaluate("window.isSame"), "the page was loaded again"
    assert focused("dataset.key") == "ask-B", "the focus left the row"
    # What has the focus is not below the header.
    page.set_viewport_size({"width": 1280, "height": 400})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    press("n")
    header = page.locator("header").bounding_box()
    assert page.locator("[data-key='ask-B']").bounding_box()["y"] >= header["y"] + header["height"]
    # Single keys can be shut off, and stay so.
    page.get_by_label("Keys are on").uncheck()
    page.reload()
    expect(page.get_by_label("Keys are on")).not_to_be_checked()
    press("j")
    assert page.evaluate("document.activeElement === document.body"), "a key was heard"
    page.get_by_label("Keys are on").check()
    page.evaluate("document.activeElement.blur()")
    press("j")
    assert focused("dataset.key") == "ask-B", focused("outerHTML")
    reader.close()


# That one is dead or unknown the panes of tmux say.
reported = ["waiting_approval", "waiting_input", "error", "running", "starting", "idle", "done"]


def accessible(browser):
    """All nine statuses, in light, dark and on a phone: axe finds nothing serious, nothing is cut off."""
    for name, status in zip("ABCFGHI", reported):
        detail = "Bash: swift test --filter Shelves" if status.startswith("waiting") else ""
        report(name, status, detail)
    looks = {
        "light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"},
        "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
        "phone-dark": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
    }
    for name, options in looks.items():
        reader = Reader(browser, reduced_motion="reduce", **options)
        page = reader.page
        for status in reported + ["dead", "unknown"]:
            expect(page.locator(f"#lanes .state .chip.{status}")).to_have_count(1)
        expect(page.locator("#reports .chip.error").first).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        picture(page, name)
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{name}: {width} pixels too wide"
        found = Axe().run(page).response["violations"]
        for violation in found:
            nodes = [node["html"][:200] for node in violation["nodes"]][:3]
            print(name, violation["impact"], violation["id"], violation["help"], nodes)
        assert not [it for it in found if it["impact"] in ("serious", "critical")], name
        reader.close()


def hostile(browser):
    """Markup in titles, branches, paths, details and in a pane of tmux is text."""
    texts = [
        "<script>alert('A')</script>", "\"><img src=x onerror=alert('B')>",
        "'><svg onload=alert(1)> \u202egnp.exe\u2066 &lt;b&gt; ${alert(2)} </title></section>",
        "W" * 3000,
    ]
    for size in ({"width": 1280, "height": 800}, {"width": 390, "height": 844}):
        reader = Reader(browser, viewport=size)
        page = reader.page
        for text in texts:
            report("B", "waiting_approval", text)
            shown = "".join("\ufffd" if it in "\u202e\u2066" else it for it in text)[:150]
            expect(page.locator("[data-key='ask-B'] .what")).to_contain_text(shown, timeout=soon)
            page.wait_for_timeout(1300)
            extra = page.evaluate("document.querySelectorAll('main script, main img, main b, svg[onload], [onerror]').length")
            assert extra == 0, f"{extra} elements came out of {text}"
            assert page.evaluate("!/[\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent)")
            width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert width <= 0, f"{width} pixels too wide with {text[:40]}"
        text = page.locator("main").text_content()
        for words in [
            "<script>alert('title')</script>", "<img/src=x/onerror=alert(1)>", "<img src=x onerror=alert('path')>",
        ]:
            assert words in text, f"{words} is not shown as it is"
        expect(page.locator(f"{lane('D')} .chip").first).to_contain_text("needs approval", timeout=10_000)
        picture(page, f"hostile-{size['width']}")
        reader.close()


def lost(browser):
    """A server that is gone is told of."""
    reader = Reader(browser)
    os.kill(int(sys.argv[4]), signal.SIGKILL)
    expect(reader.page.locator("#connection")).to_have_attribute("data-state", "lost", timeout=soon)
    expect(reader.page.locator("#connection")).to_contain_text("may be old")
    # For who listens: once, not at each attempt.
    expect(reader.page.locator("#news")).to_have_text("The connection is lost; what you see may be old.", timeout=soon)
    reader.page.evaluate("document.querySelector('#news').textContent = ''")
    reader.page.wait_for_timeout(5000)
    expect(reader.page.locator("#news")).to_have_text("")
    reader.context.close()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"], timeout=30_000)
    try:
        globals()[sys.argv[3]](browser)
    finally:
        browser.close()
