/// Every built-in rule, in the order of reports.
package let allRules: [any Rule] = [
  LaneScope(), PlanProtected(), RegionMarkers(), UnownedPath(), NewModuleNeedsTest(),
  NoCompatAlias(), DescriptionRule(), RegressionChecklist(), ExcludedScope(), ChangeSize(),
  WaiverRule(), AgentAtRest(),
]
