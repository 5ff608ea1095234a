internal import FoundationEssentials
internal import GateModel

/// One declaration as Universal Ctags writes it. Source: ctags-json-output(5).
struct CtagsTag {
  private let json: JSON

  /// Nil for a line that is none.
  init?(line: Substring) {
    // A line of another kind says nothing about declarations.
    guard let json = try? JSONDecoder().decode(JSON.self, from: Data(line.utf8)),
      json["_type"]?.string == "tag"
    else { return nil }
    self.json = json
  }

  var file: String { json["path"]?.string ?? "" }

  /// As others rely on it; nil for what they cannot see.
  func entry(in path: RepoPath) -> Contract.Entry? {
    guard isVisible, let name = json["name"]?.string, !name.isEmpty else { return nil }
    let scope = json["scope"]?.string.map { "\($0)." } ?? ""
    return Contract.Entry(
      name: "\(path): \(scope)\(name)", definition: definition,
      place: Contract.Place(path, line: json["line"]?.integer))
  }

  private var kind: String { json["kind"]?.string ?? "" }
  private var language: String { json["language"]?.string ?? "" }

  private var definition: String {
    let bases = json["inherits"]?.string.map { " (\($0))" } ?? ""
    // Where ctags does not know the parameters, the line stands for them.
    if json["signature"] == nil, writesNoSignatures, ["function", "method"].contains(kind) {
      return "\(kind) \(source)"
    }
    let signature = json["signature"]?.string.map { " \(oneSpace($0))" } ?? ""
    let type = json["typeref"]?.string.flatMap { text in
      text.firstIndex(of: ":").map { oneSpace(text[text.index(after: $0)...]) }
    }
    let result = type.map { (signature.isEmpty ? ": " : " -> ") + $0 } ?? ""
    return kind + bases + signature + result
  }

  private var writesNoSignatures: Bool { ["TypeScript", "JavaScript"].contains(language) }

  /// Its line, without the pattern's marks and the beginning of its body.
  private var source: String {
    var text = (json["pattern"]?.string ?? "")[...]
    for mark in ["/^", "/"] where text.hasPrefix(mark) { text = text.dropFirst(mark.count) }
    for mark in ["$/", "/"] where text.hasSuffix(mark) { text = text.dropLast(mark.count) }
    if let body = text.lastIndex(of: "{") { text = text[..<body] }
    return oneSpace(text.replacing(#"\/"#, with: "/").replacing(#"\\"#, with: #"\"#))
  }

  /// By the language's own rule, as far as ctags tells it.
  private var isVisible: Bool {
    let hidden = [
      "local", "parameter", "package", "namespace", "label", "import", "implementation", "unknown",
      "receiver", "macroparam", "tparam",
    ]
    let inside = ["function", "func", "method", "member"]
    if hidden.contains(kind) || json["file"]?.isTrue == true { return false }
    // What is declared within a function is nobody else's.
    if let scope = json["scopeKind"]?.string, inside.contains(scope) { return false }
    if let access = json["access"]?.string, access != "public" { return false }
    let names =
      (json["scope"]?.string?.split(separator: ".").map(String.init) ?? []) + [
        json["name"]?.string ?? ""
      ]
    switch language {
    case "Go":
      // The first name of a scope is the package's.
      let own = json["scope"] == nil ? names : Array(names.dropFirst())
      return own.allSatisfy { $0.first?.isUppercase == true }
    case "Python": return names.allSatisfy { !$0.hasPrefix("_") || $0 == "__init__" }
    case "Rust":
      let isPart = ["enumerator"].contains(kind) || json["scopeKind"]?.string == "interface"
      return isPart || source.hasPrefix("pub ") || source.contains(" pub ")
    case "TypeScript":
      return json["scope"] != nil || source.hasPrefix("export ")
    default: return true
    }
  }
}

private func oneSpace(_ text: some StringProtocol) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
