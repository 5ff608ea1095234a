internal import CoreMetrics
internal import Synchronization

/// What is counted and measured in this process, for Prometheus to fetch. Names are labels of swift-metrics
/// with `_` for what Prometheus does not allow.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4.
final class MetricsRegistry: MetricsFactory {
  private let series = Mutex<[SeriesKey: Series]>([:])

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    Handle(self, label, dimensions, .counter)
  }

  func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    Handle(self, label, dimensions, aggregate ? .histogram : .gauge)
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    Handle(self, label, dimensions, .histogram)
  }

  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}

  fileprivate func change(_ key: SeriesKey, _ body: (inout Series) -> Void) {
    series.withLock { body(&$0[key, default: Series()]) }
  }

  /// Forgets what is only true until it is looked at again.
  func forget(_ names: Set<String>) {
    series.withLock { series in series = series.filter { !names.contains($0.key.name) } }
  }

  /// All of it, in the order of names and labels.
  var exposition: String {
    let all = series.withLock { $0 }
    let families = Dictionary(grouping: all, by: \.key.name)
    return families.sorted { $0.key < $1.key }.map { name, members in
      let kind = members.first?.key.kind ?? .gauge
      return "# TYPE \(name) \(kind.rawValue)\n"
        + members.sorted { $0.key.labels < $1.key.labels }.map { $0.key.lines($0.value) }.joined()
    }.joined()
  }
}

/// One name with one set of labels.
private struct SeriesKey: Hashable {
  var name: String
  /// `method="GET",status="200"`, or empty.
  var labels: String
  var kind: Kind

  enum Kind: String { case counter, gauge, histogram }

  init(_ label: String, _ dimensions: [(String, String)], _ kind: Kind) {
    name = label.plain
    labels = dimensions.sorted { $0.0 < $1.0 }.map { "\($0.plain)=\"\($1.escaped)\"" }
      .joined(separator: ",")
    self.kind = kind
  }

  func lines(_ series: Series) -> String {
    switch kind {
    case .counter, .gauge: return "\(name)\(braced(labels)) \(series.sum)\n"
    case .histogram:
      var text = ""
      for (bound, count) in zip(bounds, series.below) {
        text += "\(name)_bucket\(braced(labels, "le=\"\(bound)\"")) \(count)\n"
      }
      return text + "\(name)_bucket\(braced(labels, "le=\"+Inf\"")) \(series.count)\n"
        + "\(name)_sum\(braced(labels)) \(series.sum)\n"
        + "\(name)_count\(braced(labels)) \(series.count)\n"
    }
  }

  private func braced(_ parts: String...) -> String {
    let parts = parts.filter { !$0.isEmpty }
    return parts.isEmpty ? "" : "{\(parts.joined(separator: ","))}"
  }
}

/// Seconds; a request in memory takes the first, a broken one the last.
private let bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

private struct Series {
  var sum = 0.0
  var count = 0
  /// How many were at most each bound.
  var below = [Int](repeating: 0, count: bounds.count)

  mutating func observe(_ value: Double) {
    sum += value
    count += 1
    for (index, bound) in bounds.enumerated() where value <= bound { below[index] += 1 }
  }
}

private final class Handle: CounterHandler, RecorderHandler, TimerHandler {
  private let registry: MetricsRegistry
  private let key: SeriesKey

  init(
    _ registry: MetricsRegistry, _ label: String, _ dimensions: [(String, String)],
    _ kind: SeriesKey.Kind
  ) {
    self.registry = registry
    key = SeriesKey(label, dimensions, kind)
  }

  func increment(by amount: Int64) { registry.change(key) { $0.sum += Double(amount) } }
  func reset() { registry.change(key) { $0 = Series() } }
  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) {
    registry.change(key) { series in
      if key.kind == .gauge { series.sum = value } else { series.observe(value) }
    }
  }
  func recordNanoseconds(_ duration: Int64) {
    registry.change(key) { $0.observe(Double(duration) / 1e9) }
  }
}

extension String {
  fileprivate var plain: String {
    String(map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  fileprivate var escaped: String {
    replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing("\n", with: #"\n"#)
  }
}
