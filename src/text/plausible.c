/*
 * How plausible bytes are as text in an encoding.
 *
 * Each character that is not ASCII gets a value from what it is and what stands beside it; the
 * mean over all of them is the score. The right encoding gives the common letters of
 * its languages and scores 1 to 2; a wrong one gives rare letters, symbols within
 * words, capitals behind small letters, letters of two scripts in a word.
 * The letters of each family stand in one table, the commonest first.
 */
#include "plausible.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <unictype.h>

#include "codec.h"
#include "lede/unicode.h"
#include "utf8.h"

enum script { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_GREEK, SCRIPT_HEBREW, SCRIPT_ARABIC, SCRIPT_THAI, SCRIPT_CJK };

struct family {
	enum script script;
	const char *common; /* the letters that make up most of the text */
	const char *others; /* the rest of its alphabets */
};

struct candidate {
	const char *name;
	const struct family *family;
	const char *also; /* names of encodings that it contains, as uchardet writes them, each between spaces */
	double handicap; /* of the less likely: what is equally plausible otherwise is western; few use DOS and old Macs */
};

static const struct family western = { SCRIPT_LATIN, "éèàçêüöäßñóíáúãåøæô", "õîâûëïìòùœÿýþðšžıģ" };
static const struct family icelandic = { SCRIPT_LATIN, "áéíóúýþæöð", "" };
static const struct family central = { SCRIPT_LATIN, "áéíóúýčěřšžůąęłńśźżćőűäöüß", "ďťňôĺľŕâăîşţđçë" };
static const struct family romanian = { SCRIPT_LATIN, "ăâîşţ", "é" };
static const struct family turkish = { SCRIPT_LATIN, "ışğüöçi", "âîûéə" };
static const struct family baltic = { SCRIPT_LATIN, "āčēģīķļņšūžėįųąäöüõ", "ęåæøóé" };
static const struct family cyrillic = { SCRIPT_CYRILLIC, "оеаинтсрвл", "кмдпуяыьгзбчйхжшюцщэфъёіїєґ" };
static const struct family greek = { SCRIPT_GREEK, "αοιετνσηρπκςό", "άέίήύώυλμδγθχφωβξζψΐϊϋΰ" };
static const struct family hebrew = { SCRIPT_HEBREW, "יוהלארתבמש", "נםדקפעטגחךןכסץזצף" };
static const struct family arabic = { SCRIPT_ARABIC, "المينورتبة", "عدسفكقحجأإآىهشصضطظغزذثخءئؤـ،؛؟پچژگ" };
static const struct family thai = { SCRIPT_THAI, "านรอกเงมยล่้ัี", "วดทสตะปบคหแจพชขใไโผซธศถภณฟญฐฎฒฆษฉฮฬฑฌฏฤๆฯ็์ำิึืุู" };
static const struct family simplified = { SCRIPT_CJK,
	                                  "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那"
	                                  "得于着下自之年过发后作里用道行所然家种事成方多经么去法学如"
	                                  "都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无"
	                                  "力它与长把机十民第公此已工使情明性知全三又关点正业外将两高"
	                                  "间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回"
	                                  "特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解"
	                                  "水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目"
	                                  "太量再感建务做接必场件计管期市直德资命山金指克许统区保至队",
	                                  "" };
static const struct family traditional = { SCRIPT_CJK,
	                                   "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子"
	                                   "那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如"
	                                   "都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意"
	                                   "無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高"
	                                   "間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合"
	                                   "回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解"
	                                   "水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受"
	                                   "目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊",
	                                   "" };
static const struct family japanese = { SCRIPT_CJK,
	                                "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高子外八六下来気"
	                                "小七山話女北書先名水男西電校語聞食車何南万天市会社者事政"
	                                "府民党首相選挙発表同京都県内部員議者",
	                                "ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてで"
	                                "とどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよ"
	                                "らりるれろわをんァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタ"
	                                "ダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミ"
	                                "ムメモャヤュユョヨラリルレロワヲンヴー" };
static const struct family korean = { SCRIPT_CJK,
	                              "이다의는에을가로고하지한사도를기은대인서그있일정나자라부시어리스해수전과장아보여"
	                              "들원상공만구국주으성계관경제동조회",
	                              "" };

