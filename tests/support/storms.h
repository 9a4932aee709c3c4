/* A small library of storms. */
#ifndef LEDE_TESTS_STORMS_H
#define LEDE_TESTS_STORMS_H

#include "small_library.h"

enum { STORMS = 300 };

/* So many articles, one to a file: every one has a storm, every tenth a lighthouse, number 123 a narwhal. Indexed. */
struct small_library *storms_new(void);

#endif
