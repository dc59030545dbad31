// The join alone with C and C++ libraries, one core, over the same arrays:
//   join_libraries geos|s2 AREAS POINTS COUNT ANSWERS
// AREAS is a CSV (code first, WKB in hexadecimal last, in the order of the codes); POINTS all x, then all y, as doubles;
// the first COUNT points are asked. Writes each point's least area number, -1 for none, as int32 to ANSWERS, and one
// line of JSON. GEOS: an STRtree over prepared polygons. S2: a MutableS2ShapeIndex, vertices closed; its edges are
// geodesics, so that it answers about slightly other areas.
#include <geos_c.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#ifdef WITH_S2
#include <s2/mutable_s2shape_index.h>
#include <s2/s2contains_point_query.h>
#include <s2/s2latlng.h>
#include <s2/s2loop.h>
#include <s2/s2polygon.h>
#endif

static double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

static size_t residentBytes() {
  std::ifstream file("/proc/self/statm");
  size_t all = 0, resident = 0;
  file >> all >> resident;
  return resident * 4096;
}

static std::vector<double> points(const char *path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<double> values(static_cast<size_t>(file.tellg()) / sizeof(double));
  file.seekg(0);
  file.read(reinterpret_cast<char *>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(double)));
  return values;
}

static std::vector<GEOSGeometry *> areas(GEOSContextHandle_t geos, const char *path) {
  std::vector<GEOSGeometry *> found;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  GEOSWKBReader *reader = GEOSWKBReader_create_r(geos);
  while (std::getline(file, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::string digits = line.substr(line.rfind(',') + 1);
    GEOSGeometry *area =
        GEOSWKBReader_readHEX_r(geos, reader, reinterpret_cast<const unsigned char *>(digits.data()), digits.size());
    if (!area) {
      std::fprintf(stderr, "join_libraries: bad WKB in %s\n", path);
      std::exit(65);
    }
    found.push_back(area);
  }
  GEOSWKBReader_destroy_r(geos, reader);
  return found;
}

struct Result {
  double ready, pass;
  size_t bytes;
  std::vector<int32_t> answers;
};

static Result askGEOS(GEOSContextHandle_t geos, const std::vector<GEOSGeometry *> &areas, const double *x,
                      const double *y, size_t count) {
  struct Area {
    const GEOSPreparedGeometry *prepared;
    int32_t number;
  };
  struct Question {
    GEOSContextHandle_t geos;
    GEOSGeometry *point;
    int32_t best;
  };
  auto visit = [](void *item, void *data) {
    auto area = static_cast<Area *>(item);
    auto asked = static_cast<Question *>(data);
    if ((asked->best < 0 || area->number < asked->best) &&
        GEOSPreparedIntersects_r(asked->geos, area->prepared, asked->point) == 1)
      asked->best = area->number;
  };
  size_t before = residentBytes();
  double start = now();
  std::vector<Area> kept(areas.size());
  GEOSSTRtree *tree = GEOSSTRtree_create_r(geos, 10);
  for (size_t i = 0; i < areas.size(); i++) {
    kept[i] = {GEOSPrepare_r(geos, areas[i]), static_cast<int32_t>(i)};
    GEOSSTRtree_insert_r(geos, tree, areas[i], &kept[i]);
    // Prepared geometry makes its own index when it is first asked.
    GEOSGeometry *inside = GEOSPointOnSurface_r(geos, areas[i]);
    GEOSPreparedIntersects_r(geos, kept[i].prepared, inside);
    GEOSGeom_destroy_r(geos, inside);
  }
  Question first{geos, GEOSGeom_createPointFromXY_r(geos, x[0], y[0]), -1};
  GEOSSTRtree_query_r(geos, tree, first.point, visit, &first);  // the tree is built now
  GEOSGeom_destroy_r(geos, first.point);
  Result result{now() - start, 0, residentBytes() - before, std::vector<int32_t>(count)};
  start = now();
  for (size_t i = 0; i < count; i++) {
    Question asked{geos, GEOSGeom_createPointFromXY_r(geos, x[i], y[i]), -1};
    GEOSSTRtree_query_r(geos, tree, asked.point, visit, &asked);
    result.answers[i] = asked.best;
    GEOSGeom_destroy_r(geos, asked.point);
  }
  result.pass = now() - start;
  return result;
}

#ifdef WITH_S2
static void addLoop(GEOSContextHandle_t geos, const GEOSGeometry *ring, std::vector<std::unique_ptr<S2Loop>> &loops) {
  const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, ring);
  unsigned size = 0;
  GEOSCoordSeq_getSize_r(geos, sequence, &size);
  std::vector<S2Point> vertices;
  for (unsigned i = 0; i + 1 < size; i++) {
    double longitude = 0, latitude = 0;
    GEOSCoordSeq_getXY_r(geos, sequence, i, &longitude, &latitude);
    vertices.push_back(S2LatLng::FromDegrees(latitude, longitude).ToPoint());
  }
  auto loop = std::make_unique<S2Loop>(vertices, S2Debug::DISABLE);
  loop->Normalize();
  loops.push_back(std::move(loop));
}