static const struct candidate candidates[] = {
	{ "WINDOWS-1252", &western, " ISO-8859-1 ", 0 },
	{ "WINDOWS-1252", &icelandic, " ISO-8859-1 ", 0 },
	{ "WINDOWS-1251", &cyrillic, "", 0 },
	{ "KOI8-R", &cyrillic, "", 0 },
	{ "SHIFT_JIS", &japanese, "", 0 },
	{ "EUC-JP", &japanese, "", 0 },
	{ "GB18030", &simplified, " GB2312 GBK HZ-GB-2312 ", 0 },
	{ "BIG5", &traditional, " EUC-TW ", 0 },
	{ "EUC-KR", &korean, " UHC ", 0 },
	{ "WINDOWS-1256", &arabic, "", 0 },
	{ "ISO-8859-15", &western, "", 0.05 },
	{ "WINDOWS-1250", &central, "", 0.05 },
	{ "WINDOWS-1250", &romanian, "", 0.05 },
	{ "ISO-8859-2", &central, "", 0.05 },
	{ "WINDOWS-1254", &turkish, " ISO-8859-9 ", 0.05 },
	{ "WINDOWS-1257", &baltic, "", 0.05 },
	{ "ISO-8859-13", &baltic, "", 0.05 },
	{ "ISO-8859-4", &baltic, "", 0.05 },
	{ "KOI8-U", &cyrillic, "", 0 },
	{ "ISO-8859-5", &cyrillic, "", 0 },
	{ "IBM866", &cyrillic, "", 0 },
	{ "MAC-CYRILLIC", &cyrillic, "", 0 },
	{ "WINDOWS-1253", &greek, "", 0 },
	{ "ISO-8859-7", &greek, "", 0 },
	{ "WINDOWS-1255", &hebrew, " ISO-8859-8 ", 0 },
	{ "ISO-8859-6", &arabic, "", 0 },
	{ "WINDOWS-874", &thai, " TIS-620 ISO-8859-11 ", 0 },
	{ "MACINTOSH", &western, "", 0.5 },
	{ "IBM850", &western, "", 0.5 },
};

#define VALUE_COMMON 2.0
#define VALUE_LETTER 1.0
#define VALUE_RARE (-0.5)
#define VALUE_FOREIGN (-2.0)
#define VALUE_PUNCTUATION 2.0
#define VALUE_CJK_PUNCTUATION 1.5
#define VALUE_ALONE 0.5
#define VALUE_AT_DIGIT (-2.0)
#define VALUE_IDEOGRAPH 0.2
#define VALUE_SYMBOL (-1.0)
#define VALUE_SYMBOL_IN_WORD (-3.0)
#define VALUE_CAPITAL_IN_WORD (-3.0)
#define VALUE_FINAL_IN_WORD (-3.0)
#define VALUE_MIXED_WORD (-2.0)
#define VALUE_LONG_RUN (-2.0)
#define VALUE_NO_TEXT (-6.0)
#define REJECTED (-10.0)

enum {
	APOSTROPHE = 0x2019,
	BAD_PER_THOUSAND = 10
}; /* characters that an encoding of several bytes may fail to make out */

const char *plausible_encoding(size_t i)
{
	return i < sizeof candidates / sizeof *candidates ? candidates[i].name : NULL;
}

bool plausible_is_named(size_t i, const char *name)
{
	if (!*name)
		return false;
	if (strcasecmp(candidates[i].name, name) == 0)
		return true;
	const char *hit = strcasestr(candidates[i].also, name);
	return hit && hit[-1] == ' ' && hit[strlen(name)] == ' ';
}

bool plausible_in_text(uint32_t c)
{
	if (c < 0x20)
		return c >= '\t' && c <= '\r';
	if (c == 0xfeff)
		return true;
	return c < 0x7f || !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C & ~UC_CATEGORY_MASK_Cf);
}

static bool is_letter(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

static bool is_ascii_letter(uint32_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lu);
}

static bool is_lower(uint32_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ll);
}

static bool is_script(uint32_t c, enum script script)
{
	switch (script) {
	case SCRIPT_LATIN:
		return c < 0x250;
	case SCRIPT_GREEK:
		return c >= 0x370 && c < 0x400;
	case SCRIPT_CYRILLIC:
		return c >= 0x400 && c < 0x530;
	case SCRIPT_HEBREW:
		return c >= 0x590 && c < 0x600;
	case SCRIPT_ARABIC:
		return c >= 0x600 && c < 0x700;
	case SCRIPT_THAI:
		return c >= 0xe00 && c < 0xe80;
	case SCRIPT_CJK:
		break;
	}
	return (c >= 0x3000 && c < 0xd7b0) || (c >= 0xf900 && c < 0xfb00) || (c >= 0xff00 && c < 0xffe0);
}

static bool is_in(const char *list, uint32_t c)
{
	char bytes[8] = { 0 };
	utf8_put(bytes, uc_tolower(c));
	return strstr(list, bytes) != NULL;
}

/* A character that is not ASCII and those beside it; 0 at either end. */
struct place {
	uint32_t before2, before, c, after;
};

/* Letters that stand at the end of words alone. */
static bool is_final(uint32_t c)
{
	return is_in("ςםןץףךةى", c);
}

