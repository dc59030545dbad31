extension GeneratedCity {
  /// Writes a year's or a month's events, in the order of time.
  public func writeEvents(_ count: Int, to path: String) throws(OutputError) {
    switch plan.scale {
    case .district: try writeHotlineExport(count, to: path)
    case .guangzhou: try writeBenchmarkEvents(count, to: path)
    }
  }

  /// The columns of the public comparison scripts: `id,time,category,lon,lat,reporter`; 2 % outside, one in a
  /// thousand exactly on a border, half with six decimals and half with seven.
  private func writeBenchmarkEvents(_ count: Int, to path: String) throws(OutputError) {
    var random = RandomSource(seed: plan.seed, purpose: 5)
    let places = EventPlaces(self, hotSpots: 60, shares: [450, 330, 195, 4, 20, 1], &random)
    var output = try ByteOutput(path)
    try output.write("id,time,category,lon,lat,reporter\n")
    for number in 0..<count {
      let time = EventClock(fraction: Double(number) / Double(count), days: 120)
      let date = time.date
      try output.write("E")
      output.write(number, digits: 9)
      try output.write(",2026-")
      output.write(date.month, digits: 2)
      try output.write("-")
      output.write(date.day, digits: 2)
      try output.write("T")
      output.write(time.hour, digits: 2)
      try output.write(":")
      output.write(time.minute, digits: 2)
      try output.write(":")
      output.write(time.second, digits: 2)
      try output.write(",")
      output.write(601 + random.index(400), digits: 4)
      try output.write(",")
      try output.write(places.draw(&random), decimals: random.unit() < 0.5 ? 6 : 7)
      try output.write(",")
      output.write(10_000 + random.index(90_000))
      try output.write("\n")
    }
    try output.finish()
  }
}

extension ByteOutput {
  /// Longitude, comma, latitude.
  mutating func write(_ place: EventPlaces.Place, decimals: Int) throws(OutputError) {
    if place.isExact {
      try write("\(place.position.longitude),\(place.position.latitude)")
    } else {
      write(place.position.longitude, decimals: decimals)
      try write(",")
      write(place.position.latitude, decimals: decimals)
    }
  }
}
