internal import GateModel

/// What one of the three trees has at a path; mode 0 is nothing.
struct Version: Hashable {
  var mode: UInt32 = 0
  var id = RawID()

  static let none = Version()

  var exists: Bool { mode != 0 }
  var isFolder: Bool { kind == 0o040000 }
  var isRegular: Bool { kind == 0o100000 }
  var isLink: Bool { kind == 0o120000 }
  var isSubmodule: Bool { kind == 0o160000 }
  /// File, link, submodule or folder, without the rights.
  var kind: UInt32 { mode & 0o170000 }

  var entry: ChangedFile.Entry {
    let kind: ChangedFile.Entry.Kind =
      isLink ? .symlink : isSubmodule ? .submodule : mode & 0o100 != 0 ? .executable : .file
    return ChangedFile.Entry(kind: kind, id: id.objectID)
  }
}

/// One thing for each of the three trees of a merge.
struct Three<Value> {
  var base: Value
  var ours: Value
  var theirs: Value

  init(_ base: Value, _ ours: Value, _ theirs: Value) {
    (self.base, self.ours, self.theirs) = (base, ours, theirs)
  }

  /// 0 is the base, 1 ours, 2 theirs.
  subscript(_ index: Int) -> Value {
    // In place: a copy of what is inside would be made for each change of it.
    _read {
      switch index {
      case 0: yield base
      case 1: yield ours
      default: yield theirs
      }
    }
    _modify {
      switch index {
      case 0: yield &base
      case 1: yield &ours
      default: yield &theirs
      }
    }
  }
}

extension Three: Equatable where Value: Equatable {}
