import GateModel
import GateRules
import Testing

@Test("an old key as a fallback is found, and what only looks like one is not")
func aliases() throws {
  let rule = try #require(allRules.first { $0.id == "no-compat-alias" })
  for (file, line, isAlias) in aliasCases {
    let example = RuleExample("", isGood: !isAlias, edits: [file: line + "\n"])
    let outcome = judge(rule, example.subject, as: Check(id: .rule(rule.id), reason: ""))
    #expect((outcome.result == .failed) == isAlias, "\(file): \(line)")
  }
}

private let aliasCases: [(file: String, line: String, isAlias: Bool)] = [
  ("a.py", #"x = os.getenv("A") or os.getenv("B")"#, true),
  ("a.py", #"x = os.environ.get("A", os.environ.get("B"))"#, true),
  ("a.py", #"x = int(os.getenv("A") or os.getenv("B", "1"))"#, true),
  ("a.py", #"x = cfg["a"] if "a" in cfg else cfg["b"]"#, true),
  ("a.py", "x = os.getenv(\"A\")\nif not x:\n    x = os.getenv(\"B\")", true),
  ("a.py", "x = (\n  os.getenv(\"A\")\n  or os.getenv(\"B\")\n)", true),
  ("a.py", #"x = config.get("a") or config.get("b")"#, true),
  ("a.py", #"x = os.getenv("A", "b")"#, false),
  ("a.py", #"x = os.getenv("A") or "b""#, false),
  ("a.py", #"x = os.getenv("A"); y = os.getenv("B")"#, false),
  ("a.py", #"x = (os.getenv("A"), os.getenv("B"))"#, false),
  ("a.py", #"x = os.getenv("A") and os.getenv("B")"#, false),
  ("a.py", #"x = data.get("name") or data.get("title")"#, false),
  ("a.py", ##"# os.getenv("A") or os.getenv("B")"##, false),
  ("a.py", #"x = "os.getenv('A') or os.getenv('B')""#, false),
  ("a.py", #"x = os.getenv("A") or os.getenv("A")"#, false),
  ("a.js", "const x = process.env.A || process.env.B;", true),
  ("a.ts", "const x = process.env.A ?? process.env['B'];", true),
  ("a.ts", "const x = config.port ?? config.appPort;", true),
  ("a.js", "const x = process.env.A || 'b';", false),
  ("a.js", "const x = process.env.A && process.env.B;", false),
  ("a.js", "const x = user.name || user.login;", false),
  ("a.js", "f(process.env.A, process.env.B)", false),
  ("a.swift", #"let x = env["A"] ?? env["B"]"#, true),
  ("a.swift", #"let x = ProcessInfo.processInfo.environment["A"] ?? "b""#, false),
  ("a.go", #"x := cmp.Or(os.Getenv("A"), os.Getenv("B"))"#, true),
  ("a.go", "x := os.Getenv(\"A\")\nif x == \"\" {\n\tx = os.Getenv(\"B\")\n}", true),
  ("a.go", "x := os.Getenv(\"A\")\nif x == \"\" {\n\tx = \"b\"\n}", false),
  ("a.go", "x := os.Getenv(\"A\")\ny := os.Getenv(\"B\")", false),
  ("a.rb", #"x = ENV["A"] || ENV["B"]"#, true),
  ("a.rb", #"x = ENV.fetch("A") { ENV["B"] }"#, true),
  ("a.rb", #"x = ENV.fetch("A", ENV["B"])"#, true),
  ("a.rb", #"x = ENV.fetch("A", "b")"#, false),
  ("a.rs", #"let x = env::var("A").or_else(|_| env::var("B"));"#, true),
  ("a.rs", #"let x = std::env::var("A").unwrap_or_else(|_| "b".into());"#, false),
  ("A.kt", #"val x = System.getenv("A") ?: System.getenv("B")"#, true),
  ("A.java", #"x = System.getProperty("a", System.getProperty("b"));"#, true),
  ("A.java", #"x = System.getenv("A") != null ? System.getenv("A") : System.getenv("B");"#, true),
  ("A.java", #"x = System.getProperty("a", "b");"#, false),
  ("a.sh", "X=${A:-$B}", true), ("a.sh", #"X="${A:-"$B"}""#, true), ("a.sh", "X=${A-${B}}", true),
  ("Makefile", "X := $${A:-$${B}}", true), ("Dockerfile", "ENV X=${A:-$B}", true),
  ("a.sh", "X=${A:-b}", false), ("a.sh", "X=${A:-$HOME/b}", false), ("a.sh", "X=${1:-$B}", false),
  ("a.sh", "x=${dir:-$here}", false), ("a.sh", "# X=${A:-$B}", false),
  ("a.yml", "port: 1\nport_old: 2", true), ("a.yml", "legacy_port: 1\nport: 2", true),
  ("a.yml", "a:\n  port: 1\nb:\n  port_old: 2", false), ("a.yml", "port: 1\nport_new: 2", false),
  ("a.yml", "run: X=${A:-$B}", true),
  ("a.json", "{\n  \"port\": 1,\n  \"portOld\": 2\n}", true),
  ("a.json", "{\n  \"port\": 1,\n  \"host\": 2\n}", false),
  ("a.toml", "port = 1\nport_deprecated = 2", true),
  ("a.toml", "[a]\nport = 1\n[b]\nport_old = 2", false),
]
