import GateModel
import TestSupport

/// Random reports, the same on every machine, whose every text tries to be more than text; and of each
/// its twin, which says harmless words in the same places.
enum HostileReports {
  static func pair(_ number: Int) -> (hostile: Report, harmless: Report) {
    twins(number) { $0.report() }
  }

  static func matrices(_ number: Int) -> (hostile: LaneConflicts, harmless: LaneConflicts) {
    twins(number) { $0.matrix() }
  }

  static func reports(_ count: Int) -> [(name: String, report: Report)] {
    (0..<count).map { ("seed \($0)", pair($0).hostile) }
  }

  private static func twins<Value>(
    _ number: Int, _ make: (inout RandomReport) -> Value
  ) -> (hostile: Value, harmless: Value) {
    var texts = RandomReport(seed: UInt64(number))
    let hostile = make(&texts)
    // Words in the order of what they stand for, so that what is sorted or grouped stays so.
    let order = Set(texts.said).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let names = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    var twin = RandomReport(seed: UInt64(number)) { text, isOfLines in
      let word = "word\(10_000 + (names[text] ?? 0))"
      guard isOfLines else { return word }
      let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.map { HostileText.isBlank($0) ? "" : word }.joined(separator: "\n")
    }
    return (hostile, make(&twin))
  }
}

/// Makes a report from a seed. What it says of a text goes through a translator.
private struct RandomReport {
  private var random: SplitMix
  private var words: SplitMix
  private let translate: (String, _ isOfLines: Bool) -> String
  private(set) var said: [String] = []

  init(seed: UInt64, translate: @escaping (String, Bool) -> String = { text, _ in text }) {
    random = SplitMix(seed: seed)
    words = SplitMix(seed: seed ^ 0xABCD)
    self.translate = translate
  }

  mutating func report() -> Report {
    let outcomes = (0..<number(5)).map { _ in outcome() }
    return Report(
      verdict: Verdict(outcomes), summary: line(), project: line(),
      base: Revision(ref: line(), commit: ObjectID(String(repeating: "3f", count: 20))),
      head: Revision(ref: line(), commit: nil), lane: chance(2) ? LaneID("B") : nil,
      wave: chance(2) ? 1 : nil, profile: line(), outcomes: outcomes,
      files: (0..<number(4)).map { _ in file() },
      description: (0..<number(3)).map { _ in
        Report.Section(name: line(), text: chance(4) ? nil : lines())
      },
      next: (0..<number(3)).map { _ in line() }, remarks: (0..<number(2)).map { _ in line() },
      proof: chance(3) ? proof() : nil)
  }

  mutating func matrix() -> LaneConflicts {
    let lanes = ["A", "B", "C"].compactMap(LaneID.init)
    let id = ObjectID(String(repeating: "3f", count: 20))
    var matrix = LaneConflicts()
    for (index, a) in lanes.enumerated() {
      if let id { matrix.lanes.append(LaneTip(lane: a, branch: line(), commit: id)) }
      if chance(3) { matrix.unjudged[a] = line() }
      for b in lanes[(index + 1)...] {
        matrix.pairs.append(
          LaneConflicts.Pair(
            a: a, b: b, conflicts: (0..<number(3)).map { _ in conflict() },
            unjudged: (0..<number(1)).map { _ in line() }))
      }
    }
    return matrix
  }

  private mutating func conflict() -> LaneConflicts.Conflict {
    let kinds = LaneConflicts.Kind.allCases
    return LaneConflicts.Conflict(
      kind: kinds[number(kinds.count - 1)], path: path(), line: chance(2) ? number(90) : nil,
      message: sentence(), hint: chance(2) ? sentence() : nil)
  }

