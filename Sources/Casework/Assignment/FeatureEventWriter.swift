import SpatialFormats
import SpatialPrimitives

/// Writes assigned events that came as GeoJSON features: each feature byte for byte as it was, with what the run adds
/// behind its properties. Only a place that had to be moved is written anew.
final class FeatureEventWriter {
  private let added: GeoJSONEventWriter
  private let plan: OutputPlan
  private let movesPlaces: Bool

  init(_ added: GeoJSONEventWriter, _ plan: OutputPlan, movesPlaces: Bool) {
    self.added = added
    self.plan = plan
    self.movesPlaces = movesPlaces
  }

  func append(
    _ feature: FeatureText, of block: EventBlock, _ finding: Finding, _ details: Finding.Details?, number: UInt32?,
    at point: Point, to target: ByteBuffer
  ) {
    let start = target.count
    if feature.isBare {
      target.append("{\"type\":\"Feature\",\"geometry\":")
      appendGeometry(feature, of: block, at: point, to: target)
      target.append(",\"properties\":{")
      added.appendAdded(finding, details, number: number, isFirst: true, to: target)
      target.append("}}")
    } else {
      var copied = feature.whole.lowerBound
      func copy(to end: UInt32) {
        unsafe target.append(block.text(copied..<max(copied, end)))
        copied = end
      }
      func copyWithGeometry() {
        guard movesPlaces, !feature.geometry.isEmpty else { return }
        copy(to: feature.geometry.lowerBound)
        appendGeometry(feature, of: block, at: point, to: target)
        copied = feature.geometry.upperBound
      }
      func copyWithProperties() {
        guard !feature.properties.isEmpty else { return }
        if feature.isNullProperties {
          copy(to: feature.properties.lowerBound)
          target.append("{")
        } else {
          copy(to: feature.properties.upperBound - 1)
        }
        added.appendAdded(finding, details, number: number, isFirst: !feature.hasProperties, to: target)
        target.append("}")
        copied = feature.properties.upperBound
      }
      if feature.geometry.lowerBound < feature.properties.lowerBound {
        copyWithGeometry()
        copyWithProperties()
      } else {
        copyWithProperties()
        copyWithGeometry()
      }
      copy(to: feature.whole.upperBound - 1)
      if movesPlaces, feature.geometry.isEmpty {
        target.append(",\"geometry\":")
        GeoJSONEventWriter.append(point, to: target)
      }
      if feature.properties.isEmpty {
        target.append(",\"properties\":{")
        added.appendAdded(finding, details, number: number, isFirst: true, to: target)
        target.append("}")
      }
      target.append("}")
    }
    if plan.form == .geoJSONSequence, plan.layout.form == .features { makeOneLine(target, from: start) }
    target.append(GeoJSONEventWriter.separator(of: plan.form))
  }

  private func appendGeometry(_ feature: FeatureText, of block: EventBlock, at point: Point, to target: ByteBuffer) {
    if movesPlaces {
      GeoJSONEventWriter.append(point, to: target)
    } else {
      unsafe target.append(block.text(feature.geometry))
    }
  }

  /// Line ends of JSON stand between values only, where blanks do as well.
  private func makeOneLine(_ target: ByteBuffer, from start: Int) {
    let bytes = unsafe target.mutableBytes
    for index in start..<bytes.count where unsafe bytes[index] == 0x0A || bytes[index] == 0x0D {
      unsafe bytes[index] = 0x20
    }
  }
}
