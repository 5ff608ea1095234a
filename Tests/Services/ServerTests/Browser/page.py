"""A real browser over the dashboard. Says on stderr what is wrong, and exits with 1.

usage: page.py ADDRESS KEYS MODE [more]
  KEYS is the file with the keys of lanes. MODE is one of the tests:
  live | trouble | plain | keyboard | accessible FOLDER | hostile FOLDER | lost PROCESS
  FOLDER is where screenshots go, or - for nowhere.
"""

import sys

from playwright.sync_api import sync_playwright

from changes import live, lost, trouble
from hands import keyboard, plain
from looks import accessible, hostile

tests = {it.__name__: it for it in [live, trouble, plain, keyboard, accessible, hostile, lost]}

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"], timeout=30_000)
    try:
        tests[sys.argv[3]](browser)
    finally:
        browser.close()
