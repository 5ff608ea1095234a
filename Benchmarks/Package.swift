// swift-tools-version: 6.2
import PackageDescription

// Measures the built `gate` against git and against a peer; see `make bench`. A package of its own, so
// that nobody who builds the gate builds this.

let package = Package(
  name: "bench",
  targets: [
    .executableTarget(
      name: "Bench", path: "Sources/Bench",
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"), .strictMemorySafety(),
        .treatAllWarnings(as: .error),
      ])
  ],
  swiftLanguageModes: [.v6]
)