/* Of an alphabet: small letters do not stand before capitals, words keep to one script. */
static double alphabet_value(const struct family *family, const struct place *at)
{
	bool latin = family->script == SCRIPT_LATIN;
	if (is_upper(at->c) && is_lower(at->before))
		return VALUE_CAPITAL_IN_WORD;
	if (is_final(at->c) && is_letter(at->after))
		return VALUE_FINAL_IN_WORD;
	if (!latin && (is_ascii_letter(at->before) || is_ascii_letter(at->after)))
		return VALUE_MIXED_WORD;
	if (latin && at->before >= 0x80 && at->before2 >= 0x80 && is_letter(at->before) && is_letter(at->before2))
		return VALUE_LONG_RUN;
	if (is_digit(at->before) || is_digit(at->after))
		return VALUE_AT_DIGIT;
	if (latin && !is_letter(at->before) && !is_letter(at->after))
		return VALUE_ALONE;
	if (is_in(family->common, at->c))
		return VALUE_COMMON;
	return is_in(family->others, at->c) ? VALUE_LETTER : VALUE_RARE;
}

static double cjk_value(const struct family *family, const struct place *at)
{
	uint32_t c = at->c;
	bool kana = c >= 0x3041 && c <= 0x30fe, half_width = c >= 0xff61 && c <= 0xff9f;
	bool punctuation = c < 0x3040 || (c >= 0xff00 && c < 0xff61);
	if (is_ascii_letter(at->before) || is_ascii_letter(at->after))
		return punctuation ? VALUE_RARE : VALUE_MIXED_WORD;
	if (punctuation)
		return VALUE_CJK_PUNCTUATION;
	if (is_in(family->common, c) || is_in(family->others, c))
		return VALUE_COMMON;
	if (half_width || (kana && family != &japanese) || c < 0x4e00 || c >= 0xf900)
		return VALUE_FOREIGN;
	bool hangul = c >= 0xac00;
	if (hangul != (family == &korean))
		return VALUE_FOREIGN;
	return hangul ? VALUE_LETTER : VALUE_IDEOGRAPH;
}

/* The signs of print that are in use in every language, by where they stand. */
static const char opening[] = "“‘„‚«‹¿¡";
static const char closing[] = "”’»›";
static const char joining[] = "\u00a0–—…·";
static const char apart[] = "§©®°•€£™№‰";

static bool is_punctuation(uint32_t c)
{
	return is_in(opening, c) || is_in(closing, c) || is_in(joining, c) || is_in(apart, c);
}

static double punctuation_value(const struct place *at)
{
	bool after_letter = is_letter(at->before), before_letter = is_letter(at->after);
	bool fits = is_in(joining, at->c) || !(after_letter && before_letter);
	if (at->c == APOSTROPHE)
		fits = after_letter || !before_letter;
	else if (is_in(opening, at->c))
		fits = !after_letter;
	else if (is_in(closing, at->c))
		fits = !before_letter;
	return fits ? VALUE_PUNCTUATION : VALUE_SYMBOL;
}

static double value_of(const struct family *family, const struct place *at)
{
	if (!plausible_in_text(at->c) || at->c == UTF8_REPLACEMENT)
		return VALUE_NO_TEXT;
	if (is_punctuation(at->c))
		return punctuation_value(at);
	bool cjk = family->script == SCRIPT_CJK;
	if (is_script(at->c, family->script) && (cjk || is_letter(at->c)))
		return cjk ? cjk_value(family, at) : alphabet_value(family, at);
	if (is_letter(at->c))
		return VALUE_FOREIGN;
	return is_letter(at->before) || is_letter(at->after) ? VALUE_SYMBOL_IN_WORD : VALUE_SYMBOL;
}

/* The mean value of the characters of text that are not ASCII. */
static double mean_value(const struct family *family, const char *text, size_t n)
{
	struct place at = { 0 };
	size_t count = 0;
	double sum = 0;
	for (size_t i = 0; i <= n;) {
		uint32_t next = 0;
		i += i < n ? utf8_next(text + i, n - i, &next) : 1;
		at = (struct place){ at.before, at.c, at.after, next };
		if (at.c < 0x80)
			continue;
		sum += value_of(family, &at);
		count++;
	}
	return count ? sum / (double)count : REJECTED;
}

double plausible_score(size_t i, const char *p, size_t n)
{
	const struct candidate *cand = &candidates[i];
	struct codec *codec = codec_open(cand->name, NULL);
	if (!codec)
		return REJECTED;
	size_t room = 4 * n + 1;
	struct codec_flow f = { .src = p, .n = n, .out = mem_alloc(room), .room = room };
	codec_convert(codec, &f);
	codec_close(codec);
	double score = REJECTED;
	if (cand->family->script != SCRIPT_CJK || f.replaced * 1000 <= n * BAD_PER_THOUSAND)
		score = mean_value(cand->family, f.out, f.made) - cand->handicap;
	free(f.out);
	return score;
}
