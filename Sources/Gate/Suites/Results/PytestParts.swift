import GateModel

/// The line with which pytest ends: `== 1 failed, 3 passed in 0.12s ==`, with `-q` without a frame.
struct PytestCounts {
  /// Errors count as failures.
  var failed = 0
  /// Unexpected passes count as passes: where they must not, pytest counts them as failed.
  var passed = 0
  /// Expected failures count as skipped.
  var skipped = 0

  init?(_ line: Substring) {
    guard line.utf8.count < 400 else { return nil }
    let text = line.stripped(of: "=").stripped(of: " ")
    guard let (list, time) = text.cutLast(at: " in "), time.utf8.first?.isLetterOrDigit == true,
      let duration = time.cut(at: "s")?.before, seconds(duration) != nil
    else { return nil }
    if list == "no tests ran" { return }
    for part in list.split(separator: ",") {
      guard let (number, word) = part.stripped(of: " ").cut(at: " "),
        let count = leadingCount(number), count < maximumTests
      else { return nil }
      switch word {
      case "failed", "error", "errors": failed += count
      case "passed", "xpassed": passed += count
      case "skipped", "xfailed": skipped += count
      case "deselected", "warning", "warnings", "rerun", "subtests passed", "subtests failed",
        "subtests skipped":
        break
      default: return nil
      }
    }
  }
}

/// The traceback of one failure, under a line `____ name ____`.
struct PytestBlock {
  /// The test's name as the block has it: `TestCase.test_a[1]`, without its file.
  let key: String
  private(set) var place: Place?
  private var excerpt = Excerpt()

  init?(header line: Substring) {
    guard line.begins("_"), line.ends("_"), !line.begins("_ _") else { return nil }
    let title = line.stripped(of: "_")
    guard title.begins(" "), title.ends(" ") else { return nil }
    var name = title.stripped(of: " ")
    for prefix in ["ERROR collecting ", "ERROR at setup of ", "ERROR at teardown of "] {
      name = name.after(prefix) ?? name
    }
    key = pytestKey("::" + name)
  }

  /// Keeps the lines marked `E`, and the last place within the checkout.
  mutating func add(_ line: Substring, _ checkout: CheckoutPaths) {
    if let rest = line.after("E   ") {
      excerpt.add(rest)
    } else if !line.begins(" "), !line.begins(">") {
      place = checkout.place(atStartOf: line) ?? place
    }
  }

  var message: String { excerpt.text }
}

/// What a node id and the title of its block have in common.
func pytestKey(_ id: Substring) -> String {
  let name = id.cut(at: "::")?.after ?? id
  return name.replaced("::", by: ".")
}
