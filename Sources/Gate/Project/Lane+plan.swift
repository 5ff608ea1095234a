internal import GateModel

extension Lane {
  /// From a file of `Lanes/`; nil only where its shape was not checked.
  init?(plan: PlanNode) {
    guard let id = plan["lane"]?.laneID else { return nil }
    self.init(
      id: id, title: plan["title"]?.text ?? "", priority: plan["priority"]?.text,
      branch: plan["branch"]?.glob, owns: plan["owns"].globs,
      regions: plan["regions"]?.elements.map {
        RegionClaim(file: $0["file"]?.path ?? RepoPath(""), name: $0["name"]?.text ?? "")
      } ?? [],
      suites: plan["suites"].texts, tasks: plan["tasks"].texts,
      rules: Dictionary(
        plan["rules"]?.entries.map {
          ($0.key, RuleOverride(level: $0.value.level, size: SizeBudget(plan: $0.value)))
        } ?? [], uniquingKeysWith: { first, _ in first }),
      location: plan.location)
  }
}
