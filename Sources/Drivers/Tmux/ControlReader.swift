/// Reads what tmux sends to a control client, piece by piece, whatever a pane shows.
///
/// A reply ends only with the three numbers with which it began: its text can hold `%end 1 2 1` and
/// `%output`. What is too long is cut off, so that it takes a bounded amount of memory. Source: tmux(1),
/// CONTROL MODE.
package struct ControlReader: Sendable {
  /// What one command answered.
  package struct Reply: Sendable, Hashable {
    /// When tmux ran it, by its own clock, in seconds since 1970.
    package var time: Int64
    /// Whether it answers a command that came over the client, and not one of its arguments or of a hook.
    package var isOurs: Bool
    /// Whether tmux could not do it; the text says why.
    package var isError: Bool
    /// Each line with its end.
    package var body: [UInt8]
    /// Whether something was left out of the text.
    package var isCut: Bool

    /// The text; bytes that are not UTF-8 are replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// What happened.
  package enum Event: Sendable, Hashable {
    case reply(Reply)
    /// Something changed: its name without the `%`, and the rest of the line.
    case notice(String, String)
    /// The client ends; with the reason.
    case exit(String)
    /// A line that the protocol does not have at this place.
    case stray(String)
  }

  /// Bytes of one line that are kept.
  package static let maximumLine = 64 << 10
  /// Bytes of one reply that are kept.
  package static let maximumReply = 4 << 20

  private var line: [UInt8] = []
  private var isLineCut = false
  private var open: (mark: [UInt8], reply: Reply)?

  /// Begins between two replies.
  package init() {}

  /// Takes the next bytes in.
  package mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Event] {
    var events: [Event] = []
    var rest = bytes
    while let end = rest.firstIndex(of: 0x0A) {
      keep(rest[..<end])
      finishLine(&events)
      rest = rest[(end + 1)...]
    }
    keep(rest)
    return events
  }

  private mutating func keep(_ part: ArraySlice<UInt8>) {
    let room = ControlReader.maximumLine - line.count
    line += part.prefix(room)
    if part.count > room { isLineCut = true }
  }

  private mutating func finishLine(_ events: inout [Event]) {
    defer {
      line.removeAll(keepingCapacity: true)
      isLineCut = false
    }
    guard open != nil else {
      if let event = outside() { events.append(event) }
      return
    }
    if !isLineCut, let isError = isEnd(), var reply = open?.reply {
      open = nil
      reply.isError = isError
      events.append(.reply(reply))
      return
    }
    let hasRoom =
      open.map { $0.reply.body.count + line.count < ControlReader.maximumReply } ?? false
    if hasRoom {
      open?.reply.body += line
      open?.reply.body.append(0x0A)
    }
    if isLineCut || !hasRoom { open?.reply.isCut = true }
  }

  /// Whether the line ends the open reply, and then whether as an error.
  private func isEnd() -> Bool? {
    guard line.first == UInt8(ascii: "%"), let mark = open?.mark else { return nil }
    for (word, isError) in [("%end ", false), ("%error ", true)]
    where line.count == word.utf8.count + mark.count && line.starts(with: word.utf8)
      && line.dropFirst(word.utf8.count).elementsEqual(mark)
    {
      return isError
    }
    return nil
  }

  /// What a line between two replies says; nil where it begins one.
  private mutating func outside() -> Event? {
    let text = String(decoding: line.prefix(300), as: UTF8.self)
    guard line.first == UInt8(ascii: "%"), !isLineCut || line.starts(with: "%output ".utf8) else {
      return .stray(text)
    }
    let words = text.dropFirst().split(
      separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let (name, rest) = (String(words[0]), words.count > 1 ? String(words[1]) : "")
    if name == "exit" { return .exit(rest) }
    guard name == "begin" else { return .notice(name, rest) }
    let numbers = rest.split(separator: " ").map { Int64($0) }
    guard numbers.count == 3, let time = numbers[0], numbers[1] != nil, let flags = numbers[2]
    else {
      return .stray(text)
    }
    open = (
      Array(line.dropFirst("%begin ".utf8.count)),
      Reply(time: time, isOurs: flags & 1 == 1, isError: false, body: [], isCut: false)
    )
    return nil
  }
}
