import Testing

@testable import GridPlanning

@Suite struct HouseholdTextTests {
  @Test(arguments: [
    ("120", 120.0), ("120.0", 120), (" 120 ", 120), ("-3", -3), ("1.5e2", 150), ("0", 0),
  ])
  func aNumberByItselfIsNoGuess(_ text: String, _ number: Double) throws {
    let read = try #require(HouseholdText.read(text))
    #expect(read.number == number && read.isPlain, "\(text)")
  }

  @Test(arguments: [
    ("120户", 120.0), ("１２０", 120), ("１２０户", 120), ("85 户", 85), ("８５．５人", 85.5), ("120 households", 120),
    ("1 Household", 1), ("　３０　户　", 30), ("－５", -5),
  ])
  func unitsAndFullWidthDigitsAreRead(_ text: String, _ number: Double) throws {
    let read = try #require(HouseholdText.read(text))
    #expect(read.number == number && !read.isPlain, "\(text)")
  }

  @Test(arguments: [
    "", " ", "户", "约120户", "120栋", "一百二十户", "12-15户", "1,200", "120户左右", "nan", "inf", "0x10", "households", "e",
    "户120", "1２户3", "120 户 户",
  ])
  func anythingElseIsMissing(_ text: String) { #expect(HouseholdText.read(text) == nil, "\(text)") }
}
