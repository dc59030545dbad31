package import Diagnostics
import Glibc

/// Turns the operating system's error numbers into faults that say what to do.
package enum SystemFault {
  /// The fault for a file that could not be opened or read.
  package static func reading(_ path: String, _ number: Int32 = errno) -> Fault {
    switch number {
    case ENOENT, ENOTDIR:
      return Fault(
        .input, code: "missing-file", Text("there is no file “\(path)”", zh: "没有文件“\(path)”"), at: Place(path),
        hint: Text("check the name and the folder", zh: "请检查文件名和所在文件夹"))
    case EISDIR:
      return Fault(
        .input, code: "is-directory", Text("“\(path)” is a folder, not a file", zh: "“\(path)”是文件夹，不是文件"),
        at: Place(path), hint: Text("name a file in it", zh: "请指定其中的一个文件"))
    case EACCES, EPERM:
      return Fault(
        .input, code: "unreadable-file", Text("“\(path)” may not be read", zh: "没有读取“\(path)”的权限"), at: Place(path),
        hint: Text("ask for read permission", zh: "请申请读取权限"))
    default:
      return Fault(
        .input, code: "unreadable-file",
        Text("“\(path)” cannot be read: \(words(number))", zh: "无法读取“\(path)”：\(words(number))"), at: Place(path))
    }
  }

  /// The fault for an output that could not be made or written.
  package static func writing(_ path: String, _ number: Int32 = errno) -> Fault {
    switch number {
    case ENOSPC, EDQUOT:
      return Fault(
        .output, code: "disk-full", Text("no space left to write “\(path)”", zh: "磁盘空间不足，无法写入“\(path)”"),
        at: Place(path), hint: Text("free some space, or write elsewhere", zh: "请清理空间，或写到别处"))
    case ENOENT, ENOTDIR:
      return Fault(
        .output, code: "no-folder", Text("there is no folder for “\(path)”", zh: "“\(path)”所在的文件夹不存在"),
        at: Place(path), hint: Text("make the folder first", zh: "请先建立文件夹"))
    case EACCES, EPERM, EROFS:
      return Fault(
        .output, code: "unwritable", Text("“\(path)” may not be written", zh: "没有写入“\(path)”的权限"), at: Place(path),
        hint: Text("choose a folder that you may write to", zh: "请选择可写的文件夹"))
    default:
      return Fault(
        .output, code: "cannot-write",
        Text("“\(path)” cannot be written: \(words(number))", zh: "无法写入“\(path)”：\(words(number))"), at: Place(path))
    }
  }

  /// The system's own words for an error number.
  package static func words(_ number: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      unsafe buffer.initialize(repeating: 0)
      guard let base = buffer.baseAddress, unsafe strerror_r(number, base, buffer.count) == 0 else {
        return "error \(number)"
      }
      return unsafe String(cString: base)
    }
  }
}
