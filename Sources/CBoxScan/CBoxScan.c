// The package manager wants one file to compile; all there is stands in the header, to be inlined.
#include "CBoxScan.h"
