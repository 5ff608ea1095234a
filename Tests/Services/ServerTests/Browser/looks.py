"""What is seen, by everybody, whatever stands in it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reader import Reader, lane, picture, report, soon

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
