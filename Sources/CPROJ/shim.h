#ifndef ONEGRID_CPROJ_SHIM_H
#define ONEGRID_CPROJ_SHIM_H
#include <geodesic.h>
#include <proj.h>
#endif
