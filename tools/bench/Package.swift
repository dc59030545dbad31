// swift-tools-version: 6.3
import PackageDescription

// Benchmarks are a package of their own: nothing of them is built or shipped with the product.
let package = Package(
  name: "bench",
  dependencies: [.package(name: "OneGrid", path: "../..")],
  targets: [
    .executableTarget(name: "bench"),
    .executableTarget(name: "launch"),
    .executableTarget(
      name: "adjacency-only",
      dependencies: [
        .product(name: "CoverageTopology", package: "OneGrid"), .product(name: "SpatialPrimitives", package: "OneGrid"),
      ]),
    .executableTarget(
      name: "divide-graph",
      dependencies: [
        .product(name: "GraphPartition", package: "OneGrid"), .product(name: "SpatialPrimitives", package: "OneGrid"),
      ]),
    .executableTarget(
      name: "boxes-only",
      dependencies: [
        .product(name: "SpatialIndexing", package: "OneGrid"), .product(name: "SpatialPrimitives", package: "OneGrid"),
      ]),
    .executableTarget(
      name: "models-only", dependencies: [.product(name: "CityModel", package: "OneGrid")]),
    .executableTarget(
      name: "join-only",
      dependencies: [
        .product(name: "AreaIndex", package: "OneGrid"), .product(name: "CityStore", package: "OneGrid"),
        .product(name: "SpatialPrimitives", package: "OneGrid"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
