internal import Monitor

extension Status {
  /// Text, shape and colour together.
  var chip: HTML {
    "<span class=\"chip \(rawValue)\"><span aria-hidden=\"true\">\(shape)</span> \(words)</span>"
  }
}

/// A moment and how long ago it was; the page's script keeps the second true.
func since(_ moment: Instant, now: Instant) -> HTML {
  "<time datetime=\"\(moment.timestamp)\" data-age>\(age(moment.age(at: now)))</time>"
}
