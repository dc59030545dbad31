import Diagnostics
import SpatialFormats
import SystemFiles

/// The rejected rows with line and reason. The file is made with the first of them.
final class RejectsFile {
  let path: String
  private let force: Bool
  private let layout: EventLayout
  private var file: OutputFile?

  init(path: String, force: Bool, layout: EventLayout) {
    self.path = path
    self.force = force
    self.layout = layout
  }

  var isMade: Bool {
    switch file {
    case .some: true
    case .none: false
    }
  }

  /// - Parameter records: as `append` writes them.
  func write(_ records: UnsafeRawBufferPointer) throws(Fault) {
    guard unsafe !records.isEmpty else { return }
    if !isMade {
      file = try OutputFile(path: path, force: force)
      let header = ByteBuffer()
      header.append("line")
      header.append(layout.dialect.delimiter)
      header.append("reason")
      header.append(layout.dialect.delimiter)
      if layout.form == .records {
        if layout.hasPlaces {
          header.append("geometry")
          if !layout.columns.isEmpty { header.append(layout.dialect.delimiter) }
        }
        unsafe layout.header.withUnsafeBytes { unsafe header.append($0) }
      } else {
        header.append("feature")
      }
      header.append(layout.dialect.lineEnd)
      try unsafe file?.write(header.bytes)
    }
    try unsafe file?.write(records)
  }

  /// One record of the file.
  /// - Parameters:
  ///   - geometry: WKT, for events with geometries.
  ///   - record: as it was; a GeoJSON feature becomes one field.
  static func append(
    line: Int, _ reason: RejectReason, geometry: String?, _ record: UnsafeRawBufferPointer, to target: ByteBuffer,
    _ layout: EventLayout
  ) {
    target.append(String(line))
    target.append(layout.dialect.delimiter)
    target.append(reason.rawValue)
    target.append(layout.dialect.delimiter)
    if layout.form == .records {
      if layout.hasPlaces {
        CSVField.append(geometry ?? "", to: target, dialect: layout.dialect)
        if !layout.columns.isEmpty { target.append(layout.dialect.delimiter) }
      }
      unsafe target.append(record)
    } else {
      unsafe CSVField.append(record, to: target, dialect: layout.dialect)
    }
    target.append(layout.dialect.lineEnd)
  }

  func commit() throws(Fault) { try file.take()?.commit() }
}
