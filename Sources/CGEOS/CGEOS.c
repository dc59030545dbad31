/* GEOS is opened when the first of its functions is called, and not when the program starts: to load it takes three
 * milliseconds, more than finding an event in an index file, and neither `assign` nor `locate` asks for it. */
#include "CGEOS.h"
#include "CDynamicLibrary.h"

static const char *const names[] = {"libgeos_c.so.1", "libgeos_c.so", NULL};
static onegrid_library geos = {"GEOS", "libgeos-dev", names, PTHREAD_MUTEX_INITIALIZER, NULL};

#define FORWARD(type, name, parameters, arguments) ONEGRID_FORWARD(geos, type, name, parameters, arguments)

FORWARD(void, GEOS_finish_r, (GEOSContextHandle_t handle), (handle))
FORWARD(GEOSContextHandle_t, GEOS_init_r, (void), ())
FORWARD(int, GEOSArea_r, (GEOSContextHandle_t handle, const GEOSGeometry *g, double *area), (handle, g, area))
FORWARD(GEOSMessageHandler_r, GEOSContext_setErrorMessageHandler_r,
  (GEOSContextHandle_t extHandle, GEOSMessageHandler_r ef, void *userData), (extHandle, ef, userData))
FORWARD(GEOSMessageHandler_r, GEOSContext_setNoticeMessageHandler_r,
  (GEOSContextHandle_t extHandle, GEOSMessageHandler_r nf, void *userData), (extHandle, nf, userData))
FORWARD(GEOSCoordSequence *, GEOSCoordSeq_copyFromBuffer_r,
  (GEOSContextHandle_t handle, const double *buf, unsigned int size, int hasZ, int hasM),
  (handle, buf, size, hasZ, hasM))
FORWARD(int, GEOSCoordSeq_copyToBuffer_r,
  (GEOSContextHandle_t handle, const GEOSCoordSequence *s, double *buf, int hasZ, int hasM),
  (handle, s, buf, hasZ, hasM))
FORWARD(int, GEOSCoordSeq_getSize_r,
  (GEOSContextHandle_t handle, const GEOSCoordSequence *s, unsigned int *size), (handle, s, size))
FORWARD(char, GEOSCovers_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g1, const GEOSGeometry *g2), (handle, g1, g2))
FORWARD(GEOSGeometry *, GEOSDelaunayTriangulation_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g, double tolerance, int onlyEdges),
  (handle, g, tolerance, onlyEdges))
FORWARD(GEOSGeometry *, GEOSDifference_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g1, const GEOSGeometry *g2), (handle, g1, g2))
FORWARD(void, GEOSFree_r, (GEOSContextHandle_t handle, void *buffer), (handle, buffer))
FORWARD(GEOSGeometry *, GEOSGeom_createCollection_r,
  (GEOSContextHandle_t handle, int type, GEOSGeometry **geoms, unsigned int ngeoms),
  (handle, type, geoms, ngeoms))
FORWARD(GEOSGeometry *, GEOSGeom_createLinearRing_r,
  (GEOSContextHandle_t handle, GEOSCoordSequence *s), (handle, s))
FORWARD(GEOSGeometry *, GEOSGeom_createLineString_r,
  (GEOSContextHandle_t handle, GEOSCoordSequence *s), (handle, s))
FORWARD(GEOSGeometry *, GEOSGeom_createPointFromXY_r,
  (GEOSContextHandle_t handle, double x, double y), (handle, x, y))
FORWARD(GEOSGeometry *, GEOSGeom_createPolygon_r,
  (GEOSContextHandle_t handle, GEOSGeometry *shell, GEOSGeometry **holes, unsigned int nholes),
  (handle, shell, holes, nholes))
FORWARD(GEOSGeometry *, GEOSGeom_createRectangle_r,
  (GEOSContextHandle_t handle, double xmin, double ymin, double xmax, double ymax),
  (handle, xmin, ymin, xmax, ymax))
FORWARD(void, GEOSGeom_destroy_r, (GEOSContextHandle_t handle, GEOSGeometry *g), (handle, g))
FORWARD(const GEOSCoordSequence *, GEOSGeom_getCoordSeq_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(int, GEOSGeomGetX_r, (GEOSContextHandle_t handle, const GEOSGeometry *g, double *x), (handle, g, x))
FORWARD(int, GEOSGeomGetY_r, (GEOSContextHandle_t handle, const GEOSGeometry *g, double *y), (handle, g, y))
FORWARD(int, GEOSGeomTypeId_r, (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(const GEOSGeometry *, GEOSGetExteriorRing_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(const GEOSGeometry *, GEOSGetGeometryN_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g, int n), (handle, g, n))
FORWARD(const GEOSGeometry *, GEOSGetInteriorRingN_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g, int n), (handle, g, n))
FORWARD(int, GEOSGetNumGeometries_r, (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(int, GEOSGetNumInteriorRings_r, (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(GEOSGeometry *, GEOSIntersection_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g1, const GEOSGeometry *g2), (handle, g1, g2))
FORWARD(char, GEOSisEmpty_r, (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(char, GEOSisValidDetail_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g, int flags, char **reason, GEOSGeometry **location),
  (handle, g, flags, reason, location))
FORWARD(GEOSGeometry *, GEOSMakeValid_r, (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(GEOSGeometry *, GEOSPointOnSurface_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(GEOSGeometry *, GEOSPolygonize_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *const geoms[], unsigned int ngeoms),
  (handle, geoms, ngeoms))
FORWARD(const GEOSPreparedGeometry *, GEOSPrepare_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(char, GEOSPreparedContains_r,
  (GEOSContextHandle_t handle, const GEOSPreparedGeometry *pg1, const GEOSGeometry *g2), (handle, pg1, g2))
FORWARD(void, GEOSPreparedGeom_destroy_r,
  (GEOSContextHandle_t handle, const GEOSPreparedGeometry *g), (handle, g))
FORWARD(char, GEOSPreparedIntersects_r,
  (GEOSContextHandle_t handle, const GEOSPreparedGeometry *pg1, const GEOSGeometry *g2), (handle, pg1, g2))
FORWARD(GEOSSTRtree *, GEOSSTRtree_create_r,
  (GEOSContextHandle_t handle, size_t nodeCapacity), (handle, nodeCapacity))
FORWARD(void, GEOSSTRtree_destroy_r, (GEOSContextHandle_t handle, GEOSSTRtree *tree), (handle, tree))
FORWARD(void, GEOSSTRtree_insert_r,
  (GEOSContextHandle_t handle, GEOSSTRtree *tree, const GEOSGeometry *g, void *item), (handle, tree, g, item))
FORWARD(void, GEOSSTRtree_query_r,
  (GEOSContextHandle_t handle, GEOSSTRtree *tree, const GEOSGeometry *g, GEOSQueryCallback callback, void *userdata),
  (handle, tree, g, callback, userdata))
FORWARD(GEOSGeometry *, GEOSUnaryUnion_r, (GEOSContextHandle_t handle, const GEOSGeometry *g), (handle, g))
FORWARD(GEOSGeometry *, GEOSUnion_r,
  (GEOSContextHandle_t handle, const GEOSGeometry *g1, const GEOSGeometry *g2), (handle, g1, g2))
FORWARD(const char *, GEOSversion, (void), ())
