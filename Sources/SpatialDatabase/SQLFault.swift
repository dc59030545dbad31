import CSpatiaLite
import Diagnostics

/// What a result code of SQLite means to the user.
enum SQLFault {
  /// - Parameters:
  ///   - code: an extended result code; its low byte is the primary one.
  ///   - message: SQLite's own words.
  ///   - sql: the statement that failed; the values bound to it are never told.
  ///   - isWriting: whether the database was opened to be written or made.
  static func fault(code: Int32, message: String, sql: String?, path: String, isWriting: Bool) -> Fault {
    let place = Place(path)
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED:
      return Fault(
        .busy, code: "database-locked",
        Text("the database is locked by another process", zh: "数据库正被另一个进程锁定"), at: place,
        hint: Text("wait until the other command is done and try again", zh: "等另一条命令结束后再试"))
    case SQLITE_NOTADB:
      return Fault(
        .input, code: "not-a-database", Text("this file is not a database", zh: "这个文件不是数据库"), at: place,
        hint: Text("name another file with --db", zh: "用 --db 指定另一个文件"))
    case SQLITE_CORRUPT:
      return Fault(
        .input, code: "database-damaged", Text("the database is damaged: \(message)", zh: "数据库已损坏：\(message)"),
        at: place, hint: Text("restore it from a backup", zh: "请从备份恢复"))
    case SQLITE_FULL:
      return diskFull(place)
    case SQLITE_IOERR where code == noRoomForSharedMemory && FileSystem(holding: path)?.isNetwork != true:
      return diskFull(place)
    case SQLITE_READONLY, SQLITE_PERM:
      return Fault(
        .output, code: "read-only-database", Text("the database cannot be written", zh: "数据库不可写"), at: place,
        hint: Text(
          "its file and its folder must both be writable", zh: "数据库文件及其所在文件夹都须可写"))
    case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_PROTOCOL, SQLITE_NOLFS:
      if FileSystem(holding: path)?.isNetwork == true { return walUnavailable(path: path) }
      return Fault(
        isWriting ? .output : .input, code: "cannot-open-database",
        Text("the database cannot be opened or read: \(message)", zh: "无法打开或读取数据库：\(message)"), at: place,
        hint: Text("its folder must exist and be readable and writable", zh: "所在文件夹须存在且可读写"))
    case SQLITE_CONSTRAINT:
      return Fault(
        .data, code: "constraint", Text("the database refuses this: \(message)", zh: "数据库拒绝：\(message)"), at: place)
    case SQLITE_TOOBIG:
      return Fault(
        .data, code: "value-too-large", Text("a value is too large to be stored", zh: "数值过大，无法存储"), at: place)
    default:
      let statement = sql.map { " (\($0))" } ?? ""
      return Fault(
        .software, code: "sql-error",
        Text("\(message)\(statement)", zh: "数据库语句出错：\(message)\(statement)"), at: place)
    }
  }

  /// `SQLITE_IOERR_SHMSIZE`: the file behind the memory that processes share could not grow.
  private static let noRoomForSharedMemory = SQLITE_IOERR | 19 << 8

  private static func diskFull(_ place: Place) -> Fault {
    Fault(
      .output, code: "disk-full", Text("the disk is full", zh: "磁盘已满"), at: place,
      hint: Text("free some space; the database is as it was before", zh: "请腾出空间；数据库保持原样"))
  }

  /// A write-ahead log needs memory shared between processes, which network file systems do not give.
  static func walUnavailable(path: String) -> Fault {
    Fault(
      .output, code: "wal-unavailable",
      Text(
        "the database cannot keep its write-ahead log here: network shares do not support it",
        zh: "此处无法使用数据库的预写日志（WAL）：网络共享不支持"),
      at: Place(path), hint: Text("move the database to a local disk", zh: "请把数据库移到本地磁盘"))
  }
}
