import FoundationEssentials
import GateModel

/// Reads a SARIF 2.1.0 log. Suppressed results, results that are no failures and results that an
/// earlier run had and this one has not are left out. A run whose tool did not finish is a problem.
///
/// Source: OASIS SARIF 2.1.0, sections named below.
func readSARIF(
  _ bytes: [UInt8], into collector: inout FindingCollector
) throws(ResultProblem) {
  let log: SARIFLog
  do {
    log = try JSONDecoder().decode(SARIFLog.self, from: Data(bytes))
  } catch {
    throw ResultProblem("the output is no SARIF log, or is cut off")
  }
  guard log.version.begins("2.1") else {
    throw ResultProblem("the output is SARIF \(log.version.prefix(20)); only 2.1.0 is read")
  }
  for run in log.runs { try readRun(run, into: &collector) }
}

private func readRun(
  _ run: SARIFRun, into collector: inout FindingCollector
) throws(ResultProblem) {
  // 3.20.14: the tool itself says whether it got through.
  if run.invocations?.contains(where: { $0.executionSuccessful == false }) == true {
    throw ResultProblem(
      "\(run.tool.driver.name ?? "the tool") says in its log that it did not finish")
  }
  // 3.14.23: absent where the tool did not come so far as to have results.
  guard let results = run.results else {
    throw ResultProblem("\(run.tool.driver.name ?? "the tool") wrote a run without `results`")
  }
  for result in results where result.isFailure {
    let rule = run.rule(of: result)
    let level = result.level ?? rule?.defaultConfiguration?.level ?? "warning"
    guard level != "none" else { continue }
    let location = result.locations?.first?.physicalLocation
    try collector.add(
      run.path(of: location?.artifactLocation), line: location?.region?.startLine,
      rule: result.ruleId ?? result.rule?.id ?? rule?.id, level: findingLevel(level),
      message: result.message?.text(rule) ?? rule?.shortDescription?.text ?? "",
      hint: rule?.help?.text ?? rule?.helpUri)
  }
}

private func findingLevel(_ level: String) -> Finding.Level {
  switch level {
  case "error": .error
  case "note": .note
  default: .warning  // The level of a result that has none: 3.27.10.
  }
}

private struct SARIFLog: Decodable {
  var version: String
  var runs: [SARIFRun]
}

private struct SARIFRun: Decodable {
  var tool: Tool
  var results: [SARIFResult]?
  var artifacts: [Artifact]?
  var originalUriBaseIds: [String: ArtifactLocation]?
  var invocations: [Invocation]?

  struct Tool: Decodable {
    var driver: Driver
  }

  struct Driver: Decodable {
    var name: String?
    var rules: [SARIFRule]?
  }

  struct Artifact: Decodable {
    var location: ArtifactLocation?
  }

  struct Invocation: Decodable {
    var executionSuccessful: Bool?
  }

  /// The rule by its place in the tool's list (3.27.6), or by its id.
  func rule(of result: SARIFResult) -> SARIFRule? {
    let rules = tool.driver.rules ?? []
    if let index = result.ruleIndex ?? result.rule?.index, rules.indices.contains(index) {
      return rules[index]
    }
    guard let id = result.ruleId ?? result.rule?.id, rules.count <= 2000 else { return nil }
    return rules.first { $0.id == id }
  }

  /// The URI with the bases that it is relative to (3.4.4); a base that the log does not explain,
  /// such as `%SRCROOT%`, is the checkout.
  func path(of location: ArtifactLocation?) -> FindingCollector.Path {
    var location = location
    if let index = location?.index, location?.uri == nil, let artifacts,
      artifacts.indices.contains(index)
    {
      location = artifacts[index].location
    }
    guard var uri = location?.uri else { return .none }
    var base = location?.uriBaseId
    for _ in 0..<8 {
      guard let name = base, let next = originalUriBaseIds?[name] else { break }
      uri = (next.uri ?? "") + uri
      base = next.uriBaseId
    }
    return .uri(uri)
  }
}

private struct ArtifactLocation: Decodable {
  var uri: String?
  var uriBaseId: String?
  var index: Int?
}

private struct SARIFRule: Decodable {
  var id: String?
  var shortDescription: Text?
  var help: Text?
  var helpUri: String?
  var messageStrings: [String: Text]?
  var defaultConfiguration: Configuration?

  struct Text: Decodable {
    var text: String?
  }

  struct Configuration: Decodable {
    var level: String?
  }
}

private struct SARIFResult: Decodable {
  var ruleId: String?
  var ruleIndex: Int?
  var rule: RuleReference?
  var kind: String?
  var level: String?
  var baselineState: String?
  var suppressions: [Suppression]?
  var message: Message?
  var locations: [Location]?

  struct RuleReference: Decodable {
    var id: String?
    var index: Int?
  }

  struct Suppression: Decodable {
    var status: String?
  }

  struct Location: Decodable {
    var physicalLocation: PhysicalLocation?
  }

  struct PhysicalLocation: Decodable {
    var artifactLocation: ArtifactLocation?
    var region: Region?
  }

  struct Region: Decodable {
    var startLine: Int?
  }

  struct Message: Decodable {
    var text: String?
    var markdown: String?
    var id: String?
    var arguments: [String]?

    /// 3.11: the text, or the rule's message of that id with its `{0}` filled in.
    func text(_ rule: SARIFRule?) -> String? {
      guard var text = text ?? id.flatMap({ rule?.messageStrings?[$0]?.text }) ?? markdown else {
        return nil
      }
      text = String(text.prefix(bytes: 20_000))
      for (index, argument) in zip(0..<10, arguments ?? []) {
        text = text.replaced("{\(index)}", by: String(argument.prefix(bytes: 1000)))
      }
      return text
    }
  }

  /// 3.27.9, 3.27.24, 3.35.3.
  var isFailure: Bool {
    guard kind == nil || kind == "fail", baselineState != "absent" else { return false }
    return suppressions?.contains { ($0.status ?? "accepted") == "accepted" } != true
  }
}
