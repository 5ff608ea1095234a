import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where words go: the result to standard output, the talk to standard error.
enum Console {
  static func print(_ text: String) throws(FileError) {
    try write(text, to: STDOUT_FILENO, named: "standard output")
  }

  /// Shows a text to a person as it is. Where nobody can be told, that cannot be told either.
  static func show(_ text: String) { try? write(text, to: STDERR_FILENO, named: "standard error") }

  static func say(_ text: String) { show(text + "\n") }

  static func isTerminal(_ file: Int32) -> Bool { isatty(file) == 1 }

  /// Colour on a terminal, unless NO_COLOR is set. Source: https://no-color.org
  static func isColoured(_ environment: [String: String]) -> Bool {
    isTerminal(STDOUT_FILENO) && environment["NO_COLOR", default: ""].isEmpty
      && environment["TERM"] != "dumb"
  }
}

/// What comes on standard input, to its end; at most 64 MiB.
func readStandardInput() -> [UInt8] {
  var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
  while bytes.count < 64 << 20 {
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe read(STDIN_FILENO, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  return bytes
}
