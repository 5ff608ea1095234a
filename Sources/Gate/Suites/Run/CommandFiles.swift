internal import FoundationEssentials
internal import GateModel
internal import Processes

/// The files of one command: its `GATE_OUT`, and the output that the gate keeps of it.
package struct CommandFiles: Sendable {
  /// `GATE_OUT`.
  package let out: String
  /// The file for its standard output.
  package let output: String
  /// The file for its standard error, where that is kept apart.
  package let errors: String

  /// Makes `GATE_OUT` anew and empty.
  package init(_ kind: String, _ name: String, in workspace: Workspace) throws {
    let stem = "\(workspace.out)/\(kind)-\(fileName(name))"
    (out, output, errors) = (stem, stem + ".log", stem + ".errors.log")
    let manager = FileManager.default
    try manager.createDirectory(atPath: workspace.out, withIntermediateDirectories: true)
    for path in [out, output, errors] where FileState(path) != nil {
      try manager.removeItem(atPath: path)
    }
    try manager.createDirectory(atPath: out, withIntermediateDirectories: false)
  }

  /// The last lines that the command wrote, errors first.
  package var lastLines: String? {
    for path in [errors, output] {
      let lines = TextLines(plainText(Array(tail(ofFile: path, bytes: 16 << 10).utf8)))
        .filter { !$0.isBlank }.suffix(40)
      var text = lines.joined(separator: "\n")
      while text.utf8.count > 4096, let (_, rest) = text.cut(at: "\n") { text = String(rest) }
      if !text.isEmpty { return String(text.prefix(bytes: 4096)) }
    }
    return nil
  }
}

/// A name as a part of a file name.
private func fileName(_ name: String) -> String {
  name.utf8.map { byte in
    byte.isLetterOrDigit || "-_.".utf8.contains(byte)
      ? String(Unicode.Scalar(byte)) : "%" + String(byte, radix: 16)
  }.joined()
}
