#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where words go: the result to standard output, the talk to standard error.
enum Console {
  static func print(_ text: String, to file: Int32 = STDOUT_FILENO) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return  // Nobody reads any more (a closed pipe): there is nobody to tell either.
      }
      bytes = bytes.dropFirst(written)
    }
  }

  static func say(_ text: String) { print(text + "\n", to: STDERR_FILENO) }

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
