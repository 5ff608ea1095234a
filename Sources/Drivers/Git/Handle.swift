/// Owns one libgit2 object and frees it exactly once.
@safe struct Handle: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer) -> Void

  /// Runs the call that makes the object; `doing` completes "could not …".
  init(
    _ doing: @autoclosure () -> String, freeWith free: @escaping (OpaquePointer) -> Void,
    _ make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  ) throws(GitError) {
    var made: OpaquePointer?
    let code = unsafe make(&made)
    guard code >= 0, let pointer = unsafe made else { throw lastError(code, doing()) }
    unsafe self.pointer = pointer
    unsafe self.free = free
  }

  deinit { unsafe free(pointer) }
}
