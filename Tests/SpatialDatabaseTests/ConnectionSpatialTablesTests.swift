import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import Testing
import TestSupport

@Suite struct ConnectionSpatialTablesTests {
  let connection: Connection

  init() throws {
    let connection = try Connection.open(":memory:", mode: .create, spatial: true)
    try connection.transaction { () throws(Fault) in
      try connection.makeSpatialMetadata()
      try connection.registerReferenceSystem(
        srid: 4490, authority: "epsg", code: 4490, name: "CGCS2000", projText: "+proj=longlat +ellps=GRS80 +no_defs",
        wkt: "")
      try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")
      try connection.addGeometryColumn("geometry", to: "t", srid: 4490, kind: "POINT")
    }
    self.connection = connection
  }

  private func insert(_ points: [Point]) throws {
    let insert = try connection.prepare("INSERT INTO t (geometry) VALUES (?)")
    for point in points {
      try insert.bind(1, SpatiaLiteBlob.encode(point, srid: 4490))
      try insert.run()
    }
  }

  private func count(in box: Box) throws -> Int64? {
    let clause = Connection.inBox(table: "t", column: "geometry", key: "id", first: 1)
    return try connection.integer(
      "SELECT count(*) FROM t WHERE \(clause)", [.real(box.minX), .real(box.minY), .real(box.maxX), .real(box.maxY)])
  }

  @Test func theIndexFindsRowsWrittenBeforeAndAfterIt() throws {
    try insert([Point(1, 1), Point(5, 5)])
    try connection.transaction { () throws(Fault) in try connection.createSpatialIndex("t", "geometry") }
    try insert([Point(1.5, 1.5), Point(9, 9)])
    #expect(try count(in: Box(minX: 0, minY: 0, maxX: 2, maxY: 2)) == 2)
    #expect(try connection.hasSpatialIndex("t", "geometry"))
    // A transaction in between takes the index off and builds it again.
    try connection.transaction { () throws(Fault) in
      try connection.dropSpatialIndex("t", "geometry")
      try connection.run("DELETE FROM t WHERE id = 1", [])
      try connection.createSpatialIndex("t", "geometry")
    }
    #expect(try count(in: Box(minX: 0, minY: 0, maxX: 2, maxY: 2)) == 1)
    #expect(try connection.integer("SELECT CheckSpatialIndex('t', 'geometry')") == 1)
  }

  @Test func anotherKindOfGeometryIsRefused() throws {
    do {
      try connection.run(
        "INSERT INTO t (geometry) VALUES (?)", [.blob(SpatiaLiteBlob.encode(SpatiaLiteBlobTests.holed, srid: 4490))])
      Issue.record("a polygon must not enter a column of points")
    } catch let fault {
      #expect(fault.code == "constraint")
    }
  }
}
