#include "CDynamicLibrary.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

void *onegrid_library_find(onegrid_library *library, const char *name) {
  pthread_mutex_lock(&library->lock);
  for (const char *const *file = library->names; !library->handle && *file; ++file) {
    library->handle = dlopen(*file, RTLD_LAZY | RTLD_LOCAL);
  }
  pthread_mutex_unlock(&library->lock);
  void *symbol = library->handle ? dlsym(library->handle, name) : NULL;
  if (symbol) return symbol;
  /* What language the user speaks is not known down here. */
  fprintf(stderr,
    "onegrid: error: %s cannot be opened (无法打开 %s): %s\n"
    "  hint: install it with (安装命令): apt-get install %s\n",
    library->title, library->title, dlerror(), library->package);
  _Exit(127);
}
