/* PROJ is opened when the first of its functions is called, and not when the program starts.
 *
 * With it come some forty libraries (curl, TIFF, Kerberos, LDAP …), whose loading takes longer than everything else that a
 * look-up in an index file does. A command that moves no coordinates never asks for them. */
#include "CPROJ.h"
#include "CDynamicLibrary.h"

/* The library whose header this was built with: its soname is 25 from PROJ 9.0 on. */
static const char *const names[] = {
#if PROJ_VERSION_MAJOR == 9
  "libproj.so.25",
#endif
  "libproj.so", NULL};
static onegrid_library proj = {"PROJ", "libproj-dev", names, PTHREAD_MUTEX_INITIALIZER, NULL};

#define FORWARD(type, name, parameters, arguments) ONEGRID_FORWARD(proj, type, name, parameters, arguments)

FORWARD(void, geod_init, (struct geod_geodesic *g, double a, double f), (g, a, f))
FORWARD(void, geod_inverse,
  (const struct geod_geodesic *g, double lat1, double lon1, double lat2, double lon2, double *ps12,
   double *pazi1, double *pazi2),
  (g, lat1, lon1, lat2, lon2, ps12, pazi1, pazi2))
FORWARD(void, geod_polygon_addpoint,
  (const struct geod_geodesic *g, struct geod_polygon *p, double lat, double lon),
  (g, p, lat, lon))
FORWARD(unsigned, geod_polygon_compute,
  (const struct geod_geodesic *g, const struct geod_polygon *p, int reverse, int sign, double *pA,
   double *pP),
  (g, p, reverse, sign, pA, pP))
FORWARD(void, geod_polygon_init, (struct geod_polygon *p, int polylinep), (p, polylinep))
FORWARD(const char *, proj_as_proj_string,
  (PJ_CONTEXT *ctx, const PJ *obj, PJ_PROJ_STRING_TYPE type, const char *const *options),
  (ctx, obj, type, options))
FORWARD(const char *, proj_as_wkt,
  (PJ_CONTEXT *ctx, const PJ *obj, PJ_WKT_TYPE type, const char *const *options),
  (ctx, obj, type, options))
FORWARD(PJ_CONTEXT *, proj_context_create, (void), ())
FORWARD(PJ_CONTEXT *, proj_context_destroy, (PJ_CONTEXT *ctx), (ctx))
FORWARD(int, proj_context_set_enable_network, (PJ_CONTEXT *ctx, int enabled), (ctx, enabled))
FORWARD(double, proj_coordoperation_get_accuracy, (PJ_CONTEXT *ctx, const PJ *obj), (ctx, obj))
FORWARD(int, proj_coordoperation_get_param,
  (PJ_CONTEXT *ctx, const PJ *coordoperation, int index, const char **out_name, const char **out_auth_name,
   const char **out_code, double *out_value, const char **out_value_string, double *out_unit_conv_factor,
   const char **out_unit_name, const char **out_unit_auth_name, const char **out_unit_code,
   const char **out_unit_category),
  (ctx, coordoperation, index, out_name, out_auth_name, out_code, out_value, out_value_string,
   out_unit_conv_factor, out_unit_name, out_unit_auth_name, out_unit_code, out_unit_category))
FORWARD(int, proj_coordoperation_get_param_index,
  (PJ_CONTEXT *ctx, const PJ *coordoperation, const char *name),
  (ctx, coordoperation, name))
FORWARD(int, proj_coordoperation_has_ballpark_transformation,
  (PJ_CONTEXT *ctx, const PJ *coordoperation),
  (ctx, coordoperation))
FORWARD(PJ *, proj_create, (PJ_CONTEXT *ctx, const char *definition), (ctx, definition))
FORWARD(PJ *, proj_create_crs_to_crs_from_pj,
  (PJ_CONTEXT *ctx, const PJ *source_crs, const PJ *target_crs, PJ_AREA *area, const char *const *options),
  (ctx, source_crs, target_crs, area, options))
FORWARD(PJ *, proj_crs_demote_to_2D,
  (PJ_CONTEXT *ctx, const char *crs_2D_name, const PJ *crs_3D),
  (ctx, crs_2D_name, crs_3D))
