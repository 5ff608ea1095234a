/// A `ServerOriginatedMessage`: an answer, or what iTerm2 tells by itself.
struct ITerm2Message: Sendable, Hashable {
  /// Of the call that it answers.
  var id: Int64?
  var body: Body

  enum Body: Sendable, Hashable {
    /// The call as a whole was refused, in iTerm2's words.
    case error(String)
    case sessions([ITerm2Session])
    /// The number of a `NotificationResponse.Status`.
    case subscribed(Int)
    /// The number of a `GetBufferResponse.Status`, and the lines from top to bottom.
    case screen(Int, [String])
    /// The number of a `VariableResponse.Status`, and the values in JSON.
    case variables(Int, [String])
    case notification(ITerm2Notification)
    /// Of a kind that a newer iTerm2 knows.
    case other
  }

  private static let maximumLines = 10_000

  init(id: Int64?, body: Body) { (self.id, self.body) = (id, body) }

  init(_ bytes: [UInt8]) throws(WireProblem) {
    var reader = try WireReader(bytes[...])
    var (id, body): (Int64?, Body) = (nil, .other)
    while let field = try reader.next() {
      switch field.number {
      case 1: id = field.integer.map(Int64.init)
      case 2: body = .error(field.text ?? "")
      default:
        guard field.number >= 100, let bytes = field.bytes else { continue }
        var message = try reader.within(bytes)
        body = try ITerm2Message.body(field.number, &message) ?? body
      }
    }
    self.init(id: id, body: body)
  }

  /// Nil for a field that only a newer iTerm2 has.
  private static func body(
    _ number: Int, _ message: inout WireReader
  ) throws(WireProblem) -> Body? {
    switch number {
    case 100: return try screen(&message)
    case 103: return .subscribed(try statusAndTexts(&message).status)
    case 106: return .sessions(try ITerm2Session.all(in: &message))
    case 115:
      let (status, values) = try statusAndTexts(&message)
      return .variables(status, values)
    case 1000: return try ITerm2Notification(&message).map { .notification($0) } ?? .other
    default: return nil
    }
  }

  /// Field 1 is the status, whose default is 0, in all answers; field 2 a list of texts in some.
  private static func statusAndTexts(
    _ message: inout WireReader
  ) throws(WireProblem) -> (status: Int, texts: [String]) {
    var (status, texts) = (0, [String]())
    while let field = try message.next() {
      if field.number == 1 { status = field.integer ?? status }
      if field.number == 2, let text = field.text { texts.append(text) }
    }
    return (status, texts)
  }

  private static func screen(_ message: inout WireReader) throws(WireProblem) -> Body {
    var (status, lines) = (0, [String]())
    while let field = try message.next() {
      if field.number == 1 { status = field.integer ?? status }
      guard field.number == 3, let bytes = field.bytes else { continue }
      guard lines.count < maximumLines else { throw .tooLarge }
      var (line, text) = (try message.within(bytes), "")
      while let part = try line.next() { if part.number == 1 { text = part.text ?? text } }
      // A cell that nothing was written to.
      lines.append(text.replacing("\0", with: " "))
    }
    return .screen(status, lines)
  }
}
