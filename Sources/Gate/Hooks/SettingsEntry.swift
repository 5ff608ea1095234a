internal import GateModel

/// A command that the gate has in the settings of an agent's program.
struct SettingsEntry: Sendable, Hashable {
  /// When it is called, as the program names it: a list under `hooks`.
  var event: String
  /// For which tools; nil for all, and for events that are of no tool.
  var matcher: String?
  var command: String
  /// In the program's own unit; nil for its own.
  var timeout: Int?
  /// What the command has in it whichever version wrote it, and however the program is found.
  var mark: String

  /// The element of the event's list.
  private var group: JSON {
    .object([
      "matcher": matcher.map { .string($0) },
      "hooks": [
        .object([
          "type": "command", "command": .string(command), "timeout": timeout.map { .integer($0) },
        ])
      ],
    ])
  }
}

extension [SettingsEntry] {
  /// The settings with all of them; the same where they have them already.
  func installing(in text: String?) throws(SettingsProblem) -> String {
    var text = text
    for entry in self { text = try entry.installing(in: text) }
    return text ?? ""
  }

  /// The settings without any of them; nil where nothing else is in them.
  func uninstalling(from text: String) throws(SettingsProblem) -> String? {
    var text = text
    for entry in self {
      guard let rest = try entry.uninstalling(from: text) else { return nil }
      text = rest
    }
    return text
  }
}

extension SettingsEntry {
  /// The settings with the hook; the same where they have it already. Everything else stays byte for
  /// byte, and `uninstalling` gives back what was there before.
  ///
  /// The layout remembers what was there: what is added as a whole begins with white space after its
  /// bracket, what is put into an empty list or object does not.
  fileprivate func installing(in text: String?) throws(SettingsProblem) -> String {
    guard let text, !text.trimmed.isEmpty else {
      let settings: JSON = ["hooks": lists]
      return Layout(of: "\n").render(settings, 0) + "\n"
    }
    let source = try source(text)
    let commands = commands(in: source)
    if let old = commands.first(where: { $0.node.string != command })?.node {
      // As another version wrote it: it is brought up to date where it is.
      return try installing(in: source.splicing(old.range, JSON.string(command).text()))
    }
    guard commands.isEmpty else { return text }
    let layout = Layout(of: text)
    guard let hooks = source.root["hooks"] else {
      return source.adding("hooks", lists, to: source.root, 1, layout)
    }
    guard hooks.isObject else { throw SettingsProblem(reason: "`hooks` is no object") }
    guard let list = hooks[event] else {
      return source.adding(event, [group], to: hooks, 2, layout)
    }
    guard list.elements != nil else {
      throw SettingsProblem(reason: "`hooks.\(event)` is no list")
    }
    return source.adding(nil, group, to: list, 3, layout)
  }

  /// The settings without the hook; nil where nothing else is in them.
  fileprivate func uninstalling(from text: String) throws(SettingsProblem) -> String? {
    if text.trimmed.isEmpty { return text }
    var text = text
    while true {
      let source = try source(text)
      guard let place = commands(in: source).first?.place else { return text }
      guard let rest = source.removing(place) else { return nil }
      text = rest
    }
  }

  /// Whether the hook is among the settings, as this version writes it or another.
  func isInstalled(in text: String) throws(SettingsProblem) -> Bool {
    guard !text.trimmed.isEmpty else { return false }
    return !commands(in: try source(text)).isEmpty
  }

  /// What is under `hooks` where there was nothing.
  private var lists: JSON { .object([JSON.Member(event, [group])]) }

  private func source(_ text: String) throws(SettingsProblem) -> JSONSource {
    guard let source = JSONSource(Array(text.utf8)) else {
      throw SettingsProblem(reason: "it is no JSON, or says a name twice")
    }
    guard source.root.isObject else { throw SettingsProblem(reason: "it is no object") }
    return source
  }

