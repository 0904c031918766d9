import { parseForm } from './form';

const parse = (text: string) => parseForm(Buffer.from(text, 'latin1'));

it('decodes names and values once', () => {
	const form = parse('%E5%BA%97=%E5%BC%A0+%E4%B8%89%26%2B%3D%25%7E*&b=%F0%9F%98%80&c=%2525');
	expect(form.pairs).toEqual([
		['店', '张 三&+=%~*'],
		['b', '😀'],
		['c', '%25'],
	]);
	expect(form.flaws).toEqual([]);
});

it('reads lower-case escapes, missing values and repeated names', () => {
	expect(parse('a=%e5%ba%97&b&a=2').pairs).toEqual([
		['a', '店'],
		['b', ''],
		['a', '2'],
	]);
});

it.each(['a=%', 'a=%4', 'a=%zz', 'a=100%', 'a%=1'])(
	'drops a parameter with a broken escape: %s',
	(text) => {
		const form = parse(`${text}&ok=1`);
		expect(form.pairs).toEqual([['ok', '1']]);
		expect(form.flaws.map(({ kind }) => kind)).toEqual(['percent-encoding']);
	},
);

it.each([
	['not-utf8', 'a=%C4%E3'],
	['unescaped-byte', 'a=\xe5\xba\x97'],
	['unescaped-byte', 'a={"x":1}'],
	['unescaped-byte', 'a=b c'],
	['empty-segment', 'a=1&&b=2'],
])('notes %s', (kind, text) => {
	expect(parse(text).flaws.map((flaw) => flaw.kind)).toEqual([kind]);
});

it('finds nothing in an empty body', () => {
	expect(parse('')).toEqual({ pairs: [], flaws: [] });
});
