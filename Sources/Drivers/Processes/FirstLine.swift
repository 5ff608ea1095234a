#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The first line that a command of ours prints; nil where it cannot be run.
package func firstLine(of command: StaticString) -> String? {
  guard let pipe = unsafe popen("\(command)", "r") else { return nil }
  defer { unsafe pclose(pipe) }
  var line = [CChar](repeating: 0, count: 4096)
  guard unsafe fgets(&line, Int32(line.count), pipe) != nil else { return nil }
  let bytes = line.prefix { $0 != 0 && $0 != 0x0A }.map { UInt8(bitPattern: $0) }
  return String(decoding: bytes, as: UTF8.self)
}
