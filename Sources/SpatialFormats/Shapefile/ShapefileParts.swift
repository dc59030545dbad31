import Diagnostics
import SystemFiles

/// The files that make up a shapefile, found whatever the case of their names.
struct ShapefileParts {
  private(set) var shp: String?
  private(set) var shx: String?
  private(set) var dbf: String?
  private(set) var prj: String?
  private(set) var cpg: String?
  /// The name without folder and extension.
  let stem: String

  /// - Parameter path: of any of the parts.
  init(_ path: String) {
    let folder = FileFacts.folder(of: path)
    stem = FileFacts.withoutExtension(FileFacts.name(of: path))
    let wanted = stem.lowercased()
    for name in (try? FileFacts.entries(of: folder)) ?? [] {
      let other = FileFacts.withoutExtension(name)
      guard other.lowercased() == wanted else { continue }
      // A part with exactly the same name goes before one that differs in case.
      func better(_ found: String?) -> String? {
        let isExact = found.map { FileFacts.withoutExtension(FileFacts.name(of: $0)) == stem } ?? false
        return isExact && other != stem ? found : (path.contains("/") ? "\(folder == "/" ? "" : folder)/\(name)" : name)
      }
      switch FileFacts.fileExtension(of: name) {
      case "shp": shp = better(shp)
      case "shx": shx = better(shx)
      case "dbf": dbf = better(dbf)
      case "prj": prj = better(prj)
      case "cpg": cpg = better(cpg)
      default: break
      }
    }
  }
}
