internal import CPCRE2

/// A compiled regular expression. Source: PCRE2, https://www.pcre.org/current/doc/html/pcre2pattern.html
///
/// The expression comes from the plan and the text from a stranger, so a match may take only so many
/// steps: what takes longer is a thrown problem, never "no match".
package struct Pattern: Sendable {
  /// As written.
  package let source: String
  private let code: Code

  /// Compiles an expression; throws, with the place in it, where it is not one.
  package init(_ source: String) throws(PatternProblem) {
    self.source = source
    code = try Code(source)
  }

  /// The first match in a text; nil where there is none.
  package func firstMatch(in text: some StringProtocol) throws(PatternProblem) -> PatternMatch? {
    try code.firstMatch(in: Array(text.utf8))
  }

  /// Whether the expression holds somewhere in a text. Throws where the steps run out.
  package func matches(_ text: some StringProtocol) throws(PatternProblem) -> Bool {
    try firstMatch(in: text) != nil
  }
}

/// Where an expression holds, and what its groups hold.
package struct PatternMatch: Sendable, Hashable {
  /// The part of the text that the whole expression took.
  package var text: String
  /// The named groups that took part.
  package var groups: [String: String]
}

/// Why an expression is none, or could not be tried to its end: one sentence.
package struct PatternProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, in PCRE2's words or ours, as a clause without a closing point.
  package var message: String

  /// The message, so that the error reads as a sentence wherever it is printed.
  package var description: String { message }
}

/// Compiled once, never changed, freed once.
///
/// `@unchecked Sendable`: PCRE2 documents compiled code as read-only and shareable between threads;
/// each match has data of its own.
@safe private final class Code: @unchecked Sendable {
  private let pointer: OpaquePointer
  private let names: [(name: String, number: Int)]

  /// Enough for any honest line; a runaway ends after some milliseconds.
  private static let maximumSteps: UInt32 = 200_000

  init(_ source: String) throws(PatternProblem) {
    let bytes = Array(source.utf8)
    var (error, offset): (Int32, Int) = (0, 0)
    let flags = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | UInt32(PCRE2_NEVER_BACKSLASH_C)
    guard let made = unsafe pcre2_compile_8(bytes, bytes.count, flags, &error, &offset, nil) else {
      throw PatternProblem(message: "\(describe(error)) at character \(offset + 1)")
    }
    unsafe pointer = made
    names = unsafe Code.names(of: made)
    unsafe pcre2_jit_compile_8(made, PCRE2_JIT_COMPLETE)
  }

  deinit { unsafe pcre2_code_free_8(pointer) }

  func firstMatch(in text: [UInt8]) throws(PatternProblem) -> PatternMatch? {
    guard let data = unsafe pcre2_match_data_create_from_pattern_8(pointer, nil) else {
      throw PatternProblem(message: "there is no memory for a match")
    }
    defer { unsafe pcre2_match_data_free_8(data) }
    let limits = unsafe gate_pcre2_limits(Code.maximumSteps)
    defer { unsafe pcre2_match_context_free_8(limits) }
    var count = unsafe pcre2_match_8(pointer, text, text.count, 0, 0, data, limits)
    // Compiled code has 32 KiB of stack, too little for `(?:a|b)*` on a long line; the interpreter
    // takes what it needs from the heap, within the same number of steps.
    if count == PCRE2_ERROR_JIT_STACKLIMIT {
      count = unsafe pcre2_match_8(
        pointer, text, text.count, 0, UInt32(PCRE2_NO_JIT), data, limits)
    }
    if count == PCRE2_ERROR_NOMATCH { return nil }
    guard count > 0 else {
      throw PatternProblem(message: "a line could not be matched: \(describe(count))")
    }
    guard let ends = unsafe pcre2_get_ovector_pointer_8(data) else { return nil }
    func group(_ number: Int) -> String? {
      let (start, end) = unsafe (ends[2 * number], ends[2 * number + 1])
      guard start != Int.max, start != -1, start <= end, end <= text.count else { return nil }
      return String(decoding: text[start..<end], as: UTF8.self)
    }
    var groups: [String: String] = [:]
    for (name, number) in names where number < Int(count) { groups[name] = group(number) }
    return PatternMatch(text: group(0) ?? "", groups: groups)
  }

  /// PCRE2's name table: entries of one size, each a big-endian number and a name that ends in NUL.
  private static func names(of code: OpaquePointer) -> [(name: String, number: Int)] {
    var (count, size): (UInt32, UInt32) = (0, 0)
    var table: UnsafePointer<UInt8>?
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table = unsafe table else { return [] }
    return (0..<Int(count)).map { index in
      let entry = unsafe table + index * Int(size)
      let number = unsafe Int(entry[0]) << 8 | Int(entry[1])
      let name = unsafe UnsafeBufferPointer(start: entry + 2, count: Int(size) - 2)
      return unsafe (String(decoding: name.prefix { $0 != 0 }, as: UTF8.self), number)
    }
  }
}

private func describe(_ code: Int32) -> String {
  var buffer = [UInt8](repeating: 0, count: 256)
  let count = unsafe pcre2_get_error_message_8(code, &buffer, buffer.count)
  return count > 0 ? String(decoding: buffer.prefix(Int(count)), as: UTF8.self) : "error \(code)"
}
