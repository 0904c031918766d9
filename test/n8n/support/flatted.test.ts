import { decodeFlatted } from './flatted';

test('strings inside objects are indices of other entries', () => {
	const text = '[{"status":"1","runs":"2","count":3},"success",["1",true,null]]';
	expect(decodeFlatted(text)).toEqual({
		status: 'success',
		runs: ['success', true, null],
		count: 3,
	});
});

test('circular and shared references come back as such', () => {
	const root = decodeFlatted('[{"self":"0","a":"1","b":"1"},{"x":1}]') as Record<string, unknown>;
	expect(root.self).toBe(root);
	expect(root.a).toBe(root.b);
});
