import FoundationEssentials
import GateDrafting
import GateModel
import Git

/// What a first plan has to know about a folder: of the commit where there is one, else of the files.
struct RepositorySurvey {
  /// The top of the repository, or the folder itself outside of one; without `/` at its end.
  var root: String
  /// Whether the folder is in a git repository yet.
  var isRepository: Bool
  var survey: Survey

  init(at folder: String) throws {
    let committed = try Committed(at: folder)
    isRepository = committed != nil
    var top = committed?.top ?? folder
    while top.hasSuffix("/"), top.utf8.count > 1 { top.removeLast() }
    root = top
    let known = committed?.paths ?? []
    let names = known.isEmpty ? filesOnDisk(in: top) : known + topFiles(in: top)
    var texts: [String: String] = [:]
    for name in Survey.manifests {
      // A manifest that is not there says nothing.
      guard let bytes = try? bytes(ofFile: top + "/" + name) else { continue }
      texts[name] = String(decoding: bytes.prefix(1 << 20), as: UTF8.self)
    }
    survey = Survey(
      name: URL(filePath: top).lastPathComponent, base: committed?.base ?? "main",
      paths: Array(Set(names)), texts: texts)
    if let sample = survey.migrationSample?.description,
      // What cannot be read says nothing.
      let bytes = try? bytes(ofFile: top + "/" + sample)
    {
      survey.texts[sample] = String(decoding: bytes.prefix(1 << 20), as: UTF8.self)
    }
  }
}

/// What git knows of a folder.
private struct Committed {
  var top: String
  var base: String
  var paths: [RepoPath] = []

  /// Nil outside a repository: a plan can be written before `git init`.
  init?(at folder: String) throws {
    let tree: String?
    do throws(GitError) {
      let repository = try Repository(at: folder)
      tree = repository.workingTree
      top = tree ?? folder
      base = defaultBranch(of: repository)
      if repository.hasCommit(named: "HEAD") {
        let commit = try repository.commit(named: "HEAD")
        paths = try repository.paths(in: repository.tree(of: commit))
      }
    } catch {
      if error.kind == .notARepository { return nil }
      throw error
    }
    guard tree != nil else {
      throw Failure(
        "`\(folder)` is a bare repository: a plan is written into a working tree",
        hint: "clone it, and start the command in the clone", exit: .unjudged)
    }
  }
}

/// `origin/HEAD`, else the current branch, else `main`.
private func defaultBranch(of repository: borrowing Repository) -> String {
  let head = repository.source.commonFolder + "refs/remotes/origin/HEAD"
  // Most repositories without a remote have none.
  let text = (try? bytes(ofFile: head)).map { String(decoding: $0, as: UTF8.self).trimmed }
  let prefix = "ref: refs/remotes/origin/"
  if let text, text.hasPrefix(prefix) { return String(text.dropFirst(prefix.count)) }
  return repository.currentBranch ?? "main"
}

/// Files at the top that are not committed yet: a manifest written today counts.
private func topFiles(in root: String) -> [RepoPath] {
  entries(of: root).filter { !$0.isFolder && !$0.name.hasPrefix(".") }.map { RepoPath($0.name) }
}

/// Every file some folders deep, without what tools leave behind.
private func filesOnDisk(in root: String) -> [RepoPath] {
  let left: Set = ["node_modules", "target", "build", "dist", "venv", "__pycache__", "vendor"]
  var found: [RepoPath] = []
  var open = [("", 0)]
  while let (folder, depth) = open.popLast(), found.count < 20_000 {
    let prefix = folder.isEmpty ? "" : folder + "/"
    for entry in entries(of: folder.isEmpty ? root : root + "/" + folder) {
      if !entry.isFolder {
        found.append(RepoPath(prefix + entry.name))
      } else if depth < 5, !left.contains(entry.name),
        ![".git", ".build", ".venv"].contains(entry.name)
      {
        open.append((prefix + entry.name, depth + 1))
      }
    }
  }
  return found
}

private func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
  let files = FileManager.default
  let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []  // Unreadable: nothing to see.
  var found: [(name: String, isFolder: Bool)] = []
  for name in names.sorted() {
    let attributes = try? files.attributesOfItem(atPath: folder + "/" + name)  // Gone meanwhile.
    let type = attributes?[.type] as? FileAttributeType
    found.append((name, type == .typeDirectory))
  }
  return found
}
