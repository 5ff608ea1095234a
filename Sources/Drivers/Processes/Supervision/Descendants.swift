#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

#if os(Linux)
  /// Every process below one, however it was started. Source: proc(5).
  ///
  /// A process can end and its number be given to another between the look and a signal; that takes a
  /// full round of the numbers within microseconds.
  func descendants(of root: pid_t) -> [pid_t] {
    guard let folder = unsafe opendir("/proc") else { return [] }
    defer { unsafe closedir(folder) }
    var children: [pid_t: [pid_t]] = [:]
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let process = pid_t(name), let parent = parent(of: process) else { continue }
      children[parent, default: []].append(process)
    }
    var found: [pid_t] = []
    var next = [root]
    while let process = next.popLast() {
      let below = children.removeValue(forKey: process) ?? []
      found += below
      next += below
    }
    return found
  }

  /// The fourth field of `/proc/PID/stat`; the second, in parentheses, can hold anything.
  private func parent(of process: pid_t) -> pid_t? {
    let file = unsafe open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let bytes = readAvailable(file, atMost: 512) ?? []
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = bytes[end...].split(separator: 0x20)
    // What has ended and only waits for its parent (`Z`) has no children left.
    guard fields.count > 2, !fields[1].elementsEqual("Z".utf8) else { return nil }
    return pid_t(String(decoding: fields[2], as: UTF8.self))
  }
#endif
