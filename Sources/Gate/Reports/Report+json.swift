internal import FoundationEssentials
package import GateModel

/// Why a file is not a stored report: one sentence.
package struct StoredReportProblem: Error, Sendable, Hashable {
  /// What is wrong with the file, as a clause without a closing point.
  package var message: String
}

extension Report {
  /// Reads the canonical form back. Tests that passed come back as their number only.
  package init(stored bytes: [UInt8]) throws {
    let json: JSON
    do {
      json = try JSONDecoder().decode(JSON.self, from: Data(bytes))
    } catch {
      throw StoredReportProblem(message: "the file is not JSON")
    }
    guard json["schema"]?.string == reportSchema else {
      let found = json["schema"]?.string ?? "none"
      throw StoredReportProblem(message: "the file is no \(reportSchema) report (schema: \(found))")
    }
    try self.init(json: json)
  }

  private init(json: JSON) throws {
    self.init(
      verdict: try Verdict(rawValue: json.text("verdict")).orMissing("verdict"),
      summary: try json.text("summary"), project: try json.text("project"),
      base: try Revision(json: json["base"].orMissing("base")),
      head: try Revision(json: json["head"].orMissing("head")),
      lane: try json.parsed("lane") { LaneID($0) }, wave: json["wave"]?.integer,
      profile: try json.text("profile"),
      outcomes: try json.list("checks").map { try Outcome(json: $0) },
      files: try json.list("files").map { try File(json: $0) },
      description: try json.list("description").map {
        Section(name: try $0.text("section"), text: $0["text"]?.string)
      },
      next: try json.list("next").compactMap(\.string),
      remarks: try json.list("remarks").compactMap(\.string),
      proof: try json["proof"].map { try WaveProof(json: $0) })
  }
}

extension Revision {
  fileprivate init(json: JSON) throws {
    self.init(
      ref: try json.text("ref"), commit: try json.parsed("commit") { ObjectID($0) },
      tree: try json.parsed("tree") { ObjectID($0) })
  }
}

extension Outcome {
  fileprivate init(json: JSON) throws {
    let name = try json.text("outcome")
    let result: Result =
      switch name {
      case "passed": .passed
      case "failed": .failed
      case "broken": .broken(json["error"]?.string ?? "")
      case "skipped": .skipped
      case "cached": .cached
      default: throw StoredReportProblem(message: "there is no outcome `\(name)`")
      }
    let check = Check(
      id: try CheckID(stored: json.text("id")), reason: try json.text("reason"),
      isSkipped: result == .skipped)
    self.init(
      check: check, result: result, seconds: json["seconds"]?.number ?? 0,
      findings: try json.list("findings").map { try Finding(json: $0) },
      tests: try json["tests"].map { try TestResults(json: $0) }, output: json["output"]?.string,
      evidence: json["evidence"]?.string,
      migrations: try json["migrations"]?.array?.map { try MigrationEffect(json: $0) } ?? [])
  }
}

extension CheckID {
  fileprivate init(stored text: String) throws {
    let slash = text.unicodeScalars.firstIndex(of: "/") ?? text.startIndex
    let name = String(text.unicodeScalars[slash...].dropFirst())
    switch text[..<slash] {
    case "rule": self = .rule(name)
    case "command": self = .linter(name)
    case "migrations": self = .migrations(name)
    case "suite": self = .suite(name)
    case "acceptance": self = .acceptance(name)
    case "lane": self = .lane(name)
    case "landing": self = .landing(name)
    case "freeze":
      self = .freeze(try FrozenInterface(rawValue: name).orMissing("interface `\(name)`"))
    default: throw StoredReportProblem(message: "there is no check `\(text)`")
    }
  }
}

extension Finding {
  fileprivate init(json: JSON) throws {
    self.init(
      rule: try json.text("rule"),
      level: try Level(rawValue: json.text("level")).orMissing("level"),
      path: json["path"]?.string.map { RepoPath($0) }, line: json["line"]?.integer,
      message: try json.text("message"), hint: json["hint"]?.string)
  }
}

extension TestResults {
  fileprivate init(json: JSON) throws {
    let failures = try json.list("failures").map {
      TestCase(
        id: try $0.text("id"), status: .failed, seconds: $0["seconds"]?.number,
        message: try $0.text("message"), path: $0["path"]?.string.map { RepoPath($0) },
        line: $0["line"]?.integer)
    }
    self.init(
      cases: failures,
      unlisted: Counts(
        passed: try json.count("passed"),
        failed: max(0, try json.count("failed") - failures.count),
        skipped: try json.count("skipped")))
  }
}

extension MigrationEffect {
  fileprivate init(json: JSON) throws {
    self.init(
      path: RepoPath(try json.text("path")), schema: try json.list("schema").compactMap(\.string),
      diff: try json.text("diff"),
      statements: try json.list("statements").map { try Statement(json: $0) })
  }
}

extension MigrationEffect.Statement {
  fileprivate init(json: JSON) throws {
    self.init(
      line: try (json["line"]?.integer).orMissing("line"), text: try json.text("text"),
      isSeen: try json.text("blocks") != MigrationEffect.Blocking.unknown.rawValue,
      locks: try json.list("locks").map {
        MigrationEffect.Lock(
          relation: try $0.text("relation"), mode: try $0.text("mode"),
          blocks: try MigrationEffect.Blocking(rawValue: $0.text("blocks")).orMissing("blocks"))
      }, rewrites: try json.list("rewrites").compactMap(\.string),
      scans: try json.list("scans").compactMap(\.string))
  }
}

extension Report.File {
  fileprivate init(json: JSON) throws {
    self.init(
      path: RepoPath(try json.text("path")), oldPath: json["oldPath"]?.string.map { RepoPath($0) },
      status: try ChangedFile.Status(rawValue: json.text("status")).orMissing("status"),
      lane: try json.parsed("lane") { LaneID($0) }, added: json["added"]?.integer,
      removed: json["removed"]?.integer)
  }
}
