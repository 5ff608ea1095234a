import GateModel
import Processes

/// Runs git in a folder; where it fails, what it says is the failure.
func git(_ arguments: [String], in folder: String, _ environment: [String: String]) throws {
  let ended = try finished { await answer(of: "git", arguments, in: folder, environment) }
  guard ended.code == 0 else {
    let words = ended.text.lines.first { !$0.isEmpty }.map(String.init) ?? "it says nothing"
    throw Failure("git \(arguments.first ?? "") failed: \(words)", exit: .unjudged)
  }
}
