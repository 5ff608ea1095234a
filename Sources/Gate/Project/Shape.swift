/// What a file of the plan may hold. One description serves the check of a file, the suggestions for
/// a wrong key, and the JSON Schema that editors read.
indirect enum Shape: Sendable {
  case text(Text)
  case list(Shape)
  /// One value, or a list of them.
  case oneOrMore(Shape)
  /// A mapping with these keys and no other.
  case record([Field])
  /// A mapping with keys of the user's own.
  case dictionary(key: Text, Shape)
  /// One of several, told apart by whether a text, a list or a mapping stands there.
  case either([Shape])

  /// One key of a record.
  struct Field: Sendable {
    var key: String
    var shape: Shape
    var isRequired: Bool
    /// For editors: one sentence.
    var help: String
  }

  /// What a text has to be.
  enum Text: Sendable {
    case any
    case integer(ClosedRange<Int>)
    case number
    case bool
    /// `90`, `90s`, `20m`, `2h`.
    case duration
    case day
    case laneID
    case glob
    case path
    case pattern
    case name
    /// `GET /healthz`.
    case request
    case oneOf([String])
  }
}

/// A key that may be left out.
func key(_ key: String, _ shape: Shape, _ help: String) -> Shape.Field {
  Shape.Field(key: key, shape: shape, isRequired: false, help: help)
}

/// A key that has to be there.
func required(_ key: String, _ shape: Shape, _ help: String) -> Shape.Field {
  Shape.Field(key: key, shape: shape, isRequired: true, help: help)
}
