internal import GateModel

private let maximumLines = 40
private let maximumSections = 20

/// The sections that gate.yml asks for, as they were found, folded.
func describedAsFound(_ report: Report) -> String {
  guard !report.description.isEmpty else { return "" }
  let sections = report.description.prefix(maximumSections).map { section in
    let text = section.text.map { $0.isBlank ? "*empty*" : quoted($0) }
    let name = MarkdownText.sentence(section.name, at: .line)
    return "#### \(name)\n\n\(text ?? "*missing*")\n"
  }
  return "<details><summary>The description as found</summary>\n\n"
    + sections.joined(separator: "\n") + "\n</details>\n"
}

/// A quotation, line by line.
private func quoted(_ text: String) -> String {
  let lines = text.lines
  var shown = lines.prefix(maximumLines).map { MarkdownText.sentence(String($0), at: .block) }
  if lines.count > maximumLines { shown.append("… \(lines.count - maximumLines) more lines") }
  while shown.last?.isEmpty == true { shown.removeLast() }
  return zip(shown, shown.dropFirst() + [""]).map { line, next in
    line.isEmpty ? ">" : next.isEmpty ? "> \(line)" : "> \(line)\\"
  }.joined(separator: "\n")
}

/// What the reader should know about how it was judged.
func judgedHow(_ report: Report) -> String {
  report.remarks.prefix(maximumSections).map { "> \(MarkdownText.sentence($0, at: .block))\n" }
    .joined(separator: "\n")
}
