#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What an error number means, for a person.
package func systemMessage(_ error: Int32) -> String {
  unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
}
