"""Holds rendered reports against parsers and published schemas.

Usage: check.py FOLDER SCHEMA. FOLDER has one file per format, `NAME.jsonl`: on each line an object with
a report's `name` and its `text`; those of markdown.jsonl have the text of its harmless `twin` too.
SCHEMA is that of the gate's own JSON. Prints what is wrong; exits with 1 where anything is.
"""

import gzip
import json
import pathlib
import re
import sys
from html.parser import HTMLParser

import cmarkgfm
import comrak
import jsonschema_rs
from cmarkgfm.cmark import Options
from lxml import etree

HERE = pathlib.Path(__file__).parent

GITLAB = comrak.ExtensionOptions()
for name in """alerts autolink block_directive description_lists footnotes inline_footnotes math_code
        math_dollars math_latex multiline_block_quotes shortcodes spoiler strikethrough subscript subtext
        superscript table tasklist underline wikilinks_title_after_pipe""".split():
    setattr(GITLAB, name, True)
PARSE = comrak.ParseOptions()
PARSE.relaxed_autolinks = True
PARSE.relaxed_tasklist_matching = True
RENDER = comrak.RenderOptions()
RENDER.unsafe_ = True


def github(text):
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    return cmarkgfm.github_flavored_markdown_to_html(text, options)


def gitlab(text):
    return comrak.render_markdown(
        text, extension_options=GITLAB, parse_options=PARSE, render_options=RENDER)


