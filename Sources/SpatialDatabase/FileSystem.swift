import CSpatiaLite

/// The file system that a path lies on, as far as a database cares.
package struct FileSystem: Sendable, Hashable {
  /// Its name where it is shared over a network, e.g. `NFS`.
  package let networkName: String?

  package var isNetwork: Bool { networkName != nil }

  /// - Parameter path: of a file, or of one still to be made; `nil` where even its folder is missing.
  package init?(holding path: String) {
    var type = unsafe onegrid_file_system_type(path)
    if type < 0 {
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
      type = unsafe onegrid_file_system_type(String(folder))
    }
    guard type >= 0 else { return nil }
    networkName = Self.networkNames[UInt32(truncatingIfNeeded: type)]
  }

  /// Magic numbers of statfs(2).
  private static let networkNames: [UInt32: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x5346_414F: "AFS",
    0x0102_1997: "9P", 0x00C3_6400: "CephFS", 0x0BD0_0BD0: "Lustre", 0x0116_1970: "GFS2", 0x7461_636F: "OCFS2",
  ]
}
