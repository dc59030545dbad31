import Diagnostics
import SystemFiles

/// Goes over a file of GeoJSON features for the columns that their properties make, before the features are read.
struct FeatureSurvey: Sendable {
  let fields: [FieldDescription]
  /// What the members beside the features say, be they before or behind them.
  let crs: DeclaredCRS

  /// - Parameters:
  ///   - name: what the file is called in faults.
  ///   - wanted: the only columns that will be asked for, by the names that they are hoped to have; `nil` for all. Where
  ///     there are such, the search for more ends, and their types are not told.
  ///   - threads: how many may look; the result does not depend on it.
  /// - Throws: `cut-json`, `bad-json`, `record-too-long` (65) where the features cannot be told apart. A feature that is no
  ///   JSON has no properties.
  init(_ path: String, of name: String, _ head: FeatureStreamHead, wanted: [String]?, threads: Int) throws(Fault) {
    let reader = try FeatureStreamReader(ByteStream(path: path), path: name, head, nil, refusesLateCRS: false)
    let pass = SchemaPass(reader, wanted: wanted)
    let parts = Workers.map(max(1, threads), threads: threads) { _ in pass.work() }
    if let fault = pass.fault { throw fault }
    var schema = GeoJSONSchema()
    for part in parts.joined().sorted(by: { $0.sequence < $1.sequence }) { schema.add(part.schema) }
    if let wanted, schema.holds(wanted) {
      fields = wanted.map { FieldDescription(name: $0, type: .text) }
    } else {
      fields = schema.fields
    }
    let isDeclared = head.crs != GeoJSONSource.assumedCRS
    crs = isDeclared ? head.crs : reader.crsBehind ?? head.crs
  }
}

/// One pass over the blocks of a stream, shared by its threads.
private final class SchemaPass: @unchecked Sendable {
  private let reader: FeatureStreamReader
  private let wanted: [String]?
  /// Guards the reader and what stands below.
  private let monitor = Monitor()
  private(set) var fault: Fault?
  private var isComplete = false

  /// What a block has that none had before that the same thread saw.
  typealias Part = (sequence: Int, schema: GeoJSONSchema)

  init(_ reader: FeatureStreamReader, wanted: [String]?) {
    self.reader = reader
    self.wanted = wanted
  }

  /// The work of one thread. Blocks come to it in their order, so that what it has seen already tells nothing more.
  func work() -> [Part] {
    var parts: [Part] = []
    var all = GeoJSONSchema()
    let block = EventBlock()
    do throws(Fault) {
      let decoder = try FeatureDecoder(reader.layout, reserved: [])
      while read(into: block) {
        let schema = decoder.schema(of: block)
        var more = all
        more.add(schema)
        if more.hasSameFields(as: all) { continue }
        all = more
        parts.append((block.sequence, schema))
        if let wanted, all.holds(wanted) { monitor.withLock { isComplete = true } }
      }
    } catch {
      monitor.withLock { tell(error) }
    }
    return parts
  }

  /// Fills the block with what is to be looked into.
  private func read(into block: EventBlock) -> Bool {
    monitor.withLock {
      while fault == nil {
        // Behind the features of a collection its reference system may stand: the way there leads over their brackets.
        if isComplete, reader.layout.form == .featureLines { return false }
        do throws(Fault) {
          guard try reader.next(into: block) else { return false }
        } catch {
          // Told before another thread reads on from where there is nothing to be read.
          tell(error)
          return false
        }
        if !isComplete { return true }
      }
      return false
    }
  }

  /// Keeps the first fault. Called with the lock held.
  private func tell(_ error: Fault) {
    if fault == nil { fault = error }
  }
}
