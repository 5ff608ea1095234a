package import GateModel

/// Why a file of `Waves/frozen/` is not read: it is no such file.
package struct ContractProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, and what was expected, without a closing point.
  package var description: String
}

extension Contract {
  /// The first line of its file: the format's version, and the kind.
  private var heading: String { "gate-freeze/1 \(kind.rawValue)" }

  /// As a file: a heading, then a line an entry, so that a change of one is a change of one line.
  package var text: String {
    heading + "\n# Written by `gate freeze`. Later changes may add to it; what is here stays.\n"
      + entries.map { "\(escaped($0.name))\t\(escaped($0.definition))\n" }.joined()
  }

  /// Reads the file again; the place of each entry is its line.
  ///
  /// - Parameter path: the file's, for places and messages.
  package init(
    _ kind: FrozenInterface, reading bytes: [UInt8], path: RepoPath
  ) throws(ContractProblem) {
    func problem(_ line: Int, _ words: String) -> ContractProblem {
      ContractProblem(description: "\(path):\(line): \(words); `gate freeze` writes it anew")
    }
    self.init(kind, [])
    let lines = String(decoding: bytes, as: UTF8.self).lines
    guard let first = lines.first, first == heading else {
      throw problem(1, "the first line is `\(heading)` in what this version of gate reads")
    }
    var read: [Entry] = []
    for (number, line) in zip(2..., lines.dropFirst()) where !line.isEmpty && !line.hasPrefix("#") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(unescaped)
      guard parts.count == 2, let name = parts[0], let definition = parts[1], !name.isEmpty else {
        throw problem(number, "a line is a name, a tab and a definition")
      }
      read.append(Entry(name: name, definition: definition, place: Place(path, line: number)))
    }
    self.init(kind, read)
  }
}

/// On one line, without a tab, and not to be taken for a remark.
private func escaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": escaped += #"\\"#
    case "\t": escaped += #"\t"#
    case "\n": escaped += #"\n"#
    case "\r": escaped += #"\r"#
    case "#" where escaped.isEmpty: escaped += "\\#"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// Nil for an escape that there is not.
private func unescaped(_ text: Substring) -> String? {
  var plain = String.UnicodeScalarView()
  var rest = text.unicodeScalars
  while let scalar = rest.popFirst() {
    guard scalar == "\\" else {
      plain.append(scalar)
      continue
    }
    switch rest.popFirst() {
    case "\\": plain.append("\\")
    case "t": plain.append("\t")
    case "n": plain.append("\n")
    case "r": plain.append("\r")
    case "#": plain.append("#")
    default: return nil
    }
  }
  return String(plain)
}
