internal import CLibGit2
package import GateModel

extension Repository {
  /// More than a person wrote: larger files count as binary.
  package static let maximumTextSize = 16 << 20

  /// The bytes of a blob; nil where it is larger than `limit`.
  package func blob(_ id: ObjectID, atMost limit: Int) throws(GitError) -> [UInt8]? {
    var oid = id.raw
    let repository = unsafe pointer
    let handle: Handle
    do {
      handle = unsafe try Handle("read object \(id.short)", freeWith: { unsafe git_blob_free($0) })
      {
        unsafe git_blob_lookup($0, repository, &oid)
      }
    } catch {
      throw missing(error)
    }
    let size = Int(unsafe git_blob_rawsize(handle.pointer))
    guard size <= limit else { return nil }
    guard let start = unsafe git_blob_rawcontent(handle.pointer) else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: size))
  }

  /// The runs of lines that differ between two texts, from the top down.
  package func hunks(from old: [UInt8], to new: [UInt8]) throws(GitError) -> [Hunk] {
    var options = unsafe gate_git_diff_options()
    unsafe options.context_lines = 0
    unsafe options.interhunk_lines = 0
    unsafe options.flags = GIT_DIFF_INDENT_HEURISTIC.rawValue | GIT_DIFF_FORCE_TEXT.rawValue
    let patch = unsafe try Handle("compare two texts", freeWith: { unsafe git_patch_free($0) }) {
      made in
      unsafe old.withUnsafeBytes { a in
        unsafe new.withUnsafeBytes { b in
          unsafe git_patch_from_buffers(
            made, a.baseAddress, a.count, nil, b.baseAddress, b.count, nil, &options)
        }
      }
    }
    let count = unsafe git_patch_num_hunks(patch.pointer)
    var hunks: [Hunk] = []
    for index in 0..<count {
      hunks.append(try hunk(index, of: patch))
    }
    return hunks
  }

  private func hunk(_ index: Int, of patch: borrowing Handle) throws(GitError) -> Hunk {
    var hunk = Hunk(removed: [], added: [])
    let pointer = unsafe patch.pointer
    let count = unsafe git_patch_num_lines_in_hunk(pointer, index)
    for number in 0..<max(0, Int(count)) {
      var found: UnsafePointer<git_diff_line>?
      try git("read a compared line") {
        unsafe git_patch_get_line_in_hunk(&found, pointer, index, number)
      }
      guard let line = unsafe found?.pointee, let start = unsafe line.content else { continue }
      var bytes = unsafe UnsafeRawBufferPointer(start: start, count: line.content_len)[...]
      if unsafe bytes.last == 0x0A { unsafe bytes.removeLast() }
      if unsafe bytes.last == 0x0D { unsafe bytes.removeLast() }
      let text = unsafe String(decoding: bytes, as: UTF8.self)
      switch unsafe UInt8(bitPattern: line.origin) {
      case UInt8(ascii: "+"):
        hunk.added.append(Hunk.Line(number: unsafe Int(line.new_lineno), text: text))
      case UInt8(ascii: "-"):
        hunk.removed.append(Hunk.Line(number: unsafe Int(line.old_lineno), text: text))
      default: break  // "no newline at the end of the file"
      }
    }
    return hunk
  }
}

extension FileContent {
  /// Reads what git keeps for a file or a link. As in git, a NUL within the first 8,000 bytes makes a
  /// file binary, where it is no source.
  init(bytes: [UInt8], isSymlink: Bool, isSource: Bool) {
    if isSymlink {
      self = .symlink(target: String(decoding: bytes, as: UTF8.self))
    } else if bytes.prefix(8000).contains(0), !isSource {
      self = .binary
    } else {
      self = .text(String(decoding: bytes, as: UTF8.self))
    }
  }
}
