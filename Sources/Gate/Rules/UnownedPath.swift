internal import GateModel

/// Every new path has an owner.
struct UnownedPath: Rule {
  let id = "unowned-path"
  let summary = "A new file belongs to some lane."
  let defaultLevel = RuleLevel.warning
  let explanation = """
    A file that no lane owns is a file that nobody answers for, and the next lane to need it will be \
    stopped. Paths that may stay without an owner are listed under `unowned-path: {except: […]}`.
    """

  func reasonToSkip(_ subject: RuleCase) -> String? {
    subject.project.lanes.isEmpty ? "the plan has no lanes" : nil
  }

  func findings(in subject: RuleCase) -> [Finding] {
    let exceptions = GlobSet(subject.project.rules.unownedExceptions)
    return subject.change.files.filter { $0.before == nil || $0.status == .renamed }.map(\.path)
      .filter { path in
        subject.ownership.owners(of: path).isEmpty
          && subject.ownership.claims(in: path).isEmpty && !exceptions.contains(path)
      }
      .map { path in
        Finding(
          rule: id, path: path, message: "no lane owns this new file",
          hint: "add it to `owns:` of a lane, or to `unowned-path: {except: […]}` in gate.yml")
      }
  }

  var examples: [RuleExample] {
    [
      RuleExample(
        "A new file inside a lane's folder.", isGood: true, project: RuleExample.twoLanes,
        lane: "B",
        edits: ["web/new.js": "let a\n"]),
      RuleExample(
        "A new file that nobody owns.", isGood: false, project: RuleExample.twoLanes, lane: "D",
        edits: ["misc/new.txt": "a\n"]),
    ]
  }
}
