import FoundationEssentials
import GateModel

/// Reads reviewdog's diagnostic format: one document with `diagnostics`, or a diagnostic a line. An
/// output without anything in it has no findings. Source: reviewdog's proto/rdf/reviewdog.proto.
func readRDFormat(
  _ bytes: [UInt8], into collector: inout FindingCollector
) throws(ResultProblem) {
  let decoder = JSONDecoder()
  // The first line of the other form is no document: it has no `diagnostics`.
  if let document = try? decoder.decode(RDDocument.self, from: Data(bytes)) {
    for diagnostic in document.diagnostics {
      try add(diagnostic, document.severity, into: &collector)
    }
    return
  }
  for (number, line) in zip(1..., TextLines(plainText(bytes))) where !line.isBlank {
    let diagnostic: RDDiagnostic
    do {
      diagnostic = try decoder.decode(RDDiagnostic.self, from: Data(line.utf8))
    } catch {
      throw ResultProblem(
        "line \(number) of the output is no diagnostic of RDFormat, or is cut off")
    }
    try add(diagnostic, nil, into: &collector)
  }
}

private func add(
  _ diagnostic: RDDiagnostic, _ severity: RDSeverity?, into collector: inout FindingCollector
) throws(ResultProblem) {
  try collector.add(
    diagnostic.location?.path.map { .path($0[...]) } ?? .none,
    line: diagnostic.location?.range?.start?.line,
    rule: diagnostic.code?.value, level: (diagnostic.severity ?? severity)?.level ?? .error,
    message: diagnostic.message, hint: diagnostic.code?.url)
}

private struct RDDocument: Decodable {
  var diagnostics: [RDDiagnostic]
  var severity: RDSeverity?
}

private struct RDDiagnostic: Decodable {
  var message: String
  var location: Location?
  var severity: RDSeverity?
  var code: Code?

  struct Location: Decodable {
    var path: String?
    var range: Range?
  }

  struct Range: Decodable {
    var start: Position?
  }

  struct Position: Decodable {
    var line: Int?
  }

  struct Code: Decodable {
    var value: String?
    var url: String?
  }
}

/// A protobuf enumeration: its name, or its number.
private struct RDSeverity: Decodable {
  /// Nil for `UNKNOWN_SEVERITY`, and for one that is not known here.
  let level: Finding.Level?

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    let number = try? value.decode(Int.self)  // Not a number: it has to be a name.
    let name = try number.map { String($0) } ?? value.decode(String.self)
    switch name {
    case "ERROR", "1": level = .error
    case "WARNING", "2": level = .warning
    case "INFO", "3": level = .note
    default: level = nil
    }
  }
}
