"""What the tests in a browser do and see: agents that report, a reader with a page, pictures of it."""

import json
import sys
import urllib.request

from playwright.sync_api import expect

address, keys = sys.argv[1], json.load(open(sys.argv[2]))["lanes"]
soon = 2000  # What a reader is promised, in milliseconds.
lane = "#lanes [data-key='card-{}']".format


def report(name, status, detail=""):
    body = json.dumps({"status": status, "detail": detail}).encode()
    request = urllib.request.Request(
        f"{address}/hooks/generic", body, {"Authorization": f"Bearer {keys[name]}"}
    )
    assert urllib.request.urlopen(request, timeout=10).status == 204


def count(page, group):
    return page.locator(f"#summary [data-key='count-{group}'] b")


class Reader:
    """A page and everything that it complained of."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.page, self.complaints = self.context.new_page(), []
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        self.page.goto(address)
        if options.get("java_script_enabled", True):
            expect(self.page.locator("#connection")).to_have_text("Live")

    def close(self):
        self.context.close()
        assert not self.complaints, self.complaints


def picture(page, name):
    if sys.argv[4] != "-":
        page.screenshot(path=f"{sys.argv[4]}/{name}.png", full_page=True)
