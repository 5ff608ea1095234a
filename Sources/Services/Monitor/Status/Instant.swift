#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A moment, handed in by whoever has a clock: microseconds since 1970-01-01 UTC, what a `timestamptz`
/// of Postgres can hold without loss.
package struct Instant: Hashable, Sendable, InstantProtocol {
  /// Microseconds since 1970-01-01 UTC.
  package var microseconds: Int64

  /// Makes a moment.
  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// The system's clock; nothing in this module but the edge asks it.
  package static var now: Instant {
    let (seconds, attoseconds) = Duration.sinceEpoch.components
    return Instant(microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  /// The moment that lies so much later; parts of a microsecond are dropped, and far beyond what a clock
  /// can show it stays at the end of time.
  package func advanced(by duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    let (whole, isLost) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let end: Int64 = duration < .zero ? .min : .max
    guard !isLost else { return Instant(microseconds: end) }
    let (step, isLate) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
    let (sum, isBeyond) = microseconds.addingReportingOverflow(step)
    return Instant(microseconds: isLate || isBeyond ? end : sum)
  }

  /// How much later the other moment is.
  package func duration(to other: Instant) -> Duration {
    .microseconds(other.microseconds) - .microseconds(microseconds)
  }

  /// Whether the first is earlier.
  package static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
}

extension Duration {
  fileprivate static var sinceEpoch: Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
