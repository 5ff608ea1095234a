import Testing

@testable import Postgres

private let urls: [(keywords: [String: String], url: String)] = [
  ([:], "postgres:///"),
  (
    ["host": "db", "port": "6432", "user": "b b", "password": "a:/@", "dbname": "ü"],
    "postgres://b%20b:a%3A%2F%40@db:6432/%C3%BC"
  ),
  (
    ["host": "/run/pg", "port": "5433", "user": "x", "dbname": "x"],
    "postgres://x@/x?host=%2Frun%2Fpg&port=5433"
  ),
  (["host": "db", "password": "secret"], "postgres://db/?password=secret"),
  (["host": "a,b", "port": "1,2", "user": "x"], "postgres://x@/?host=a%2Cb&port=1%2C2"),
  (["host": "::1", "port": "1"], "postgres://[::1]:1/"),
  (["port": "1", "hostaddr": "127.0.0.1"], "postgres:///?hostaddr=127.0.0.1&port=1"),
  (
    ["host": "db", "sslmode": "verify-full", "sslrootcert": "/a b", "options": "-c x=1"],
    "postgres://db/?options=-c%20x%3D1&sslmode=verify-full&sslrootcert=%2Fa%20b"
  ),
]

@Test("a URL says all that its settings say")
func url() throws {
  for (keywords, url) in urls {
    let settings = ConnectionSettings(keywords)
    #expect(settings.url == url)
    #expect(try ConnectionSettings(parsing: url) == settings)
  }
}

@Test("the variables of a database hold what its URL says, and what that left to PG*")
func variables() throws {
  let url = "postgres://ann:pw@db/shop?sslmode=require&sslcert=c&sslkey=k&sslrootcert=r&options=o"
  let caller = [
    "DATABASE_URL": url, "PGUSER": "bob", "PGPASSWORD": "other", "PGSERVICE": "prod",
    "PGHOSTADDR": "10.0.0.1", "PGPASSFILE": "/f", "PGPORT": "6432", "PGAPPNAME": "", "HOME": "/",
  ]
  let settings = try ConnectionSettings(parsing: url).database("one").completed(by: caller)
  var expected = [
    "PGHOST": "db", "PGPORT": "6432", "PGUSER": "ann", "PGPASSWORD": "pw", "PGDATABASE": "one",
    "PGSSLMODE": "require", "PGSSLCERT": "c", "PGSSLKEY": "k", "PGSSLROOTCERT": "r",
    "PGOPTIONS": "o",
  ]
  expected["DATABASE_URL"] =
    "postgres://ann:pw@db:6432/one?options=o&sslcert=c&sslkey=k&sslmode=require&sslrootcert=r"
  #expect(settings.environment == expected)

  let bare = ConnectionSettings(["dbname": "one"]).completed(by: caller)
  #expect(
    bare.keywords == [
      "dbname": "one", "user": "bob", "password": "other", "hostaddr": "10.0.0.1", "port": "6432",
    ])
  var trusting = caller
  trusting["PGPASSWORD"] = nil
  #expect(ConnectionSettings().completed(by: trusting).keywords["passfile"] == "/f")
  // A server of our own.
  trusting["DATABASE_URL"] = nil
  #expect(ConnectionSettings(["host": "/x"]).completed(by: trusting).keywords == ["host": "/x"])
}
