internal import Files
internal import GateModel

/// The file of one conversation: where it belongs, and what was said last in it.
struct Transcript: Sendable {
  let path: String
  let kind: AgentKind
  /// Where the agent began to work; nil where the start of the file does not say.
  private(set) var folder: String?
  /// The last line that claims something.
  private(set) var last: TranscriptLine?
  private(set) var mark: FileMark
  /// How many lines could not be read.
  var dropped: Int { tail.skipped + unreadable }

  private var tail: LineTail
  private var unreadable = 0

  static let maximumLine = 1 << 20
  /// A look reads so much; what was written beyond it is read at the next one.
  private static let maximumRead = 1 << 20
  /// Of a file that grew by more than this since the last look only the end is read.
  private static let maximumGrowth = 4 << 20
  private static let headSize = 256 << 10
  private static let tailSize = 256 << 10

  /// Begins with a file that is there; nil where it cannot be read, or is none.
  init?(_ path: String, _ kind: AgentKind) {
    // It is gone, or nobody lets us read it: then there is nothing to follow.
    guard let head = try? FilePart.read(path, atMost: Transcript.headSize) else { return nil }
    (self.path, self.kind, mark) = (path, kind, head.mark)
    var lines = LineTail()
    for line in lines.take(head.bytes, maximumLine: Transcript.headSize) where folder == nil {
      folder = TranscriptLine(line, kind)?.folder
    }
    tail = Transcript.end(of: head.mark)
  }

  private static func end(of file: FileMark) -> LineTail {
    let start = max(0, file.size - tailSize)
    return LineTail(at: start, isWithin: start > 0)
  }

  /// Looks at the start again where it did not say yet whose conversation it is, or is another one's: nothing else is
  /// read of what may be somebody else's.
  mutating func identify() {
    guard let now = FileMark(path) else { return }
    let mayTell = folder == nil && mark.size < Transcript.headSize && now.size > mark.size
    guard mayTell || !now.isSameFile(as: mark) || now.size < mark.size,
      let new = Transcript(path, kind)
    else { return }
    self = new
  }

  /// Reads what was written since; returns whether something in it claims anything. False also where the
  /// file is not there any more, and where it is of another folder now.
  mutating func read() -> Bool {
    guard let now = FileMark(path) else { return false }
    if !now.isSameFile(as: mark) || now.size < tail.offset {
      // Another file took its place, or it was cut: what was read is not in it.
      guard let new = Transcript(path, kind) else { return false }
      let before = folder
      self = new
      guard folder == before else { return false }
    } else if now.size - tail.offset > Transcript.maximumGrowth {
      unreadable += tail.skipped
      tail = Transcript.end(of: now)
    }
    mark = now
    var hasNews = false
    var left = Transcript.maximumRead
    while left > 0 {
      // A file that cannot be read now may be at the next look.
      guard let part = try? FilePart.read(path, from: tail.offset, atMost: left),
        part.mark.isSameFile(as: mark), !part.bytes.isEmpty
      else { break }
      left -= part.bytes.count
      for line in tail.take(part.bytes, maximumLine: Transcript.maximumLine) {
        if note(TranscriptLine(line, kind)) { hasNews = true }
      }
    }
    return hasNews
  }

  private mutating func note(_ line: TranscriptLine?) -> Bool {
    guard var line else {
      unreadable += 1
      return false
    }
    // Some versions do not say in the last line of a turn that it is the last.
    if line.rule == "turn-end", last?.claim == .running { line.claim = .idle }
    guard line.claim != nil else { return false }
    last = line
    return true
  }

  /// What the last line says, as evidence of this moment. Of no turn: of one that ended all but the first
  /// piece would come too late.
  func evidence(_ agent: AgentID, at now: Instant) -> Evidence? {
    guard let last else { return nil }
    return Evidence(
      agent, .transcript, RuleID(known: "\(kind.rawValue)/transcript-\(last.rule)"),
      claims: last.claim, kind: kind, at: now, substate: last.substate, detail: last.detail,
      digest: digest(of: [last.rule, last.detail ?? "", "\(last.at?.microseconds ?? 0)"]))
  }
}
