/* From keys to actions. */
#include "keys.h"

#include <stdio.h>
#include <string.h>

#include "lede/ui.h"

enum match { MATCH_NONE, MATCH_PREFIX, MATCH_WHOLE };

/* Goes through the bindings of a list parted by spaces: the next one's start and length, NULL at the end. */
static const char *next_binding(const char *p, size_t *len)
{
	while (*p == ' ')
		p++;
	*len = strcspn(p, " ");
	return *len ? p : NULL;
}

static enum match match_binding(const char *binding, size_t len, const char *sequence)
{
	size_t n = strlen(sequence);
	if (n > len || memcmp(binding, sequence, n) != 0)
		return MATCH_NONE;
	if (n == len)
		return MATCH_WHOLE;
	return binding[0] == '<' ? MATCH_NONE : MATCH_PREFIX; /* "<" is a key of its own, not the start of "<C-l>" */
}

static enum match match(unsigned context, const char *sequence, const struct action **out)
{
	enum match best = MATCH_NONE;
	size_t n, len;
	const struct action *table = actions(&n);
	for (size_t i = 0; i < n; i++) {
		if (!(table[i].contexts & context))
			continue;
		for (const char *p = next_binding(table[i].keys, &len); p; p = next_binding(p + len, &len)) {
			enum match m = match_binding(p, len, sequence);
			if (m == MATCH_WHOLE) {
				*out = &table[i];
				return m;
			}
			if (m > best)
				best = m;
		}
	}
	return best;
}

const struct action *keys_find(unsigned context, const char *name)
{
	const struct action *a = NULL;
	return match(context, name, &a) == MATCH_WHOLE ? a : NULL;
}

void keys_reset(struct keys *k)
{
	memset(k, 0, sizeof *k);
}

bool keys_pending(const struct keys *k)
{
	return k->count > 0 || k->sequence[0];
}

static bool is_count_digit(const struct keys *k, unsigned context, const char *name)
{
	if (context & (CTX_PROMPT | CTX_PAGER) || k->sequence[0] || name[1])
		return false;
	return (name[0] >= '1' && name[0] <= '9') || (name[0] == '0' && k->count > 0);
}

static enum keys_outcome feed_digit(struct keys *k, unsigned context, const char *name, const struct action **out,
                                    long *count)
{
	bool first = k->count == 0;
	k->count = k->count * 10 + (name[0] - '0');
	if (k->count > KEYS_COUNT_MAX)
		k->count = KEYS_COUNT_MAX;
	*count = k->count;
	*out = first ? keys_find(context, name) : NULL;
	return *out ? KEYS_DIGIT : KEYS_PENDING;
}

enum keys_outcome keys_feed(struct keys *k, unsigned context, const char *name, const struct action **out, long *count)
{
	*out = NULL;
	*count = 0;
	if (is_count_digit(k, context, name))
		return feed_digit(k, context, name, out, count);
	size_t n = strlen(k->sequence);
	if (n + strlen(name) >= sizeof k->sequence) {
		keys_reset(k);
		return KEYS_UNKNOWN;
	}
	strcpy(k->sequence + n, name);
	switch (match(context, k->sequence, out)) {
	case MATCH_PREFIX:
		return KEYS_PENDING;
	case MATCH_WHOLE:
		*count = k->count;
		keys_reset(k);
		return KEYS_ACTION;
	default:
		keys_reset(k);
		return KEYS_UNKNOWN;
	}
}

void keys_add_pending(struct buf *out, const struct keys *k)
{
	if (k->count > 0)
		buf_addf(out, "%ld", k->count);
	buf_adds(out, k->sequence);
}

static const char *plain_name(const char *name, size_t len)
{
	static const struct {
		const char *from, *to;
	} table[] = { { "<PageDown>", "PgDn" },
		      { "<PageUp>", "PgUp" },
		      { "<Escape>", "Esc" },
		      { "<S-Tab>", "S-Tab" },
		      { "<Delete>", "Del" } };
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strlen(table[i].from) == len && memcmp(table[i].from, name, len) == 0)
			return table[i].to;
	return NULL;
}

void keys_add_shown(struct buf *out, const char *binding, size_t len)
{
	const char *plain = plain_name(binding, len);
	if (plain)
		buf_adds(out, plain);
	else if (len == 5 && memcmp(binding, "<C-", 3) == 0)
		buf_addf(out, "^%c", binding[3] >= 'a' && binding[3] <= 'z' ? binding[3] - 'a' + 'A' : binding[3]);
	else if (len > 2 && binding[0] == '<')
		buf_add(out, binding + 1, len - 2);
	else
		buf_add(out, binding, len);
}

void keys_add_bindings(struct buf *out, const struct action *a)
{
	size_t len;
	const char *gap = "";
	for (const char *p = next_binding(a->keys, &len); p; p = next_binding(p + len, &len)) {
		buf_adds(out, gap);
		keys_add_shown(out, p, len);
		gap = " ";
	}
}

void ui_key_table(ui_key_row *row, void *payload)
{
	size_t n;
	const struct action *table = actions(&n);
	struct buf keys = BUF_INIT;
	for (int g = 0; g < GROUP_CAP; g++)
		for (size_t i = 0; i < n; i++) {
			if (table[i].group != (enum action_group)g)
				continue;
			buf_clear(&keys);
			keys_add_bindings(&keys, &table[i]);
			row(payload, action_group_title(table[i].group), buf_str(&keys), table[i].help);
		}
	buf_release(&keys);
}
