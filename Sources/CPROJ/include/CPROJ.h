#ifndef ONEGRID_CPROJ_H
#define ONEGRID_CPROJ_H
/* PROJ's functions as this module defines them (CPROJ.c): the same names, not seen by other libraries. */
#define PROJ_DLL __attribute__((visibility("hidden")))
#define GEOD_DLL __attribute__((visibility("hidden")))
#include <geodesic.h>
#include <proj.h>
/* proj_crs_demote_to_2D is exported since PROJ 6.3, and declared only here. */
#include <proj_experimental.h>
#endif
