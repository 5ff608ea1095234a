internal import GateModel

/// The same thing found in several places: said once.
struct FindingGroup {
  /// The first of them.
  var finding: Finding
  var places: [(path: RepoPath, line: Int?)]

  /// The findings of some levels, in report order of each group's first.
  static func groups(of findings: [Finding], _ levels: Set<Finding.Level>) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var known: [Finding: Int] = [:]
    for finding in findings where levels.contains(finding.level) {
      var key = finding
      (key.path, key.line) = (nil, nil)
      let place = finding.path.map { [(path: $0, line: finding.line)] } ?? []
      if let index = known[key], !place.isEmpty {
        groups[index].places += place
      } else {
        known[key] = groups.count
        groups.append(FindingGroup(finding: finding, places: place))
      }
    }
    return groups
  }
}
