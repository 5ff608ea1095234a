internal import CLibGit2
internal import GateModel

/// The objects of a repository, and new ones that are in memory only. It remembers the trees it read.
@safe final class ObjectStore {
  let repository: Repository
  var names = NameTable()
  var paths = PathTable()
  private let database: Handle
  /// The database owns it and asks it first.
  private let memory: UnsafeMutablePointer<git_odb_backend>
  /// What was written and is in memory.
  private(set) var written: [RawID: git_object_t] = [:]
  private var trees: [RawID: Tree] = [:]
  private var treeItems = 0
  /// The commits whose parents were not fetched.
  let shallow: Set<RawID>

  /// About 100 MB of remembered entries.
  private static let maximumTreeItems = 2_000_000

  init(at folder: String) throws(GitError) {
    repository = try Repository(at: folder)
    shallow = repository.shallowCommits()
    let pointer = unsafe repository.pointer
    database = unsafe try Handle("open the object database", freeWith: { unsafe git_odb_free($0) })
    {
      unsafe git_repository_odb($0, pointer)
    }
    unsafe memory = try memoryOf(database)
  }

  /// Lends the bytes of an object; `what` it should be is said in the error.
  func read<Answer>(
    _ id: RawID, _ type: git_object_t, _ what: String,
    _ body: (UnsafeRawBufferPointer) throws(GitError) -> Answer
  ) throws(GitError) -> Answer {
    var (oid, object) = unsafe (id.oid, nil as OpaquePointer?)
    let code = unsafe git_odb_read(&object, database.pointer, &oid)
    guard code >= 0 else {
      throw repository.missing(lastError(code, "read \(what) \(id.objectID.short)"))
    }
    defer { unsafe git_odb_object_free(object) }
    guard unsafe git_odb_object_type(object) == type else {
      throw GitError(
        .corrupt, "object \(id.objectID.short) should be a \(what) and is not",
        hint: "`git fsck` says what is damaged")
    }
    let (data, size) = unsafe (git_odb_object_data(object), git_odb_object_size(object))
    return unsafe try body(UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : size))
  }

  func blob(_ id: RawID) throws(GitError) -> [UInt8] {
    unsafe try read(id, GIT_OBJECT_BLOB, "blob") { bytes throws(GitError) in unsafe Array(bytes) }
  }

  /// How large a blob is, read from its header.
  func size(_ id: RawID) throws(GitError) -> Int {
    var (oid, size, type) = (id.oid, 0, GIT_OBJECT_ANY)
    let code = unsafe git_odb_read_header(&size, &type, database.pointer, &oid)
    guard code >= 0 else {
      throw repository.missing(lastError(code, "read blob \(id.objectID.short)"))
    }
    return size
  }

  func tree(_ id: RawID) throws(GitError) -> Tree {
    if let known = trees[id] { return known }
    if id == .emptyTree { return Tree() }
    // The names are taken out: the closure below may not reach into the store that lends the bytes.
    var table = NameTable()
    swap(&table, &names)
    defer { swap(&table, &names) }
    let tree = unsafe try read(id, GIT_OBJECT_TREE, "tree") { bytes throws(GitError) in
      unsafe try Tree(parsing: bytes, &table)
    }
    if treeItems > ObjectStore.maximumTreeItems { (trees, treeItems) = ([:], 0) }
    treeItems += tree.items.count
    trees[id] = tree
    return tree
  }

  /// Names the bytes, and keeps them in memory.
  func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> RawID {
    var oid = git_oid()
    try git("name a new object") { unsafe git_odb_hash(&oid, bytes, bytes.count, type) }
    let id = RawID(oid)
    guard written.updateValue(type, forKey: id) == nil else { return id }
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(GitError) in
      unsafe try keep(UnsafeRawBufferPointer(bytes), as: id, type, in: memory)
    }
    return id
  }

  func write(_ tree: Tree) throws(GitError) -> RawID {
    if tree.items.isEmpty { return .emptyTree }
    let id = try write(tree.bytes(names), GIT_OBJECT_TREE)
    if trees[id] == nil {
      treeItems += tree.items.count
      trees[id] = tree
    }
    return id
  }
}

/// Gives a database a memory for new objects, which it owns and asks first.
private func memoryOf(
  _ database: borrowing Handle
) throws(GitError) -> UnsafeMutablePointer<git_odb_backend> {
  var backend: UnsafeMutablePointer<git_odb_backend>?
  try git("make room for new objects") { unsafe git_mempack_new(&backend) }
  guard let backend = unsafe backend else {
    throw GitError(.other, "there is no memory for new objects")
  }
  let pointer = unsafe database.pointer
  try git("make room for new objects") { unsafe git_odb_add_backend(pointer, backend, 1000) }
  return unsafe backend
}

/// Straight to the memory: the database would first look for the object in every pack.
private func keep(
  _ bytes: UnsafeRawBufferPointer, as id: RawID, _ type: git_object_t,
  in memory: UnsafeMutablePointer<git_odb_backend>
) throws(GitError) {
  guard let write = unsafe memory.pointee.write else {
    preconditionFailure("libgit2's memory has a writer")
  }
  var oid = id.oid
  try git("keep a new object") {
    unsafe write(memory, &oid, bytes.baseAddress, bytes.count, type)
  }
}

extension ObjectStore {
  /// Copies what is in memory only into the memory of another handle of the repository.
  func lend(to other: borrowing Repository) throws(GitError) {
    let pointer = unsafe other.pointer
    let database = unsafe try Handle(
      "open the object database", freeWith: { unsafe git_odb_free($0) }
    ) { unsafe git_repository_odb($0, pointer) }
    let memory = unsafe try memoryOf(database)
    for (id, type) in written {
      unsafe try read(id, type, "object") { bytes throws(GitError) in
        unsafe try keep(bytes, as: id, type, in: memory)
      }
    }
  }
}

extension ObjectStore {
  /// Writes a tree and what is new in it into the repository, as loose objects.
  func persist(_ tree: RawID) throws(GitError) {
    guard written[tree] != nil else { return }
    let target = try looseObjects()
    try persist(tree, GIT_OBJECT_TREE, target)
  }

  /// Writes one object that was kept in memory.
  func persist(object id: RawID, _ type: git_object_t) throws(GitError) {
    try copy(id, type, looseObjects())
  }

  private func persist(
    _ id: RawID, _ type: git_object_t, _ target: borrowing Handle
  ) throws(GitError) {
    guard written[id] != nil else { return }
    if type == GIT_OBJECT_TREE {
      for item in try tree(id).items where !item.version.isSubmodule {
        try persist(
          item.version.id, item.version.isFolder ? GIT_OBJECT_TREE : GIT_OBJECT_BLOB, target)
      }
    }
    try copy(id, type, target)
  }

  private func copy(
    _ id: RawID, _ type: git_object_t, _ target: borrowing Handle
  ) throws(GitError) {
    let pointer = unsafe target.pointer
    unsafe try read(id, type, "object") { bytes throws(GitError) in
      var oid = git_oid()
      try git("write object \(id.objectID.short)") {
        unsafe git_odb_write(&oid, pointer, bytes.baseAddress, bytes.count, type)
      }
    }
  }

  /// The repository's own database, without the memory.
  private func looseObjects() throws(GitError) -> Handle {
    let folder = repository.source.commonFolder + "objects"
    return unsafe try Handle(
      "open the object database", freeWith: { unsafe git_odb_free($0) }
    ) { unsafe git_odb_open($0, folder) }
  }
}
