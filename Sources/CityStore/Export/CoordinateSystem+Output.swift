package import Projections
package import SpatialFormats

extension CoordinateSystem {
  /// The system as every written layer declares it, whatever the format.
  package var outputCRS: OutputCRS { OutputCRS(epsg: epsg, name: identifier, wkt: wkt, esriWKT: esriWKT) }
}
