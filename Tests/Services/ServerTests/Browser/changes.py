"""What changes is on the page, and what keeps it from being there is said."""

import os
import signal
import sys
import time

from playwright.sync_api import expect

from reader import Reader, address, count, lane, report, soon


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
