internal import CLibGit2
internal import GateModel

/// Two versions of one thing, merged.
struct MergedContent {
  var version: Version
  var isClean = true
  var lines: [LineConflict] = []
  var isBinary = false

  func kind(isAdded: Bool) -> Conflict.Kind {
    if version.isSubmodule { return .submodule }
    if version.isLink { return .link }
    if isBinary { return .binary }
    return isAdded ? .addAdd(lines) : .content(lines)
  }
}

extension ThreeWay {
  /// git leaves larger texts to the person.
  private static let maximumTextSize = 1023 << 20

  /// Merges files, links or submodules; ours and theirs are of one type.
  ///
  /// - Parameters:
  ///   - path: whose attributes count.
  ///   - origins: where each version comes from, for the markers.
  ///   - moreMarkers: how much longer markers are than usual, so that nested ones can be told apart.
  mutating func mergeContent(
    _ path: Int32, _ versions: Three<Version>, _ origins: Three<Int32>, moreMarkers: Int
  ) throws(GitError) -> MergedContent {
    let (base, ours, theirs) = (versions.base, versions.ours, versions.theirs)
    var merged = MergedContent(version: theirs)
    if ours.mode != theirs.mode, ours.mode != base.mode {
      merged.version.mode = ours.mode
      merged.isClean = theirs.mode == base.mode
    }
    if ours.id == theirs.id || ours.id == base.id {
      merged.version.id = theirs.id
    } else if theirs.id == base.id {
      merged.version.id = ours.id
    } else if ours.isRegular {
      let isTyped = base.isRegular
      try mergeFiles(
        path, Three(isTyped ? base.id : RawID(), ours.id, theirs.id), origins, moreMarkers, &merged)
    } else if ours.isSubmodule {
      let common = base.isSubmodule ? base.id : RawID()
      let newer = mergeSubmodule(origins.base, Three(common, ours.id, theirs.id))
      merged.version.id = newer ?? (depth > 0 ? common : ours.id)
      merged.isClean = newer != nil
      if depth > 0, !base.isSubmodule, newer == nil { merged.version = base }
    } else if depth > 0 {
      merged.version = base
      merged.isClean = false
    } else {
      merged.version.id = ours.id
      merged.isClean = false
    }
    return merged
  }

  private mutating func mergeFiles(
    _ path: Int32, _ ids: Three<RawID>, _ origins: Three<Int32>, _ moreMarkers: Int,
    _ merged: inout MergedContent
  ) throws(GitError) {
    let contents = Three(
      ids.base.isNull ? [] : try store.blob(ids.base), try store.blob(ids.ours),
      try store.blob(ids.theirs))
    let attributes = try attributes.merge(store.paths.bytes(path, store.names))
    var isBinaryFile = attributes.driver == .binary
    for side in 0...2 where !isBinaryFile {
      let content = contents[side]
      isBinaryFile = content.count > ThreeWay.maximumTextSize || isBinary(content)
    }
    if isBinaryFile {
      // Inside of a base nobody can be asked: it stays as it was.
      merged.version.id =
        depth == 0 ? ids.ours : ids.base.isNull ? try store.write([], GIT_OBJECT_BLOB) : ids.base
      merged.isBinary = depth == 0
      merged.isClean = merged.isClean && depth > 0
      return
    }
    var style = LineMergeStyle(
      isUnion: attributes.driver == .union, markerSize: attributes.markerSize + moreMarkers)
    let isMoved = !(origins.base == origins.ours && origins.ours == origins.theirs)
    style.ours = label(labels.ours, isMoved ? origins.ours : nil)
    style.theirs = label(labels.theirs, isMoved ? origins.theirs : nil)
    let text = try mergeLines(
      base: contents.base, ours: contents.ours, theirs: contents.theirs, style)
    merged.version.id = try store.write(text.text, GIT_OBJECT_BLOB)
    merged.lines = text.conflicts
    merged.isClean = merged.isClean && text.conflicts.isEmpty
  }

  private func label(_ side: String, _ path: Int32?) -> [UInt8] {
    guard let path else { return Array(side.utf8) }
    return Array("\(side):".utf8) + store.paths.bytes(path, store.names)
  }

  /// The newer of two commits of a submodule; nil where that cannot be told, as without its repository.
  private func mergeSubmodule(_ path: Int32, _ ids: Three<RawID>) -> RawID? {
    guard !ids.base.isNull,
      let module = store.repository.submodule(store.paths.bytes(path, store.names))
    else { return nil }
    let (base, ours, theirs) = (ids.base, ids.ours, ids.theirs)
    guard module.isAncestor(base, of: ours), module.isAncestor(base, of: theirs) else { return nil }
    if module.isAncestor(ours, of: theirs) { return theirs }
    return module.isAncestor(theirs, of: ours) ? ours : nil
  }
}

extension Repository {
  /// The repository of a submodule that is checked out; nil where there is none.
  fileprivate func submodule(_ path: [UInt8]) -> Repository? {
    var module: OpaquePointer?
    let code = unsafe (path + [0]).withUnsafeBufferPointer { path in
      unsafe path.withMemoryRebound(to: CChar.self) { path in
        unsafe git_submodule_lookup(&module, pointer, path.baseAddress)
      }
    }
    defer { unsafe git_submodule_free(module) }
    guard code == 0, let root = workingTree, let name = unsafe git_submodule_path(module) else {
      git_error_clear()  // Not a submodule here: it cannot be asked.
      return nil
    }
    // Not checked out: it cannot be asked either.
    return unsafe try? Repository(exactlyAt: root + String(cString: name))
  }

  /// Whether both are commits here and one is in the history of the other.
  fileprivate func isAncestor(_ old: RawID, of new: RawID) -> Bool {
    var (a, b) = (old.oid, new.oid)
    guard old != new else { return true }
    let code = unsafe git_graph_descendant_of(pointer, &b, &a)
    if code < 0 { git_error_clear() }  // One of them is not there.
    return code == 1
  }
}
