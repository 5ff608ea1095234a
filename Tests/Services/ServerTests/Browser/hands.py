"""Without scripts, and without a mouse."""

from playwright.sync_api import expect

from reader import Reader, address, count, lane, report


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
