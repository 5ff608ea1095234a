extension Judge {
  /// Whether its belief is about to change: another look is worth more than usual.
  package var isPending: Bool { candidate != nil || contest != nil }
}
