import Foundation

/// Points in memory, as a file holds them: all x, then all y, as doubles of this machine.
struct Points {
  var x: [Double]
  var y: [Double]
  var count: Int { x.count }

  init(path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    (x, y) = data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      let values = bytes.bindMemory(to: Double.self)
      return (Array(values[..<(values.count / 2)]), Array(values[(values.count / 2)...]))
    }
  }
}