FORWARD(PJ *, proj_crs_get_coordinate_system, (PJ_CONTEXT *ctx, const PJ *crs), (ctx, crs))
FORWARD(PJ *, proj_crs_get_coordoperation, (PJ_CONTEXT *ctx, const PJ *crs), (ctx, crs))
FORWARD(PJ *, proj_crs_get_geodetic_crs, (PJ_CONTEXT *ctx, const PJ *crs), (ctx, crs))
FORWARD(PJ *, proj_crs_get_sub_crs, (PJ_CONTEXT *ctx, const PJ *crs, int index), (ctx, crs, index))
FORWARD(int, proj_cs_get_axis_info,
  (PJ_CONTEXT *ctx, const PJ *cs, int index, const char **out_name, const char **out_abbrev,
   const char **out_direction, double *out_unit_conv_factor, const char **out_unit_name,
   const char **out_unit_auth_name, const char **out_unit_code),
  (ctx, cs, index, out_name, out_abbrev, out_direction, out_unit_conv_factor, out_unit_name,
   out_unit_auth_name, out_unit_code))
FORWARD(PJ *, proj_destroy, (PJ *P), (P))
FORWARD(int, proj_ellipsoid_get_parameters,
  (PJ_CONTEXT *ctx, const PJ *ellipsoid, double *out_semi_major_metre, double *out_semi_minor_metre,
   int *out_is_semi_minor_computed, double *out_inv_flattening),
  (ctx, ellipsoid, out_semi_major_metre, out_semi_minor_metre, out_is_semi_minor_computed,
   out_inv_flattening))
FORWARD(int, proj_errno_reset, (const PJ *P), (P))
FORWARD(int, proj_get_area_of_use,
  (PJ_CONTEXT *ctx, const PJ *obj, double *out_west_lon_degree, double *out_south_lat_degree,
   double *out_east_lon_degree, double *out_north_lat_degree, const char **out_area_name),
  (ctx, obj, out_west_lon_degree, out_south_lat_degree, out_east_lon_degree, out_north_lat_degree,
   out_area_name))
FORWARD(PJ *, proj_get_ellipsoid, (PJ_CONTEXT *ctx, const PJ *obj), (ctx, obj))
FORWARD(const char *, proj_get_id_code, (const PJ *obj, int index), (obj, index))
FORWARD(const char *, proj_get_name, (const PJ *obj), (obj))
FORWARD(PJ *, proj_get_source_crs, (PJ_CONTEXT *ctx, const PJ *obj), (ctx, obj))
FORWARD(PJ_TYPE, proj_get_type, (const PJ *obj), (obj))
FORWARD(PJ_OBJ_LIST *, proj_identify,
  (PJ_CONTEXT *ctx, const PJ *obj, const char *auth_name, const char *const *options, int **out_confidence),
  (ctx, obj, auth_name, options, out_confidence))
FORWARD(PJ_INFO, proj_info, (void), ())
FORWARD(void, proj_int_list_destroy, (int *list), (list))
FORWARD(int, proj_is_crs, (const PJ *obj), (obj))
FORWARD(int, proj_is_deprecated, (const PJ *obj), (obj))
FORWARD(int, proj_is_equivalent_to_with_ctx,
  (PJ_CONTEXT *ctx, const PJ *obj, const PJ *other, PJ_COMPARISON_CRITERION criterion),
  (ctx, obj, other, criterion))
FORWARD(void, proj_list_destroy, (PJ_OBJ_LIST *result), (result))
FORWARD(PJ *, proj_list_get, (PJ_CONTEXT *ctx, const PJ_OBJ_LIST *result, int index), (ctx, result, index))
FORWARD(int, proj_list_get_count, (const PJ_OBJ_LIST *result), (result))
FORWARD(void, proj_log_func, (PJ_CONTEXT *ctx, void *app_data, PJ_LOG_FUNCTION logf), (ctx, app_data, logf))
FORWARD(PJ_LOG_LEVEL, proj_log_level, (PJ_CONTEXT *ctx, PJ_LOG_LEVEL log_level), (ctx, log_level))
FORWARD(PJ *, proj_normalize_for_visualization, (PJ_CONTEXT *ctx, const PJ *obj), (ctx, obj))
FORWARD(size_t, proj_trans_generic,
  (PJ *P, PJ_DIRECTION direction, double *x, size_t sx, size_t nx, double *y, size_t sy, size_t ny,
   double *z, size_t sz, size_t nz, double *t, size_t st, size_t nt),
  (P, direction, x, sx, nx, y, sy, ny, z, sz, nz, t, st, nt))
