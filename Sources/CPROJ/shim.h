#ifndef ONEGRID_CPROJ_SHIM_H
#define ONEGRID_CPROJ_SHIM_H
#include <geodesic.h>
#include <proj.h>
/* proj_crs_demote_to_2D is exported since PROJ 6.3, and declared only here. */
#include <proj_experimental.h>
#endif
