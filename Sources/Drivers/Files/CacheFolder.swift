/// Where this user's programs keep what can be made again: XDG_CACHE_HOME, or `~/.cache`; nil where neither
/// is set. Source: XDG Base Directory Specification.
package func cacheFolder(_ environment: [String: String]) -> String? {
  let set = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
  return set ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
}
