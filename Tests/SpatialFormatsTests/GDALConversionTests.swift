import Diagnostics
import Foundation
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

/// Formats that only GDAL reads.
@Suite(.enabled(if: GDAL.isInstalled && SharedData.isPresent("formats_gdal_autotest")))
struct GDALConversionTests {
  private func table(_ file: String, layer: String? = nil) throws -> Table {
    try Table(SharedData.path("formats_gdal_autotest/\(file)"), layer: layer)
  }

  @Test func closedLinesOfADrawingAreAreas() throws {
    let drawing = try table("dxf/LWPOLYLINE-OCS.dxf")
    #expect(drawing.hears("closed-lines"))
    #expect(drawing.features.contains { $0.geometry?.asMultiPolygon != nil })
    #expect(drawing.features.contains { if case .lineString = $0.geometry { true } else { false } })
  }

  @Test func keyholeLayersHaveTheirNames() throws {
    let description = try FeatureFile.describe(SharedData.path("formats_gdal_autotest/kml/samples.kml"))
    #expect(description.format == "GDAL")
    #expect(description.layers.count > 3)
    let fault = #expect(throws: Fault.self) { try table("kml/samples.kml") }
    #expect(fault?.code == "several-layers")
  }

  @Test func whatGDALRefusesIsAFault() throws {
    let fault = #expect(throws: Fault.self) { try table("kml/truncated.kml") }
    #expect(fault?.kind == .data)
    #expect(fault?.what.english.contains("ERROR") == true)
  }

  @Test func oldSpatiaLiteIsReadHere() throws {
    let old = try table("sqlite/poly_spatialite.sqlite")
    #expect(old.layer.geometryKind == "Polygon")
    #expect(old.features.count == 10)
    // Seven are compressed to single precision, of which nothing exact can be made: told row by row.
    #expect(old.features.filter { $0.geometry?.asMultiPolygon != nil }.count == 3)
    #expect(old.features.filter { $0.geometryProblem?.kind == .data }.count == 7)
  }

  @Test func anIndexWithWrongLengthsIsNoEnd() throws {
    let lines = try table("shp/nonconformant_shx_ticket5608.shp")
    #expect(lines.features.count == 1)
    #expect(lines.features[0].geometry != nil)
  }
}
