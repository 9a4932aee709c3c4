/* A small library of invented news. */
#include "news.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "json.h"
#include "lede/buf.h"

#define CANAL_VOTE                                                                                                      \
	"Port Ellery council votes to drain the Lambert canal\n"                                                        \
	"\n"                                                                                                            \
	"By Ilse Marrow and Tobin Hale\n"                                                                               \
	"\n"                                                                                                            \
	"PORT ELLERY (Meridian) – The council of Port Ellery voted on Tuesday, March 12, 2019, to drain the Lambert " \
	"canal, ending a dispute that has divided the harbour quarter for nine years.\n"                                \
	"\n"                                                                                                            \
	"Engineers had told the council that the walls of the Lambert canal could no longer be repaired. Council "      \
	"leader Petra Voss said nobody was happy about it.\n"                                                           \
	"\n"                                                                                                            \
	"(Reporting by Ilse Marrow and Tobin Hale; Editing by Jan Orrick)\n"

#define CANAL_PROTEST                                                                                                    \
	"Boat owners chain themselves to locks of Lambert canal\n"                                                       \
	"\n"                                                                                                             \
	"By Tobin Hale\n"                                                                                                \
	"\n"                                                                                                             \
	"PORT ELLERY (Meridian) – Some forty boat owners chained themselves to the locks of the Lambert canal on "     \
	"Thursday in protest against a decision by the council of Port Ellery to drain it.\n"                            \
	"\n"                                                                                                             \
	"“We will stay until Petra Voss comes and talks to us,” said boat owner Magnus Dray. The Lambert canal has " \
	"no water to lose, he said.\n"                                                                                   \
	"\n"                                                                                                             \
	"(Reporting by Tobin Hale; Editing by Jan Orrick)\n"

#define FERRY                                                                                                          \
	"Ferry runs aground off Kell lighthouse, all rescued\n"                                                        \
	"\n"                                                                                                           \
	"KELL (Meridian) – A ferry with 214 people aboard ran onto a sandbank near the Kell lighthouse early on "    \
	"Friday, and all of them were taken off unhurt, the coast guard said.\n"                                       \
	"\n"                                                                                                           \
	"The ferry had left its route in thick fog. A tug pulled the ferry free at high water, and it returned to "    \
	"Kell under its own power.\n"                                                                                  \
	"\n"                                                                                                           \
	"(Reporting by Sanna Reeve; Editing by Jan Orrick)\n"

#define FROST                                                                                                          \
	"Late frost spares the plum orchards of the Osk valley\n"                                                      \
	"\n"                                                                                                           \
	"By Sanna Reeve\n"                                                                                             \
	"\n"                                                                                                           \
	"OSK (Meridian) – A late frost passed over the plum orchards of the Osk valley on Monday night without the " \
	"harm that growers had feared, the farmers' union said.\n"                                                     \
	"\n"                                                                                                           \
	"Growers had burnt straw between the rows of plum trees to keep the frost away. The plum harvest is due in "   \
	"August.\n"                                                                                                    \
	"\n"                                                                                                           \
	"(Reporting by Sanna Reeve; Editing by Jan Orrick)\n"

char *news_library(struct world *w)
{
	free(world_text(w, "news/canal.txt", CANAL_VOTE "\n" CANAL_PROTEST));
	free(world_text(w, "news/harbour/ferry.txt", FERRY "\n" CANAL_VOTE));
	free(world_text(w, "news/harbour/frost.txt", FROST));
	char *folder = world_path(w, "news");
	world_env(w, "LEDE_LIBRARY", folder);
	return folder;
}

char *news_id(struct world *w, const char *text)
{
	struct ran *r = RUN(w, "list", "--json");
	char **lines, *id = NULL;
	size_t n = json_lines(r->out, &lines);
	for (size_t i = 0; i < n && !id; i++)
		if (strstr(lines[i], text))
			id = json_get(lines[i], "$.id");
	json_free(lines, n);
	ran_free(r);
	assert_non_null(id);
	return id;
}
