import { AlibabaAlscApi } from '../../../credentials/AlibabaAlscApi.credentials';
import { AlibabaAlscRegister } from '../../../credentials/AlibabaAlscRegister.credentials';
import { AlibabaAlscCustomerGet } from '../../../nodes/AlibabaAlscCustomerGet/AlibabaAlscCustomerGet.node';
import { AlibabaAlscVoucherSend } from '../../../nodes/AlibabaAlscVoucherSend/AlibabaAlscVoucherSend.node';
import { LABELS } from '../../../wording/form/labels';
import { FORM_TEXTS } from '../../../wording/form/localized';
import { inLocale } from '../../support/inLocale';

const CHINESE = /[\u4e00-\u9fff]/;
/** The same in both languages: names of products and of methods, addresses, n8n's own words. */
const NO_LANGUAGE =
	/^(From list|By ID|Alibaba ALSC (Voucher Send|Customer Get)|App (Key|Secret)|SSL|PostgreSQL|HMAC-\w+|MD5|https:\S+|-----BEGIN CERTIFICATE-----)$/;
/** Not shown by n8n. */
const HIDDEN = ['Given as One Expression'];

const SHOWN = [
	'displayName',
	'description',
	'placeholder',
	'hint',
	'subtitle',
	'errorMessage',
	'action',
];

/** Everything in a description, by its place. */
function leaves(value: unknown, place = ''): Array<[string, unknown]> {
	if (typeof value !== 'object' || value === null) return [[place, value]];
	return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${place}/${name}`));
}

const forms = () => ({
	voucherSend: new AlibabaAlscVoucherSend().description,
	customerGet: new AlibabaAlscCustomerGet().description,
	api: new AlibabaAlscApi().properties,
	register: new AlibabaAlscRegister().properties,
});

const english = inLocale('en', () => leaves(forms()));
const chinese = new Map(inLocale('zh-CN', () => leaves(forms())));

const isShown = (place: string) =>
	SHOWN.includes(place.split('/').at(-1) ?? '') ||
	// The name of a choice in a menu; that of a field is internal.
	(/\/options\/\d+\/name$/.test(place) && chinese.has(place.replace(/name$/, 'value')));

const shown = english.filter(([place]) => isShown(place)) as Array<[string, string]>;

test.each(shown)('%s is in Chinese in a Chinese n8n', (place, text) => {
	if (HIDDEN.includes(text)) return;
	const translated = String(chinese.get(place));
	if (NO_LANGUAGE.test(text) || /^e\.g\. /.test(text)) return;
	expect(translated).toMatch(CHINESE);
	expect(translated).not.toBe(text);
});

test('nothing but what people see differs', () => {
	const internal = english.filter(([place]) => !isShown(place));
	expect(internal.length).toBeGreaterThan(300);
	for (const [place, value] of internal)
		expect([place, chinese.get(place)]).toEqual([place, value]);
	expect(chinese.size).toBe(english.length);
});

test("the nodes' own names stay: workflows refer to them", () => {
	for (const node of ['voucherSend', 'customerGet']) {
		for (const place of [`/${node}/displayName`, `/${node}/defaults/name`, `/${node}/name`]) {
			expect(chinese.get(place)).toBe(new Map(english).get(place));
		}
	}
});

test('every text of the table is in a form', () => {
	const used = new Set(shown.map(([, text]) => text));
	// Named in messages only: n8n's own.
	const others = ['Credential', 'Options'];
	const unused = Object.keys(FORM_TEXTS).filter(
		(text) => !used.has(text) && !others.includes(text),
	);
	expect(unused).toEqual([]);
});

test.each(Object.entries(FORM_TEXTS))(
	"%s names fields as the form does in the reader's language",
	(en, zh) => {
		for (const [, name] of en.matchAll(/'([^']+)'/g)) {
			if (Object.hasOwn(LABELS, name)) {
				expect(zh).toContain(`「${LABELS[name as keyof typeof LABELS]}」`);
			}
		}
	},
);

test('an example keeps what it shows', () => {
	const placeholders = shown.filter(([, text]) => /^e\.g\. /.test(text));
	expect(placeholders.length).toBeGreaterThan(10);
	for (const [place, text] of placeholders) {
		expect(chinese.get(place)).toBe(text.replace('e.g. ', '例如 '));
	}
});
