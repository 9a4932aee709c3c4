/* The program's entry: everything it does is in the library, so that the tests can link it too. */
#include <locale.h>
#include <stdlib.h>

#include "lede/cmd.h"

static int is_set(const char *name)
{
	const char *v = getenv(name);
	return v && v[0];
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	/* Many a bare SSH session has no locale at all, and a terminal that does UTF-8 all the same. Who wants "C" says so. */
	if (!is_set("LC_ALL") && !is_set("LC_CTYPE") && !is_set("LANG"))
		setlocale(LC_CTYPE, "C.UTF-8");
	return cmd_main(argc, argv);
}
