import Diagnostics
import Projections
import SpatialPrimitives

/// Where a model says that it is.
struct ModelLocation {
  /// `nil` where nobody knows: the model is kept all the same, in coordinates of its own.
  var system: CoordinateSystem?
  /// In the words of the source, heights included.
  var reference: String?

  init(_ system: CoordinateSystem?, reference: String?) {
    self.system = system
    self.reference = reference
  }

  /// - Throws: `unknown-crs` (65) for a system that was asked for.
  init(_ head: ModelHead, _ request: ModelImportRequest, listener: Listener) throws(Fault) {
    reference = head.referenceSystem
    let place = Place(request.file)
    if let asked = request.crs {
      let system = try CoordinateSystem(asked)
      self.system = system
      if let reference, let own = try? CoordinateSystem(ReferenceName(reference).plain), !own.isEquivalent(to: system) {
        listener.notice(
          Notice(
            .warning, code: "crs-overridden",
            Text(
              "taken as \(system.name), as told, though the file says \(own.name)",
              zh: "按指定视为 \(system.name)，而文件标明 \(own.name)"), at: place))
      }
      if reference == nil { reference = system.epsg.map { "https://www.opengis.net/def/crs/EPSG/0/\($0)" } }
      return
    }
    guard let reference else {
      listener.notice(
        Notice(
          .warning, code: "missing-crs",
          Text(
            "the model does not say in which coordinate system it is: it is kept, and is not on the map; name it with --crs",
            zh: "模型没有说明坐标系：已保存，但不会出现在地图上；可用 --crs 指定"), at: place))
      return
    }
    do {
      let system = try CoordinateSystem(ReferenceName(reference).plain)
      self.system = system
      listener.notice(
        Notice(
          .note, code: "crs-read",
          Text("\(system.name): the file says “\(reference)”", zh: "\(system.name)：文件标明“\(reference)”"), at: place))
    } catch {
      listener.notice(
        Notice(
          .warning, code: "unknown-crs",
          Text(
            "the coordinate system “\(reference)” is not known: the model is kept, and is not on the map; name one with --crs",
            zh: "无法识别坐标系“\(reference)”：模型已保存，但不会出现在地图上；可用 --crs 指定"), at: place))
    }
  }
}
