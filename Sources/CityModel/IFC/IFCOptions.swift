public import SpatialPrimitives

/// How an IFC file is read, and where the model is put.
public struct IFCOptions: Sendable {
  /// Where the model's own origin is, east before north: in the system that the import was told, else in the geographic
  /// base of the database's; `nil` where the file says where it is.
  public var origin: Point?
  /// The height of the origin in metres, else 0.
  public var height: Double?
  /// How far the model's x axis is turned from east, anticlockwise, in degrees; else what the file says.
  public var rotation: Double?
  /// The folder that the helper `ifc` is in; else `$ONEGRID_TOOLS`, else what is found beside the executable.
  public var tools: String?
  /// An interpreter of Python that has IfcOpenShell; else `$ONEGRID_PYTHON`, else the one that `tools/setup` made beside
  /// the helper, else `python3` on the path.
  public var python: String?

  public init() {}
}
