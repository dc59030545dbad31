#ifndef ONEGRID_CDYNAMICLIBRARY_H
#define ONEGRID_CDYNAMICLIBRARY_H
/* A library that is opened when the first of its functions is called, and not when the program starts. */
#include <pthread.h>

typedef struct {
  /* How people call it, and the package of Debian and Ubuntu that installs it. */
  const char *title;
  const char *package;
  /* Its file, by the sonames that will do, the first that is there; NULL at the end. */
  const char *const *names;
  /* To begin with PTHREAD_MUTEX_INITIALIZER and NULL. */
  pthread_mutex_t lock;
  void *handle;
} onegrid_library;

/* Where the library has a function. Where it or the function is missing, the program says so, and how to install it, and
 * ends with 127, as the loader does where a library is missing at the start. */
__attribute__((visibility("hidden"))) void *onegrid_library_find(onegrid_library *library, const char *name);

/* A function of the library as one of this program: found at its first call. Threads that meet there find the same. */
#define ONEGRID_FORWARD(library, type, name, parameters, arguments)             \
  type name parameters {                                                        \
    static __typeof__(&name) real;                                              \
    __typeof__(&name) function = __atomic_load_n(&real, __ATOMIC_ACQUIRE);      \
    if (!function) {                                                            \
      function = (__typeof__(&name))onegrid_library_find(&library, #name);      \
      __atomic_store_n(&real, function, __ATOMIC_RELEASE);                      \
    }                                                                           \
    return function arguments;                                                  \
  }

#endif
