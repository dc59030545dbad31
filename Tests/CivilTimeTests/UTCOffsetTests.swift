import CivilTime
import Testing

@Suite struct UTCOffsetTests {
  @Test(arguments: [
    ("Z", 0), ("+08:00", 480), ("+0800", 480), ("+08", 480), ("-5", -300), ("-05:30", -330), ("+18:00", 1080),
  ])
  func anOffsetIsRead(text: String, minutes: Int) {
    #expect(UTCOffset(text)?.minutes == minutes)
  }

  @Test(arguments: ["", "8", "08:00", "+", "+19:00", "+08:60", "+08:0", "+08:00 ", "UTC", "+008"])
  func whatIsNoOffsetIsNone(text: String) {
    #expect(UTCOffset(text) == nil)
  }

  @Test(arguments: ["+08:00", "-05:30", "+00:00", "+14:00"])
  func anOffsetIsWrittenAsItWasRead(text: String) {
    #expect(UTCOffset(text)?.description == text)
  }
}
