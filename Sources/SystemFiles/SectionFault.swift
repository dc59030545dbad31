package import Diagnostics

/// Why a `SectionFile` is not taken. None of it loses anything: such a file is made again from the data that it sums up.
package enum SectionFault {
  /// Of another program, another kind, or a machine of another byte order.
  static func foreign(_ path: String) -> Fault {
    Fault(
      .input, code: "index-foreign", Text("“\(path)” is no index of this kind", zh: "“\(path)”不是这种索引文件"),
      at: Place(path), hint: hint)
  }

  static func outdatedFormat(_ path: String) -> Fault {
    Fault(
      .input, code: "index-outdated",
      Text("the index “\(path)” is of another version of the program", zh: "索引“\(path)”由程序的其他版本生成"), at: Place(path),
      hint: hint)
  }

  static func outdatedContent(_ path: String) -> Fault {
    Fault(
      .input, code: "index-outdated",
      Text("the index “\(path)” was made from other data", zh: "索引“\(path)”是由其他数据生成的"), at: Place(path), hint: hint)
  }

  package static func damaged(_ path: String) -> Fault {
    Fault(
      .input, code: "index-damaged", Text("the index “\(path)” is damaged", zh: "索引“\(path)”已损坏"), at: Place(path),
      hint: hint)
  }

  private static let hint = Text("it can be removed: it is made again from the data", zh: "可以删除：会由数据重新生成")
}
