internal import GateModel

/// `12 ms`, `4.2 s`, `3 min 5 s`.
func shortTime(_ seconds: Double) -> String {
  let thousandths = milliseconds(seconds)
  if thousandths < 1000 { return "\(thousandths) ms" }
  if thousandths < 60_000 { return "\(thousandths / 1000).\(thousandths % 1000 / 100) s" }
  return "\(thousandths / 60_000) min \(thousandths % 60_000 / 1000) s"
}

/// Seconds with three decimals.
func exactTime(_ seconds: Double) -> String { exactTime(thousandths: milliseconds(seconds)) }

func exactTime(thousandths: Int) -> String {
  "\(thousandths / 1000).\(padded(thousandths % 1000, 3))"
}

/// Whole milliseconds; what is no time that a check could have taken (a stored report may say
/// anything) becomes the nearest that is.
func milliseconds(_ seconds: Double) -> Int {
  guard seconds.isFinite, seconds > 0 else { return 0 }
  return Int((min(seconds, 1e9) * 1000).rounded())
}
