/// Two keys of one source, the second read where the first is not set.
struct Fallback: Sendable, Hashable {
  var key: String
  var oldKey: String
  /// The lines that it stands on.
  var lines: ClosedRange<Int>
}

extension Fallback {
  /// Every fallback from one key to another in a source file, in order.
  static func all(in text: String, of language: Language) -> [Fallback] {
    let source = SourceTokens(text, language)
    let places = source.reads.map { (read: $0, outer: source.outer($0)) }
    var starts: [Int: Int] = [:]
    for (index, place) in places.enumerated() { starts[place.outer.lowerBound] = index }
    let search = FallbackSearch(source: source, places: places, starts: starts)
    var found: [Fallback] = []
    for index in places.indices {
      guard let other = search.fallback(of: index), isAlias(places[index].read, other) else {
        continue
      }
      let first = places[index].read
      let lines = [source.all[first.keyToken].line, source.all[other.keyToken].line]
      found.append(
        Fallback(
          key: first.key, oldKey: other.key, lines: (lines.min() ?? 1)...(lines.max() ?? 1)))
    }
    return found
  }

  /// Two names of one thing, and not two things of which one is the default, or that the operating
  /// system names in several ways.
  private static func isAlias(_ first: KeyRead, _ second: KeyRead) -> Bool {
    first.source == second.source && !isConventional(first.key, second.key)
  }

  /// Whether a pair of keys is a convention, not an alias: one name in two cases, a default, names
  /// that operating systems gave.
  static func isConventional(_ key: String, _ other: String) -> Bool {
    let (a, b) = (key.lowercased(), other.lowercased())
    return a == b || b.contains("default") || (systemKeys.contains(a) && systemKeys.contains(b))
  }

  private static let systemKeys: Set<String> = [
    "home", "userprofile", "homepath", "homedrive", "tmpdir", "temp", "tmp", "tempdir", "visual",
    "editor", "git_editor", "pager", "git_pager", "manpager", "lc_all", "lc_ctype", "lc_messages",
    "lang", "language", "user", "username", "logname", "lname", "shell", "comspec", "appdata",
    "localappdata", "xdg_config_home", "xdg_data_home", "xdg_cache_home", "xdg_state_home",
    "xdg_runtime_dir", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "path", "browser",
    "hostname", "computername", "sudo_user", "programfiles", "programfiles(x86)", "programw6432",
    "systemroot", "windir", "display", "wayland_display",
  ]
}
