/* lede related: stories that belong with an article, and why. */
#include "commands.h"

#include "lede/related.h"
#include "listing.h"

enum { RELATED_LIMIT = 20 };

static int print_related(struct session *s, const struct related *r, size_t n, struct err *err)
{
	struct listing listing = { .s = s };
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0 && !out_failed(&s->out); i++) {
		struct listing_extra extra = { .related = &r[i] };
		rc = listing_print(&listing, r[i].doc, &extra, err);
	}
	listing_release(&listing);
	return rc;
}

static int related(struct session *s, struct err *err)
{
	struct article a;
	struct related *r = NULL;
	int status = session_find(s, s->opts->args[0], &a, err);
	if (status != CMD_DONE)
		return status;
	int n = related_find(s->cache, a.doc, s->opts->limit ? s->opts->limit : RELATED_LIMIT, &r, err);
	int rc = n < 0 ? -1 : print_related(s, r, (size_t)n, err);
	if (n >= 0)
		related_free(r, (size_t)n);
	article_release(&a);
	if (n == 0)
		complain("no other story belongs with %s", s->opts->args[0]);
	if (rc < 0)
		return -1;
	return n ? CMD_DONE : CMD_NOTHING;
}

int cmd_related(const struct options *opts)
{
	return session_run(opts, related);
}