  private mutating func proof() -> WaveProof? {
    guard let lane = LaneID("B"), let id = ObjectID(String(repeating: "3f", count: 20)) else {
      return nil
    }
    return WaveProof(
      strategy: line(), id: line(),
      lanes: (0..<number(3)).map { _ in
        WaveProof.Lane(
          id: lane, tip: LaneTip(lane: lane, branch: line(), commit: id), standing: .out,
          reason: line())
      },
      culprits: (0..<number(2)).map { _ in
        WaveProof.Culprit(kind: .conflict, lanes: [lane], checks: [line()], paths: [path()])
      },
      states: (0..<number(3)).map { _ in
        WaveProof.State(
          lanes: [lane], commit: id, tree: id, why: line(),
          checks: [WaveProof.Tried(check: line(), outcome: "failed", seconds: 1)])
      })
  }

  private mutating func outcome() -> Outcome {
    let name = line()
    let ids: [CheckID] = [.rule(name), .linter(name), .suite(name), .acceptance(name)]
    let results: [Outcome.Result] = [.passed, .failed, .broken(lines()), .skipped, .cached]
    let result = results[number(results.count - 1)]
    let tests = (0..<number(3)).map { _ in
      TestCase(
        id: line(), status: .failed, message: lines(), path: chance(2) ? path() : nil,
        line: chance(2) ? number(90) : nil)
    }
    return Outcome(
      check: Check(id: ids[number(3)], reason: sentence(), isSkipped: result == .skipped),
      result: result, seconds: Double(number(9000)) / 1000,
      findings: (0..<number(4)).map { _ in finding() },
      tests: tests.isEmpty ? nil : TestResults(cases: tests), output: chance(2) ? lines() : nil,
      evidence: chance(2) ? sentence() : nil,
      migrations: (0..<number(2)).map { _ in effect() })
  }

  private mutating func effect() -> MigrationEffect {
    MigrationEffect(
      path: path(), schema: (0..<number(3)).map { _ in line() }, diff: chance(3) ? "" : lines(),
      statements: (0..<number(3)).map { _ in
        MigrationEffect.Statement(
          line: number(90), text: line(),
          locks: (0..<number(2)).map { _ in
            MigrationEffect.Lock(
              relation: line(), mode: "ACCESS EXCLUSIVE",
              blocks: MigrationEffect.Blocking.allCases[number(2)])
          }, rewrites: (0..<number(2)).map { _ in line() },
          scans: (0..<number(2)).map { _ in line() })
      })
  }

  private mutating func finding() -> Finding {
    Finding(
      rule: line(), level: Finding.Level.allCases[number(2)], path: chance(3) ? nil : path(),
      line: chance(2) ? number(90) : nil, message: sentence(), hint: chance(2) ? sentence() : nil)
  }

  private mutating func file() -> Report.File {
    Report.File(
      path: path(), oldPath: chance(3) ? path() : nil,
      status: ChangedFile.Status.allCases[number(4)], lane: chance(2) ? LaneID("A") : nil,
      added: chance(2) ? 1 : nil, removed: chance(2) ? 2 : nil)
  }

  private mutating func path() -> RepoPath { RepoPath(line()) }

  /// One of the gate's own sentences, with text of the change between backticks.
  private mutating func sentence() -> String {
    switch number(3) {
    case 0: line()
    case 1: "the file `\(line())` belongs to lane A"
    case 2: "`\(line())` and \(line()): twice"
    default: "no lane owns (\(line())), nor `\(line())`"
    }
  }

  private mutating func line() -> String { said(HostileText.line(&words)) }

  private mutating func lines() -> String {
    let lines = (0...number(5)).map { _ in HostileText.line(&words) }
    return said(lines.joined(separator: chance(3) ? "\n\n" : "\n"), isOfLines: true)
  }

  private mutating func said(_ text: String, isOfLines: Bool = false) -> String {
    said.append(text)
    return translate(text, isOfLines)
  }

  private mutating func number(_ maximum: Int) -> Int {
    Int.random(in: 0...maximum, using: &random)
  }

  private mutating func chance(_ one: Int) -> Bool { number(one - 1) == 0 }
}
