#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Whether a TCP port of this machine is listened on, and by no process that this one has started. False
/// too where that cannot be told: nobody listens, or the system has no list. Source: proc(5).
package func isListenedOnByOthers(port: UInt16) -> Bool {
  #if os(Linux)
    let sockets = Set(["tcp", "tcp6"].flatMap { listeners(on: port, in: "/proc/net/\($0)") })
    guard !sockets.isEmpty else { return false }
    return !descendants(of: getpid()).contains { !sockets.isDisjoint(with: openSockets(of: $0)) }
  #else
    return false
  #endif
}

#if os(Linux)
  /// The inodes of the sockets that listen on a port: the tenth column of a list, where the fourth is `0A`
  /// and the second ends with the port.
  private func listeners(on port: UInt16, in list: String) -> [Substring] {
    let file = unsafe open(list, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    while let more = readAvailable(file, atMost: 1 << 16), !more.isEmpty { bytes += more }
    let digits = String(port, radix: 16, uppercase: true)
    let ending = ":" + String(repeating: "0", count: 4 - digits.count) + digits
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let columns = line.split(separator: " ")
      guard columns.count > 9, columns[3] == "0A", columns[1].hasSuffix(ending) else { return nil }
      return columns[9]
    }
  }

  private func openSockets(of process: pid_t) -> Set<Substring> {
    let path = "/proc/\(process)/fd"
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var found: Set<Substring> = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      var target = [CChar](repeating: 0, count: 64)
      let count = unsafe readlink("\(path)/\(name)", &target, target.count)
      guard count > 0 else { continue }
      let text = String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("socket:["), text.hasSuffix("]") else { continue }
      found.insert(text.dropFirst("socket:[".count).dropLast())
    }
    return found
  }
#endif
