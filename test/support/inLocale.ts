/** Does something as in an n8n with this `N8N_DEFAULT_LOCALE`. */
export function inLocale<T>(locale: string, work: () => T): T {
	const before = process.env.N8N_DEFAULT_LOCALE;
	process.env.N8N_DEFAULT_LOCALE = locale;
	try {
		return work();
	} finally {
		if (before === undefined) delete process.env.N8N_DEFAULT_LOCALE;
		else process.env.N8N_DEFAULT_LOCALE = before;
	}
}
