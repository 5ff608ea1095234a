#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Calls with the texts as C strings and a null at the end, as C takes lists of them; nil is a null.
package func withCStrings<Answer>(
  _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer
) -> Answer {
  let copies = unsafe texts.map { text in
    unsafe text.flatMap { unsafe strdup($0) }.map { unsafe UnsafePointer($0) }
  }
  defer { unsafe copies.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
  return unsafe (copies + [nil]).withUnsafeBufferPointer { list in
    // Never empty: the null at the end is in it.
    guard let first = list.baseAddress else { preconditionFailure("no list") }
    return unsafe body(first)
  }
}
