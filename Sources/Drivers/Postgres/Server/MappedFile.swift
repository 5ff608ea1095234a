#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file in memory, read-only, as long as the value lives.
@safe struct MappedFile: ~Copyable {
  let bytes: UnsafeRawBufferPointer

  /// Nil where there is no such file or it is empty.
  init?(_ path: String) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var state = stat()
    guard unsafe fstat(file, &state) == 0, state.st_size > 0 else { return nil }
    let size = Int(state.st_size)
    let start = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else { return nil }
    unsafe bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }
}