static Result askS2(GEOSContextHandle_t geos, const std::vector<GEOSGeometry *> &areas, const double *x,
                    const double *y, size_t count) {
  size_t before = residentBytes();
  double start = now();
  MutableS2ShapeIndex index;
  for (const GEOSGeometry *area : areas) {
    std::vector<std::unique_ptr<S2Loop>> loops;
    for (int part = 0; part < GEOSGetNumGeometries_r(geos, area); part++) {
      const GEOSGeometry *polygon = GEOSGetGeometryN_r(geos, area, part);
      addLoop(geos, GEOSGetExteriorRing_r(geos, polygon), loops);
      for (int hole = 0; hole < GEOSGetNumInteriorRings_r(geos, polygon); hole++)
        addLoop(geos, GEOSGetInteriorRingN_r(geos, polygon, hole), loops);
    }
    auto polygon = std::make_unique<S2Polygon>();
    polygon->set_s2debug_override(S2Debug::DISABLE);
    polygon->InitNested(std::move(loops));
    index.Add(std::make_unique<S2Polygon::OwningShape>(std::move(polygon)));
  }
  index.ForceBuild();
  Result result{now() - start, 0, residentBytes() - before, std::vector<int32_t>(count)};
  auto query = MakeS2ContainsPointQuery(&index, S2ContainsPointQueryOptions(S2VertexModel::CLOSED));
  start = now();
  for (size_t i = 0; i < count; i++) {
    int32_t best = -1;
    query.VisitContainingShapes(S2LatLng::FromDegrees(y[i], x[i]).ToPoint(), [&](S2Shape *shape) {
      int32_t number = shape->id();
      if (best < 0 || number < best) best = number;
      return true;
    });
    result.answers[i] = best;
  }
  result.pass = now() - start;
  return result;
}
#endif

int main(int count, char **arguments) {
  if (count != 6) {
    std::fprintf(stderr, "usage: join_libraries geos|s2 AREAS POINTS COUNT ANSWERS\n");
    return 64;
  }
  GEOSContextHandle_t geos = GEOS_init_r();
  std::vector<double> xy = points(arguments[3]);
  size_t all = xy.size() / 2, asked = std::min(all, static_cast<size_t>(std::atoll(arguments[4])));
  std::vector<GEOSGeometry *> given = areas(geos, arguments[2]);
  Result result{};
  if (std::strcmp(arguments[1], "geos") == 0) {
    result = askGEOS(geos, given, xy.data(), xy.data() + all, asked);
#ifdef WITH_S2
  } else if (std::strcmp(arguments[1], "s2") == 0) {
    result = askS2(geos, given, xy.data(), xy.data() + all, asked);
#endif
  } else {
    std::fprintf(stderr, "join_libraries: built without %s\n", arguments[1]);
    return 69;
  }
  std::ofstream output(arguments[5], std::ios::binary);
  output.write(reinterpret_cast<const char *>(result.answers.data()),
               static_cast<std::streamsize>(result.answers.size() * sizeof(int32_t)));
  std::printf("{\"ready\": %.4f, \"points\": %zu, \"pass\": %.6f, \"bytes\": %zu}\n", result.ready, asked, result.pass,
              result.bytes);
  return output.good() ? 0 : 74;
}
