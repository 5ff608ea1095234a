/// A place where code reads one configuration key by name.
struct KeyRead: Sendable, Hashable {
  var key: String
  /// What is read: `env` for the environment, else the words before the key.
  var source: String
  /// As a member (`config.port`), not by a string: such a read may as well be a flag.
  var isMember: Bool
  /// The tokens that it takes up.
  var tokens: Range<Int>
  /// Where the key stands.
  var keyToken: Int
}

/// Which expressions are configuration, judged by their names.
enum ConfigurationSource {
  private static let environments: Set = [
    "environ", "ENV", "environment", "environb", "env", "getenv",
  ]
  private static let getters: Set = [
    "fetch", "string", "value", "dig", "str", "int", "bool", "list", "url", "read",
  ]
  private static let configurations = ["config", "configuration", "cfg", "conf", "settings"]

  static func ofSubscript(_ chain: [String]) -> String? {
    isEnvironment(chain) ? "env" : isConfiguration(chain.last) ? words(chain) : nil
  }

  static func ofCall(_ chain: [String]) -> String? {
    guard let name = chain.last else { return nil }
    if ["getenv", "Getenv", "LookupEnv", "getenvb"].contains(name) { return "env" }
    if name == "getProperty", chain.first == "System" { return "properties" }
    let base = Array(chain.dropLast())
    if base.isEmpty { return ["env", "config"].contains(name) ? name : nil }
    if ["var", "var_os"].contains(name), base.last == "env" { return "env" }
    guard getters.contains(name) || name.hasPrefix("get") || name.hasPrefix("Get") else {
      return nil
    }
    return ofSubscript(base)
  }

  static func ofMember(_ chain: [String]) -> (source: String, key: String)? {
    guard let key = chain.last, chain.count >= 2 else { return nil }
    return ofSubscript(Array(chain.dropLast())).map { ($0, key) }
  }

  private static func isEnvironment(_ chain: [String]) -> Bool {
    chain.last.map { environments.contains($0) } ?? false
  }

  /// `config`, `appConfig`, `self.settings`, `configService`, `viper`…
  static func isConfiguration(_ name: String?) -> Bool {
    guard let name = name?.lowercased() else { return false }
    return name == "viper" || name.hasPrefix("configservice")
      || configurations.contains { name.hasSuffix($0) }
  }

  static func words(_ chain: [String]) -> String { chain.joined(separator: ".") }
}
