package import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

/// Opens boundary files of every kind. What a file is, is found out from its first bytes, then from its name.
package enum FeatureFile {
  /// What is in a file: its layers with fields, samples, count, extent, reference system and encoding.
  ///
  /// - Parameter encoding: overrides what the file says of itself.
  package static func describe(_ path: String, encoding: String? = nil) throws(Fault) -> FileDescription {
    let heard = Heard()
    let opened = try OpenedFile(path, encoding: try textEncoding(encoding), notice: heard.add)
    var layers: [LayerDescription] = []
    for name in try opened.layerNames() {
      let source = try opened.source(layer: name, where: nil, notice: heard.add)
      layers.append(try withSamples(source))
    }
    return FileDescription(path: path, format: opened.format.rawValue, layers: layers, notices: heard.notices)
  }

  /// Opens one layer of a file.
  ///
  /// - Parameters:
  ///   - layer: may be left out where the file has one; otherwise the fault lists what there is.
  ///   - encoding: overrides what the file says of itself.
  ///   - where: an SQL expression over the fields (SQLite's dialect); only rows for which it is true are given.
  ///   - threads: how many may work at it; what is given does not depend on it.
  package static func open(
    _ path: String, layer: String? = nil, encoding: String? = nil, where condition: String? = nil,
    threads: Int = 1, listener: Listener = .silent
  ) throws(Fault) -> any FeatureSource {
    let opened = try OpenedFile(
      path, encoding: try textEncoding(encoding), threads: threads, notice: listener.notice)
    let name = try choose(layer, among: try opened.layerNames(), path: path)
    return try opened.source(layer: name, where: condition, notice: listener.notice)
  }

  static func textEncoding(_ label: String?) throws(Fault) -> TextEncoding? {
    guard let label else { return nil }
    guard let encoding = TextEncoding(label: label) else {
      throw Fault(
        .usage, code: "unknown-encoding", Text("there is no encoding “\(label)”", zh: "没有名为“\(label)”的编码"),
        hint: Text("e.g. UTF-8, GBK, GB18030, Big5", zh: "例如 UTF-8、GBK、GB18030、Big5"))
    }
    return encoding
  }

  private static func choose(_ wanted: String?, among names: [String], path: String) throws(Fault) -> String {
    let list = names.joined(separator: ", ")
    if let wanted {
      // A file of one layer goes by its own name, too.
      if names.count == 1, wanted == FileFacts.withoutExtension(FileFacts.name(of: path)) { return names[0] }
      guard names.contains(wanted) else {
        throw Fault(
          .usage, code: "unknown-layer", Text("“\(path)” has no layer “\(wanted)”", zh: "“\(path)”中没有图层“\(wanted)”"),
          at: Place(path), hint: Text("it has: \(list)", zh: "现有图层：\(list)"))
      }
      return wanted
    }
    guard let only = names.first else {
      throw Fault(.data, code: "no-layers", Text("“\(path)” has no layers", zh: "“\(path)”中没有图层"), at: Place(path))
    }
    guard names.count == 1 else {
      throw Fault(
        .usage, code: "several-layers",
        Text("“\(path)” has \(Text.counted(names.count, "layer"))", zh: "“\(path)”有 \(names.count) 个图层"),
        at: Place(path), hint: Text("choose one with --layer: \(list)", zh: "请用 --layer 指定：\(list)"))
    }
    return only
  }

  /// How many features are looked at, and how many different values of a field are shown.
  private static let sampledFeatures = 100
  private static let samplesShown = 3

  private static func withSamples(_ source: any FeatureSource) throws(Fault) -> LayerDescription {
    var layer = source.layer
    var extent = Box.empty
    var read = 0
    while layer.extent == nil || read < sampledFeatures, let feature = try source.next() {
      read += 1
      if let geometry = feature.geometry { extent.formUnion(geometry.box) }
      if read > sampledFeatures { continue }
      for (ordinal, value) in feature.values.enumerated() {
        guard layer.fields[ordinal].samples.count < samplesShown, let text = value.text, !text.isEmpty,
          !layer.fields[ordinal].samples.contains(text)
        else { continue }
        layer.fields[ordinal].samples.append(text)
      }
    }
    if layer.extent == nil, !extent.isEmpty { layer.extent = extent }
    return layer
  }

  /// Collects what is said while a file is described.
  private final class Heard {
    private(set) var notices: [Notice] = []
    func add(_ notice: Notice) { if !notices.contains(notice) { notices.append(notice) } }
  }
}
