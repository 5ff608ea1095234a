package import GateModel
package import GateSuites
package import GateWaves

/// What happens while a wave is proved, for a progress display.
package enum WaveEvent: Sendable, Hashable {
  /// These lanes are merged and tried, and what that will tell.
  case trying(Wanted)
  /// A check of theirs starts or ends.
  case check(Combination, RunEvent)
  /// What was found of them; nil where it is not wanted any more.
  case found(Combination, Verdict?)
  /// There was nothing to try on them.
  case idle(Combination)
}
