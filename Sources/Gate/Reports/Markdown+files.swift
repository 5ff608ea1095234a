internal import GateModel

private let maximumFiles = 300

/// The changed files by lane, folded.
func changedFiles(_ report: Report) -> String {
  guard !report.files.isEmpty else { return "" }
  let lanes = Dictionary(grouping: report.files, by: { $0.lane })
  let order = lanes.keys.sorted { a, b in
    guard let a else { return false }
    return b.map { a < $0 } ?? true
  }
  let numbers = order.map { lane in
    "\(lane.map { "lane \(MarkdownText.html($0.description))" } ?? "no lane") \(lanes[lane]?.count ?? 0)"
  }
  var text = "<details><summary>\(counted(report.files.count, "changed file")): "
  text += numbers.joined(separator: ", ") + "</summary>\n\n"
  text += "| lane | file | change | lines |\n| --- | --- | --- | ---: |\n"
  for file in order.flatMap({ lanes[$0] ?? [] }).prefix(maximumFiles) { text += row(file) }
  if report.files.count > maximumFiles {
    text += "\nAnd \(report.files.count - maximumFiles) more.\n"
  }
  return text + "\n</details>\n"
}

private func row(_ file: Report.File) -> String {
  let path = MarkdownText.code(file.path.description, at: .cell)
  let old = file.oldPath.map { " from \(MarkdownText.code($0.description, at: .cell))" } ?? ""
  let lane = file.lane.map { MarkdownText.code($0.description, at: .cell) } ?? "none"
  let lines = file.added.flatMap { added in file.removed.map { "+\(added) −\($0)" } } ?? ""
  return "| \(lane) | \(path) | \(file.status.rawValue)\(old) | \(lines) |\n"
}
