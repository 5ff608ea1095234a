/// How long the parts of a criterion may take.
enum Limits {
  static let command = Duration.seconds(600)
  static let request = Duration.seconds(30)
  /// As Postgres reads it.
  static let statement = "30s"
}
