/// Several lanes, each for itself: where one fails, that is said, and the others go on.
struct LaneAttempts {
  /// The first failure's; 0 where there was none.
  private(set) var code: Int32 = 0

  /// - Returns: nil where it failed.
  mutating func attempt<Answer>(_ body: () throws -> Answer) throws -> Answer? {
    do {
      return try body()
    } catch {
      let failure = Failure(error)
      if failure.isInterruption { throw failure }
      failure.say()
      if code == 0 { code = failure.exit.rawValue }
      return nil
    }
  }
}
