/* cmocka wants these four before its own header. */
#ifndef LEDE_TESTS_CMOCKA_ALL_H
#define LEDE_TESTS_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
