import Testing

/// Tests that render very many or very large reports: one at a time, as the tests beside them have time
/// limits to keep.
@Suite("many and large reports", .serialized)
struct ManyReportsTests {}
