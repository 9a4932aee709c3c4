#include "storms.h"

#include <stdio.h>

#include "lede/buf.h"

struct small_library *storms_new(void)
{
	struct small_library *l = small_library_new();
	for (int i = 0; i < STORMS; i++) {
		char name[32];
		struct buf text = BUF_INIT;
		snprintf(name, sizeof name, "%03d.txt", i);
		buf_addf(&text, "Storm number %d reaches the coast of the island\n\n", i);
		buf_addf(
			&text,
			"OSLO (Reuters) - The storm reached the coast%s on Monday, people there said, and went on.\n\n",
			i % 10 ? "" : " and the lighthouse");
		buf_addf(&text, "Boats stayed in the harbour%s until the wind had gone down again, one of them said.\n",
		         i == 123 ? " with a narwhal" : "");
		small_library_add(l, name, text.p);
		buf_release(&text);
	}
	small_library_index(l);
	return l;
}