class Structure(HTMLParser):
    """The elements of a page in order, without code, and the text that is not code."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.depth = [], [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "code":
            self.depth += 1
            self.texts.append("\0")
        elif self.depth == 0:
            self.elements.append((tag, tuple(attributes)))
        else:
            self.elements.append(("in code", tag))

    def handle_endtag(self, tag):
        if tag == "code":
            self.depth -= 1
        else:
            self.elements.append("/" + tag)

    def handle_data(self, data):
        if self.depth == 0:
            self.texts.append(data)

    def handle_comment(self, data):
        self.elements.append("comment")

    def handle_decl(self, declaration):
        self.elements.append("declaration")

    def handle_pi(self, data):
        self.elements.append("instruction")

    def unknown_decl(self, data):
        self.elements.append("section")


# What GitHub and GitLab make of text after it is parsed.
LIVE = [re.compile(pattern) for pattern in (
    r"@\w", r"\w@", r"#\d", r"!\d", r"&\d", r"[%~^][\w\"]", r":[\w+-]+:", r"(?i)www\.", r"://",
    r"(?i)\b(mailto|xmpp):\S", r"(?i)\bG[HL]-\d", r"\$", r"[\[\]{}|\\<`]", r"\b(?=[a-f]*\d)[0-9a-f]{7,40}\b",
    r"[✅⛔⚠➖](?!\ufe0f? ?(Gate|failed|passed|cached|broken|everybody|writers))",
)]


def lines_outside_code(text):
    fence = None
    for line in text.split("\n"):
        mark = re.match(r" *(`{3,})", line)
        if fence is None and mark and "`" not in line[mark.end():]:
            fence = mark.group(1)
        elif fence is not None and line.strip() == fence:
            fence = None
        elif fence is None:
            yield line


def markdown(record):
    for name, parse in (("GitHub", github), ("GitLab", gitlab)):
        page, twin = Structure(parse(record["text"])), Structure(parse(record["twin"]))
        if page.elements != twin.elements:
            at = next((n for n, (a, b) in enumerate(zip(page.elements, twin.elements)) if a != b), -1)
            yield f"{name}: element {at} is {page.elements[at:at + 3]}, not {twin.elements[at:at + 3]}"
        for tag in ("details", "blockquote", "table", "ol", "ul", "pre"):
            if sum(e[0] == tag for e in page.elements) != page.elements.count("/" + tag):
                yield f"{name}: <{tag}> is not closed"
        text = "".join(page.texts)
        for pattern in LIVE:
            if found := pattern.search(text):
                around = text[max(0, found.start() - 30):found.end() + 30]
                yield f"{name}: {pattern.pattern} in {around!r}"
        for tag in page.elements:
            if tag[0] in ("a", "img", "input", "script", "style") or tag == "comment":
                yield f"{name}: {tag}"
    for line in lines_outside_code(record["text"]):
        if re.match(r"[\s>]*/\w", line):
            yield f"a quick action: {line!r}"


def schema(path):
    return jsonschema_rs.validator_for(json.loads(pathlib.Path(path).read_text("utf-8")))


def jsons(path, each_line=False):
    validator = schema(path)

    def check(record):
        text = record["text"]
        for part in text.split("\n")[:-1] if each_line else [text]:
            for error in validator.iter_errors(json.loads(part)):
                yield f"{error.instance_path}: {error.message[:300]}"
    return check


def report(path):
    valid = jsons(path)

    def check(record):
        yield from valid(record)
        for checked in json.loads(record["text"])["checks"]:
            tests = checked.get("tests", {"failures": [], "failed": 0})
            listed = len(tests["failures"])
            if listed > 1000 or tests["failed"] != listed + tests.get("unlisted", 0):
                yield f"{checked['id']} lists {listed} of {tests['failed']} failing tests"
    return check


def sarif(path):
    """What GitHub takes: 25,000 results and rules a run, 10 MB packed, a place for each result."""
    valid = jsons(path)

    def check(record):
        yield from valid(record)
        run = json.loads(record["text"])["runs"][0]
        if len(run["results"]) > 25_000 or len(run["tool"]["driver"]["rules"]) > 25_000:
            yield f"{len(run['results'])} results"
        prints = [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]]
        if len(prints) != len(set(prints)):
            yield "two results have one fingerprint"
        if any(not r["locations"][0]["physicalLocation"]["region"] for r in run["results"]):
            yield "a result has no place"
        if len(gzip.compress(record["text"].encode())) > 10_000_000:
            yield "more than 10 MB"
    return check


def gitlab_report(path):
    valid = jsons(path)

    def check(record):
        yield from valid(record)
        prints = [entry["fingerprint"] for entry in json.loads(record["text"])]
        if len(prints) != len(set(prints)):
            yield "two entries have one fingerprint"
    return check


def junit(path=None):
    validator = etree.XMLSchema(etree.parse(str(path))) if path else None

    def check(record):
        text = record["text"].encode("utf-8")
        if len(text) > 30_000_000:
            yield f"{len(text)} bytes, more than GitLab reads"
        document = etree.fromstring(text, etree.XMLParser(huge_tree=True))
        if validator is not None and not validator.validate(document):
            yield str(validator.error_log)[:500]
        names = [case.get("name") for case in document.iter("testcase")]
        if len(names) != len(set(names)):
            yield "two cases have one name"
        suite = document.find("testsuite")
        for counter, element in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"),
                                 ("skipped", "skipped")):
            if int(suite.get(counter)) != len(list(document.iter(element))):
                yield f"{counter} is {suite.get(counter)}"
    return check


def main(folder, report_schema):
    checks = {
        "markdown": markdown,
        "json": report(report_schema),
        "sarif": sarif(HERE / "sarif-2.1.0.schema.json"),
        "gitlab": gitlab_report(HERE / "gitlab-code-quality.schema.json"),
        "rdjsonl": jsons(HERE / "rdformat-diagnostic.schema.json", each_line=True),
        "junit": junit(),
        "junit-xunit2": junit(HERE / "junit-10.xsd"),
    }
    wrong = 0
    for name, check in checks.items():
        count = 0
        with open(pathlib.Path(folder) / f"{name}.jsonl", encoding="utf-8", newline="\n") as file:
            for line in file:
                record = json.loads(line)
                count += 1
                for problem in check(record):
                    wrong += 1
                    if wrong <= 20:
                        print(f"{record['name']} as {name}: {problem}")
        print(f"{count} reports as {name}")
        wrong += count == 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