  /// The hook's commands, each with the place of its entry as a way down from the root.
  private func commands(in source: JSONSource) -> [(place: [Step], node: JSONSource.Node)] {
    var found: [(place: [Step], node: JSONSource.Node)] = []
    let groups = source.root["hooks"]?[event]?.elements ?? []
    for (group, node) in groups.enumerated() {
      let entries = node["hooks"]?.elements ?? []
      for (index, entry) in entries.enumerated() {
        guard let command = entry["command"], command.string?.contains(mark) == true else {
          continue
        }
        let way: [Step] = [.name("hooks"), .name(event), .index(group)]
        // With its last command, the group goes too.
        let place = entries.count == 1 ? way : way + [.name("hooks"), .index(index)]
        found.append((place, command))
      }
    }
    return found
  }
}

enum Step: Hashable {
  case name(String)
  case index(Int)
}

extension JSONSource {
  /// The text with one more member (or element, without a name) at the end of a container.
  fileprivate func adding(
    _ name: String?, _ value: JSON, to container: Node, _ level: Int, _ layout: Layout
  ) -> String {
    let new = (name.map { "\"\($0)\": " } ?? "") + layout.render(value, level)
    let ranges = container.children
    guard let last = ranges.last else {
      return splicing(container.range.lowerBound + 1..<container.range.lowerBound + 1, new)
    }
    let before = ranges.dropLast().last?.upperBound
    // What stands before the last one, without the comma, stands before the new one.
    let gap = bytes[(before ?? container.range.lowerBound + 1)..<last.lowerBound]
    let space = String(decoding: gap.filter { $0 <= 0x20 }, as: UTF8.self)
    return splicing(
      last.upperBound..<last.upperBound, "," + (space.isEmpty ? " " : space) + new)
  }

  /// The text without what a way leads to, and without the containers that held nothing else and were
  /// made for it; nil where that is everything.
  fileprivate func removing(_ way: [Step]) -> String? {
    var (container, way) = (root, way)
    guard let step = way.popLast() else { return nil }
    for step in way {
      guard let next = container.child(step)?.value else { return nil }
      container = next
    }
    guard let (index, _) = container.child(step) else { return nil }
    let ranges = container.children
    let range = ranges[index]
    if index > 0 { return splicing(ranges[index - 1].upperBound..<range.upperBound, "") }
    if ranges.count > 1 { return splicing(range.lowerBound..<ranges[1].lowerBound, "") }
    if range.lowerBound == container.range.lowerBound + 1 { return splicing(range, "") }
    return removing(way)
  }

  fileprivate func splicing(_ range: Range<Int>, _ text: String) -> String {
    String(
      decoding: bytes[..<range.lowerBound] + Array(text.utf8) + bytes[range.upperBound...],
      as: UTF8.self)
  }
}

extension JSONSource.Node {
  fileprivate var children: [Range<Int>] {
    switch kind {
    case .object(let members): members.map(\.range)
    case .array(let nodes): nodes.map(\.range)
    case .string, .other: []
    }
  }

  fileprivate func child(_ step: Step) -> (index: Int, value: JSONSource.Node)? {
    switch step {
    case .name(let name):
      let index = members.firstIndex { $0.name == name }
      return index.map { ($0, members[$0].value) }
    case .index(let index):
      guard let elements, elements.indices.contains(index) else { return nil }
      return (index, elements[index])
    }
  }
}

/// How a file is laid out, so that what is added looks like the rest.
private struct Layout {
  private var newline: String?
  private var unit = "  "

  init(of text: String) {
    let bytes = Array(text.utf8)
    guard let end = bytes.firstIndex(of: 0x0A) else { return }
    newline = end > 0 && bytes[end - 1] == 0x0D ? "\r\n" : "\n"
    let indent = bytes[(end + 1)...].prefix { $0 == 0x20 || $0 == 0x09 }
    if !indent.isEmpty { unit = String(decoding: indent, as: UTF8.self) }
  }

  func render(_ json: JSON, _ level: Int) -> String {
    switch json {
    case .object(let members):
      list("{", "}", level, members.map { "\"\($0.name)\": " + render($0.value, level + 1) })
    case .array(let values): list("[", "]", level, values.map { render($0, level + 1) })
    case .null, .bool, .integer, .number, .string: json.text()
    }
  }

  private func list(_ open: String, _ close: String, _ level: Int, _ parts: [String]) -> String {
    guard let newline else { return "\(open) \(parts.joined(separator: ", ")) \(close)" }
    let outer = newline + String(repeating: unit, count: level)
    return open + outer + unit + parts.joined(separator: "," + outer + unit) + outer + close
  }
}
