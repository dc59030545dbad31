import SpatialPrimitives
import TestSupport
import Testing

@testable import Casework
@testable import SpatialFormats

@Suite struct CoordinateColumnsTests {
  private static let forms = [
    "113.25", "\"113.25\"", "-1.5", "0.0", "0", "", " 113.5", "113.5 ", "\"\"", "\"", "\"113.25", "113.25\"", "1e2",
    "+2.5", "181.0", "90.00000000000001", "12.3456789012345678901", "１.5", "nan", "\"1,5\"", "\"1.\"\"5\"", "12",
    "113.123456789012",
  ]

  /// What is read by the block is what the reader for one field makes of it; all else is listed as odd.
  /// - Parameter isRegular: no quotes, and every record has three fields: the block is read at once where that is possible.
  @Test(arguments: ["\n", "\r\n"], [true, false])
  func agreesWithTheReaderOfOneField(lineEnd: String, isRegular: Bool) {
    var random = SeededGenerator(seed: 61)
    let bounds = Box(minX: -180, minY: -90, maxX: 180, maxY: 90)
    let forms = isRegular ? Self.forms.filter { !$0.contains("\"") } : Self.forms
    for (lon, lat) in [(0, 1), (1, 2), (2, 0)] {
      var text = ""
      for _ in 0..<500 {
        let isOther = !isRegular && Int.random(in: 0..<40, using: &random) == 0
        let count = isOther ? Int.random(in: 1...5, using: &random) : 3
        text += (0..<count).map { _ in forms.randomElement(using: &random)! }.joined(separator: ",") + lineEnd
      }
      let bytes = ByteBuffer()
      bytes.append(text)
      let scan = SeparatorScan()
      let dialect = unsafe CSVDialect(of: bytes.bytes)
      let records = unsafe scan.scan(
        bytes, dialect, hasQuotes: !isRegular, columns: 3, terminators: isRegular ? 500 : nil)
      let batch = EventBatch()
      unsafe batch.begin(records.count)
      unsafe CoordinateColumns(lon: lon, lat: lat, columns: 3).read(records, within: bounds, into: batch)
      let odd = Set((0..<batch.oddCount).map { unsafe Int(batch.odd[$0]) })
      #expect(unsafe records.count > odd.count)
      for record in unsafe 0..<records.count where !odd.contains(record) {
        let fields = unsafe records.fields(of: record)
        #expect(unsafe records.columns(of: record) == 3)
        let place = batch.place(of: record)
        #expect(unsafe CoordinateField.read(fields[lon], scratch: ByteBuffer()) == .success(place.x))
        #expect(unsafe CoordinateField.read(fields[lat], scratch: ByteBuffer()) == .success(place.y))
        #expect(bounds.contains(place) && place != Point(0, 0))
      }
    }
  }
}
