import GateModel
import Processes

/// Runs git in a folder; where it fails, what it says is the failure.
///
/// - Parameter failure: what is the matter then.
func git(
  _ arguments: [String], in folder: String, _ environment: [String: String],
  or failure: String? = nil
) throws {
  let ended = try finished { await answer(of: "git", arguments, in: folder, environment) }
  guard ended.code == 0 else {
    // A message of git may go on in a second line.
    let lines = ended.text.lines.map { String($0[...].trimmed) }.filter { !$0.isEmpty }
    let words = lines.isEmpty ? "it says nothing" : lines.prefix(6).joined(separator: " ")
    let failure = failure ?? "git \(arguments.first ?? "") failed"
    throw Failure("\(failure): \(words)", exit: .unjudged)
  }
}
