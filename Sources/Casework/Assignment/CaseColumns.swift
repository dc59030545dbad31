import Diagnostics
import SpatialFormats

/// Where the fields of a case are among the columns of the events.
struct CaseColumns: Sendable {
  /// `nil`: ids are made from the edition and the row.
  var id: Int?
  var status: Int?
  var category: Int?
  var reportedAt: Int?

  private static let ids = [
    "id", "caseid", "案件编号", "工单编号", "案卷编号", "任务号", "事件编号", "受理编号", "案件号", "工单号", "编号",
    "servicerequestid", "uniquekey", "caseenquiryid", "eventid",
  ]
  private static let states = [
    "status", "casestatus", "state", "状态", "案件状态", "工单状态", "处理状态", "办理状态", "当前阶段名称", "当前阶段",
  ]
  private static let categories = [
    "category", "complainttype", "servicename", "requesttype", "casetype", "type", "类别", "分类", "案件类别", "事件类别",
    "问题类别", "小类名称", "小类", "大类名称", "大类", "问题类型", "案件类型", "事件类型", "类型", "事项名称",
  ]
  private static let times = [
    "reportedat", "reporttime", "上报时间", "受理时间", "登记时间", "来电时间", "创建时间", "发生时间", "事件发生时间",
    "createddate", "createdat", "createtime", "requesteddatetime", "opendt", "opened", "eventtime", "time", "时间",
    "date", "日期",
  ]

  /// Finds the fields by the names they usually have, and says which it took.
  ///
  /// - Parameter id: the column that the caller names.
  /// - Throws: `missing-column`, `ambiguous-column` (65).
  init(_ columns: EventColumns, id named: String?, listener: Listener) throws(Fault) {
    id = if let named { try columns.index(of: named) } else { columns.firstIndex(of: Self.ids) }
    status = columns.firstIndex(of: Self.states)
    category = columns.firstIndex(of: Self.categories)
    reportedAt = columns.firstIndex(of: Self.times)
    let name: (Int?) -> String = { $0.map { columns.names[$0] } ?? "–" }
    listener.notice(
      Notice(
        .note, code: "case-columns",
        Text(
          "cases: id from \(id == nil ? "edition and row" : name(id)), status from \(name(status)), "
            + "category from \(name(category)), reported_at from \(name(reportedAt))",
          zh: "案件：编号取自 \(id == nil ? "版本与行号" : name(id))，状态取自 \(name(status))，"
            + "类别取自 \(name(category))，上报时间取自 \(name(reportedAt))"),
        at: Place(columns.path)))
  }
}
