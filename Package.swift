// swift-tools-version: 6.2
import PackageDescription

// Reads top to bottom: a module may use only modules above it.
// `make check` holds it: the build runs with --explicit-target-dependency-import-check error.

let package = Package(
  name: "gate",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "gate", targets: ["GateCLI"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // Model: the nouns.
    .target(name: "GateModel", path: "Sources/Model", swiftSettings: settings()),

    // Drivers: the outside world, each behind one small interface.
    .target(
      name: "CLibGit2", path: "Sources/Drivers/CLibGit2",
      linkerSettings: linux(":libgit2.a", ":libmbedcrypto.a", ":libz.a", ":libpcre2-8.a")
        + mac("git2")),
    .target(
      name: "CLibYAML", path: "Sources/Drivers/CLibYAML",
      linkerSettings: linux(":libyaml.a") + mac("yaml")),
    .target(
      name: "CPCRE2", path: "Sources/Drivers/CPCRE2",
      linkerSettings: linux(":libpcre2-8.a") + mac("pcre2-8")),
    .target(
      name: "CPgQuery", path: "Sources/Drivers/CPgQuery",
      linkerSettings: linux(":libpg_query.a") + mac("pg_query")),
    .target(name: "CProcesses", path: "Sources/Drivers/CProcesses"),
    .target(name: "CLibPQ", path: "Sources/Drivers/CLibPQ"),
    .target(name: "CLibCurl", path: "Sources/Drivers/CLibCurl"),
    .driver("Files", []),
    .driver("YAML", ["CLibYAML"]),
    .driver("Patterns", ["CPCRE2"]),
    .driver("PgQuery", ["CPgQuery"]),
    .driver("Git", ["GateModel", "CLibGit2"]),
    .driver(
      "Processes",
      [
        "CProcesses", "Files",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .driver("Postgres", ["CLibPQ", "Files", "Processes"]),
    .driver("HTTP", ["CLibCurl"]),
    .driver(
      "ITerm2",
      [
        "Processes",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ]),
    .driver("Tmux", ["Processes"]),

    // Gate: change -> plan -> outcomes -> verdict -> report.
    .gate("Project", ["YAML", "Patterns"]),
    .gate("Drafting", []),
    .gate("Hooks", []),
    .gate("Migrations", ["Postgres", "PgQuery"]),
    .gate("Rules", ["Patterns"]),
    .gate("SQLLint", ["PgQuery"]),
    .gate("Suites", ["Processes", "Patterns"]),
    .gate("Waves", []),
    .gate("Acceptance", ["GateMigrations", "GateSuites", "HTTP", "Postgres", "Processes"]),
    .gate("Contracts", ["GateMigrations", "Processes", "YAML"]),
    .gate("Reports", []),
    .gate(
      "Pipeline",
      [
        "GateProject", "GateRules", "GateSuites", "GateMigrations", "GateSQLLint", "GateWaves",
        "GateAcceptance", "GateContracts",
        "Files", "Git",
        "PgQuery", "Postgres", "Processes",
      ]),

    // Services: what the dashboard shows. They and the gate never import each other.
    .service(
      "Monitor", ["Files", "ITerm2", "Patterns", "Postgres", "Processes", "Tmux", "YAML"],
      resources: [.embedInCode("Rules/Packs")]),
    .service(
      "Server",
      [
        "Files", "Monitor", "Postgres",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.embedInCode("Dashboard/Assets")]),

    // CLI: one file per verb.
    .executableTarget(
      name: "GateCLI",
      dependencies: [
        "GateModel", "GateProject", "GateDrafting", "GateHooks", "GateRules", "GateSuites",
        "GatePipeline", "GateReports", "GateWaves",
        "GateMigrations", "GateContracts",
        "Files", "Git", "HTTP", "ITerm2", "Monitor", "Postgres", "Processes", "Server", "Tmux",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/CLI", swiftSettings: settings()),

    // Tests mirror Sources.
    .target(
      name: "TestSupport",
      dependencies: [
        "GateModel", "Postgres", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/Support", swiftSettings: settings()),
    .target(
      name: "ITerm2Fake",
      dependencies: [
        "ITerm2",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      path: "Tests/Fakes/ITerm2", swiftSettings: settings()),
    .tests("GateModel", path: "Tests/ModelTests"),
    .tests("Files", path: "Tests/Drivers/FilesTests"),
    .tests("YAML", path: "Tests/Drivers/YAMLTests"),
    .tests("PgQuery", path: "Tests/Drivers/PgQueryTests"),
    .tests("Patterns", path: "Tests/Drivers/PatternsTests"),
    .tests("Git", ["GateModel"], path: "Tests/Drivers/GitTests"),
    .tests("Processes", path: "Tests/Drivers/ProcessesTests"),
    .tests("Postgres", path: "Tests/Drivers/PostgresTests"),
    .tests("HTTP", ["Processes"], path: "Tests/Drivers/HTTPTests"),
    .tests(
      "ITerm2",
      [
        "ITerm2Fake", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], path: "Tests/Drivers/ITerm2Tests", exclude: ["codec.py", "official.py"]),
    .tests("Tmux", ["Processes"], path: "Tests/Drivers/TmuxTests"),
    .tests("GateProject", ["GateModel"], path: "Tests/Gate/ProjectTests"),
    .tests(
      "GateDrafting", ["GateModel", "GateProject"], path: "Tests/Gate/DraftingTests",
      exclude: ["Golden"]),
    .tests("GateHooks", ["GateModel"], path: "Tests/Gate/HooksTests"),
    .tests("GateWaves", ["GateModel"], path: "Tests/Gate/WavesTests"),
    .tests(
      "GateMigrations", ["GateModel", "Postgres"], path: "Tests/Gate/MigrationsTests",
      exclude: ["Golden"]),
    .tests(
      "GateContracts", ["GateModel", "GateMigrations", "Processes"],
      path: "Tests/Gate/ContractsTests"),
    .tests("GateRules", ["GateModel"], path: "Tests/Gate/RulesTests"),
    .tests("GateSQLLint", ["GateModel", "PgQuery"], path: "Tests/Gate/SQLLintTests"),
    .tests(
      "GateSuites", ["GateModel", "Processes"], path: "Tests/Gate/SuitesTests",
      exclude: ["Fixtures"]),
    .tests(
      "GateAcceptance",
      ["GateModel", "GateMigrations", "GateSuites", "HTTP", "Postgres", "Processes"],
      path: "Tests/Gate/AcceptanceTests"),
    .tests(
      "GateReports",
      [
        "GateModel", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], path: "Tests/Gate/ReportsTests", exclude: ["Golden", "Published"]),
    .tests(
      "GatePipeline",
      ["GateProject", "GateRules", "GateMigrations", "GateSQLLint", "GateContracts"],
      path: "Tests/Gate/PipelineTests"),
    .tests(
      "Monitor", ["GateModel", "ITerm2", "ITerm2Fake", "Postgres", "Processes", "Tmux"],
      path: "Tests/Services/MonitorTests",
      exclude: ["Sessions"]),
    .tests(
      "Server",
      [
        "GateCLI", "GateModel", "Monitor", "Postgres",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/Services/ServerTests", exclude: ["streams.py", "Browser", "Golden"]),
    .testTarget(
      name: "ScenarioTests", dependencies: ["GateCLI", "Postgres", "TestSupport"],
      path: "Tests/Scenarios",
      exclude: ["cases"], swiftSettings: settings()),
  ],
  swiftLanguageModes: [.v6]
)

#if os(Linux)
  // `make bench`: decision 11.
  package.targets.append(
    .executableTarget(
      name: "Bench",
      dependencies: ["GateModel", "GateMigrations", "Git", "Monitor", "Postgres", "Tmux"],
      path: "Benchmarks", exclude: ["peers.py"], swiftSettings: settings()))
#endif

extension Target {
  static func driver(_ name: String, _ dependencies: [Dependency]) -> Target {
    .target(
      name: name, dependencies: dependencies, path: "Sources/Drivers/\(name)",
      swiftSettings: settings())
  }

  static func gate(_ folder: String, _ dependencies: [Dependency]) -> Target {
    .target(
      name: "Gate\(folder)", dependencies: ["GateModel"] + dependencies,
      path: "Sources/Gate/\(folder)", swiftSettings: settings())
  }

  static func service(
    _ name: String, _ dependencies: [Dependency], resources: [Resource] = []
  ) -> Target {
    .target(
      name: name, dependencies: ["GateModel"] + dependencies, path: "Sources/Services/\(name)",
      resources: resources, swiftSettings: settings())
  }

  static func tests(
    _ module: String, _ more: [Dependency] = [], path: String, exclude: [String] = []
  ) -> Target {
    .testTarget(
      name: "\(module)Tests", dependencies: [.byName(name: module), "TestSupport"] + more,
      path: path, exclude: exclude, swiftSettings: settings())
  }
}

func settings() -> [SwiftSetting] {
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}

/// Linked statically: libgit2's shared library alone costs 10 ms at every start.
func linux(_ archives: String...) -> [LinkerSetting] {
  archives.map { .linkedLibrary($0, .when(platforms: [.linux])) }
}

func mac(_ libraries: String...) -> [LinkerSetting] {
  libraries.map { .linkedLibrary($0, .when(platforms: [.macOS])) }
}
