#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The text of a plain file; nil where there is nothing. What is a link or no text is left alone.
func plainText(of path: String) throws -> String? {
  var state = stat()
  guard unsafe lstat(path, &state) == 0 else { return nil }
  guard state.st_mode & S_IFMT == S_IFREG else {
    throw Failure(
      "`\(path)` is a link or no file; it is left as it is",
      hint: "add the hook to what it leads to by hand, see docs/hooks.md", exit: .unjudged)
  }
  let bytes = try bytes(ofFile: path)
  // A program in machine code is no text, and is called like any hook that is no shell script.
  return String(validating: bytes, as: UTF8.self) ?? "\u{7F}"
}
